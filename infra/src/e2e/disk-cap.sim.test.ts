import { afterEach, expect, test } from '@jest/globals';
import { processId, storeKeys, topicNames } from '@atlasnet/schemas';
import { expectEverybody } from './expect-everybody.ts';
import { SimCluster } from './sim-cluster.ts';
import { walkersServer } from './walkers-world.ts';

const topics = topicNames('walkers');
const REGIONS = [0, 1, 2, 3, 4, 5];
let cluster: SimCluster | null = null;

afterEach(() => {
  expect(cluster?.failures).toEqual([]);
});

/** A cluster whose log says, from its first seconds on, that it has used so much of 100 bytes. */
async function openWith(usedBytes: number): Promise<SimCluster> {
  const sim = new SimCluster({
    seed: 5,
    server: walkersServer,
    regions: REGIONS.length,
    shards: 3,
    // No checkpoint is due by itself in its owner's first half minute, and all history is to be kept.
    checkpointIntervalMs: 60_000,
    checkpointTailBytes: 2 ** 30,
    watchdog: { balanceIntervalMs: 1_000_000 },
  });
  cluster = sim;
  await sim.run(4000);
  const incarnation = sim.control?.incarnationId;
  if (!incarnation) throw new Error('the world was not founded');
  const extra = { usedBytes, bytesMax: 100 };
  const entry = JSON.stringify({ role: 'log', address: '', draining: false, extra });
  const { store } = sim.world.process('log');
  const key = storeKeys.process(incarnation, processId('e'.repeat(16)));
  void store.set(key, new TextEncoder().encode(entry), { ttlMs: 600_000 });
  return sim;
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
