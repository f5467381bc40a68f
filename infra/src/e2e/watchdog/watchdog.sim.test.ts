import { WatchdogService } from '@atlasnet/cluster';
import type { WatchdogOptions } from '@atlasnet/cluster';
import {
  ControlState,
  FrameGate,
  decodeRecord,
  encodeMapRecord,
  gridRegions,
  logMessages,
  processId,
  regionId,
  topicNames,
  topicSpecs,
} from '@atlasnet/schemas';
import type { FrameRecord, Logger } from '@atlasnet/schemas';
import { expect, test } from '@jest/globals';
import { WALL_START_MS } from '../../adapters/simulated/limits.ts';
import { SimulatedWorld } from '../../adapters/simulated/index.ts';
import type { SeededRandom, SimulatedProcess } from '../../adapters/simulated/index.ts';
import { PrometheusMetrics } from '../../adapters/telemetry/index.ts';
import { StandInShard } from './stand-in-shard.ts';

const WORLD = 'city';
const TOPICS = topicNames(WORLD);
const REGIONS = 6;
const BOUNDS = { min: [0, 0], max: [600, 400] };

const TOPIC_SPECS = topicSpecs(WORLD, {
  regionsMax: 16,
  sessionPartitions: 1,
  taskPartitions: 1,
  replicationFactor: 1,
  minInsyncReplicas: 1,
  recordBytesMax: 100_000,
});

/** A cluster of watchdogs and stand-in shards on simulated ports. */
class Cluster {
  readonly world: SimulatedWorld;
  readonly shards = new Map<string, { process: SimulatedProcess; shard: StandInShard }>();
  readonly logged: string[] = [];

  constructor(seed: number) {
    this.world = new SimulatedWorld(seed);
    this.world.program('shard', (process, overrides) => {
      this.#runShard(process, overrides['process.id'] ?? '');
    });
  }

  #runShard(process: SimulatedProcess, id: string): void {
    const { log, store, clock } = process;
    const logger = this.#logger(id);
    const shard = new StandInShard({
      log,
      store,
      clock,
      logger,
      process: processId(id),
      world: WORLD,
    });
    this.shards.set(id, { process, shard });
    process.onTerminate(() => process.exit(0));
    void shard.run();
  }

  /** A shard that nobody here started: only its lease tells of its death. */
  shard(id: string): SimulatedProcess {
    for (const spec of TOPIC_SPECS) this.world.log.ensureTopic(spec);
    const process = this.world.process(id, { role: 'shard', monotonicStartMs: 777 });
    this.#runShard(process, id);
    return process;
  }

  watchdog(
    id: string,
    options: Partial<WatchdogOptions> = {},
  ): { process: SimulatedProcess; service: WatchdogService } {
    const process = this.world.process(id, { role: 'watchdog', monotonicStartMs: 12_345 });
    const { log, store, clock, random, processControl } = process;
    const founding = {
      world: WORLD,
      tickHz: 20,
      homeCount: 2,
      regionsMax: 16,
      regions: gridRegions(REGIONS, BOUNDS),
      topics: TOPIC_SPECS,
    };
    const service = new WatchdogService({
      log,
      store,
      clock,
      random,
      logger: this.#logger(id),
      metrics: new PrometheusMetrics({}),
      processes: processControl,
      process: processId(id),
      founding,
      options: { shardCount: 2, ...options },
    });
    void service.run();
    return { process, service };
  }

  /** The control plane as the log has it now. */
  control(): ControlState {
    const state = new ControlState();
    for (const { value, offset } of this.world.log.records(TOPICS.map, 0)) {
      state.applyBytes(value, offset);
    }
    return state;
  }

  /** Regions with a frame that counts in the last `withinMs`. */
  alive(withinMs = 500): number[] {
    const control = this.control();
    return control.wantedRegions().filter((region) => {
      const gate = new FrameGate(region);
      let newestMs = -Infinity;
      for (const { value, offset, timestampMs } of this.world.log.records(TOPICS.frames, region)) {
        const record: FrameRecord = decodeRecord(
          logMessages.FrameRecord,
          value,
          control.incarnationId,
          'frame',
        );
        if (gate.apply(record, offset).kind === 'counts') newestMs = timestampMs;
      }
      return newestMs > this.#brokerMs() - withinMs;
    });
  }

  #brokerMs(): number {
    return WALL_START_MS + this.world.nowMs;
  }

  /** Assignments that counted so far. */
  assignments(): number {
    let count = 0;
    const state = new ControlState();
    for (const { value, offset } of this.world.log.records(TOPICS.map, 0)) {
      if (state.applyBytes(value, offset).kind === 'assigned') count += 1;
    }
    return count;
  }

  ownersAlive(): boolean {
    const control = this.control();
    return control.wantedRegions().every((region) => {
      const owner = control.assignmentOf(region)?.process ?? '';
      return this.shards.get(owner)?.process.state === 'running';
    });
  }

  #logger(id: string): Logger {
    const line = (message: string, fields?: Readonly<Record<string, unknown>>): void => {
      this.logged.push(
        `${Math.round(this.world.nowMs)} ${id.slice(0, 4)} ${message} ${JSON.stringify(fields ?? {})}`,
      );
    };
    return { debug: line, info: line, warn: line, error: line };
  }
}

const ALL = Array.from({ length: REGIONS }, (_, region) => region);
const W1 = '1111111111111111';
const W2 = '2222222222222222';

async function calm(seed: number, options: Partial<WatchdogOptions> = {}) {
  const cluster = new Cluster(seed);
  const { process, service } = cluster.watchdog(W1, options);
  await cluster.world.run(8000);
  expect(cluster.alive()).toEqual(ALL);
  return { cluster, world: cluster.world, process, service };
}

test('[L2] [O1] [P1] a watchdog founds the world, starts shards, and every region ticks', async () => {
  const { cluster, world } = await calm(1);
  const control = cluster.control();
  expect([control.mapInForce?.map.version, control.incarnation?.homeCount]).toEqual([1, 2]);
  expect(cluster.shards.size).toBe(2);
  for (const id of cluster.shards.keys()) expect(control.regionsOf(processId(id))).toHaveLength(3);
  const before = cluster.assignments();
  await world.run(60_000);
  expect(cluster.alive()).toEqual(ALL);
  expect(cluster.assignments()).toBe(before);
});

test('[O5] an exit that is seen gives the regions away at once and the process is replaced', async () => {
  const { cluster, world } = await calm(2);
  const [first] = cluster.shards.values();
  first.process.crash();
  await world.run(world.nowMs + 700);
  expect(cluster.alive(300)).toEqual(ALL);
  expect(cluster.ownersAlive()).toBe(true);
  await world.run(world.nowMs + 3000);
  const running = [...cluster.shards.values()].filter(({ process }) => process.state === 'running');
  expect(running).toHaveLength(2);
});

test('[O5] a machine that vanishes is noticed by its lease, within three seconds', async () => {
  const cluster = new Cluster(3);
  const a = cluster.shard('aaaaaaaaaaaaaaaa');
  cluster.shard('bbbbbbbbbbbbbbbb');
  cluster.watchdog(W1, { shardCount: 0 });
  await cluster.world.run(8000);
  expect(cluster.control().regionsOf(processId('aaaaaaaaaaaaaaaa'))).toHaveLength(3);
  a.crash({ silent: true });
  await cluster.world.run(11_000);
  expect(cluster.alive(300)).toEqual(ALL);
  expect(cluster.ownersAlive()).toBe(true);
});

test('[O5] a wiped store moves no region', async () => {
  const { cluster, world } = await calm(4);
  const before = cluster.assignments();
  for (let i = 0; i < 5; i++) {
    world.store.wipe();
    await world.run(world.nowMs + 4000);
  }
  expect([cluster.alive(), cluster.assignments()]).toEqual([ALL, before]);
  expect(cluster.logged.some((line) => line.includes('the store lost what it held'))).toBe(true);
});

test('[O5] a store wiped while an owner waits for the log does not cost it its region', async () => {
  const cluster = new Cluster(13);
  const { world } = cluster;
  cluster.watchdog(W1, { shardCount: 0 });
  // Heartbeats out of step: after a wipe one shard is there again before the other.
  cluster.shard('aaaaaaaaaaaaaaaa');
  await world.run(250);
  cluster.shard('bbbbbbbbbbbbbbbb');
  await world.run(20_000);
  expect(cluster.alive()).toEqual(ALL);
  const before = cluster.assignments();
  const owners = [...cluster.shards.values()];
  const blocked = owners.map(({ shard }) => shard);
  for (let i = 0; i < 4; i++) {
    for (const shard of blocked) for (const region of ALL) shard.hung.add(region);
    await world.run(world.nowMs + 1000);
    world.store.wipe();
    await world.run(world.nowMs + 700);
    for (const shard of blocked) shard.hung.clear();
    await world.run(world.nowMs + 4000 + 90 * i);
  }
  expect([cluster.alive(), cluster.assignments()]).toEqual([ALL, before]);
});

test('[O6] without the store regions go on, and a death that is seen is still repaired', async () => {
  const { cluster, world } = await calm(5);
  const before = cluster.assignments();
  world.store.setReachable(false);
  await world.run(world.nowMs + 20_000);
  expect([cluster.alive(), cluster.assignments()]).toEqual([ALL, before]);
  const [first] = cluster.shards.values();
  first.process.crash();
  await world.run(world.nowMs + 6000);
  expect(cluster.alive()).toEqual(ALL);
  world.store.setReachable(true);
  await world.run(world.nowMs + 10_000);
  expect(cluster.alive()).toEqual(ALL);
});

test('[O6] a second watchdog takes over; regions go on without any', async () => {
  const { cluster, world, process } = await calm(6);
  const second = cluster.watchdog(W2);
  await world.run(world.nowMs + 3000);
  expect(second.service.status).toBe('follows');
  const before = cluster.assignments();
  process.crash({ silent: true });
  await world.run(world.nowMs + 5000);
  expect([second.service.status, cluster.alive(), cluster.assignments()]).toEqual([
    'leads',
    ALL,
    before,
  ]);
  second.process.crash();
  await world.run(world.nowMs + 20_000);
  expect(cluster.alive()).toEqual(ALL);
});

test('[O5] a watchdog that stood still judges nobody when it wakes', async () => {
  const { cluster, world, process } = await calm(7);
  const before = cluster.assignments();
  for (let i = 0; i < 3; i++) {
    process.pause();
    await world.run(world.nowMs + 9000);
    process.resume();
    await world.run(world.nowMs + 5000);
  }
  expect([cluster.alive(), cluster.assignments()]).toEqual([ALL, before]);
});

test('[O5] while the log is away nobody is judged', async () => {
  const { cluster, world } = await calm(8);
  const before = cluster.assignments();
  world.log.stopAll(25_000);
  await world.run(world.nowMs + 32_000);
  expect([cluster.alive(), cluster.assignments()]).toEqual([ALL, before]);
});

test('[O5] a region that hangs in a living process is given to another', async () => {
  const { cluster, world } = await calm(9);
  const owner = cluster.control().assignmentOf(regionId(4))?.process ?? '';
  cluster.shards.get(owner)?.shard.hung.add(4);
  await world.run(world.nowMs + 5000);
  expect(cluster.control().assignmentOf(regionId(4))?.process).not.toBe(owner);
  expect(cluster.alive()).toEqual(ALL);
});

test('[O1] a paused shard that wakes as a zombie changes nothing that counts', async () => {
  const { cluster, world } = await calm(10);
  const [first] = cluster.shards.values();
  first.process.pause();
  await world.run(world.nowMs + 6000);
  expect(cluster.alive()).toEqual(ALL);
  first.process.resume();
  await world.run(world.nowMs + 6000);
  expect(cluster.alive()).toEqual(ALL);
});

test('[P1] a proposal with new regions holds once they are claimed', async () => {
  const { cluster, world } = await calm(11);
  const control = cluster.control();
  const regions = gridRegions(8, BOUNDS);
  const proposal = { mapVersion: control.nextMapVersion, replaces: 1, regions, reason: 'test' };
  const id = control.incarnationId;
  expect(id).not.toBeNull();
  if (id) world.log.inject(TOPICS.map, 0, encodeMapRecord(id, { proposal }));
  await world.run(world.nowMs + 4000);
  expect(cluster.control().mapInForce?.map.version).toBe(2);
  expect(cluster.alive()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('[T1] a world that stood still for five minutes goes on from its newest tick', async () => {
  const { cluster, world, process } = await calm(12);
  process.crash();
  for (const each of cluster.shards.values()) each.process.crash();
  const newest = Math.floor(world.nowMs / 50);
  await world.run(world.nowMs + 300_000);
  cluster.watchdog(W2);
  await world.run(world.nowMs + 10_000);
  expect(cluster.alive()).toEqual(ALL);
  const axis = cluster.control().timeAxis;
  expect(Math.abs((axis?.originTick ?? 0) - newest)).toBeLessThan(10);
});

/** One fault of any kind at random; all of them end by themselves. */
function injectFault({ world, shards }: Cluster, random: SeededRandom): void {
  const living = world.processes.filter(({ state }) => state === 'running');
  const running = [...shards.values()].filter(({ process }) => process.state === 'running');
  const faults = [
    () => random.pick(running).process.crash({ silent: random.chance(0.5) }),
    () => {
      const process = random.pick(living);
      process.pause();
      world.schedule(random.between(500, 8000), () => process.resume());
    },
    () => world.store.wipe(),
    () => {
      world.store.setReachable(false);
      world.schedule(random.between(500, 5000), () => world.store.setReachable(true));
    },
    () => world.log.changeLeader(TOPICS.frames, random.integer(REGIONS), 2000),
    () => world.log.changeLeader(TOPICS.map, 0, 2000),
    () => world.log.stopAll(random.between(500, 5000)),
  ];
  if (running.length > 0) random.pick(faults)();
}

test.each([20, 21, 22, 23])(
  '[I9] with faults in the log, seed %d: whatever fails, every region is owned and ticks again',
  async (seed) => {
    const cluster = new Cluster(seed);
    const { world } = cluster;
    const rates = { lostAcknowledgement: 0.02, late: 0.02, lost: 0.02, refused: 0.05 };
    world.log.faultRates = rates;
    cluster.watchdog(W1, { shardCount: 3 });
    cluster.watchdog(W2, { shardCount: 3 });
    await world.run(10_000);
    const random = world.random('faults');
    for (let fault = 0; fault < 8; fault++) {
      injectFault(cluster, random);
      await world.run(world.nowMs + random.between(500, 6000));
    }
    world.log.faultRates = {};
    await world.run(world.nowMs + 20_000);
    expect(cluster.alive(2000)).toEqual(ALL);
    expect(cluster.ownersAlive()).toBe(true);
  },
);
