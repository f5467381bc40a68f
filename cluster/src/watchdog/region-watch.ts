import { FrameGate } from '@atlasnet/schemas';
import type { Frame, FrameRecord, GatePosition, RegionId } from '@atlasnet/schemas';
import { WATCHDOG_LIMITS } from './watchdog-options.ts';

/** How much the newest frame weighs in a region's mean cost: about the last five seconds at 20 Hz. */
const COST_WEIGHT = 0.01;

/**
 * What a watchdog knows of one region from its log (rule O5): which epoch writes, how far it is, and
 * for how long it has been silent while the log answered. Pure: times are the watchdog's monotonic
 * milliseconds.
 */
export class RegionWatch {
  readonly region: RegionId;
  readonly #gate: FrameGate;
  readonly #emptyFramesLimitMs: number;
  #assignedEpoch = 0;
  /** Frames of the epoch in force that counted. */
  #frames = 0;
  /** Whether the newest assignment's owner ticked so often that it will go on. */
  #established = false;
  #tries = 0;
  #silentMs = 0;
  #provenMs: number;
  #emptySinceMs: number | null = null;
  #newest: Frame | null = null;
  #costMicros: number | null = null;
  #readToEnd = false;

  constructor(
    region: RegionId,
    nowMs: number,
    emptyFramesLimitMs: number,
    position: GatePosition = { epoch: 0, n: 0 },
  ) {
    this.region = region;
    this.#gate = new FrameGate(region, position);
    this.#emptyFramesLimitMs = emptyFramesLimitMs;
    this.#provenMs = nowMs;
  }

  /** The epoch whose claim is in force; 0: nobody ever claimed. */
  get epoch(): number {
    return this.#gate.epoch;
  }

  /** Whether the log was read to its end at least once: before, nothing is judged. */
  get isRead(): boolean {
    return this.#readToEnd;
  }

  /** Whether the owner by the newest assignment has claimed and its frames count. */
  get hasFrames(): boolean {
    return this.#frames > 0 && this.#gate.epoch >= this.#assignedEpoch;
  }

  /**
   * Assignments in a row whose owners ticked less than {@link WATCHDOG_LIMITS.establishedFrames} times. One that
   * gets a frame out and then runs a tick longer than a lease would else be replaced for ever, by others that do
   * the same.
   */
  get tries(): number {
    return this.#tries;
  }

  /** For how long the log was silent while it answered, milliseconds. */
  get silentMs(): number {
    return this.#silentMs;
  }

  /** The newest counted frame that was read; null: none. */
  get newestFrame(): Frame | null {
    return this.#newest;
  }

  /** P3: whether the newest counted frame is the release. */
  get isClosed(): boolean {
    return this.#newest?.closed ?? false;
  }

  /** Mean time of a tick, microseconds; null before the first frame. */
  get costMicros(): number | null {
    return this.#costMicros;
  }

  /** An assignment counts: its owner gets its time, however long the last one was silent. */
  assigned(epoch: number, nowMs: number): void {
    if (epoch <= this.#assignedEpoch) return;
    if (this.#assignedEpoch > 0 && !this.#established) this.#tries += 1;
    this.#assignedEpoch = epoch;
    this.#established = false;
    this.#progress(nowMs);
  }

  /** Takes the record at `offset`. */
  take(record: FrameRecord, offset: number, nowMs: number): void {
    const verdict = this.#gate.apply(record, offset);
    if (verdict.kind === 'claim') {
      this.#frames = 0;
      this.#emptySinceMs = null;
      this.#progress(nowMs);
    }
    if (verdict.kind === 'counts') this.#takeFrame(verdict.frame, nowMs);
  }

  #takeFrame(frame: Frame, nowMs: number): void {
    this.#newest = frame;
    const owned = this.#gate.epoch >= this.#assignedEpoch;
    this.#frames += 1;
    if (owned && this.#frames >= WATCHDOG_LIMITS.establishedFrames) {
      this.#established = true;
      this.#tries = 0;
    }
    const cost = frame.timings?.tickMicros ?? 0;
    this.#costMicros = (this.#costMicros ?? cost) * (1 - COST_WEIGHT) + cost * COST_WEIGHT;
    if (frame.empty) {
      this.#emptySinceMs ??= nowMs;
      if (nowMs - this.#emptySinceMs > this.#emptyFramesLimitMs) return;
    } else {
      this.#emptySinceMs = null;
    }
    // While an older owner goes on, the newest one's silence still counts.
    if (owned) this.#progress(nowMs);
  }

  /** The log answered that the reader stands at its end: the silence until now is proven. */
  atEnd(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#provenMs);
    if (this.#readToEnd) this.#silentMs += Math.min(elapsedMs, WATCHDOG_LIMITS.silencePerLookMs);
    this.#readToEnd = true;
    this.#provenMs = nowMs;
  }

  /** The watchdog itself stood still: what it did not see proves nothing. */
  forget(nowMs: number): void {
    this.#silentMs = 0;
    this.#provenMs = nowMs;
  }

  #progress(nowMs: number): void {
    this.#silentMs = 0;
    this.#provenMs = nowMs;
  }
}
