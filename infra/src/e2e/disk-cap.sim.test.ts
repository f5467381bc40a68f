import { afterEach, expect, test } from '@jest/globals';
import { processId, regionId, storeKeys, topicNames } from '@atlasnet/schemas';
import { expectEverybody } from './expect-everybody.ts';
import { SimCluster } from './sim-cluster.ts';
import type { SimClusterOptions } from './sim-cluster.ts';
import { walkersServer } from './walkers-world.ts';

const topics = topicNames('walkers');
const REGIONS = [0, 1, 2, 3, 4, 5];
const CLOSED = [3, 4, 5];
let cluster: SimCluster | null = null;

afterEach(() => {
  expect(cluster?.failures).toEqual([]);
});

function open(more: Partial<SimClusterOptions> = {}): SimCluster {
  const sim = new SimCluster({
    seed: 5,
    server: walkersServer,
    regions: REGIONS.length,
    shards: 3,
    // No checkpoint is due by itself in its owner's first half minute, and all history is to be kept.
    checkpointIntervalMs: 60_000,
    checkpointTailBytes: 2 ** 30,
    watchdog: { balanceIntervalMs: 1_000_000 },
    ...more,
  });
  cluster = sim;
  return sim;
}

/** The log says from now on that it has used so much of 100 bytes. */
function press(sim: SimCluster, usedBytes: number): void {
  const incarnation = sim.control?.incarnationId;
  if (!incarnation) throw new Error('the world was not founded');
  const extra = { usedBytes, bytesMax: 100 };
  const entry = JSON.stringify({ role: 'log', address: '', draining: false, extra });
  const { store } = sim.world.process('log');
  const key = storeKeys.process(incarnation, processId('e'.repeat(16)));
  void store.set(key, new TextEncoder().encode(entry), { ttlMs: 600_000 });
}

/** A cluster whose log says so from its first seconds on. */
async function openWith(usedBytes: number): Promise<SimCluster> {
  const sim = open();
  await sim.run(4000);
  press(sim, usedBytes);
  return sim;
}

/** A cluster with checkpoints, three of whose regions have closed. */
async function openClosed(replayWindowMs: number): Promise<SimCluster> {
  const sim = open({ checkpointIntervalMs: 3000, replayWindowMs });
  await sim.run(8000);
  void sim.propose(3);
  await sim.run(22_000);
  expect(CLOSED.map((region) => sim.control?.isRetired(regionId(region)))).toEqual([
    true,
    true,
    true,
  ]);
  return sim;
}

/** Their ids are given out again, and they go on from what was kept. */
async function expectReopened(sim: SimCluster): Promise<void> {
  void sim.propose(REGIONS.length);
  await sim.run(sim.world.nowMs + 14_000);
  expect(sim.control?.mapInForce?.map.regions).toEqual(REGIONS);
  expectEverybody(sim);
}

const starts = (sim: SimCluster): number[] =>
  REGIONS.map((region) => sim.world.log.bounds(topics.frames, region).startOffset);

test('[L1] near the disk cap owners make the checkpoints that let history go, new ones too', async () => {
  const sim = await openWith(90);
  await sim.run(20_000);
  const first = starts(sim);
  expect(Math.min(...first)).toBeGreaterThan(0);
  const owner = sim.ownerOf(REGIONS[0]);
  const lost = REGIONS.filter((region) => sim.ownerOf(region) === owner);
  const ends = lost.map((region) => sim.world.log.bounds(topics.frames, region).endOffset);
  sim.crashOwner(lost[0]);
  await sim.run(32_000);
  // All that the dead owner wrote could go.
  const kept = starts(sim);
  lost.forEach((region, i) => expect(kept[region]).toBeGreaterThan(ends[i]));
  expect(sim.lines.join('\n')).toContain('the disk cap nears: older history was dropped');
});

test('[L1] while there is room nothing goes', async () => {
  const sim = await openWith(50);
  await sim.run(20_000);
  expect(starts(sim)).toEqual(REGIONS.map(() => 0));
  expectEverybody(sim);
});

test('[L1, P3] near the disk cap the history of closed regions goes, too', async () => {
  const sim = await openClosed(0);
  expect(starts(sim)).toEqual(REGIONS.map(() => 0));
  const before = CLOSED.map((region) => sim.world.log.bounds(topics.frames, region).endOffset);
  press(sim, 90);
  await sim.run(36_000);
  const kept = CLOSED.map((region, i) => before[i] - starts(sim)[region]);
  expect(Math.min(...CLOSED.map((region) => starts(sim)[region]))).toBeGreaterThan(0);
  // Two checkpoints, three seconds apart, and what came after.
  expect(Math.max(...kept)).toBeLessThan(100);
  await expectReopened(sim);
});

test('[L1, P3] of closed regions goes what is older than the replay window', async () => {
  const sim = await openClosed(15_000);
  expect(CLOSED.map((region) => starts(sim)[region])).toEqual([0, 0, 0]);
  await sim.run(50_000);
  expect(Math.min(...CLOSED.map((region) => starts(sim)[region]))).toBeGreaterThan(0);
  await expectReopened(sim);
});
