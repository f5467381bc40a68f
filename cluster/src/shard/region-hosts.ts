import { compileWorld, sleep, topicNames } from '@atlasnet/schemas';
import type {
  AskedJob,
  ControlState,
  IncarnationId,
  PartitionMap,
  ProcessId,
  RegionId,
  TaskAnswer,
  WorldSchema,
} from '@atlasnet/schemas';
import { DECLARATION_BEFORE_ENTRY, DECLARATION_ENTRY } from '../control/declared-by.ts';
import { LIMITS } from '../limits.ts';
import { CheckpointStore } from './checkpoint-store.ts';
import type { ClosingView } from './closing.ts';
import type { LinkBody } from './link-hub.ts';
import { JobExchange } from './job-exchange.ts';
import { failsEverywhere } from './read-frame-record.ts';
import { RegionHost } from './region-host.ts';
import type { TailSource } from './recovery.ts';
import type { ShardOptions } from './shard-options.ts';
import type { ShardMeters } from './shard-meters.ts';
import { Standbys } from './standbys.ts';

export interface RegionHostsOptions {
  readonly shard: ShardOptions;
  readonly incarnation: IncarnationId;
  readonly control: ControlState;
  readonly meters: ShardMeters;
  readonly diskPressed: () => boolean;
  /** Sends to a process; false when there is no link to it. */
  readonly send: (process: ProcessId, body: LinkBody) => boolean;
  /** A region can tick now: it is taken over, or has what it waited for. */
  readonly ready: () => void;
  /** Every process would fail alike: this one ends. */
  readonly failed: (error: unknown) => void;
}

/** Waits between looks at whether the map topic was read to its end, milliseconds. */
const READ_MAP_MS = 2;
const LOG_RETRY_MS = 100;

/** The regions that a process owns or keeps warm. */
export class RegionHosts {
  readonly standbys: Standbys;
  /** Null where the world declares no tasks. */
  readonly jobs: JobExchange | null;
  readonly #options: RegionHostsOptions;
  readonly #schema: WorldSchema;
  readonly #hosts = new Map<RegionId, RegionHost>();
  readonly #checkpoints: CheckpointStore;
  /** O1: an epoch is claimed at most once. */
  readonly #claimed = new Map<RegionId, number>();

  constructor(options: RegionHostsOptions) {
    const { log, store, clock, logger, world, server, metrics } = options.shard;
    const { incarnation } = options;
    this.#options = options;
    this.#schema = compileWorld(server.world);
    const topics = topicNames(world);
    const partitions = options.shard.taskPartitions;
    const answered = ({ region, result }: TaskAnswer): void => {
      this.#hosts.get(region as RegionId)?.runtime?.taskResult(result);
    };
    const exchange = { log, clock, logger, incarnation, topics, partitions, answered };
    this.jobs = this.#schema.tasks.size > 0 ? new JobExchange(exchange) : null;
    const topic = topics.checkpoints;
    this.#checkpoints = new CheckpointStore({ log, store, logger, topic, incarnation });
    this.standbys = new Standbys(metrics, (region) => ({ ...this.tailSource(region), clock }));
  }

  /** Where a region's state can be rebuilt from. */
  tailSource(region: RegionId): TailSource {
    const { log, logger, world } = this.#options.shard;
    return {
      log,
      logger,
      region,
      incarnation: this.#options.incarnation,
      checkpoints: this.#checkpoints,
      topic: topicNames(world).frames,
      seed: this.#started.seed,
      first: region === 0,
    };
  }

  /** By region. */
  get all(): ReadonlyMap<RegionId, RegionHost> {
    return this.#hosts;
  }

  get #started() {
    const { incarnation } = this.#options.control;
    if (!incarnation) throw new Error('hosts start after the incarnation is known');
    return incarnation;
  }

  /** What the registry says of declarations: this process's, and the one that a region of it had before. */
  get declarations(): Readonly<Record<string, number>> {
    const own = { [DECLARATION_ENTRY]: this.#schema.hash };
    for (const { runtime, lastFrame } of this.#hosts.values()) {
      const before = lastFrame && runtime?.state.before;
      if (before) return { ...own, [DECLARATION_BEFORE_ENTRY]: before.schema.hash };
    }
    return own;
  }

  /** Ends what is not this process's any more: a region that ticks, only at the next owner's claim. */
  release(): void {
    const { control, shard } = this.#options;
    for (const [region, host] of this.#hosts) {
      const assigned = control.assignmentOf(region);
      if (assigned?.process === shard.process && assigned.epoch === host.epoch) continue;
      const comesBack = assigned?.process === shard.process;
      // O4: what it appends after the claim tells it. Until then nobody else ticks the region.
      if (!comesBack && host.goesOnToClaim) continue;
      host.stop('the region is assigned to another process');
    }
  }

  /** Hosts the regions that are assigned to this process, under their newest epochs (O1). */
  takeAssigned(): void {
    const { control, shard } = this.#options;
    for (const region of control.regionsOf(shard.process)) {
      if (this.#hosts.has(region)) continue;
      const epoch = control.epochOf(region);
      if (this.#claimed.get(region) !== epoch) this.#start(region, epoch);
    }
  }

  ownerChanged(region: RegionId): void {
    for (const host of this.#hosts.values()) host.ownerChanged(region);
  }

  /** Keeps these regions warm, those left out that are this process's own. */
  keepWarm(regions: ReadonlySet<RegionId>): void {
    this.standbys.want(new Set(Array.from(regions).filter((region) => !this.#hosts.has(region))));
  }

  /** The store lost what it held: every region's part of it is written again. */
  storeLost(): void {
    for (const host of this.#hosts.values()) host.storeLost();
  }

  stop(): void {
    this.standbys.stop();
    for (const host of Array.from(this.#hosts.values())) host.stop('the process stops');
  }

  #start(region: RegionId, epoch: number): void {
    const { logger } = this.#options.shard;
    const { homeCount, seed } = this.#started;
    const host = new RegionHost({
      ...this.#shared(),
      region,
      epoch,
      first: region === 0,
      homeCount,
      seed,
      assigned: (signal) => this.#isStillAssigned(region, epoch, signal),
      stopped: (reason) => {
        if (this.#hosts.get(region) !== host) return;
        this.#hosts.delete(region);
        logger.info('region given up', { region, epoch, reason });
      },
    });
    this.#hosts.set(region, host);
    this.#claimed.set(region, epoch);
    void this.#takeOver(host);
  }

  async #takeOver(host: RegionHost): Promise<void> {
    const { shard, meters, ready, failed } = this.#options;
    const { region, epoch } = host;
    try {
      await host.takeOver(this.standbys.take(region));
      if (host.times) meters.takenOver(host.times);
      ready();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      shard.logger.error('a region could not be taken over', { region, epoch, error: why });
      host.stop('it could not be taken over');
      if (!failsEverywhere(error)) return;
      // While others tick here it is this region that has gone over to a grown declaration: another process goes on.
      const ticks = Array.from(this.#hosts.values()).some(({ lastFrame }) => lastFrame !== null);
      if (error.code !== 'ATLAS_WORLD_CHANGED' || !ticks) failed(error);
    }
  }

  /** O1: reads the map topic to its end; an assignment that was replaced meanwhile is not claimed. */
  async #isStillAssigned(region: RegionId, epoch: number, signal: AbortSignal): Promise<boolean> {
    const { control, shard } = this.#options;
    const topic = topicNames(shard.world).map;
    const { clock, log } = shard;
    let end: number | null = null;
    while (!signal.aborted) {
      try {
        end ??= (await log.bounds(topic, 0)).endOffset;
        if (control.nextOffset >= end) return control.epochOf(region) === epoch;
        await sleep(clock, READ_MAP_MS, signal);
      } catch (error) {
        const retriable = error instanceof Error && 'retriable' in error && error.retriable;
        if (retriable !== true) throw error;
        await sleep(clock, LOG_RETRY_MS, signal);
      }
    }
    return false;
  }

  #shared() {
    const { shard, incarnation, control, diskPressed, ready } = this.#options;
    const { log, store, clock, logger, metrics, server, process, world } = shard;
    return {
      process,
      incarnation,
      schema: this.#schema,
      server,
      lingerTicks: Math.ceil(shard.lingerMs / this.#schema.tickMs),
      jobLimitTicks: Math.ceil(shard.jobLimitMs / this.#schema.tickMs),
      sendJob: (asked: AskedJob): void => this.jobs?.send(asked),
      sessionsMax: Math.max(1, Math.floor(shard.sessionsMax / this.#started.homeCount)),
      sameAccount: shard.sameAccount ?? 'takeover',
      frameBytesMax: shard.frameBytesMax,
      checkpointIntervalMs: shard.checkpointIntervalMs,
      checkpointTailBytes: shard.checkpointTailBytes ?? LIMITS.checkpointTailBytes,
      replayWindowMs: shard.replayWindowMs,
      diskPressed,
      runAheadTicks: shard.runAheadTicks ?? LIMITS.runAheadTicks,
      engine: shard.engine,
      topics: topicNames(world),
      log,
      store,
      clock,
      logger,
      metrics,
      checkpoints: this.#checkpoints,
      mapAt: (tick: number): PartitionMap | null => control.mapAt(tick),
      ready,
      closingView: (region: RegionId): ClosingView => closingView(control, region),
      releasedRegions: (): readonly RegionId[] => control.releasedRegions(),
      send: (region: RegionId, body: LinkBody): boolean => {
        const owner = control.assignmentOf(region)?.process ?? null;
        return owner !== null && this.#options.send(owner, body);
      },
    };
  }
}

/** Nearly every region, each time that it is asked. */
const NAMED: ClosingView = { absentSince: -1, others: [] };

function closingView(control: ControlState, region: RegionId): ClosingView {
  const history = control.mapHistory;
  let absentSince = -1;
  for (let i = history.length - 1; i >= 0 && !history[i].map.has(region); i--) {
    absentSince = history[i].map.version;
  }
  const wanted = control.openProposal?.map.has(region) ?? false;
  if (wanted || absentSince < 0) return NAMED;
  const others = control.assignedRegions().filter((other) => other !== region);
  return { absentSince, others };
}
