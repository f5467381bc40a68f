import {
  AtlasError,
  ContiguousFollower,
  decodeLoadRecord,
  encodeLoadRecord,
  processBytes,
  processIdOf,
  readToEnd,
  sleep,
} from '@atlasnet/schemas';
import type {
  Clock,
  EventLog,
  IncarnationId,
  LogRecord,
  Logger,
  ProcessId,
  Service,
  TimeAxis,
} from '@atlasnet/schemas';
import { WorldClock } from './world-clock.ts';

/** Between two beacons, milliseconds (design: once a second). */
const BEACON_INTERVAL_MS = 1000;
/** Between two beacons while the clock is not set: three of them and a process may claim. */
const SETTING_INTERVAL_MS = 20;
/** After an append that failed, milliseconds. */
const RETRY_INTERVAL_MS = 250;
/**
 * A timer that is late by this much, milliseconds, means that the process stood still: a suspended
 * machine's monotonic clock does not count that time, so the offset is void.
 */
const PAUSE_MS = 2000;
/** Records of the topic's end that are read at start: some seconds of a world with many regions. */
const TAIL_RECORDS = 512;
/** No beacon is longer, bytes; longer records are loads and are not decoded here. */
const BEACON_BYTES_MAX = 96;
/** Own beacons whose other half (stamp or acknowledgement) is awaited. */
const PENDING_MAX = 16;

/** World time as the other parts of a process see it. */
export interface WorldTime {
  /** Whether world time and the time axis are known; nobody claims or ticks before. */
  readonly isReady: boolean;
  /** World time, milliseconds; NaN while not ready. */
  worldMs(): number;
  /** The tick that runs at a world time (T1); NaN while not ready. */
  tickAt(worldMs: number): number;
  /** When a tick begins, world milliseconds; NaN while not ready. */
  worldMsOf(tick: number): number;
}

export interface WorldClockOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly process: ProcessId;
  readonly incarnation: IncarnationId;
  /** The load topic. */
  readonly topic: string;
  /** The axis in force, from the fold of the map topic. */
  readonly axis: () => TimeAxis | null;
}

/** Keeps a {@link WorldClock} true: appends a beacon once a second and reads everybody's (T2). */
export class WorldClockService implements Service, WorldTime {
  readonly #options: WorldClockOptions;
  readonly #core: WorldClock;
  readonly #stop = new AbortController();
  /** By offset: what is known of own beacons. */
  readonly #stamps = new Map<number, number>();
  readonly #sent = new Map<number, { sentMs: number; acknowledgedMs: number }>();
  /** Ended early when the clock must be set at once. */
  #nap = new AbortController();
  #cancelWatch = (): void => undefined;
  #running: Promise<void> | null = null;

  constructor(options: WorldClockOptions) {
    this.#options = options;
    this.#core = new WorldClock(options.process);
  }

  get isReady(): boolean {
    return this.#core.isSet && this.#options.axis() !== null;
  }

  worldMs(): number {
    return this.#core.worldMs(this.#options.clock.monotonicMs());
  }

  tickAt(worldMs: number): number {
    return this.#options.axis()?.tickAt(worldMs) ?? Number.NaN;
  }

  worldMsOf(tick: number): number {
    return this.#options.axis()?.worldMsOf(tick) ?? Number.NaN;
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#nap.abort();
    await this.#running?.catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { log, topic } = this.#options;
    const signal = this.#stop.signal;
    const from = await this.#readTail();
    if (from === null) return;
    let failure: AtlasError | null = null;
    const follower = new ContiguousFollower(log, {
      topic,
      partition: 0,
      fromOffset: from,
      onRecords: (records) => {
        for (const record of records) this.#take(record);
      },
      onError: (error) => {
        failure = error;
        this.#stop.abort();
        this.#nap.abort();
      },
    });
    this.#watchPauses();
    try {
      while (!signal.aborted) await this.#turn(signal);
    } finally {
      this.#cancelWatch();
      follower.stop();
    }
    if (failure) throw failure as AtlasError;
  }

  /** Reads the topic's newest records; resolves with the next offset, or null when stopped. */
  async #readTail(): Promise<number | null> {
    const { log, topic, clock } = this.#options;
    const signal = this.#stop.signal;
    while (!signal.aborted) {
      try {
        const { startOffset, endOffset } = await log.bounds(topic, 0);
        const fromOffset = Math.max(startOffset, endOffset - TAIL_RECORDS);
        const onRecord = (record: LogRecord): void => this.#take(record);
        return await readToEnd({ log, topic, partition: 0, fromOffset, onRecord, signal });
      } catch (error) {
        if (signal.aborted) return null;
        if (!(error instanceof AtlasError) || !error.retriable) throw error;
        await sleep(clock, RETRY_INTERVAL_MS, signal);
      }
    }
    return null;
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const appended = await this.#beacon();
    const interval = this.#core.isSet ? BEACON_INTERVAL_MS : SETTING_INTERVAL_MS;
    if (signal.aborted) return;
    this.#nap = new AbortController();
    await sleep(clock, appended ? interval : RETRY_INTERVAL_MS, this.#nap.signal);
  }

  async #beacon(): Promise<boolean> {
    const { log, clock, process, incarnation, topic } = this.#options;
    const sentMs = clock.monotonicMs();
    const worldMs = this.#core.beaconWorldMs(sentMs);
    const bytes = encodeLoadRecord(incarnation, {
      beacon: { process: processBytes(process), worldMs },
    });
    const outcome = await log.append(topic, 0, [bytes]);
    if (outcome.kind !== 'acknowledged') return false;
    this.#sent.set(outcome.baseOffset, { sentMs, acknowledgedMs: clock.monotonicMs() });
    this.#join(outcome.baseOffset);
    return true;
  }

  /** A timer that comes late was a pause: what the monotonic clock did meanwhile is unknown. */
  #watchPauses(): void {
    const { clock, logger } = this.#options;
    const dueMs = clock.monotonicMs() + RETRY_INTERVAL_MS;
    this.#cancelWatch = clock.after(RETRY_INTERVAL_MS, () => {
      const lateMs = clock.monotonicMs() - dueMs;
      if (lateMs > PAUSE_MS && this.#core.isSet) {
        logger.warn('the process stood still: world time is set anew', {
          lateMs: Math.round(lateMs),
        });
        this.#core.unset();
        this.#nap.abort();
      }
      this.#watchPauses();
    });
  }

  #take(record: LogRecord): void {
    if (record.value.length > BEACON_BYTES_MAX) return;
    const { incarnation, process, logger } = this.#options;
    try {
      const { beacon } = decodeLoadRecord(record.value, incarnation);
      if (!beacon) return;
      const stepsBefore = this.#core.steps;
      this.#core.observe(beacon, record.timestampMs);
      if (this.#core.steps !== stepsBefore) {
        const correctionMs = Math.round(this.#core.correctionMs);
        logger.warn('the broker’s clock stepped; world time goes on', { correctionMs });
      }
      if (processIdOf(beacon.process) === process) {
        this.#stamps.set(record.offset, record.timestampMs);
        this.#join(record.offset);
      }
    } catch (error) {
      // Another cluster's, a newer or a damaged record says nothing about this world's clock.
      if (!(error instanceof AtlasError)) throw error;
    }
  }

  /** Measures once both halves of an own beacon are there. */
  #join(offset: number): void {
    const timestampMs = this.#stamps.get(offset);
    const sent = this.#sent.get(offset);
    if (timestampMs !== undefined && sent !== undefined) {
      this.#stamps.delete(offset);
      this.#sent.delete(offset);
      this.#core.measure({ ...sent, timestampMs });
    }
    for (const half of [this.#stamps, this.#sent]) {
      const oldest = half.keys().next();
      if (half.size > PENDING_MAX && !oldest.done) half.delete(oldest.value);
    }
  }
}
