import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { AtlasNetServer } from '@atlasnet/cluster';
import { AtlasNetClient } from '@atlasnet/proxy';
import { verifyLog } from '@atlasnet/replay';
import { sleep } from '@atlasnet/schemas';
import type { EventLog, WorldDeclaration } from '@atlasnet/schemas';
import { SeededRandom } from '../adapters/simulated/index.ts';
import type { SimulatedProcess } from '../adapters/simulated/index.ts';
import { ROOT } from '../cli/root.ts';
import { auditOdometers } from './audit-odometers.ts';
import { isSettled } from './simulation/check-cluster.ts';
import { FaultInjector } from './simulation/fault-injector.ts';
import { drawFaults } from './simulation/faults.ts';
import { StrollStage } from './stroll-stage.ts';

/** What the example's modules export: they are no part of this package, and are read by path. */
interface Traffic {
  readonly server: AtlasNetServer;
  readonly feederAccount: (lane: number) => string;
  readonly Feeder: new (options: FeederOptions) => Feeder;
}

interface Row {
  readonly timeS: number;
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly headingDeg: number;
  readonly speedMps: number;
}

interface Moment {
  readonly timeS: number;
  readonly stepS: number;
  readonly rows: readonly Row[];
}

interface FeederOptions {
  readonly connect: (lane: number) => Promise<AtlasNetClient<WorldDeclaration>>;
  readonly trace: string;
  readonly moments: () => AsyncIterable<Moment>;
  readonly speed: number;
  readonly loop: boolean;
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly sleep: (delayMs: number) => Promise<void>;
  readonly nowMs: () => number;
  readonly warn: (line: string) => void;
}

interface Feeder {
  readonly tally: Readonly<Record<'departures' | 'arrivals' | 'unknown' | 'failures', number>>;
  readonly vehicles: number;
  run(): Promise<void>;
}

const IS_SHORT = process.env.JEST_DEPTH === 'short';
const FIRST = Number(process.env.ATLASNET_SIM_FIRST ?? 1);
const SEEDS = Number(process.env.ATLASNET_SIM_TRAFFIC ?? (IS_SHORT ? 1 : 3));
const VEHICLES = 120;
/** Of the trace, seconds; each vehicle drives through a part of them. */
const TRACE_S = 40;
const FAULTS = 12;
/** Of them, those that found somebody or something to befall. */
const FAULTS_DONE_MIN = 8;
const FAULTS_MS = { fromMs: 8000, untilMs: 40_000 };
const FAULTS_END_MS = 43_000;
/** The trace is over by then, and what faults held up has come to its end. */
const LIMIT_MS = 240_000;
/**
 * Word of an arrival comes back where the vehicle is on its way from a region that goes (M3): it is forgotten then, and
 * goes by itself after 15 s.
 */
const FORGOTTEN_MS = 16_000;
/** Streets are in the city's middle, where all borders meet, metres. */
const STREETS = { min: 1000, max: 2400 } as const;
let traffic: Traffic;

beforeAll(async () => {
  const folder = join(ROOT, 'examples/dist/traffic');
  const load = (name: string): Promise<unknown> => import(join(folder, name));
  const game = (await load('game.js')) as Pick<Traffic, 'server' | 'feederAccount'>;
  const { Feeder: Playing } = (await load('feeder.js')) as Pick<Traffic, 'Feeder'>;
  traffic = { server: game.server, feederAccount: game.feederAccount, Feeder: Playing };
});

/** A trace of a seed: vehicles that come, drive straight on from rim to rim, and go. */
function drawMoments(seed: number): Moment[] {
  const random = new SeededRandom(seed, 'trace');
  const { min, max } = STREETS;
  const turned = (at: number): number => {
    const off = (((at - min) % (2 * (max - min))) + 2 * (max - min)) % (2 * (max - min));
    return min + (off > max - min ? 2 * (max - min) - off : off);
  };
  const vehicles = Array.from({ length: VEHICLES }, (_, index) => ({
    id: index + 1,
    fromS: random.integer(TRACE_S / 2),
    forS: 5 + random.integer(TRACE_S),
    x: random.between(min, max),
    y: random.between(min, max),
    headingDeg: random.integer(360),
    speedMps: random.between(5, 25),
  }));
  return Array.from({ length: TRACE_S }, (_, timeS) => {
    const here = vehicles.filter(({ fromS, forS }) => timeS >= fromS && timeS < fromS + forS);
    const rows = here.map(({ id, fromS, x, y, headingDeg, speedMps }) => {
      const way = (timeS - fromS) * speedMps;
      const angle = (headingDeg * Math.PI) / 180;
      return {
        ...{ timeS, id, headingDeg, speedMps },
        x: turned(x + Math.sin(angle) * way),
        y: turned(y + Math.cos(angle) * way),
      };
    });
    return { timeS, stepS: 1, rows };
  });
}

/** The traffic example in virtual time: its game on shards, its feeder as a client, and faults. */
class City {
  readonly stage: StrollStage;
  readonly #faults: FaultInjector;
  readonly #machine: SimulatedProcess;
  readonly #ended = new AbortController();
  readonly feeder: Feeder;
  #sessions = 100;
  #over = false;

  constructor(seed: number, directory: string) {
    this.stage = new StrollStage(seed, {
      server: traffic.server,
      ...{ regions: 6, shards: 3, watchdogs: 2, checkpointIntervalMs: 2000 },
      // Both proxies may be gone for two seconds; the configuration lets a session wait for thirty.
      lingerMs: 10_000,
      watchdog: { standbys: seed % 2 },
    });
    const { sim, edge } = this.stage;
    const random = new SeededRandom(seed, 'faults');
    this.#faults = new FaultInjector(
      sim,
      edge,
      drawFaults(random, { ...FAULTS_MS, count: FAULTS, withoutGateway: true }),
    );
    this.#machine = sim.world.process('feeder');
    const { clock } = this.#machine;
    const { signal } = this.#ended;
    const moments = drawMoments(seed);
    this.feeder = new traffic.Feeder({
      connect: (lane) => this.#connect(lane),
      trace: 'drawn',
      async *moments() {
        yield* moments;
      },
      speed: 1,
      loop: false,
      directory,
      signal,
      sleep: async (delayMs) => void (await sleep(clock, delayMs, signal)),
      nowMs: () => clock.monotonicMs(),
      warn: () => undefined,
    });
  }

  async drive(): Promise<void> {
    const { stage } = this;
    await stage.run(3000);
    for (let i = 0; i < 2; i++) stage.addProxy();
    await stage.run(1000);
    this.feeder
      .run()
      .then(() => (this.#over = true))
      .catch((error: unknown) => stage.sim.failures.push(error));
    await stage.sim.run(FAULTS_END_MS);
    this.#faults.end();
    const settled = (): boolean => this.#over && isSettled(stage.sim);
    while (!settled() && stage.sim.world.nowMs < LIMIT_MS) await stage.run(1000);
    expect(settled()).toBe(true);
    await stage.run(FORGOTTEN_MS);
  }

  /** Runs on while somebody reads the log, as anybody would. */
  async read<T>(reading: (log: EventLog) => Promise<T>): Promise<T> {
    const { sim } = this.stage;
    let open = true;
    const result = reading(sim.world.process(`reader ${sim.world.nowMs}`).log);
    void result.catch(() => undefined).then(() => (open = false));
    for (let i = 0; i < 900 && open; i++) await this.stage.run(100);
    return result;
  }

  get faults(): number {
    return this.#faults.done;
  }

  end(): void {
    this.#ended.abort();
  }

  async #connect(lane: number): Promise<AtlasNetClient<WorldDeclaration>> {
    const session = ++this.#sessions;
    const token = this.stage.token(traffic.feederAccount(lane), session, [0, 1]);
    const transport = this.stage.transport(session);
    const client = new AtlasNetClient({ world: traffic.server.world, token, transport });
    await client.connect();
    return client;
  }
}

describe('traffic in a cluster on simulated ports, under faults', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  test.each(Array.from({ length: SEEDS }, (_, index) => FIRST + index))(
    '[I1–I6, I8] seed %i: odometers and tick counters agree with the log, and no row was of a stranger',
    async (seed) => {
      const folder = mkdtempSync(join(tmpdir(), 'atlasnet-traffic-'));
      folders.push(folder);
      const city = new City(seed, folder);
      await city.drive();
      const audit = await city.read((log) => auditOdometers(log, traffic.server.world.name));
      const report = await city.read((log) => verifyLog(log, traffic.server.world.name));
      city.end();
      const { tally } = city.feeder;
      expect(city.stage.sim.failures).toEqual([]);
      expect(city.faults).toBeGreaterThanOrEqual(FAULTS_DONE_MIN);
      expect(audit.problems).toEqual([]);
      expect(audit).toMatchObject({ lost: 0, doubled: 0, ticksWrong: 0, odometersWrong: 0 });
      expect(audit.handoffs).toBeGreaterThan(40);
      expect(audit.entities).toBe(VEHICLES);
      expect(audit.living + audit.inFlight).toBe(0);
      expect(tally).toMatchObject({ departures: VEHICLES, unknown: 0 });
      expect(report.first).toBeNull();
      expect(report.held).toBe(true);
      expect(report.invariants.filter(({ facts }) => facts === 0)).toEqual([]);
    },
  );
});
