import { processId, regionId } from '@atlasnet/schemas';
import { expect, test } from '@jest/globals';
import { encodePlan } from '../control/standby-plan.ts';
import { decideStandbys } from './decide-standbys.ts';
import { A, B, C, settled } from './testing/scene.ts';

const D = processId('dddddddddddddddd');

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

test('[C3] regions go to shards of the declaration that others have gone over to, while there are any', () => {
  const scene = settled();
  scene.live(A, B, C);
  const declared = { [A]: { declaration: 7 }, [C]: { declaration: 7 } };
  const grown = { declaration: 8, declarationBefore: 7 };
  scene.shards = scene.shards.map((shard) => ({ ...shard, extra: declared[shard.id] ?? grown }));
  scene.dead.add(A);
  expect(scene.watch(250)).toEqual(['0→b exited', '1→b exited']);
  // With nobody else there, one of the declaration before is better than none.
  scene.dead.add(B);
  expect(scene.watch(250)).toEqual(['0→c exited', '1→c exited', '2→c exited', '3→c exited']);
});
