import { FrameGate, isTransient, readToEnd } from '@atlasnet/schemas';
import type {
  AtlasError,
  AppendOutcome,
  Clock,
  EventLog,
  IncarnationId,
  Logger,
  RegionId,
} from '@atlasnet/schemas';
import type { ProducedFrame } from '../core/region-runtime.ts';
import { LIMITS } from '../limits.ts';
import { readFrameRecord } from './read-frame-record.ts';

/** Waits between tries of an append that did not settle, milliseconds. */
const RETRY_MS = [5, 20, 50, 100, 250];
/** L3: definite refusals in a row after which the region stops aloud: about ten seconds. */
const REFUSALS_MAX = 40;
/** Between two words of a region about a log that is full, milliseconds: under a small cap it is again and again. */
const FULL_WORD_MS = 60_000;

/** What makes room in a log that has none for frames. */
export interface RoomMaker {
  /** Whether frames may have the room that a nearly full log leaves to others: a checkpoint waits for one. */
  readonly makesRoom: boolean;
  /** Whether the log has no room for frames; told after each append. */
  full: boolean;
}

export interface FrameWriterOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly topic: string;
  readonly region: RegionId;
  readonly incarnation: IncarnationId;
  readonly epoch: number;
  /** The offset after the owner's claim. */
  readonly nextOffset: number;
  readonly room: RoomMaker;
  /** Called in order, once per frame that is known to count (O4), with its last record's offset. */
  readonly counted: (frame: ProducedFrame, offset: number, appendMs: number) => void;
  /** The owner has been superseded or cannot go on: nothing more will count. */
  readonly stopped: (reason: string) => void;
}

/**
 * Appends an owner's frames (rules L3, O4): one append at a time, ticks that ran ahead together and in
 * order, the same bytes again until it is settled; what is not acknowledged at the next offset is read
 * back before anything is shown.
 */
export class FrameWriter {
  readonly #options: FrameWriterOptions;
  readonly #queue: ProducedFrame[] = [];
  #inFlight = 0;
  #pumping = false;
  #stopped = false;
  #nextOffset: number;
  /** When the log was last told aloud to be full. */
  #saidFullMs = -Infinity;
  /** n of the last counted frame. */
  #n = 0;

  constructor(options: FrameWriterOptions) {
    this.#options = options;
    this.#nextOffset = options.nextOffset;
  }

  /** Frames that are not known to count yet. */
  get depth(): number {
    return this.#queue.length + this.#inFlight;
  }

  /** The offset that the next frame is expected at. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  write(frame: ProducedFrame): void {
    this.#queue.push(frame);
    if (!this.#pumping) void this.#pump();
  }

  /** Nothing is shown after this returns. */
  stop(): void {
    this.#stopped = true;
    this.#queue.length = 0;
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    try {
      while (this.#queue.length > 0 && !this.#stopped) {
        const batch = this.#takeBatch();
        this.#inFlight = batch.length;
        const settled = await this.#append(batch);
        this.#inFlight = 0;
        if (!settled) return;
      }
    } catch (error) {
      this.#fail(`reading back failed: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.#pumping = false;
    }
  }

  /** Frames that fit into one batch of the broker; at least one. */
  #takeBatch(): ProducedFrame[] {
    let bytes = 0;
    let take = 0;
    for (const frame of this.#queue) {
      for (const record of frame.records) bytes += record.length + 64;
      if (take > 0 && bytes > LIMITS.batchBytesMax) break;
      take++;
    }
    return this.#queue.splice(0, take);
  }

  /** @returns whether the owner goes on */
  async #append(batch: readonly ProducedFrame[]): Promise<boolean> {
    const { clock } = this.#options;
    const started = clock.monotonicMs();
    const firstOffset = this.#nextOffset;
    let end = firstOffset;
    let inPlace = true;
    for (const records of recordBatches(batch)) {
      const outcome = await this.#appendRecords(records);
      if (outcome === null || this.#stopped) return false;
      inPlace &&= outcome.baseOffset === end;
      end = outcome.baseOffset + records.length;
    }
    // Only when all parts of a frame are there can be read whether it counts (L6).
    if (!inPlace) return (await this.#untilReadBack(batch, firstOffset, end)) && !this.#stopped;
    const appendMs = clock.monotonicMs() - started;
    this.#nextOffset = end;
    let offset = firstOffset - 1;
    for (const frame of batch) {
      offset += frame.records.length;
      if (this.#stopped) return false;
      this.#n = frame.n;
      this.#options.counted(frame, offset, appendMs);
    }
    return true;
  }

  /** Sends the same bytes until the log acknowledges them; null when the region stops. */
  async #appendRecords(
    records: readonly Uint8Array[],
  ): Promise<Extract<AppendOutcome, { kind: 'acknowledged' }> | null> {
    const { region, logger } = this.#options;
    let refusals = 0;
    let told = false;
    let mayBeThere = false;
    for (let attempt = 0; !this.#stopped; attempt++) {
      const outcome = await this.#send(records);
      if (outcome.kind === 'acknowledged') {
        if (told) logger.info('the log takes frames again', { region, attempt });
        return outcome;
      }
      // What was under way as the region stopped concerns nobody here: the next owner reads what is there.
      if (this.#stopped) return null;
      mayBeThere ||= outcome.kind === 'unknown';
      // A full log is waited for: with the region's next checkpoint history goes, or somebody makes room.
      const isFull = isFullLog(outcome);
      if (attempt === 0) told = this.#tell(outcome.error, isFull);
      refusals = outcome.kind === 'refused' && !isFull ? refusals + 1 : 0;
      const hopeless = outcome.kind === 'refused' && !outcome.error.retriable && !mayBeThere;
      if (hopeless || refusals > REFUSALS_MAX) {
        this.#fail(`the log refuses its frames: ${outcome.error.message}`);
        return null;
      }
      await this.#wait(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
    }
    return null;
  }

  /** Sends once; for the room that a nearly full log leaves to others only while a checkpoint waits. */
  async #send(records: readonly Uint8Array[]): Promise<AppendOutcome> {
    const { log, topic, region, room } = this.#options;
    const outcome = await log.append(topic, region, records, true);
    if (outcome.kind !== 'unknown') room.full = isFullLog(outcome);
    if (!isFullLog(outcome) || !room.makesRoom || this.#stopped) return outcome;
    return log.append(topic, region, records);
  }

  /** @returns whether it was said aloud */
  #tell(error: AtlasError, isFull: boolean): boolean {
    const { clock, logger, region } = this.#options;
    const nowMs = clock.monotonicMs();
    if (isFull && nowMs < this.#saidFullMs + FULL_WORD_MS) return false;
    if (isFull) this.#saidFullMs = nowMs;
    logger.warn('the log does not take frames', describe(region, error));
    return true;
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.after(delayMs, resolve);
    });
  }

  /** What passes by itself is waited for (O6): a log that is away for a moment gives nobody's region up. */
  async #untilReadBack(
    batch: readonly ProducedFrame[],
    fromOffset: number,
    end: number,
  ): Promise<boolean> {
    for (let attempt = 0; !this.#stopped; attempt++) {
      try {
        return await this.#readBack(batch, fromOffset, end);
      } catch (error) {
        if (!isTransient(error)) throw error;
      }
      await this.#wait(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
    }
    return false;
  }

  /**
   * O4: the acknowledgement came at another offset, so others wrote between. Goes on only if every
   * frame of the batch counts and the last of them is the last that counts.
   */
  async #readBack(
    batch: readonly ProducedFrame[],
    fromOffset: number,
    end: number,
  ): Promise<boolean> {
    const { log, topic, region, epoch, counted } = this.#options;
    const gate = new FrameGate(region, { epoch, n: this.#n });
    const offsets = new Map<number, number>();
    let superseded = false;
    await readToEnd({
      log,
      topic,
      partition: region,
      fromOffset,
      onRecord: ({ offset, value }) => {
        if (offset >= end) return;
        const record = readFrameRecord({ offset, value }, this.#options);
        if (!record) return;
        const verdict = gate.apply(record, offset);
        if (verdict.kind === 'claim') superseded = true;
        if (verdict.kind === 'counts') offsets.set(verdict.frame.n, offset);
      },
    });
    const last = batch[batch.length - 1];
    if (superseded || !offsets.has(last.n) || gate.countedN !== last.n) {
      this.#fail('another owner claimed the region');
      return false;
    }
    this.#nextOffset = end;
    for (const frame of batch) {
      const offset = offsets.get(frame.n);
      if (offset === undefined || this.#stopped) return false;
      this.#n = frame.n;
      counted(frame, offset, 0);
    }
    return true;
  }

  #fail(reason: string): void {
    if (this.#stopped) return;
    this.stop();
    this.#options.stopped(reason);
  }
}

/** One append's records each: a frame in parts larger than a batch goes one part an append (L6). */
function recordBatches(batch: readonly ProducedFrame[]): readonly Uint8Array[][] {
  if (batch.length > 1 || batch[0].records.length === 1) {
    return [batch.flatMap(({ records }) => records)];
  }
  return batch[0].records.map((record) => [record]);
}

function isFullLog(outcome: AppendOutcome): boolean {
  return outcome.kind === 'refused' && outcome.error.code === 'ATLAS_LOG_FULL';
}

function describe(region: RegionId, error: AtlasError): Record<string, unknown> {
  const { code, message, hint } = error;
  return { region, code, error: message, ...(hint === '' ? {} : { hint }) };
}
