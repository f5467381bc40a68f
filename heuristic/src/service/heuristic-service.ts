import {
  AtlasError,
  ContiguousFollower,
  ControlState,
  decodeLoadRecord,
  decodeMapRecord,
  encodeMapRecord,
  isTransient,
  processBytes,
  sleep,
  topicNames,
} from '@atlasnet/schemas';
import type {
  Clock,
  EventLog,
  Following,
  LogRecord,
  Logger,
  Metrics,
  ProcessId,
  RegionId,
  RegionLoad,
  Service,
} from '@atlasnet/schemas';
import { Balancer } from '../core/balancer.ts';
import type { BalanceDecision, MapChange } from '../core/balancer.ts';
import { LoadCut } from '../core/load-cut.ts';
import type { HeuristicConfig } from '../heuristic-config.ts';
import { APPEND_RETRY_MS, LOAD_BACKLOG_RECORDS, LOG_RETRY_MS, LOOK_MS } from '../limits.ts';

export interface HeuristicServiceOptions {
  readonly world: string;
  readonly process: ProcessId;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly config: HeuristicConfig;
}

/**
 * Follows the load and the map, and proposes another map when it pays. A proposal is conditional on
 * the version in force (P1); whether it counted is read from the log, not from the acknowledgement.
 * Losing this service moves no border and stops no region (O6).
 */
export class HeuristicService implements Service {
  readonly #options: HeuristicServiceOptions;
  readonly #control = new ControlState();
  readonly #loads = new Map<number, RegionLoad>();
  readonly #cut = new LoadCut();
  readonly #balancer: Balancer;
  readonly #ending = new AbortController();
  #config: HeuristicConfig;
  #followers: Following[] = [];
  #mapEnd = 0;
  #failure: AtlasError | null = null;
  #decision: BalanceDecision | null = null;
  #running: Promise<void> | null = null;

  constructor(options: HeuristicServiceOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#balancer = new Balancer(options.config);
  }

  /** The newest look at the load, for pages and tests; null before the first. */
  get decision(): BalanceDecision | null {
    return this.#decision;
  }

  /** Takes over another tuning from the next look on. */
  updateConfig(config: HeuristicConfig): void {
    this.#config = config;
    this.#balancer.updateConfig(config);
    this.#options.logger.info('heuristic tuning changed');
  }

  /** @throws AtlasError what the log throws, when it cannot be followed any more. */
  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running?.catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#ending;
    try {
      this.#follow(await this.#untilLog());
      while (await sleep(clock, LOOK_MS, signal)) {
        if (this.#failure) throw this.#failure;
        await this.#look();
      }
      if (this.#failure) throw this.#failure;
    } finally {
      for (const each of this.#followers) each.stop();
    }
  }

  /** A log that is away at the start is waited for, aloud. @returns from where loads are read */
  async #untilLog(): Promise<number> {
    const { log, world, clock, logger } = this.#options;
    const topics = topicNames(world);
    const { signal } = this.#ending;
    let said = false;
    while (!signal.aborted) {
      try {
        this.#mapEnd = (await log.bounds(topics.map, 0)).endOffset;
        const { startOffset, endOffset } = await log.bounds(topics.load, 0);
        return Math.max(startOffset, endOffset - LOAD_BACKLOG_RECORDS);
      } catch (error) {
        if (!isTransient(error)) throw error;
        if (!said) logger.warn('the log is waited for', { error: error.message });
        said = true;
        await sleep(clock, LOG_RETRY_MS, signal);
      }
    }
    return 0;
  }

  #follow(start: number): void {
    const { log, world } = this.#options;
    if (this.#ending.signal.aborted) return;
    const topics = topicNames(world);
    const onError = (error: AtlasError): void => {
      this.#failure ??= error;
    };
    const from = (topic: string, fromOffset: number, take: (record: LogRecord) => void) =>
      new ContiguousFollower(log, {
        topic,
        partition: 0,
        fromOffset,
        onRecords: (records) => records.forEach(take),
        onError,
      });
    this.#followers = [
      from(topics.map, 0, (record) => this.#takeMap(record)),
      from(topics.load, start, (record) => this.#takeLoad(record)),
    ];
  }

  #takeMap(record: LogRecord): void {
    const ours = this.#isOurs(record.value);
    let verdict;
    try {
      verdict = this.#control.applyBytes(record.value, record.offset);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (!ours) return;
    const { logger, metrics } = this.#options;
    const outcome = verdict.kind === 'proposed' ? 'counted' : 'void';
    metrics
      .counter('atlasnet_heuristic_proposals_total', 'Map proposals read back.', ['outcome'])
      .add(1, { outcome });
    const detail = verdict.kind === 'void' ? verdict.detail : '';
    logger.info(`map proposal ${outcome}`, { offset: record.offset, detail });
  }

  #isOurs(bytes: Uint8Array): boolean {
    try {
      const { proposal } = decodeMapRecord(bytes, this.#control.incarnationId);
      if (!proposal) return false;
      const own = processBytes(this.#options.process);
      return (
        proposal.process.length === own.length && own.every((b, i) => proposal.process[i] === b)
      );
    } catch (error) {
      if (error instanceof AtlasError) return false;
      throw error;
    }
  }

  #takeLoad(record: LogRecord): void {
    const { incarnationId } = this.#control;
    // Before the map's first record nobody can tell whose loads these are (L2); new ones come soon.
    if (incarnationId === null) return;
    let load: RegionLoad | null;
    try {
      load = decodeLoadRecord(record.value, incarnationId).load;
    } catch (error) {
      if (error instanceof AtlasError && error.code !== 'ATLAS_RECORD_VERSION') return;
      this.#fail(error);
      return;
    }
    if (!load) return;
    const known = this.#loads.get(load.region);
    // An older epoch's owner may still report after it was replaced.
    if (known && (known.epoch > load.epoch || known.tick > load.tick)) return;
    this.#loads.set(load.region, load);
    this.#balancer.observe(load);
  }

  /** One look, if one is due; proposes at most one map and waits until that append is settled. */
  async #look(): Promise<void> {
    const control = this.#control;
    const { incarnation, mapInForce, timeAxis } = control;
    if (!incarnation || !mapInForce || !timeAxis || control.nextOffset < this.#mapEnd) return;
    if (control.openProposal) return;
    const { map } = mapInForce;
    const { tickHz } = timeAxis;
    const regions = map.toRecords();
    if (!this.#cut.due(regions, this.#loads, tickHz, this.#config.intervalMs)) return;
    const decision = this.#balancer.decide({
      loads: [...this.#loads.values()],
      regions,
      world: map.bounds,
      boundsOf: (version, region) => this.#boundsOf(version, region),
      tickHz,
      homeCount: incarnation.homeCount,
      freeIds: this.#freeIds(Math.min(incarnation.regionsMax, this.#config.regionsMax)),
    });
    this.#decision = decision;
    if (decision.imbalance !== null) {
      const { metrics } = this.#options;
      const help = 'Cost of the costliest region / the mean.';
      metrics.gauge('atlasnet_heuristic_imbalance', help).set(decision.imbalance);
    }
    if (decision.change) await this.#propose(decision.change, map.version);
  }

  #boundsOf(version: number, region: RegionId): ReturnType<ControlState['boundsOf']> {
    const { mapHistory } = this.#control;
    for (let i = mapHistory.length - 1; i >= 0; i--) {
      const { map } = mapHistory[i];
      if (map.version <= version) return map.version === version ? map.boundsOf(region) : null;
    }
    return null;
  }

  /** P3: an id is free when no map wants it and nobody owns what it may still hold. */
  #freeIds(below: number): RegionId[] {
    const taken = new Set([...this.#control.wantedRegions(), ...this.#control.assignedRegions()]);
    const free: RegionId[] = [];
    for (let id = 0; id < below; id++) if (!taken.has(id as RegionId)) free.push(id as RegionId);
    return free;
  }

  /** L3: the same bytes are sent until it is known what became of them. */
  async #propose(change: MapChange, replaces: number): Promise<void> {
    const { log, world, logger, clock, process } = this.#options;
    const { incarnationId, nextMapVersion } = this.#control;
    if (incarnationId === null) return;
    const bytes = encodeMapRecord(incarnationId, {
      proposal: {
        mapVersion: nextMapVersion,
        replaces,
        regions: [...change.regions],
        reason: change.reason,
        expectedImbalance: change.expectedImbalance,
        expectedMoved: change.expectedMoved,
        process: processBytes(process),
      },
    });
    const { signal } = this.#ending;
    while (!signal.aborted) {
      const outcome = await log.append(topicNames(world).map, 0, [bytes]);
      if (outcome.kind === 'acknowledged') {
        // The next decision waits until this record has been read back (it may be void).
        this.#mapEnd = Math.max(this.#mapEnd, outcome.baseOffset + 1);
        logger.info('map proposed', { mapVersion: nextMapVersion, reason: change.reason });
        return;
      }
      if (outcome.kind === 'refused' && !outcome.error.retriable) throw outcome.error;
      logger.warn('map proposal not settled', { error: outcome.error.message });
      await sleep(clock, APPEND_RETRY_MS, signal);
    }
  }

  #fail(error: unknown): void {
    if (!(error instanceof AtlasError)) throw error;
    this.#failure ??= error;
  }
}
