import { afterEach, expect, test } from '@jest/globals';
import { topicNames } from '@atlasnet/schemas';
import type { LogRecord } from '@atlasnet/schemas';
import { expectEverybody } from './expect-everybody.ts';
import { SimCluster } from './sim-cluster.ts';
import type { SimClusterOptions } from './sim-cluster.ts';
import { walkersServer } from './walkers-world.ts';

const topics = topicNames('walkers');
const REGIONS = [0, 1, 2, 3];
let cluster: SimCluster | null = null;

afterEach(() => {
  expect(cluster?.failures).toEqual([]);
});

function open(more: Partial<SimClusterOptions>): SimCluster {
  const sim = new SimCluster({
    seed: 7,
    server: walkersServer,
    regions: REGIONS.length,
    shards: 2,
    watchdog: { standbys: 0, balanceIntervalMs: 1_000_000 },
    ...more,
  });
  cluster = sim;
  return sim;
}

/** The simulator keeps what was deleted, for whoever checks it. */
function kept(sim: SimCluster, topic: string, partition: number): readonly LogRecord[] {
  const { log } = sim.world;
  const { startOffset } = log.bounds(topic, partition);
  return log.records(topic, partition).filter(({ offset }) => offset >= startOffset);
}

/** When the log took the oldest record that it still has of each partition, its time. */
function oldest(sim: SimCluster, topic: string, partitions = REGIONS): number[] {
  return partitions.map((partition) => kept(sim, topic, partition)[0]?.timestampMs ?? NaN);
}

const newest = (sim: SimCluster): number =>
  Math.max(
    ...REGIONS.map((it) => sim.world.log.records(topics.frames, it).at(-1)?.timestampMs ?? 0),
  );

test('[L1] history older than the replay window goes though no owner lives as long as that', async () => {
  const windowMs = 60_000;
  const sim = open({ checkpointIntervalMs: 4000, replayWindowMs: windowMs });
  for (let second = 35; second < 180; second += 35) {
    await sim.run(second * 1000);
    for (const region of REGIONS) sim.crashOwner(region);
  }
  await sim.run(185_000);
  const limitMs = newest(sim) - windowMs;
  for (const at of oldest(sim, topics.frames)) {
    expect(at).toBeLessThan(limitMs);
    // An owner that has just begun deletes nothing before its second checkpoint.
    expect(at).toBeGreaterThan(limitMs - 30_000);
  }
  for (const at of oldest(sim, topics.checkpoints)) expect(at).toBeGreaterThan(limitMs - 30_000);
  const [load] = oldest(sim, topics.load, [0]);
  expect(load).toBeGreaterThan(limitMs - 45_000);
  expect(load).toBeLessThan(limitMs + 1000);
  expectEverybody(sim);
});

test('[L1, L6] of a frame in parts that the older checkpoint follows, all parts stay', async () => {
  const sim = open({ checkpointIntervalMs: 3000, replayWindowMs: 1, frameBytesMax: 300 });
  await sim.run(15_000);
  const region = REGIONS[1];
  const { startOffset } = sim.world.log.bounds(topics.frames, region);
  expect(startOffset).toBeGreaterThan(0);
  const { checkpoints } = topics;
  const chunks = kept(sim, checkpoints, region);
  const last = chunks.at(-1);
  if (!last || chunks.length !== 2) throw new Error('two checkpoints of a chunk each');
  // The newest rots, and its copy in the store is gone.
  last.value[last.value.length - 1] ^= 1;
  sim.world.store.wipe();
  sim.crashOwner(region);
  await sim.run(23_000);
  expect(sim.lines.join('\n')).toContain('a checkpoint is damaged, the one before it is taken');
  const frames = sim.world.log.records(topics.frames, region);
  expect((frames.at(-1)?.timestampMs ?? 0) - (last.timestampMs ?? 0)).toBeGreaterThan(6000);
  expectEverybody(sim);
});
