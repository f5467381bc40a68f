import { afterEach, expect, test } from '@jest/globals';
import { checkStore, findEntity, readDirectory, rebuildStore } from '@atlasnet/replay';
import type { StoreReport } from '@atlasnet/replay';
import { storeKeys } from '@atlasnet/schemas';
import type { IncarnationId, RegionId } from '@atlasnet/schemas';
import { SimCluster } from './sim-cluster.ts';
import { WALKERS, walkersServer } from './walkers-world.ts';

const REGIONS = 6;
/** Within this long a wiped store is whole again, simulated milliseconds. */
const WHOLE_MS = 3000;

let sim: SimCluster;
let id: IncarnationId;
let reader: ReturnType<SimCluster['world']['process']>;

async function open(seed: number): Promise<void> {
  sim = new SimCluster({ seed, server: walkersServer, regions: REGIONS, shards: 3 });
  reader = sim.world.process('reader');
  await sim.run(9000);
  id = sim.control?.incarnationId as IncarnationId;
}

afterEach(() => expect(sim.failures).toEqual([]));

/** Lets simulated time pass until the work is done. */
async function during<T>(work: Promise<T>): Promise<T> {
  let done = false;
  const ended = work.finally(() => (done = true));
  ended.catch(() => undefined);
  while (!done) await sim.run(sim.world.nowMs + 10);
  return ended;
}

const check = (): Promise<StoreReport> => during(checkStore(reader.log, sim.name, reader.store));

/** A checkpoint is in the topic a moment before its copy is in the store: looked at twice. */
async function wrongKeys(): Promise<StoreReport['keys']> {
  const first = await check();
  if (first.whole) return [];
  await sim.run(sim.world.nowMs + 300);
  const { keys } = await check();
  return keys.filter(({ verdict }) => verdict !== 'as the log says' && verdict !== 'process');
}

/** How many keys say what, of those that the log decides. */
function verdicts({ keys }: StoreReport): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { verdict } of keys) {
    if (verdict !== 'process') counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
  return counts;
}

test('[C3, V1] every key of the store is as the log says: who is where, and the newest checkpoints', async () => {
  await open(1);
  const report = await check();
  expect(report.whole).toBe(true);
  expect(verdicts(report)).toEqual({ 'as the log says': REGIONS * 2 });
  const directory = await during(readDirectory(reader.store, id));
  const listed = new Set(directory.flatMap(({ entities }) => entities));
  // Each entry is of its own tick: one that was on its way is in none, or in two.
  expect(listed.size).toBeGreaterThan(WALKERS * 0.9);
  const [entity] = directory[0].entities;
  expect(findEntity(directory, entity)).toMatchObject({ region: directory[0].region });
});

test('[O6] a store that is wiped is noticed by every shard and whole again soon, while all regions tick', async () => {
  await open(2);
  const epochs = sim.control?.assignedRegions().map((region) => sim.control?.epochOf(region));
  sim.world.store.wipe();
  expect(verdicts(await check())['missing']).toBeGreaterThan(0);
  await sim.run(sim.world.nowMs + WHOLE_MS);
  expect(await wrongKeys()).toEqual([]);
  expect(sim.lines.filter((line) => /shard.*lost what it held/.test(line))).toHaveLength(3);
  expect(sim.control?.assignedRegions().map((region) => sim.control?.epochOf(region))).toEqual(
    epochs,
  );
});

test('[O6] a replica that has not seen the newest writes is noticed, though its generation is the same', async () => {
  await open(3);
  const generation = await during(reader.store.get(storeKeys.generation(id)));
  sim.world.store.failOver(4900);
  expect(verdicts(await check())['differs']).toBeGreaterThan(0);
  await sim.run(sim.world.nowMs + WHOLE_MS);
  expect(await wrongKeys()).toEqual([]);
  expect(await during(reader.store.get(storeKeys.generation(id)))).toEqual(generation);
  expect(sim.lines.filter((line) => /shard.*lost what it held/.test(line))).toHaveLength(3);
});

test('rebuild fills a wiped store from the log alone, and leaves what is newer', async () => {
  await open(4);
  for (const { process } of sim.watchdogs) process.crash();
  for (const { process } of sim.shards.values()) process.crash();
  sim.world.store.wipe();
  const first = await during(rebuildStore(reader.log, sim.name, reader.store));
  expect(first).toMatchObject({ written: { length: REGIONS * 2 }, kept: [] });
  const report = await check();
  expect(report.keys).toHaveLength(REGIONS * 2);
  expect(verdicts(report)).toEqual({ 'as the log says': REGIONS * 2 });
  const again = await during(rebuildStore(reader.log, sim.name, reader.store));
  expect(again).toMatchObject({ written: [], kept: { length: REGIONS * 2 } });

  // What is damaged, or another region's, is found, and written anew.
  const [one, other] = [0, 1].map((r) => storeKeys.directory(id, r as RegionId));
  const copy = storeKeys.checkpoint(id, 2 as RegionId);
  await during(reader.store.set(one, (await during(reader.store.get(other))) as Uint8Array));
  await during(reader.store.set(copy, Uint8Array.of(1, 2, 3)));
  await during(reader.store.set(storeKeys.all(id) + 'odd', Uint8Array.of(1)));
  expect(verdicts(await check())).toEqual({
    'as the log says': REGIONS * 2 - 2,
    differs: 2,
    unknown: 1,
  });
  expect(await during(rebuildStore(reader.log, sim.name, reader.store))).toMatchObject({
    written: { length: 2 },
  });
});

test('[L2] a second world in the same store is not seen, nor touched', async () => {
  await open(5);
  const foreign = `${'f'.repeat(32)}/directory/0`;
  await during(reader.store.set(foreign, Uint8Array.of(9)));
  await during(rebuildStore(reader.log, sim.name, reader.store));
  expect(await wrongKeys()).toEqual([]);
  expect(await during(reader.store.get(foreign))).toEqual(Uint8Array.of(9));
});
