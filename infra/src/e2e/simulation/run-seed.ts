import type { CheckReport } from '@atlasnet/cluster';
import { SeededRandom } from '../../adapters/simulated/index.ts';
import { SimCluster } from '../sim-cluster.ts';
import { Cast } from './cast.ts';
import { checkCluster, isSettled } from './check-cluster.ts';
import type { Workload } from './check-cluster.ts';
import { FaultInjector } from './fault-injector.ts';
import { drawFaults, drawWorkerFaults } from './faults.ts';
import type { Fault } from './faults.ts';
import type { ProtocolBug } from './planting.ts';
import type { ProcessorAccount } from './processor-account.ts';
import { sceneOf } from './scene.ts';
import type { Scene } from './scene.ts';
import { tradingTasks } from './trading-world.ts';

/** What a scenario is made of; the seed decides the rest. */
export interface ScenarioOptions {
  readonly shards?: number;
  readonly regions?: number;
  readonly watchdogs?: number;
  readonly players?: number;
  readonly faults?: number;
  /** Instead of those that the seed draws. */
  readonly faultList?: readonly Fault[];
  /** Only so many of the drawn or named ones, the first, are done; by default all. */
  readonly firstFaults?: number;
  /** When every fault that still lasts is ended, milliseconds; by default as late as drawn ones need. */
  readonly faultsEndMs?: number;
  /** Planted before the run, taken out before the check. */
  readonly bug?: ProtocolBug;
  /** I9: a cluster that has not settled so long after the last fault does not, milliseconds. */
  readonly settleLimitMs?: number;
  /** Of the watchdogs, milliseconds. */
  readonly respawnDelayMs?: number;
  /** Keeps what processes logged. */
  readonly lines?: boolean;
}

export interface Verdict {
  readonly seed: number;
  readonly scene: Scene['name'];
  readonly held: boolean;
  /** What is wrong, in a sentence; null when everything held. */
  readonly problem: string | null;
  /** Which invariant, or `run` when a process ended by itself or the run could not be checked. */
  readonly invariant: string | null;
  readonly report: CheckReport | null;
  readonly workload: Workload | null;
  readonly faults: readonly Fault[];
  /** Of them, those that found somebody or something to befall. */
  readonly faultsDone: number;
  readonly crashPoints: ReadonlyMap<string, number>;
  /** Clients whose proxy ended while the one that is left does not hear a shard (V2). */
  readonly leftBehind: number;
  readonly digest: string;
  readonly simulatedMs: number;
  /** Of this process, milliseconds: other seeds' too if it runs several at once. */
  readonly cpuMs: number;
  /** Which part of the product took the processor, where that was asked for. */
  readonly account?: ProcessorAccount;
  readonly lines: readonly string[];
}

/** Faults of a seed, without those of its workers. */
export const FAULTS_A_SEED = 12;
/** What every seed as drawn comes to at least: one that does less proves less than it says. */
const FAULTS_DONE_MIN = 10;
const HANDOFFS_MIN = 100;
/** Faults come only when the world is up, and stop well before the end. */
const FAULTS_FROM_MS = 5000;
const FAULTS_UNTIL_MS = 42_000;
/** After the last fault. */
const LASTS_MS = 3000;
const FAULTS_END_MS = FAULTS_UNTIL_MS + LASTS_MS;
/** So long after the end of faults players ask for nothing any more: what they asked for must be answered. */
const REST_AFTER_MS = 12_000;
/** The cluster runs at least so long after the end of faults. */
const RUN_AFTER_MS = 15_000;
/** L1: short, so that a run deletes records many times. */
const REPLAY_WINDOW_MS = 8000;
/** I9: a cluster that has not settled so long after the last fault does not. */
const SETTLE_LIMIT_MS = 180_000;
const SETTLE_STEP_MS = 5000;

/** Runs one scenario and checks its log: a function of seed and options alone. */
export async function runSeed(seed: number, options: ScenarioOptions = {}): Promise<Verdict> {
  const started = process.cpuUsage();
  const { faultList, bug } = options;
  const all = faultList ?? bug?.faults ?? faultsOf(seed, options.faults ?? FAULTS_A_SEED);
  const faults = all.slice(0, options.firstFaults);
  const scene = sceneOf(seed);
  const cluster = new SimCluster({
    seed,
    server: scene.server,
    tasks: tradingTasks,
    frameBytesMax: scene.frameBytesMax,
    regions: options.regions ?? 6,
    shards: options.shards ?? 3,
    watchdogs: options.watchdogs ?? 2,
    watchdog: {
      // C3: a third of the seeds recovers cold, the others from one or two standbys a region.
      standbys: seed % 3,
      ...(options.respawnDelayMs === undefined ? {} : { respawnDelayMs: options.respawnDelayMs }),
    },
    checkpointIntervalMs: 2000,
    replayWindowMs: REPLAY_WINDOW_MS,
    keepsLines: options.lines ?? false,
  });
  const cast = new Cast(cluster, options.players ?? 20, scene);
  const injector = new FaultInjector(cluster, cast.edge, faults);
  const found = await judge(cluster, cast, injector, options);
  const spent = process.cpuUsage(started);
  return {
    seed,
    scene: scene.name,
    ...found,
    held: found.invariant === null,
    faults,
    faultsDone: injector.done,
    crashPoints: injector.crashPoints,
    leftBehind: injector.leftBehind,
    digest: cluster.world.log.digest(),
    simulatedMs: cluster.world.nowMs,
    cpuMs: (spent.user + spent.system) / 1000,
    lines: options.lines ? cluster.lines : [],
  };
}

/** When the faults of a history end: as soon after its last one as those of a seed do. */
export function endOfFaults(faults: readonly Fault[]): number {
  return faults.length === 0
    ? FAULTS_END_MS
    : Math.max(...faults.map(({ atMs }) => atMs)) + LASTS_MS;
}

/** The faults that a seed draws. */
export function faultsOf(seed: number, count: number): Fault[] {
  const { heuristic } = sceneOf(seed);
  const window = { fromMs: FAULTS_FROM_MS, untilMs: FAULTS_UNTIL_MS, count, heuristic };
  const workers = { ...window, count: Math.ceil(count / 4) };
  return [
    ...drawFaults(new SeededRandom(seed, 'faults'), window),
    ...drawWorkerFaults(new SeededRandom(seed, 'workers'), workers),
  ].sort((a, b) => a.atMs - b.atMs);
}

type Found = Pick<Verdict, 'problem' | 'invariant' | 'report' | 'workload'>;

async function judge(
  cluster: SimCluster,
  cast: Cast,
  injector: FaultInjector,
  options: ScenarioOptions,
): Promise<Found> {
  const { bug, faultsEndMs = FAULTS_END_MS, settleLimitMs = SETTLE_LIMIT_MS } = options;
  const failed = (invariant: string, problem: string): Found => {
    return { problem, invariant, report: null, workload: null };
  };
  const takeOut = bug?.plant(cluster);
  try {
    await cluster.run(faultsEndMs);
    injector.end();
    const endTick = newestTick(cluster);
    await cluster.run(faultsEndMs + REST_AFTER_MS);
    cast.rest();
    await cluster.run(faultsEndMs + RUN_AFTER_MS);
    const settled = (): boolean => isSettled(cluster) && cast.troubles().length === 0;
    while (!settled() && cluster.world.nowMs < faultsEndMs + settleLimitMs) {
      await cluster.run(cluster.world.nowMs + SETTLE_STEP_MS);
    }
    takeOut?.();
    const { report, workload } = checkCluster(cluster, cast, endTick);
    const broken = report.invariants.find(({ held }) => !held);
    if (report.first) {
      const { invariant, problem, ...place } = report.first;
      return { report, workload, invariant, problem: `${problem} ${JSON.stringify(place)}` };
    }
    if (broken) return { report, workload, invariant: broken.invariant, problem: 'no facts' };
    if (workload.trades === 0) return failed('run', 'no coin crossed a border');
    if (workload.jobsDone === 0) return failed('run', 'no job was done');
    const grew = cluster.program !== cluster.options.server;
    if (grew && (workload.carriedOver === 0 || workload.sentBack === 0)) {
      return failed('run', 'nothing was on its way between two declarations');
    }
    if (cluster.options.frameBytesMax !== undefined && workload.parted === 0) {
      return failed('run', 'no frame was in parts');
    }
    if (isAsDrawn(options)) {
      const { done } = injector;
      if (done < FAULTS_DONE_MIN) return failed('run', `only ${done} faults took effect`);
      const { handoffs } = workload;
      if (handoffs < HANDOFFS_MIN) return failed('run', `only ${handoffs} handoffs`);
    }
    const [failure] = cluster.failures;
    if (failure === undefined) return { report, workload, invariant: null, problem: null };
    return { report, workload, invariant: 'run', problem: `a process failed: ${textOf(failure)}` };
  } catch (error) {
    return failed('run', textOf(error));
  } finally {
    takeOut?.();
  }
}

/** An ordinary seed, or one with more faults. */
function isAsDrawn({ faultList, firstFaults, faults = FAULTS_A_SEED }: ScenarioOptions): boolean {
  return faultList === undefined && firstFaults === undefined && faults >= FAULTS_A_SEED;
}

function newestTick(cluster: SimCluster): number {
  let newest = 0;
  for (const { service } of cluster.shards.values()) {
    for (const region of service.regions) {
      newest = Math.max(newest, service.host(region)?.lastFrame?.tick ?? 0);
    }
  }
  return newest;
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
