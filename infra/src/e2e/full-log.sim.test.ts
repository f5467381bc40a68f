import { afterEach, expect, test } from '@jest/globals';
import { processId, storeKeys, topicNames } from '@atlasnet/schemas';
import { DiskBudget } from '../adapters/disk-budget.ts';
import { expectEverybody } from './expect-everybody.ts';
import { SimCluster } from './sim-cluster.ts';
import { walkersServer } from './walkers-world.ts';

const topics = topicNames('walkers');
const REGIONS = [0, 1, 2, 3];
/** Between two words of the log about its disk, milliseconds. */
const ANNOUNCE_MS = 2000;
let cluster: SimCluster | null = null;

afterEach(() => {
  expect(cluster?.failures).toEqual([]);
});

/** A cluster that takes no checkpoint by itself, on a log with such a cap. */
async function openOn(capBytes: number): Promise<SimCluster> {
  const sim = new SimCluster({
    seed: 11,
    server: walkersServer,
    regions: REGIONS.length,
    shards: 2,
    checkpointIntervalMs: 600_000,
    checkpointTailBytes: 2 ** 30,
    watchdog: { balanceIntervalMs: 1_000_000 },
  });
  cluster = sim;
  sim.world.log.disk = new DiskBudget(capBytes);
  await sim.run(4000);
  return sim;
}

/** From now on the log says in the registry how full it is. */
function announce(sim: SimCluster): void {
  const incarnation = sim.control?.incarnationId;
  if (!incarnation) throw new Error('the world was not founded');
  const { store } = sim.world.process('log');
  const key = storeKeys.process(incarnation, processId('e'.repeat(16)));
  const say = (): void => {
    const entry = { role: 'log', address: '', draining: false, extra: sim.world.log.disk?.use };
    void store.set(key, new TextEncoder().encode(JSON.stringify(entry)), { ttlMs: 6000 });
    sim.world.schedule(ANNOUNCE_MS, say);
  };
  say();
}

const ends = (sim: SimCluster): number[] =>
  REGIONS.map((region) => sim.world.log.bounds(topics.frames, region).endOffset);
const starts = (sim: SimCluster): number[] =>
  REGIONS.map((region) => sim.world.log.bounds(topics.frames, region).startOffset);

/** Runs on for so many seconds, of which every region ticks in a part at least. */
async function expectTicks(sim: SimCluster, seconds: number, part: number): Promise<void> {
  const before = ends(sim);
  await sim.run(sim.world.nowMs + seconds * 1000);
  const ticked = ends(sim).map((end, i) => end - before[i]);
  expect(Math.min(...ticked)).toBeGreaterThan(seconds * walkersServer.world.tickHz * part);
}

test('[L1] under a small cap a world runs on, with a short history', async () => {
  const sim = await openOn(800_000);
  announce(sim);
  await expectTicks(sim, 100, 0.9);
  expect(Math.min(...starts(sim))).toBeGreaterThan(0);
  await expectTicks(sim, 60, 0.9);
  expect(sim.world.log.disk?.use.usedBytes).toBeLessThan(800_000);
  expectEverybody(sim);
});

test('[L1] a log that is full takes the checkpoints with which history goes, though nobody heard that it would be', async () => {
  const sim = await openOn(400_000);
  await expectTicks(sim, 40, 0.6);
  expect(Math.min(...starts(sim))).toBeGreaterThan(0);
  expect(sim.world.log.disk?.use.usedBytes).toBeLessThan(400_000);
  expectEverybody(sim);
});

test('[L1] a cluster that starts anew on a log above its cap claims its regions, and makes room', async () => {
  const sim = await openOn(2 ** 30);
  await expectTicks(sim, 60, 0.9);
  for (const { process } of sim.shards.values()) process.crash();
  for (const { process } of sim.watchdogs) process.crash();
  const { usedBytes = 0 } = sim.world.log.disk?.use ?? {};
  const disk = new DiskBudget(usedBytes * 0.6);
  disk.note(usedBytes);
  disk.opened();
  sim.world.log.disk = disk;
  sim.world.store.wipe();
  sim.startWatchdog();
  await sim.run(80_000);
  announce(sim);
  await expectTicks(sim, 40, 0.9);
  expect(disk.use.usedBytes).toBeLessThan(disk.use.bytesMax);
  expectEverybody(sim);
});
