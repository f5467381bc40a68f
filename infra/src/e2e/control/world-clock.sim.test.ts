import { ProcessRegistry, WorldClockService } from '@atlasnet/cluster';
import {
  TimeAxis,
  incarnationId,
  processId,
  storeKeys,
  topicNames,
  topicSpecs,
} from '@atlasnet/schemas';
import type { Logger } from '@atlasnet/schemas';
import { expect, test } from '@jest/globals';
import { WALL_START_MS } from '../../adapters/simulated/limits.ts';
import { SimulatedWorld } from '../../adapters/simulated/index.ts';
import type { SimulatedProcess } from '../../adapters/simulated/index.ts';

const INCARNATION = incarnationId('00112233445566778899aabbccddeeff');
const A = 'aaaaaaaaaaaaaaaa';
const B = 'bbbbbbbbbbbbbbbb';
const TOPICS = topicNames('city');
const axis = new TimeAxis(20, 0, WALL_START_MS);
const ignore = (): void => undefined;
const logger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function makeWorld(seed: number): SimulatedWorld {
  const world = new SimulatedWorld(seed);
  const specs = topicSpecs('city', {
    regionsMax: 4,
    sessionPartitions: 1,
    taskPartitions: 1,
    replicationFactor: 1,
    minInsyncReplicas: 1,
    recordBytesMax: 10_000,
  });
  for (const spec of specs) world.log.ensureTopic(spec);
  return world;
}

function startClock(process: SimulatedProcess): WorldClockService {
  const { log, clock } = process;
  const time = new WorldClockService({
    log,
    clock,
    logger,
    process: processId(process.id),
    incarnation: INCARNATION,
    topic: TOPICS.load,
    axis: () => axis,
  });
  void time.run();
  return time;
}

/** How far a process's world time is from the simulation's, milliseconds. */
const offBy = (world: SimulatedWorld, time: WorldClockService): number =>
  time.worldMs() - WALL_START_MS - world.nowMs;

test('[T2] clocks that start anywhere and drift agree on world time and tick', async () => {
  const world = makeWorld(1);
  const times = [
    startClock(world.process(A, { monotonicStartMs: 5e6, rate: 1.0001, wallOffsetMs: 3_600_000 })),
    startClock(world.process(B, { monotonicStartMs: 3, rate: 0.9999 })),
  ];
  await world.run(300);
  for (const time of times) {
    expect(time.isReady).toBe(true);
    expect(Math.abs(offBy(world, time))).toBeLessThan(8);
  }
  await world.run(60_000);
  for (const time of times) expect(Math.abs(offBy(world, time))).toBeLessThan(6);
  expect(times[0].tickAt(times[0].worldMsOf(77))).toBe(77);
});

test.each([3_600_000, -3_600_000])(
  '[T2] the broker’s clock steps by %d ms: world time goes on, for late-comers too',
  async (stepMs) => {
    const world = makeWorld(2);
    const times = [startClock(world.process(A)), startClock(world.process(B))];
    await world.run(10_000);
    world.log.stepClock(stepMs);
    await world.run(20_000);
    times.push(startClock(world.process('cccccccccccccccc')));
    await world.run(22_000);
    for (const time of times) expect(Math.abs(offBy(world, time))).toBeLessThan(20);
  },
);

test('[T2] a process whose monotonic clock leapt sets world time anew', async () => {
  const world = makeWorld(3);
  const a = world.process(A);
  const times = [startClock(a), startClock(world.process(B))];
  await world.run(10_000);
  a.clock.leap(-40_000);
  await world.run(20_000);
  for (const time of times) expect(Math.abs(offBy(world, time))).toBeLessThan(8);
});

test('[T2] with faults in the log and a pause, world time stays true', async () => {
  const world = makeWorld(4);
  const rates = { lostAcknowledgement: 0.05, late: 0.05, lost: 0.05, refused: 0.1 };
  world.log.faultRates = rates;
  const a = world.process(A);
  const times = [startClock(a), startClock(world.process(B))];
  world.schedule(8000, () => a.pause());
  world.schedule(15_000, () => a.resume());
  world.schedule(30_000, () => world.log.stopAll(10_000));
  await world.run(60_000);
  for (const time of times) expect(Math.abs(offBy(world, time))).toBeLessThan(12);
});

test('the registry lists who writes, and forgets who stops, dies, or wrote nonsense', async () => {
  const world = makeWorld(5);
  const registryOf = ({ store, clock }: SimulatedProcess): ProcessRegistry =>
    new ProcessRegistry({ store, clock, logger, incarnation: INCARNATION, leaseMs: 1500 });
  const entry = (id: string, role: string) => () => ({
    id: processId(id),
    role,
    address: 'host:1',
    draining: false,
    extra: { pid: 7 },
  });
  const a = world.process(A);
  const b = world.process(B);
  const reader = world.process('cccccccccccccccc');
  const first = registryOf(a).register(entry(A, 'shard'));
  void first.run();
  void registryOf(b).register(entry(B, 'proxy')).run();
  const list = async (role?: string): Promise<string[]> => {
    let found: string[] | null = null;
    void registryOf(reader)
      .list(role)
      .then(
        (all) => (found = all.map((each) => `${each.id[0]} ${each.role} ${each.extra['pid']}`)),
      );
    await world.run(world.nowMs + 100);
    return found ?? ['no answer'];
  };
  await world.run(1000);
  expect([await list(), await list('proxy')]).toEqual([['a shard 7', 'b proxy 7'], ['b proxy 7']]);
  const nonsense = storeKeys.process(INCARNATION, processId('dddddddddddddddd'));
  void reader.store.set(nonsense, new TextEncoder().encode('{"role":5}'));
  void reader.store.set(`${storeKeys.processes(INCARNATION)}x`, new Uint8Array(1));
  void first.stop();
  await world.run(world.nowMs + 100);
  expect(await list()).toEqual(['b proxy 7']);
  b.crash();
  await world.run(world.nowMs + 1600);
  expect(await list()).toEqual([]);
});
