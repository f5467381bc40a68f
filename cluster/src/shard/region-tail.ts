import { AtlasError } from '@atlasnet/schemas';
import type { Frame, IncarnationId, Logger, RegionId } from '@atlasnet/schemas';
import { RegionReplica } from '../core/region-replica.ts';
import type { FrameObserver, ReplicaStart } from '../core/region-replica.ts';
import type { CheckpointPlace } from './checkpoint-store.ts';
import { readFrameRecord } from './read-frame-record.ts';

/** Frames kept for readers that resume: five seconds at 20 Hz. */
const TAIL_FRAMES = 100;

export interface RegionTailOptions {
  readonly region: RegionId;
  readonly incarnation: IncarnationId;
  readonly logger: Logger;
  readonly seed: number;
  /** Whether it is the world's first region (M4). */
  readonly first: boolean;
  /** A verified cut and the offset after its frame; absent: from the partition's first record. */
  readonly start?: ReplicaStart & { readonly nextOffset: number };
  /** Where that cut lies in the topic, if it was read there. */
  readonly base?: CheckpointPlace | null;
}

/** A counted frame and the offset at which it ended. */
export interface TailFrame {
  readonly frame: Frame;
  readonly offset: number;
  /** Of the declaration that it counted under. */
  readonly worldSchemaHash: number;
}

/**
 * A region's counted state and its newest frames, kept up from its partition record by record: what a
 * recovery makes of the tail, and what a standby keeps warm (C3).
 */
export class RegionTail {
  readonly region: RegionId;
  readonly replica: RegionReplica;
  readonly #options: RegionTailOptions;
  readonly #frames: TailFrame[] = [];
  /** Applied since the hash was compared last. */
  #unchecked: Frame | null = null;
  #next: number;
  /** Frames that counted since the start. */
  counted = 0;
  /** Of the records from the start on. */
  bytes = 0;
  /** C2: a frame above the current epoch without a claim: the start was no cut of counted state. */
  wrongStart = false;

  constructor(options: RegionTailOptions) {
    this.#options = options;
    this.region = options.region;
    this.replica = new RegionReplica(options);
    this.#next = options.start?.nextOffset ?? 0;
  }

  /** The offset of the record that {@link take} wants next. */
  get nextOffset(): number {
    return this.#next;
  }

  /** Where the verified cut lies that it began from; null: not in the topic. */
  get base(): CheckpointPlace | null {
    return this.#options.base ?? null;
  }

  /** The newest counted frames, oldest first. */
  get frames(): readonly TailFrame[] {
    return this.#frames.slice(-TAIL_FRAMES);
  }

  /**
   * Takes the record at the next offset; older ones are passed over.
   * @param observe sees what a frame that counts has changed
   * @throws AtlasError ATLAS_HASH_MISMATCH and what {@link RegionReplica.apply} throws: the tail is
   *   then not to be used any more
   */
  take(
    record: { readonly offset: number; readonly value: Uint8Array },
    observe?: FrameObserver,
  ): void {
    if (record.offset < this.#next) return;
    this.#next = record.offset + 1;
    this.bytes += record.value.length;
    const decoded = readFrameRecord(record, this.#options);
    if (!decoded) return;
    // The last frame under a declaration is compared before another one's claim.
    if (decoded.claim) this.check();
    const verdict = this.replica.apply(decoded, record.offset, observe);
    if (verdict.kind === 'void' && verdict.reason === 'unclaimed-epoch') this.wrongStart = true;
    if (verdict.kind !== 'counts') return;
    this.#unchecked = verdict.frame;
    this.counted += 1;
    const worldSchemaHash = this.replica.schema?.hash ?? 0;
    this.#frames.push({ frame: verdict.frame, offset: record.offset, worldSchemaHash });
    if (this.#frames.length > TAIL_FRAMES * 2) this.#frames.splice(0, TAIL_FRAMES);
  }

  /**
   * I6: what was rebuilt has the hash of the newest frame that counts.
   * @throws AtlasError ATLAS_HASH_MISMATCH
   */
  check(): void {
    const last = this.#unchecked;
    const { state } = this.replica;
    this.#unchecked = null;
    if (last === null || state === null) return;
    const hash = state.hash(last.n % last.hashSlices);
    if (hash.low >>> 0 === last.hashLow && hash.high >>> 0 === last.hashHigh) return;
    throw new AtlasError(
      'ATLAS_HASH_MISMATCH',
      `[I6] region ${last.region}, tick ${last.tick}: the rebuilt state does not have the frame's hash`,
      {
        details: { region: last.region, tick: last.tick, epoch: last.epoch, n: last.n },
        hint: 'run `atlasnet replay verify` to find the first frame that differs',
      },
    );
  }
}
