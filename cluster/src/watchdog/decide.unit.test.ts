import { gridRegions, processId, regionId } from '@atlasnet/schemas';
import { expect, test } from '@jest/globals';
import { encodePlan } from '../control/standby-plan.ts';
import { decide } from './decide.ts';
import { decideStandbys } from './decide-standbys.ts';
import { mayStartProcesses } from './may-start-processes.ts';
import { A, B, C, Scene, settled, spell, world } from './testing/scene.ts';
import { WATCHDOG_DEFAULTS } from './watchdog-options.ts';

const D = processId('dddddddddddddddd');

test('[O1] regions without an owner are spread over the live shards', () => {
  const scene = new Scene();
  expect(decide(scene.view())).toEqual([]);
  scene.live(A, B);
  expect(decide(scene.view()).map(spell)).toEqual([
    '0→a unowned',
    '1→b unowned',
    '2→a unowned',
    '3→b unowned',
  ]);
});

test('[O1] at a start regions wait a little for all shards, and not for one that does not come', () => {
  const scene = new Scene();
  scene.options = { ...WATCHDOG_DEFAULTS, shardCount: 2 };
  scene.live(A);
  expect(scene.watch(4750)).toEqual([]);
  scene.live(A, B);
  expect(decide(scene.view()).map(spell)).toHaveLength(4);
  scene.live(A);
  expect(scene.run(250)).toEqual(['0→a unowned', '1→a unowned', '2→a unowned', '3→a unowned']);
});

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

test('[O1] two watchdogs and a stale one: one failure moves a region once', () => {
  const scene = settled();
  scene.dead.add(A);
  const [first] = decide(scene.view());
  const [second] = decide({ ...scene.view(), shards: scene.shards.slice(1) });
  const verdicts = [first, first, second].map((action) => scene.append(action));
  expect(verdicts).toEqual(['assigned', 'void', 'void']);
});

test('[O1] an assignment below the highest epoch in the region’s log is appended again', () => {
  const scene = settled();
  scene.claim(0, 500);
  scene.frame(0);
  expect(scene.watch(250)).toEqual(['0→a log-ahead']);
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

test('[C3] a draining shard’s regions go to who keeps them warm, and to nobody before', () => {
  const scene = settled();
  scene.live(A, B, C);
  scene.drain(A);
  expect(scene.watch(2000)).toEqual([]);
  scene.warm(C, 1);
  expect(scene.watch(250)).toEqual(['1→c draining']);
  scene.warm(C, 0);
  expect(scene.watch(250)).toEqual(['0→c draining']);
});

test('[C3] a process gets as many of a draining shard’s regions at once as it ticks, one at least', () => {
  const scene = settled();
  scene.live(A, B, C);
  for (const region of [2, 3]) scene.own(region, A);
  scene.drain(A);
  scene.warm(C, 0, 1, 2, 3);
  expect(scene.run(250)).toEqual(['0→c draining']);
  expect(scene.run(250)).toEqual([]);
  scene.claim(0);
  scene.frame(0);
  expect(scene.run(250)).toEqual(['1→c draining']);
  scene.claim(1);
  scene.frame(1);
  expect(scene.run(250)).toEqual(['2→c draining', '3→c draining']);
});

test('[C3] a region that does not begin holds up the next of a draining shard for a while only', () => {
  const scene = settled();
  scene.live(A, B, C);
  scene.drain(A);
  scene.warm(C, 0, 1);
  expect(scene.run(1000)).toEqual(['0→c draining']);
  expect(scene.run(500)).toEqual(['1→c draining']);
});

test('[C3] a draining shard’s regions go cold when nobody warms up in time, and spread', () => {
  const scene = settled();
  scene.live(A, B, C);
  scene.drain(A);
  scene.own(2, C);
  scene.own(3, C);
  expect(scene.run(3000)).toEqual([]);
  expect(scene.run(250)).toEqual(['0→b draining']);
  scene.own(0, B);
  expect(scene.run(250)).toEqual(['1→b draining']);
});

test('[C3] a draining shard keeps its regions until its successor is there, for a while', () => {
  const scene = settled();
  scene.options = { ...scene.options, shardCount: 2 };
  scene.watch(5000);
  scene.drain(A);
  scene.warm(B, 0, 1);
  expect(scene.watch(3000)).toEqual([]);
  expect(scene.watch(250)).toEqual(['0→b draining', '1→b draining']);
  scene.drain();
  scene.watch(250);
  scene.drain(A);
  expect(scene.watch(500)).toEqual([]);
  scene.shards = [...scene.shards, { ...scene.shards[1], id: C, extra: {} }];
  expect(scene.watch(250)).toEqual(['0→b draining', '1→b draining']);
});

test('[C3] the target of a planned move is told to warm up, and forgotten when it leaves itself', () => {
  const scene = settled();
  scene.options = { ...scene.options, standbys: 0 };
  scene.live(A, B, C);
  scene.drain(A);
  scene.watch(250);
  const plan = (): string => encodePlan(decideStandbys(scene.view()));
  expect(plan()).toBe(`0:${C},1:${C}`);
  scene.drain(A, C);
  scene.watch(250);
  expect(plan()).toBe(`0:${B},1:${B}`);
});

test('[C3] a shard’s standbys replace it, and the least loaded when there are none', () => {
  const scene = settled();
  scene.live(A, B, C);
  scene.warm(B, 0);
  scene.dead.add(A);
  expect(scene.watch(250)).toEqual(['0→b exited', '1→c exited']);
});

test('[C3] standbys are no owners, spread each owner’s regions, and stay where they are', () => {
  const scene = settled();
  scene.live(A, B, C);
  const first = decideStandbys(scene.view());
  expect(encodePlan(first)).toBe(`0:${B},1:${C},2:${A},3:${C}`);
  scene.live(A, B, C, D);
  const later = decideStandbys(scene.view());
  const moved = [0, 1, 2, 3].filter((id) => {
    return later.get(regionId(id))?.join() !== first.get(regionId(id))?.join();
  });
  expect(moved).toHaveLength(1);
  scene.options = { ...scene.options, standbys: 2 };
  for (const [region, standbys] of decideStandbys(scene.view())) {
    expect(new Set(standbys).size).toBe(2);
    expect(standbys).not.toContain(scene.control.assignmentOf(region)?.process);
  }
  scene.live(A);
  expect(decideStandbys(scene.view()).size).toBe(2);
});

test('[P1] a proposal holds from a tick to come once all its regions are claimed', () => {
  const scene = settled();
  const regions = gridRegions(6, world);
  scene.map({ proposal: { mapVersion: 2, replaces: 1, regions } });
  scene.watchAll();
  expect(scene.run(250)).toEqual(['4→a unowned', '5→b unowned']);
  scene.claim(4);
  expect(scene.run(2000)).toEqual([]);
  scene.claim(5);
  const said = scene.run(250);
  expect(said).toEqual([`activate 2 from ${Math.floor(scene.nowMs / 50) + 10}`]);
  expect(scene.control.mapInForce?.map.version).toBe(2);
});

test('[P1] a proposal without its claims is withdrawn and its regions are retired', () => {
  const scene = settled();
  scene.map({ proposal: { mapVersion: 2, replaces: 1, regions: gridRegions(5, world) } });
  scene.watchAll();
  expect(scene.run(14_000)).toContain('4→a unowned');
  expect(scene.run(1500).slice(-2)).toEqual(['withdraw 2', 'retire 4']);
  expect(scene.run(5000)).toEqual([]);
});

test('[P3] a released region is owned until its log shows the release', () => {
  const scene = settled();
  scene.map({ proposal: { mapVersion: 2, replaces: 1, regions: gridRegions(3, world) } });
  scene.map({ activation: { mapVersion: 2, fromTick: 0 } });
  expect(scene.run(1000)).toEqual([]);
  scene.dead.add(B);
  scene.alive = new Set([0, 1]);
  expect(scene.run(250)).toEqual(['2→a exited', '3→a exited']);
  scene.claim(2);
  scene.claim(3);
  scene.frame(3, { closed: true });
  expect(scene.run(250)).toEqual(['retire 3']);
});

test('[P3] a region that a map names again is assigned again before it counts as claimed', () => {
  const scene = settled();
  scene.map({ proposal: { mapVersion: 2, replaces: 1, regions: gridRegions(3, world) } });
  scene.map({ activation: { mapVersion: 2, fromTick: 0 } });
  scene.map({ proposal: { mapVersion: 3, replaces: 2, regions: gridRegions(4, world) } });
  expect(scene.run(500)).toEqual(['3→b named-again']);
  scene.claim(3);
  expect(scene.run(250)[0]).toMatch(/^activate 3/);
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

test('[T1] after a standstill time goes on from the newest tick before anybody is assigned', () => {
  const scene = settled();
  scene.nowMs += 90_000;
  scene.live(C);
  scene.alive.clear();
  const newest = Math.max(...[...scene.watches.values()].map((w) => w.newestFrame?.tick ?? 0));
  expect(scene.run(250)).toEqual([`time from ${newest + 1}`]);
  expect(scene.run(1000)).toContain('0→c lease-lost');
});

test('[T1] with owners that live, a standstill must last while we watch', () => {
  const scene = settled();
  scene.nowMs += 90_000;
  expect(scene.run(1000)).toEqual([]);
  const other = settled();
  other.nowMs += 90_000;
  other.alive.clear();
  expect(other.run(1750)).toEqual([]);
  expect(other.run(500)).toEqual(['time from 1']);
});

test('[T1] a short silence is no standstill', () => {
  const scene = settled();
  scene.nowMs += 50_000;
  expect(scene.run(1000)).toEqual([]);
});
