import { gridRegions } from '@atlasnet/schemas';
import { expect, test } from '@jest/globals';
import { decide } from './decide.ts';
import { WATCHDOG_DEFAULTS } from './watchdog-options.ts';
import { A, B, C, Scene, settled, spell, world } from './testing/scene.ts';

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
