import { RegionReplica, SESSION_HERE } from '@atlasnet/cluster';
import {
  AtlasError,
  ContiguousFollower,
  decodeRecord,
  logMessages,
  sleep,
} from '@atlasnet/schemas';
import type {
  Clock,
  EntityTable,
  Frame,
  FrameRecord,
  IncarnationId,
  LogRecord,
  Logger,
  RegionId,
} from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { findCheckpoint } from '../reader/find-checkpoint.ts';
import { frameBounds } from '../reader/world-log.ts';
import type { WorldLog } from '../reader/world-log.ts';
import type { RegionCondition, RegionRow } from './page-messages.ts';
import { RateWindow } from './rate-window.ts';

/** Rates are means over this long, milliseconds. */
const RATE_MS = 3000;
/** A region without a new frame for so long is shown as paused, milliseconds. */
const PAUSED_MS = 1500;
/** Above this share of ticks left out, a region is shown as dilated. */
const DILATED_SHARE = 0.05;
/** Before a region that could not be read is tried again, milliseconds. */
const RETRY_MS = 1000;

export interface RegionFeedOptions {
  readonly source: WorldLog;
  readonly region: RegionId;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** One region as it is now: from its newest checkpoint on, its partition is followed. */
export class RegionFeed {
  readonly region: RegionId;
  readonly #options: RegionFeedOptions;
  readonly #handoffs = new RateWindow(RATE_MS);
  readonly #bytes = new RateWindow(RATE_MS);
  readonly #ticks = new RateWindow(RATE_MS);
  readonly #skipped = new RateWindow(RATE_MS);
  #replica: RegionReplica | null = null;
  #frame: Frame | null = null;
  #heardMs = -Infinity;
  #unread = false;
  /** x, y in metres of handoffs since they were taken last. */
  #flashes: number[] = [];

  constructor(options: RegionFeedOptions) {
    this.region = options.region;
    this.#options = options;
  }

  get state() {
    return this.#replica?.state ?? null;
  }

  /** Reads and follows until the signal; a failure begins again from a checkpoint. */
  async run(): Promise<void> {
    const { signal, clock, logger, region } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#follow();
        return;
      } catch (error) {
        if (signal.aborted) return;
        const why = error instanceof Error ? error.message : String(error);
        if (!this.#unread) logger.warn('a region cannot be shown', { region, why });
        this.#unread = true;
        await sleep(clock, RETRY_MS, signal);
      }
    }
  }

  takeFlashes(): readonly number[] {
    const flashes = this.#flashes;
    this.#flashes = [];
    return flashes;
  }

  bytesPerSecond(): number {
    return this.#bytes.perSecond(this.#options.clock.monotonicMs());
  }

  row(): RegionRow {
    const { source, clock } = this.#options;
    const nowMs = clock.monotonicMs();
    const { region, state } = this;
    const owner = source.control.assignmentOf(region);
    const bounds = source.control.boundsOf(region);
    const timings = this.#frame?.timings;
    const sessions = Array.from(state?.sessions.values() ?? []);
    const skipped = this.#skipped.sum(nowMs);
    const share = skipped / Math.max(1, skipped + this.#ticks.sum(nowMs));
    return {
      region,
      owner: owner?.process ?? null,
      epoch: owner?.epoch ?? 0,
      tick: state?.tick ?? 0,
      entities: state?.table.count ?? 0,
      sessions: sessions.filter(({ status }) => status === SESSION_HERE).length,
      tickMs: (timings?.tickMicros ?? 0) / 1000,
      appendMs: (timings?.appendMicros ?? 0) / 1000,
      queuedFrames: timings?.queuedFrames ?? 0,
      handoffsPerSecond: this.#handoffs.perSecond(nowMs),
      skippedPercent: share * 100,
      condition: this.#condition(nowMs, share),
      min: bounds?.min ?? null,
      max: bounds?.max ?? null,
    };
  }

  #condition(nowMs: number, skippedShare: number): RegionCondition {
    if (this.#unread) return 'unread';
    if (!this.#frame) return 'waiting';
    if (this.#frame.closed) return 'closed';
    if (nowMs - this.#heardMs > PAUSED_MS) return 'paused';
    return skippedShare > DILATED_SHARE ? 'dilated' : 'running';
  }

  async #follow(): Promise<void> {
    const { source, region, signal } = this.#options;
    const cut = await findCheckpoint(source, region, Infinity);
    const { startOffset } = await frameBounds(source, region);
    if (!cut && startOffset > 0) {
      throw new AtlasError('ATLAS_CHECKPOINT_UNVERIFIED', `region ${region} has no checkpoint`);
    }
    const { seed } = source.incarnation;
    const options = { region, seed, first: region === source.firstRegion };
    this.#replica = new RegionReplica(cut ? { ...options, start: cut } : options);
    await new Promise<void>((resolve, reject) => {
      const follower = new ContiguousFollower(source.log, {
        ...{ topic: source.topics.frames, partition: region },
        fromOffset: cut ? cut.offset + 1 : 0,
        onRecords: (records) => {
          try {
            this.#take(records);
          } catch (error) {
            follower.stop();
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        },
        onError: reject,
      });
      const end = (): void => {
        follower.stop();
        resolve();
      };
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    });
  }

  #take(records: readonly LogRecord[]): void {
    const { source, clock } = this.#options;
    const nowMs = clock.monotonicMs();
    for (const { value, offset } of records) {
      this.#bytes.add(nowMs, value.length);
      const record = decoded(value, source.incarnationId);
      if (!record) continue;
      const verdict = this.#replica?.apply(record, offset, (table, frame) =>
        this.#flash(table, frame),
      );
      if (verdict?.kind !== 'counts') continue;
      const { frame } = verdict;
      this.#frame = frame;
      this.#heardMs = nowMs;
      this.#unread = false;
      this.#handoffs.add(nowMs, frame.departures.length);
      if (!frame.empty) this.#ticks.add(nowMs, 1);
      this.#skipped.add(nowMs, frame.skipped);
    }
  }

  #flash(table: EntityTable, { departures }: Frame): void {
    const quantum = table.schema.positionQuantumM;
    for (const { entity } of departures) {
      const slot = table.slotWithGone(entity);
      if (slot < 0 || this.#flashes.length >= LIMITS.flashesPerPush * 2) continue;
      this.#flashes.push(table.lanes[0][slot] * quantum, table.lanes[1][slot] * quantum);
    }
  }
}

/** Null for what cannot be read, or is another world's: it counts for nobody (L2, O3). */
function decoded(value: Uint8Array, incarnation: IncarnationId): FrameRecord | null {
  try {
    return decodeRecord(logMessages.FrameRecord, value, incarnation, 'frame record');
  } catch (error) {
    if (!(error instanceof AtlasError) || error.code === 'ATLAS_RECORD_VERSION') throw error;
    return null;
  }
}
