import { afterEach, expect, test } from '@jest/globals';
import {
  decodeRecord,
  encodeRecord,
  incarnationId,
  logMessages,
  topicNames,
} from '@atlasnet/schemas';
import type { CheckpointChunk, IncarnationId } from '@atlasnet/schemas';
import { SimCluster } from './sim-cluster.ts';
import { WALKERS, walkersServer } from './walkers-world.ts';

const HOUR_MS = 3_600_000;

let sim: SimCluster;

async function open(seed: number, options: Partial<SimCluster['options']> = {}): Promise<void> {
  sim = new SimCluster({ seed, server: walkersServer, regions: 4, shards: 2, ...options });
  await sim.run(8000);
}

afterEach(() => expect(sim.failures).toEqual([]));

const said = (text: string): readonly string[] => sim.lines.filter((line) => line.includes(text));

/** Every region's newest tick, from the log. */
const ticks = (): readonly number[] => sim.rebuild().map(({ tick }) => tick);

/** The newest whole checkpoint of a region, as one chunk. */
function newestChunk(incarnation: IncarnationId, region: number): CheckpointChunk {
  const records = sim.world.log.records(topicNames(sim.name).checkpoints, region);
  const chunks = records.map(({ value }) =>
    decodeRecord(logMessages.CheckpointChunk, value, incarnation, 'chunk'),
  );
  const whole = chunks.filter(({ count }) => count === 1).at(-1);
  if (!whole) throw new Error('there is a checkpoint');
  return whole;
}

test('[C2] a checkpoint that lies about its offset is not taken, aloud: the one before it is', async () => {
  // A standby reads no checkpoint when it takes over, and saves the region soon after.
  await open(1, { watchdog: { standbys: 0 } });
  const incarnation = sim.control?.incarnationId as IncarnationId;
  const { region, epoch, n, offset, index, count, checksum, bytes } = newestChunk(incarnation, 0);
  const liar = sim.world.process('liar');
  // Later than the frame that it follows, with that frame's numbers, and with the later frame's.
  for (const lie of [
    { offset: offset + 5, n },
    { offset: offset + 5, n: n + 5 },
  ]) {
    const chunk = { region, epoch, index, count, checksum, bytes, ...lie };
    const record = encodeRecord(logMessages.CheckpointChunk, incarnation, chunk);
    void liar.log.append(topicNames(sim.name).checkpoints, 0, [record]);
  }
  await sim.run(8100);
  const before = ticks()[0];
  sim.crashOwner(0);
  await sim.run(14_000);
  expect(said('a checkpoint is not verified').length).toBeGreaterThanOrEqual(2);
  expect(said('another frame is there').length).toBeGreaterThanOrEqual(1);
  expect(said('another state hash').length).toBeGreaterThanOrEqual(1);
  expect(ticks()[0]).toBeGreaterThan(before + 10);
});

test('[L2] garbage and another world’s records in every topic count for nobody, also at a takeover', async () => {
  await open(2);
  const foreign = incarnationId('ab'.repeat(16));
  const vandal = sim.world.process('vandal');
  const names = topicNames(sim.name);
  const chunk = newestChunk(sim.control?.incarnationId as IncarnationId, 0);
  const { region, epoch, n, offset, index, count, checksum, bytes } = chunk;
  const body = { region, epoch, n, offset, index, count, checksum, bytes };
  for (const topic of Object.values(names)) {
    void vandal.log.append(topic, 0, [Uint8Array.of(255, 1, 2, 3), new Uint8Array(0)]);
    void vandal.log.append(topic, 0, [encodeRecord(logMessages.CheckpointChunk, foreign, body)]);
  }
  await sim.run(9000);
  sim.crashOwner(0);
  await sim.run(14_000);
  expect(said('region taken over').length).toBeGreaterThan(4);
  // The world has what it had: nobody is lost with what cannot be read.
  const living = sim.shards.values();
  let entities = 0;
  for (const { process, service } of living) {
    if (process.state === 'crashed') continue;
    for (const id of service.regions) entities += service.host(id)?.runtime?.state.table.count ?? 0;
  }
  expect(entities).toBeGreaterThan(WALKERS * 0.9);
  expect(entities).toBeLessThanOrEqual(WALKERS);
});

test('[T2] a wall clock that is an hour off moves no tick, and is named', async () => {
  sim = new SimCluster({ seed: 3, server: walkersServer, regions: 4, shards: 2 });
  let first = true;
  sim.onProcess = (process) => {
    if (process.id.startsWith('a') || !first) return;
    first = false;
    process.clock.stepWall(HOUR_MS);
  };
  await sim.run(8000);
  const all = ticks();
  expect(Math.max(...all) - Math.min(...all)).toBeLessThan(5);
  expect(Math.max(...all)).toBeLessThan(8000 / walkersServer.world.tickHz);
  const [line, ...more] = said('the wall clock of a process is off');
  expect(Number(/"aheadMs":(\d+)/.exec(line)?.[1])).toBeGreaterThan(HOUR_MS * 0.99);
  expect(more).toEqual([]);
});
