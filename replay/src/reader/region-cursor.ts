import { RegionReplica } from '@atlasnet/cluster';
import { AtlasError, ByteReader, decodeRecord, logMessages } from '@atlasnet/schemas';
import type { FrameRecord, LogRecord, RegionId } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import type { FoundCut } from './find-checkpoint.ts';
import type { WorldLog } from './world-log.ts';

/** A record of a frames partition, decoded, before it is applied. */
export interface CursorRecord {
  readonly offset: number;
  readonly timestampMs: number;
  readonly bytes: number;
  /** Of the frame that counts with it; −1 for what has no place in the order of ticks: all else. */
  readonly tick: number;
  /** Null: it cannot be decoded, or belongs to another incarnation (L2). */
  readonly record: FrameRecord | null;
  /** Why it is null. */
  readonly error: AtlasError | null;
}

/**
 * One region's partition, record by record, beside the region that they rebuild. It holds one batch
 * of undecoded records at a time, and checks that no offset is missing (L5).
 */
export class RegionCursor {
  readonly replica: RegionReplica;
  readonly #source: WorldLog;
  #endOffset: number;
  #next: number;
  #batch: readonly LogRecord[] = [];
  #at = 0;
  #peeked: CursorRecord | null = null;
  #partTick = -1;

  /** @param endOffset the first offset that is not read */
  constructor(source: WorldLog, region: RegionId, endOffset: number, cut: FoundCut | null = null) {
    const first = region === source.firstRegion;
    const options = { region, first, seed: source.incarnation.seed };
    this.replica = new RegionReplica(cut ? { ...options, start: cut } : options);
    this.#source = source;
    this.#endOffset = endOffset;
    this.#next = cut ? cut.offset + 1 : 0;
  }

  get region(): RegionId {
    return this.replica.region;
  }

  /** The offset of the next record. */
  get nextOffset(): number {
    return this.#peeked ? this.#peeked.offset : this.#next;
  }

  /** The newest tick that was applied. */
  get tick(): number {
    return this.replica.lastFrame?.tick ?? this.replica.state?.tick ?? 0;
  }

  /** Whether peek() would give nothing. */
  get atEnd(): boolean {
    return this.#peeked === null && this.#next >= this.#endOffset;
  }

  /** Lets the cursor go further: the log has grown. */
  extendTo(endOffset: number): void {
    this.#endOffset = Math.max(this.#endOffset, endOffset);
  }

  /** The next record, left where it is; null at the end. */
  async peek(): Promise<CursorRecord | null> {
    if (this.#peeked) return this.#peeked;
    if (this.atEnd) return null;
    if (this.#at >= this.#batch.length) await this.#fill();
    const raw = this.#batch[this.#at];
    if (raw.offset !== this.#next) throw this.#gap(raw.offset);
    this.#at += 1;
    this.#next += 1;
    this.#peeked = this.#decode(raw);
    return this.#peeked;
  }

  /** Moves past the record that peek() gave; the caller has applied it to the replica, or not. */
  consume(): void {
    this.#peeked = null;
  }

  async #fill(): Promise<void> {
    const { log, topics } = this.#source;
    const { records } = await log.read({
      topic: topics.frames,
      partition: this.region,
      fromOffset: this.#next,
      bytesMax: LIMITS.readBytes,
    });
    if (records.length === 0) throw this.#gap(this.#next);
    this.#batch = records;
    this.#at = 0;
    while (this.#at < records.length && records[this.#at].offset < this.#next) this.#at += 1;
    if (this.#at === records.length) throw this.#gap(this.#next);
  }

  #decode({ offset, timestampMs, value }: LogRecord): CursorRecord {
    const { incarnationId } = this.#source;
    const at = { offset, timestampMs, bytes: value.length };
    try {
      const record = decodeRecord(logMessages.FrameRecord, value, incarnationId, 'frame record');
      return { ...at, record, error: null, tick: this.#tickOf(record) };
    } catch (error) {
      if (!(error instanceof AtlasError) || error.code === 'ATLAS_RECORD_VERSION') throw error;
      return { ...at, record: null, error, tick: -1 };
    }
  }

  /** A record that is void may name any later tick, and must not hold up those that count behind it. */
  #tickOf(record: FrameRecord): number {
    const { frame, part } = record;
    if (part?.index === 0) this.#partTick = tickOfPrefix(part.bytes);
    if (!this.replica.gate.wouldCount(record)) return -1;
    return frame ? frame.tick : this.#partTick;
  }

  #gap(found: number): AtlasError {
    const { frames } = this.#source.topics;
    const place = `partition ${this.region} of ${frames}`;
    return new AtlasError('ATLAS_LOG_GAP', `${place} does not give offset ${this.#next}`, {
      details: { topic: frames, partition: this.region, offset: this.#next, found },
      hint: 'the log was trimmed while it was read: begin again',
    });
  }
}

/** Field numbers of log.proto's Frame: the tick comes before anything large. */
const TICK_FIELD = 5;

/** The tick of a frame of which only the first part is here (L6); −1 when it does not say. */
function tickOfPrefix(bytes: Uint8Array): number {
  const reader = new ByteReader(bytes, 'the first part of a frame');
  try {
    for (;;) {
      const tag = reader.varint();
      if (tag >>> 3 > TICK_FIELD) return -1;
      if (tag === TICK_FIELD << 3) return reader.varint53();
      if ((tag & 7) === 0) reader.varint53();
      else reader.position += reader.count();
    }
  } catch (error) {
    if (error instanceof AtlasError) return -1;
    throw error;
  }
}
