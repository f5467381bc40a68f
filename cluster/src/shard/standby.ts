import { AtlasError, ContiguousFollower, sleep } from '@atlasnet/schemas';
import type { Clock, LogRecord, RegionId } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { tailsOf } from './recovery.ts';
import type { TailSource } from './recovery.ts';
import type { RegionTail } from './region-tail.ts';
import { rehearseEncoding } from './rehearse-encoding.ts';

/** After a failure a standby begins again from the newest checkpoint, milliseconds. */
const RETRY_MS = 2000;
/** Between two looks at how far the partition's end is, milliseconds. */
const PROBE_MS = 1000;
/** The same while it is catching up: somebody may be waiting for it. */
const PROBE_COLD_MS = 50;
/** Within its limit for so many looks in a row, two seconds: it comes no nearer, and is as warm as it gets. */
const NEAR_LOOKS = 2000 / PROBE_COLD_MS;
/** Frames whose encoding is rehearsed: after the second the engine has compiled it. */
const REHEARSED_FRAMES = 2;

export interface StandbyOptions extends TailSource {
  readonly clock: Clock;
  /** A standby that was of no use began anew. */
  readonly failed: (region: RegionId) => void;
}

/**
 * One region's warm state in a process that does not own it (C3): a verified checkpoint, then every
 * frame as the log shows it. Holds what an owner would hold of the region, runs no hooks and writes
 * nothing; in small slices, so that the process's own regions keep their ticks.
 */
export class Standby {
  readonly region: RegionId;
  readonly #options: StandbyOptions;
  readonly #abort = new AbortController();
  #tail: RegionTail | null = null;
  #follower: ContiguousFollower | null = null;
  #failure = new AbortController();
  /** Records that the log holds and the standby has not read; null: not known. */
  behind: number | null = null;
  /** Looks in a row that found it within the limit. */
  #nearLooks = 0;
  #isWarm = false;

  constructor(options: StandbyOptions) {
    this.#options = options;
    this.region = options.region;
    void this.#run();
  }

  /** Whether an owner can go on from it at once. */
  get isWarm(): boolean {
    return this.#tail !== null && this.#isWarm;
  }

  get entities(): number {
    return this.#tail?.replica.state?.table.count ?? 0;
  }

  /** Ends the standby. @returns what it holds, for an owner; null when it holds nothing yet */
  release(): RegionTail | null {
    const tail = this.#tail;
    this.stop();
    return tail;
  }

  stop(): void {
    this.#abort.abort();
    this.#failure.abort();
    this.#follower?.stop();
    this.#tail = null;
  }

  async #run(): Promise<void> {
    const { logger, clock, region } = this.#options;
    const { signal } = this.#abort;
    while (!signal.aborted) {
      try {
        await this.#tailOn();
      } catch (error) {
        if (signal.aborted) return;
        const why = error instanceof Error ? error.message : String(error);
        const retriable = error instanceof AtlasError && error.retriable;
        const say = retriable ? 'debug' : 'warn';
        logger[say]('a standby begins anew', { region, error: why });
        if (!retriable) this.#options.failed(region);
      }
      this.#follower?.stop();
      this.#tail = null;
      this.#judge(null);
      await sleep(clock, RETRY_MS, signal);
    }
  }

  /** Follows the partition until the state or the log is of no use any more. */
  async #tailOn(): Promise<void> {
    const { log, topic, region, clock } = this.#options;
    this.#failure = new AbortController();
    const { signal } = this.#failure;
    const tail = await this.#open();
    if (this.#abort.signal.aborted) return;
    this.#tail = tail;
    const fail = (error: unknown): void => this.#failure.abort(error);
    this.#follower = new ContiguousFollower(log, {
      topic,
      partition: region,
      fromOffset: tail.nextOffset,
      onRecords: (records) => this.#take(tail, records, signal).catch(fail),
      onError: fail,
    });
    do {
      await this.#probe(tail, signal);
      // For an owner's first tick, which goes by it: to sort many takes longer than anything else there.
      tail.replica.state?.table.slotsById();
    } while (await sleep(clock, this.isWarm ? PROBE_MS : PROBE_COLD_MS, signal));
    throw signal.reason;
  }

  async #open(): Promise<RegionTail> {
    for await (const { tail } of tailsOf(this.#options)) return tail;
    const { region } = this.#options;
    throw new AtlasError(
      'ATLAS_CHECKPOINT_UNVERIFIED',
      `region ${region} has nothing to begin from`,
    );
  }

  async #take(tail: RegionTail, records: readonly LogRecord[], signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    let started = clock.monotonicMs();
    for (const record of records) {
      if (signal.aborted) return;
      tail.take(record, tail.counted < REHEARSED_FRAMES ? rehearseEncoding : undefined);
      // I6 at every frame: a slice of the hash each, the whole once a second.
      tail.check();
      if (tail.wrongStart) throw new Error('it began from a wrong checkpoint');
      if (clock.monotonicMs() - started < LIMITS.standbySliceMs) continue;
      await sleep(clock, 1, signal);
      started = clock.monotonicMs();
    }
  }

  async #probe(tail: RegionTail, signal: AbortSignal): Promise<void> {
    const { log, topic, region } = this.#options;
    try {
      const { endOffset } = await log.bounds(topic, region);
      if (!signal.aborted) this.#judge(Math.max(0, endOffset - tail.nextOffset));
    } catch (error) {
      // What is known stays: a standby is not worse because the log does not answer.
      if (!(error instanceof AtlasError) || !error.retriable) throw error;
    }
  }

  /** It is not warm the moment it comes near: an owner would have the rest of a second to apply first. */
  #judge(behind: number | null): void {
    this.behind = behind;
    const isNear = behind !== null && behind <= LIMITS.standbyWarmRecords;
    this.#nearLooks = isNear ? this.#nearLooks + 1 : 0;
    const isReady = isNear && behind <= LIMITS.standbyReadyRecords;
    this.#isWarm = isReady || this.#nearLooks >= NEAR_LOOKS || (isNear && this.#isWarm);
  }
}
