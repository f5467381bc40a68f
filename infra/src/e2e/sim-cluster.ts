import { HEURISTIC_DEFAULTS, HeuristicService } from '@atlasnet/heuristic';
import type { HeuristicConfig } from '@atlasnet/heuristic';
import {
  Publications,
  RegionState,
  ShardService,
  TaskWorkerService,
  WatchdogService,
} from '@atlasnet/cluster';
import type { AtlasNetServer, TaskFunctions, WatchdogOptions } from '@atlasnet/cluster';
import {
  AtlasError,
  FrameGate,
  compileWorld,
  decodeRecord,
  encodeMapRecord,
  gridRegions,
  logMessages,
  processId,
  regionId,
  topicNames,
  topicSpecs,
} from '@atlasnet/schemas';
import type { Clock, ControlState, Frame, Logger, Metrics, RegionId } from '@atlasnet/schemas';
import { SimulatedWorld } from '../adapters/simulated/index.ts';
import type { SimulatedProcess } from '../adapters/simulated/index.ts';
import { publishedFrame } from './published-frame.ts';

/** Collects lines for a test that failed. */
export function recordingLogger(lines: string[], nowMs: () => number, name: string): Logger {
  const write =
    (level: string) =>
    (message: string, fields?: Readonly<Record<string, unknown>>): void => {
      const at = (nowMs() / 1000).toFixed(3);
      lines.push(`${at} ${name} ${level} ${message} ${JSON.stringify(fields ?? {})}`);
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

const nothing = { add() {}, set() {}, observe() {} };
export const noMetrics: Metrics = {
  counter: () => nothing,
  gauge: () => nothing,
  histogram: () => nothing,
};

/** What a recovery says of a checkpoint that names another frame (C2). */
const REFUSED = 'a checkpoint is not verified, the one before it is taken';

/** M4: a job without a result for so long is given up, milliseconds. */
export const JOB_LIMIT_MS = 15_000;

/** Before a heuristic that ended is started again, milliseconds. */
const HEURISTIC_AGAIN_MS = 2000;

/** Moves borders several times a minute; a simulated tick takes no time, so entities are counted. */
const EAGER_HEURISTIC: HeuristicConfig = {
  ...HEURISTIC_DEFAULTS,
  balance: 'entities',
  intervalMs: 4000,
  imbalanceThreshold: 1.1,
  holdTicks: 10,
  migrationFloorPerMinute: 600,
  changePrice: 0.1,
  entitiesFull: 90,
  splitHoldTicks: 50,
};

export interface SimClusterOptions {
  readonly seed: number;
  readonly server: AtlasNetServer;
  readonly regions: number;
  readonly shards: number;
  readonly watchdogs?: number;
  readonly watchdog?: Partial<WatchdogOptions>;
  readonly checkpointIntervalMs?: number;
  /** Bytes of frames after which a checkpoint is due before that. */
  readonly checkpointTailBytes?: number;
  /** L1: frames older than this are deleted below the older verified checkpoint; 0 keeps all. */
  readonly replayWindowMs?: number;
  readonly lingerMs?: number;
  readonly sessionsMax?: number;
  readonly sameAccount?: 'takeover' | 'refuse';
  /** What task workers run, given a process's clock; without it nobody does. */
  readonly tasks?: (clock: Clock) => TaskFunctions;
  /** L6: a frame above this goes in parts, bytes. */
  readonly frameBytesMax?: number;
  /** Whether `lines` gets what processes log; true by default. */
  readonly keepsLines?: boolean;
}

/** Watchdogs and shards, the real code, on simulated ports in one thread. */
export class SimCluster {
  readonly world: SimulatedWorld;
  readonly options: SimClusterOptions;
  readonly name: string;
  readonly lines: string[] = [];
  readonly shards = new Map<string, { process: SimulatedProcess; service: ShardService }>();
  readonly heuristics: { process: SimulatedProcess; service: HeuristicService }[] = [];
  readonly watchdogs: { process: SimulatedProcess; service: WatchdogService }[] = [];
  readonly workers: { process: SimulatedProcess; service: TaskWorkerService }[] = [];
  /** Called with every watchdog and shard process before it does anything: faults. */
  onProcess: (process: SimulatedProcess) => void = () => undefined;
  /** Checkpoints that recoveries refused because another frame is where they say (C2). */
  refusedCheckpoints = 0;
  /** What owners showed their readers (I1). */
  readonly publications = new Publications();
  /** What ended a process by itself. */
  readonly failures: unknown[] = [];

  constructor(options: SimClusterOptions) {
    this.options = options;
    this.world = new SimulatedWorld(options.seed);
    this.name = options.server.world.name;
    const { links, log } = this.world;
    links.parts.onSent = (message) => {
      const frame = publishedFrame(message);
      if (frame) this.publications.add(frame, log.size);
    };
    this.world.program('shard', (process, overrides) => this.#startShard(process, overrides));
    void this.#begin();
  }

  /** The map topic as a watchdog that lives knows it; of those, whoever has read furthest. */
  get control(): ControlState | null {
    let newest: ControlState | null = null;
    for (const { process, service } of this.watchdogs) {
      const { control } = service;
      if (process.state === 'crashed' || control === null) continue;
      if (control.nextOffset > (newest?.nextOffset ?? -1)) newest = control;
    }
    return newest;
  }

  /** What a process logs with. */
  logger(name: string): Logger {
    const { keepsLines = true } = this.options;
    const kept = keepsLines
      ? recordingLogger(this.lines, () => this.world.nowMs, name)
      : silentLogger;
    const warn: Logger['warn'] = (message, fields) => {
      if (message === REFUSED) this.refusedCheckpoints += 1;
      kept.warn(message, fields);
    };
    return { ...kept, warn };
  }

  async #begin(): Promise<void> {
    const setup = this.world.process('setup');
    const specs = topicSpecs(this.name, {
      regionsMax: 16,
      sessionPartitions: 1,
      taskPartitions: 1,
      replicationFactor: 1,
      minInsyncReplicas: 1,
      recordBytesMax: 1_000_000,
    });
    for (const spec of specs) await setup.log.ensureTopic(spec);
    for (let i = 0; i < (this.options.watchdogs ?? 1); i++) this.startWatchdog();
  }

  /** One more watchdog process. */
  startWatchdog(): void {
    const index = this.watchdogs.length;
    const { server, regions, shards } = this.options;
    const { bounds, tickHz } = server.world;
    const id = processId((index + 1).toString(16).padStart(16, 'a'));
    const process = this.world.process(id, { role: 'watchdog' });
    this.onProcess(process);
    const watchdog = new WatchdogService({
      log: process.log,
      store: process.store,
      clock: process.clock,
      random: process.random,
      logger: this.logger(`watchdog${index}`),
      metrics: noMetrics,
      processes: process.processControl,
      process: id,
      founding: {
        world: this.name,
        tickHz,
        homeCount: Math.min(2, regions),
        regionsMax: 16,
        regions: gridRegions(regions, bounds as { min: number[]; max: number[] }),
      },
      options: { shardCount: shards, ...this.options.watchdog },
    });
    this.watchdogs.push({ process, service: watchdog });
    this.exitWith(process, watchdog.run());
  }

  /** A heuristic process, or the next one. */
  startHeuristic(): void {
    const { server, regions } = this.options;
    const number = this.heuristics.length;
    const id = processId((number + 1).toString(16).padStart(16, 'c'));
    const process = this.world.process(id, { role: 'heuristic' });
    this.onProcess(process);
    const service = new HeuristicService({
      world: this.name,
      process: id,
      log: process.log,
      clock: process.clock,
      logger: this.logger(`heuristic${number}`),
      metrics: noMetrics,
      config: {
        ...EAGER_HEURISTIC,
        handoffMarginM: compileWorld(server.world).handoffMarginM,
        regionsMin: Math.max(2, regions - 2),
        regionsMax: regions + 2,
      },
    });
    this.heuristics.push({ process, service });
    service.run().catch((error: unknown) => {
      if (process.state === 'crashed') return;
      process.exit(1);
      // Without the log it ends, and whoever runs it starts it again (O6).
      const passes = error instanceof AtlasError && error.retriable;
      if (passes) this.world.schedule(HEURISTIC_AGAIN_MS, () => this.startHeuristic());
      else this.failures.push(error);
    });
  }

  /** A task worker process, or the next one. */
  startWorker(): void {
    const { server, tasks } = this.options;
    if (!tasks) throw new Error('nobody said what workers run');
    const number = this.workers.length;
    const id = processId((number + 1).toString(16).padStart(16, '7'));
    const process = this.world.process(id, { role: 'worker' });
    this.onProcess(process);
    const service = new TaskWorkerService({
      world: this.name,
      server,
      tasks: tasks(process.clock),
      process: id,
      log: process.log,
      store: process.store,
      clock: process.clock,
      logger: this.logger(`worker${number}`),
      metrics: noMetrics,
      leaseMs: 1500,
      partitions: 1,
      concurrency: 4,
      timeoutMs: 1500,
      attemptsMax: 2,
    });
    this.workers.push({ process, service });
    this.exitWith(process, service.run());
  }

  /** As a composition root does: what ends a service ends its process. */
  exitWith(process: SimulatedProcess, running: Promise<unknown>): void {
    running.catch((error: unknown) => {
      if (process.state === 'crashed') return;
      this.failures.push(error);
      process.exit(1);
    });
  }

  #startShard(process: SimulatedProcess, overrides: Readonly<Record<string, string>>): void {
    const id = processId(overrides['process.id'] ?? process.id);
    this.onProcess(process);
    const service = new ShardService({
      world: this.name,
      server: this.options.server,
      process: id,
      log: process.log,
      store: process.store,
      interlink: process.interlink,
      clock: process.clock,
      logger: this.logger(`shard ${id.slice(0, 4)}`),
      metrics: noMetrics,
      bind: { host: process.id, port: 1 },
      leaseMs: 1500,
      lingerMs: this.options.lingerMs ?? 2000,
      jobLimitMs: JOB_LIMIT_MS,
      taskPartitions: 1,
      sessionsMax: this.options.sessionsMax ?? 200,
      sameAccount: this.options.sameAccount ?? 'takeover',
      checkpointIntervalMs: this.options.checkpointIntervalMs ?? 3000,
      checkpointTailBytes: this.options.checkpointTailBytes,
      replayWindowMs: this.options.replayWindowMs ?? 0,
      frameBytesMax: this.options.frameBytesMax,
      drainLimitMs: 8000,
      engine: 'simulated',
    });
    this.shards.set(id, { process, service });
    this.exitWith(process, service.run());
    process.onTerminate(() => void service.stop().then(() => process.exit(0)));
  }

  /** Appends a proposal, as the heuristic would. */
  async propose(regions: number): Promise<void> {
    const control = this.control;
    const id = control?.incarnationId;
    if (!control?.mapInForce || !id) throw new Error('there is no map yet');
    const { bounds } = this.options.server.world;
    const tiles = gridRegions(regions, bounds as { min: number[]; max: number[] });
    const proposal = {
      mapVersion: control.nextMapVersion,
      replaces: control.mapInForce.map.version,
      regions: tiles,
      reason: 'test',
      process: new Uint8Array(8),
    };
    const name = `proposer ${this.world.nowMs}`;
    const { log } = this.world.process(name);
    await log.append(topicNames(this.name).map, 0, [encodeMapRecord(id, { proposal })]);
  }

  /** Kills the shard process that owns a region. */
  crashOwner(region: number): void {
    this.ownerOf(region).crash();
  }

  /** The region of a place, metres, under the map in force. */
  regionAt(x: number, y: number): RegionId {
    const map = this.control?.mapInForce?.map;
    if (!map) throw new Error('no map is in force');
    return map.regionAt(x, y);
  }

  /** The shard process that owns a region. */
  ownerOf(region: number): SimulatedProcess {
    const owner = this.control?.assignmentOf(regionId(region))?.process;
    const shard = owner ? this.shards.get(owner) : undefined;
    if (!shard) throw new Error(`nobody owns region ${region}`);
    return shard.process;
  }

  run(untilMs: number): Promise<void> {
    return this.world.run(untilMs);
  }

  /** Rebuilds every region from the log alone, by rule O3; checks I6 at every frame. */
  rebuild(
    visit: (frame: Frame, offset: number, state: RegionState) => void = () => {},
  ): RegionState[] {
    const schema = compileWorld(this.options.server.world);
    const control = this.control;
    const incarnation = control?.incarnationId;
    if (!control || !incarnation) throw new Error('the world was not founded');
    const states: RegionState[] = [];
    for (const region of control.assignedRegions()) {
      states.push(this.#rebuildRegion(schema, region, incarnation, control, visit));
    }
    return states;
  }

  #rebuildRegion(
    schema: ReturnType<typeof compileWorld>,
    region: RegionId,
    incarnation: NonNullable<ControlState['incarnationId']>,
    control: ControlState,
    visit: (frame: Frame, offset: number, state: RegionState) => void,
  ): RegionState {
    const gate = new FrameGate(region);
    const seed = control.incarnation?.seed ?? 0;
    const state = RegionState.initial(schema, region, region === 0, seed);
    for (const record of this.world.log.records(topicNames(this.name).frames, region)) {
      const decoded = decodeRecord(logMessages.FrameRecord, record.value, incarnation, 'frame');
      const verdict = gate.apply(decoded, record.offset);
      if (verdict.kind !== 'counts') continue;
      const { frame } = verdict;
      state.applyFrame(frame);
      const hash = state.hash(frame.n % frame.hashSlices);
      if (hash.low >>> 0 !== frame.hashLow || hash.high >>> 0 !== frame.hashHigh) {
        throw new Error(`[I6] region ${region} at offset ${record.offset} has another hash`);
      }
      visit(frame, record.offset, state);
    }
    return state;
  }
}
