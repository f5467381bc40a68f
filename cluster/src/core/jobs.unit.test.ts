import { expect, test } from '@jest/globals';
import { TASK_DONE, decodeMessage, encodePayload, jobId, logMessages } from '@atlasnet/schemas';
import type { Frame, Job, TaskResult } from '@atlasnet/schemas';
import { NONE, defineServer, defineWorld, field } from '../server.ts';
import type { Entity, TaskOutcome } from '../server.ts';
import { LIMITS } from '../limits.ts';
import { RegionBench } from '../testing/region-bench.ts';
import { RegionRuntime } from './region-runtime.ts';
import { RegionState } from './region-state.ts';
import { SnapshotCut } from './snapshot-cut.ts';

const integer = field.integer({ min: 0, max: 1000 });
const coins = { amount: integer };
const declaration = defineWorld({
  name: 'stakes',
  dimensions: 2,
  bounds: { min: [0, 0], max: [400, 400] },
  tickHz: 10,
  handoffStayTicks: 1,
  components: { coins: integer, told: field.text({ lengthMax: 64 }), runs: field.flag() },
  messages: { ask: {}, die: {} },
  tasks: { stake: { arguments: coins, result: coins }, brag: { arguments: {}, result: {} } },
});

/** What hooks were told with, by a test's leave: outcomes. */
const told: (TaskOutcome<{ amount: number }, { amount: number }> & { entity: Entity })[] = [];

const server = defineServer({
  world: declaration,
  start(world) {
    world.create({ position: { x: 10, y: 10 }, coins: 100 });
  },
  message: {
    ask(world, target) {
      const purse = world.components.coins;
      purse.set(target, purse.get(target) - 5);
      world.runTask('stake', { amount: 5 }, target);
    },
    die: (world, target) => world.destroy(target),
  },
  task: {
    stake(world, entity, outcome) {
      told.push({ ...outcome, entity });
      if (outcome.status === 'done' && outcome.result.amount === 13) throw new Error('unlucky');
      if (entity === NONE) return;
      const { amount } = outcome.status === 'done' ? outcome.result : outcome.arguments;
      const purse = world.components.coins;
      purse.set(entity, purse.get(entity) + amount);
      world.components.told.set(entity, outcome.status);
    },
  },
  tick(world) {
    const { position, runs } = world.components;
    world.each((entity) => {
      if (runs.has(entity)) position.set(entity, position.x(entity) + 60, position.y(entity));
    });
  },
});

/** A bench whose first entity lives, and what its frames said. */
function stage(regions = 1) {
  told.length = 0;
  const bench = new RegionBench(server, regions);
  const frames: Frame[] = [];
  bench.onFrame = (frame) => frames.push(frame);
  bench.run(3);
  return { bench, frames, region: bench.region(0) };
}

function tell(bench: RegionBench, name: 'ask' | 'die', target = 1): void {
  const { state, inbox } = bench.region(0).runtime;
  const kind = bench.schema.messages.findIndex((each) => each.name === name);
  const number = inbox.reached(9, state.inbox.get(9) ?? 0) + 1;
  const payload = encodePayload(bench.schema.messages[kind], {});
  const worldSchemaHash = bench.schema.hash;
  const entityMessage = { target, sender: 0, kind, payload, worldSchemaHash };
  const message = { hops: 0, mapVersion: 1, tick: 1, origin: 0, entityMessage } as never;
  inbox.deliver({ from: 9, to: 0, number, message, senderOffset: 0 }, number - 1);
}

function answer(bench: RegionBench, job: Job, amount: number): TaskResult {
  const task = bench.schema.tasks.get('stake');
  if (!task) throw new Error('the world has no such task');
  const none = new Uint8Array();
  const payload = encodePayload(task.result, { amount });
  const base = { job: jobId(job), name: 'stake', status: TASK_DONE, payload };
  const worldSchemaHash = bench.schema.hash;
  return { ...base, entity: 1, text: '', arguments: none, worldSchemaHash };
}

const purse = (bench: RegionBench, region = 0): number => {
  const { table, schema } = bench.region(region).reader;
  const slot = table.slotOf(1);
  const lane = schema.components.find(({ name }) => name === 'coins')?.firstLane ?? 0;
  return slot < 0 ? -1 : table.lanes[lane][slot];
};

test('[M4] a job is named by the frame that asks, and its result is an input of another', () => {
  const { bench, frames, region } = stage();
  tell(bench, 'ask');
  bench.run(1);
  const asking = frames[frames.length - 1];
  expect(asking.jobs).toMatchObject([
    { name: 'stake', entity: 1, index: 0, n: asking.n, epoch: 3 },
  ]);
  expect(purse(bench)).toBe(95);
  const [job] = region.reader.jobs.values();
  bench.onJob = () => answer(bench, job, 8);
  bench.run(4);
  const settling = frames.filter(({ inputs }) => (inputs?.results.length ?? 0) > 0);
  expect(settling).toHaveLength(1);
  expect(settling[0].inputs?.results).toMatchObject([{ job: jobId(job), status: TASK_DONE }]);
  expect([purse(bench), told.length, region.reader.jobs.size]).toEqual([103, 1, 0]);
});

test('[M4] a second result, and one for a job that nobody asked for, change nothing', () => {
  const { bench, region } = stage();
  tell(bench, 'ask');
  bench.run(1);
  const [job] = region.reader.jobs.values();
  region.runtime.taskResult(answer(bench, job, 5));
  bench.run(3);
  region.runtime.taskResult(answer(bench, job, 50));
  region.runtime.taskResult(answer(bench, { ...job, index: 7 }, 50));
  bench.run(3);
  expect([purse(bench), told.length]).toEqual([100, 1]);
});

test('[M4] an owner that goes on from the log, or from a checkpoint, waits for the same jobs', () => {
  const { bench, region } = stage();
  tell(bench, 'ask');
  bench.run(1);
  const [job] = region.reader.jobs.values();
  const bytes = new SnapshotCut(region.reader, 0).encodeNow();
  const restored = RegionState.fromSnapshot(
    decodeMessage(logMessages.RegionSnapshot, bytes, 'snapshot'),
  );
  expect(Array.from(restored.jobs.values())).toEqual([job]);
  expect(restored.hash(-1)).toEqual(region.reader.hash(-1));
  bench.restart(0);
  expect(bench.region(0).runtime.state.jobs.size).toBe(1);
});

test('[M4] a result follows its entity into the region where it lives by then', () => {
  const { bench, region } = stage(4);
  tell(bench, 'ask');
  bench.run(1);
  const [job] = region.reader.jobs.values();
  const { table } = region.runtime.state;
  const runs = bench.schema.components.find(({ name }) => name === 'runs')?.index ?? 0;
  table.addComponent(table.slotOf(1), runs);
  bench.run(6);
  const home = bench.living().get(1) ?? 0;
  expect(home).not.toBe(0);
  region.runtime.taskResult(answer(bench, job, 6));
  bench.run(4);
  expect([purse(bench, bench.living().get(1)), told.length]).toEqual([101, 1]);
});

test('[M4] [M3] without its entity the region that asked is told; a hook that threw there as well', () => {
  const { bench, region, frames } = stage();
  tell(bench, 'ask');
  tell(bench, 'ask');
  bench.run(1);
  const [first, second] = region.reader.jobs.values();
  region.runtime.taskResult(answer(bench, first, 13));
  bench.run(4);
  // Once for its entity, once more without one; it throws both times.
  expect(told.map(({ entity }) => entity === NONE)).toEqual([false, true]);
  expect(frames.flatMap(({ refusals }) => refusals.map((each) => each.undeliverable))).toEqual([
    false,
    true,
  ]);
  tell(bench, 'die');
  bench.run(1);
  region.runtime.taskResult(answer(bench, second, 5));
  bench.run(4);
  expect(told).toHaveLength(3);
  expect(told[2]).toMatchObject({ entity: NONE, status: 'done', arguments: { amount: 5 } });
});

test('[M4] a job without a result for too long is given up, aloud and once', () => {
  const { bench, region } = stage();
  tell(bench, 'ask');
  bench.run(1);
  const [job] = region.reader.jobs.values();
  bench.run(45);
  expect(told).toMatchObject([{ status: 'givenUp', job: jobId(job), arguments: { amount: 5 } }]);
  region.runtime.taskResult(answer(bench, job, 5));
  bench.run(3);
  expect([purse(bench), told.length]).toEqual([100, 1]);
});

test('[M4] jobs beyond the limit are refused, those before go on', () => {
  const { bench, region } = stage();
  for (let i = 0; i < LIMITS.jobsPerRegion + 3; i++) {
    bench.region(0).runtime.state.asked({
      ...{ region: 0, epoch: 1, n: 1, index: i, name: 'brag', entity: 0, tick: bench.tick },
      arguments: new Uint8Array(),
      worldSchemaHash: bench.schema.hash,
    });
  }
  const { runtime } = region;
  const frame = runtime.runTick(bench.tick + 1);
  expect(frame.frame.inputs?.results.map(({ text }) => text)).toEqual(
    Array.from({ length: 3 }, () => `${LIMITS.jobsPerRegion} jobs are pending`),
  );
  expect(runtime.state.jobs.size).toBe(LIMITS.jobsPerRegion);
});

test('[M4] a result that is not as declared is a refusal', () => {
  const { bench, region } = stage();
  tell(bench, 'ask');
  bench.run(1);
  const [job] = region.reader.jobs.values();
  region.runtime.taskResult({ ...answer(bench, job, 5), payload: Uint8Array.of(1) });
  bench.run(3);
  expect(told).toMatchObject([{ status: 'malformed', text: 'the result is not as declared' }]);
});

test('[M4] [L6] the jobs of a frame in parts have the n with which it counts', () => {
  const { bench, region } = stage();
  tell(bench, 'ask');
  const { state, options, inbox } = region.runtime;
  const small = new RegionRuntime({ ...options, frameBytesMax: 40, n: 3 });
  const message = inbox.peek(9, 1);
  small.deliver({ from: 9, to: 0, number: 1, message, senderOffset: 0 });
  const { frame, records } = small.runTick(bench.tick + 1);
  expect(records.length).toBeGreaterThan(1);
  expect(frame.jobs.map(({ n }) => n)).toEqual([3 + records.length]);
  expect(Array.from(state.jobs.keys())).toEqual(frame.jobs.map(jobId));
});

test('[P3] a region with a job does not hold nothing', () => {
  const { bench, frames, region } = stage();
  tell(bench, 'ask');
  bench.run(1);
  tell(bench, 'die');
  bench.run(3);
  expect([region.reader.table.count, frames[frames.length - 1].holdsNothing]).toEqual([0, false]);
  bench.run(45);
  expect(frames[frames.length - 1].holdsNothing).toBe(true);
});
