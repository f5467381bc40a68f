import { AtlasError, FrameGate, decodeRecord, logMessages } from '@atlasnet/schemas';
import type { FrameRecord, IncarnationId, LogRecord, RegionId } from '@atlasnet/schemas';

/** What the log shows of one change of owner. */
export interface TakeoverGap {
  readonly region: RegionId;
  /** Of the claim. */
  readonly epoch: number;
  /** Of the new owner: 16 hexadecimal digits. */
  readonly process: string;
  /** Tick numbers that no frame has, between the last owner's last and the next one's first. */
  readonly missedTicks: number;
  /** Between the appends of these two frames, by the log's clock, milliseconds. */
  readonly gapMs: number;
  /** When the claim came after the last frame, and the first frame after the claim, milliseconds. */
  readonly claimMs: number;
  readonly firstFrameMs: number;
  /** When the new owner's first frame was appended, by the log's clock. */
  readonly atMs: number;
  /** That ran in it. */
  readonly entities: number;
}

/** A frame that ran a tick. */
export interface StampedTick {
  readonly tick: number;
  /** When it was appended, by the log's clock. */
  readonly atMs: number;
  readonly entities: number;
  /** How long its tick was by its own word, by the clock and on a processor, milliseconds. */
  readonly clockMs: number;
  readonly processorMs: number;
}

/** Measures in a region's records what each change of owner cost; feed it every record in order. */
export class TakeoverGaps {
  readonly gaps: TakeoverGap[] = [];
  readonly #incarnation: IncarnationId;
  readonly #region: RegionId;
  readonly #gate: FrameGate;
  readonly #ticked: (tick: StampedTick) => void;
  #last: StampedTick | null = null;
  #claimed: { readonly atMs: number; readonly epoch: number; readonly process: string } | null =
    null;

  /** @param ticked is told of every frame that ran a tick */
  constructor(
    region: RegionId,
    incarnation: IncarnationId,
    ticked: (tick: StampedTick) => void = () => undefined,
  ) {
    this.#ticked = ticked;
    this.#region = region;
    this.#incarnation = incarnation;
    this.#gate = new FrameGate(region);
  }

  /** The newest frame that ran a tick. */
  get newest(): StampedTick | null {
    return this.#last;
  }

  take({ offset, timestampMs, value }: LogRecord): void {
    const record = this.#decode(value);
    if (!record) return;
    const verdict = this.#gate.apply(record, offset);
    if (verdict.kind === 'claim') {
      const { epoch, process } = verdict.claim;
      this.#claimed = { atMs: timestampMs, epoch, process: Buffer.from(process).toString('hex') };
    }
    if (verdict.kind !== 'counts' || verdict.frame.empty) return;
    const { tick, entities, timings } = verdict.frame;
    const next = {
      ...{ tick, atMs: timestampMs, entities },
      clockMs: (timings?.tickMicros ?? 0) / 1000,
      processorMs: (timings?.processorMicros ?? 0) / 1000,
    };
    this.#ticked(next);
    if (this.#claimed && this.#last) {
      const { atMs, epoch, process } = this.#claimed;
      this.gaps.push({
        region: this.#region,
        epoch,
        process,
        missedTicks: next.tick - this.#last.tick - 1,
        gapMs: next.atMs - this.#last.atMs,
        claimMs: atMs - this.#last.atMs,
        firstFrameMs: next.atMs - atMs,
        atMs: next.atMs,
        entities,
      });
    }
    this.#claimed = null;
    this.#last = next;
  }

  #decode(value: Uint8Array): FrameRecord | null {
    try {
      return decodeRecord(logMessages.FrameRecord, value, this.#incarnation, 'frame');
    } catch (error) {
      if (error instanceof AtlasError) return null;
      throw error;
    }
  }
}
