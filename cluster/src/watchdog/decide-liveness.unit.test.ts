import { gridRegions, regionId } from '@atlasnet/schemas';
import { expect, test } from '@jest/globals';
import { mayStartProcesses } from './may-start-processes.ts';
import { A, B, C, Scene, settled, world } from './testing/scene.ts';

test('[O5] a calm world is left alone', () => {
  expect(settled().watch(60_000)).toEqual([]);
});

test('[O5] a region whose log grows is alive, whatever the leases say', () => {
  const scene = settled();
  scene.live(B);
  expect(scene.watch(30_000)).toEqual([]);
});

test('[O5] a wiped store does not move the whole world', () => {
  const scene = settled();
  scene.judges = false;
  scene.live();
  expect(scene.watch(1500)).toEqual([]);
  scene.judges = true;
  expect(scene.watch(3000)).toEqual([]);
  scene.live(A, B);
  expect(scene.watch(3000)).toEqual([]);
});

test('[O5] an exit that was seen frees the regions at once, even before anybody is judged', () => {
  const scene = settled();
  scene.judges = false;
  scene.dead.add(A);
  expect(scene.watch(250)).toEqual(['0→b exited', '1→b exited']);
});

test('[O5] an exit that was seen frees the regions right after a start, too, with a shard missing', () => {
  const scene = settled();
  scene.options = { ...scene.options, shardCount: 2 };
  scene.dead.add(A);
  expect(scene.watch(250)).toEqual(['0→b exited', '1→b exited']);
});

test('[O5] no process is started while regions of one that died are to tick soon', () => {
  const scene = settled();
  expect(mayStartProcesses(scene.view())).toBe(true);
  scene.dead.add(A);
  scene.alive = new Set([2, 3]);
  expect(scene.run(250)).toEqual(['0→b exited', '1→b exited']);
  expect(mayStartProcesses(scene.view())).toBe(false);
  scene.run(250);
  scene.claim(0);
  scene.claim(1);
  scene.frame(0);
  expect(mayStartProcesses(scene.view())).toBe(false);
  scene.frame(1);
  expect(mayStartProcesses(scene.view())).toBe(true);
  scene.dead.delete(A);
  scene.dead.add(B);
  scene.alive.clear();
  expect(scene.run(250)).toHaveLength(4);
  scene.run(750);
  expect(mayStartProcesses(scene.view())).toBe(false);
  scene.run(250);
  expect(mayStartProcesses(scene.view())).toBe(true);
});

test('[O5] with the lease gone silence decides fast, for any number of regions', () => {
  const scene = settled();
  scene.alive = new Set([2, 3]);
  scene.live(B);
  expect(scene.watch(500)).toEqual([]);
  expect(scene.run(500)).toEqual(['0→b lease-lost', '1→b lease-lost']);
});

test('[O5] a tick that outlasts the lease ends: each new owner gets twice the time of the one before', () => {
  const scene = settled();
  scene.run(1000);
  const tickMs = 4000;
  scene.alive = new Set([2, 3]);
  scene.live(B, C);
  // Whoever gets region 0 writes a frame, and then is silent, without a lease, for one long tick.
  const given = (): boolean => scene.run(250).some((word) => word.startsWith('0→'));
  let waitedMs = 0;
  let owners = 0;
  while (waitedMs < tickMs && owners < 10) {
    waitedMs = 0;
    while (waitedMs < tickMs && !given()) waitedMs += 250;
    if (waitedMs >= tickMs) break;
    owners++;
    scene.claim(0);
    scene.frame(0);
    scene.live(...[B, C].filter((id) => id !== scene.control.assignmentOf(regionId(0))?.process));
  }
  expect(owners).toBe(4);
  scene.alive.add(0);
  scene.run(1000);
  scene.alive.delete(0);
  // It ticks again: the next loss is seen as fast as the first.
  expect(scene.run(1000)).toContainEqual(expect.stringMatching(/^0→. lease-lost$/));
});

test('[O5] with the lease alive silence decides late, and only for a few regions at once', () => {
  const scene = settled();
  scene.live(A, B, C);
  scene.run(1500);
  scene.own(0, C);
  scene.alive.clear();
  expect(scene.watch(2750)).toEqual([]);
  expect(scene.run(2500)).toEqual(['0→a silent', '1→c silent']);
  expect(scene.run(1000)).toEqual(['2→a silent', '3→c silent']);
});

test('[O5] silence counts only while the log answers', () => {
  const scene = settled();
  scene.alive.clear();
  expect(scene.watch(60_000, false)).toEqual([]);
  expect(scene.watch(2000)).toEqual([]);
});

test('[O5] a new owner has longer until its first frame, and each try doubles it', () => {
  const scene = new Scene(1);
  scene.options = { ...scene.options, standstillMs: Infinity };
  scene.live(A, B);
  expect(scene.run(250)).toEqual(['0→a unowned']);
  expect(scene.run(9750)).toEqual([]);
  expect(scene.run(500)).toEqual(['0→b silent']);
  scene.claim(0);
  expect(scene.run(19_000)).toEqual([]);
  expect(scene.run(1000)).toEqual(['0→a silent']);
  expect(scene.run(39_000)).toEqual([]);
  expect(scene.run(1000)).toEqual(['0→b silent']);
});

test('[O5] a claim starts the wait anew', () => {
  const scene = new Scene(1);
  scene.live(A, B);
  scene.run(9000);
  scene.claim(0);
  expect(scene.run(9500)).toEqual([]);
});

test('[O5] empty frames count as progress for a while only', () => {
  const scene = settled();
  const said: string[] = [];
  scene.alive.delete(0);
  for (let i = 0; i < 80; i++) {
    scene.frame(0, { empty: true });
    said.push(...scene.watch(250));
  }
  expect(said[0]).toBe('0→b silent');
  const first = settled();
  first.alive.delete(0);
  for (let i = 0; i < 40; i++) {
    first.frame(0, { empty: true });
    expect(first.watch(250)).toEqual([]);
  }
});

test('[O3] records that do not count are no progress', () => {
  const scene = settled();
  scene.alive.delete(0);
  for (let i = 0; i < 11; i++) {
    scene.record(0, { frame: { region: 0, epoch: 2, n: 900 + i } });
    expect(scene.watch(250)).toEqual([]);
  }
  scene.record(0, { frame: { region: 0, epoch: 2, n: 7 } });
  expect(scene.watch(500)).toContain('0→b silent');
});

test('[O6] without the store only what is certain is done, and silence needs twice the time', () => {
  const scene = settled();
  scene.storeAnswers = false;
  scene.alive.delete(0);
  expect(scene.watch(5500)).toEqual([]);
  expect(scene.watch(750)).toContain('0→b silent');
  scene.dead.add(B);
  expect(scene.watch(250)).toContain('2→a exited');
});

test('a region that no map has yet is not silent before its tick comes', () => {
  const scene = settled();
  scene.map({ proposal: { mapVersion: 2, replaces: 1, regions: gridRegions(5, world) } });
  scene.watchAll();
  scene.run(250);
  scene.claim(4);
  scene.map({ activation: { mapVersion: 2, fromTick: 2000 } });
  expect(scene.run(60_000)).toEqual([]);
});

test('[O5, P3] a region that no map has any more is silent if its new owner gives up right after its claim', () => {
  const scene = settled();
  scene.map({ proposal: { mapVersion: 2, replaces: 1, regions: gridRegions(3, world) } });
  scene.map({ activation: { mapVersion: 2, fromTick: 0 } });
  scene.dead.add(B);
  scene.alive = new Set([0, 1]);
  scene.run(250);
  scene.dead.clear();
  scene.claim(1);
  scene.claim(2);
  scene.frame(2);
  scene.alive = new Set([0, 1, 2]);
  scene.claim(3);
  expect(scene.run(20_000)).toContain('3→b silent');
});
