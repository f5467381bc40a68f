import { decodeMessage, logMessages } from '@atlasnet/schemas';
import type { IncarnationId, Logger, RegionId, WorldSchema } from '@atlasnet/schemas';
import { RegionState } from '../core/region-state.ts';
import { SnapshotCut } from '../core/snapshot-cut.ts';
import { RegionTail } from './region-tail.ts';

/** Frames between two checkpoints that are written and restored. */
const RESTORE_FRAMES = 8;

/** A rehearsal has no record that is worth a word. */
const SILENT: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export interface RehearsalReaderOptions {
  readonly schema: WorldSchema;
  readonly region: RegionId;
  readonly incarnation: IncarnationId;
}

/**
 * Reads what a made-up region writes, as a recovery and a standby do: applies each frame, compares its hash,
 * and goes on from a checkpoint now and then. It is the owner's first frames after a takeover that are read
 * slowest: uncompiled, two of 100,000 entities took as long as the fifteen after them.
 */
export class RehearsalReader {
  readonly #options: RehearsalReaderOptions;
  #tail: RegionTail;
  readonly #epoch: number;
  #offset = 0;
  /** Checkpoints that were restored. */
  restored = 0;

  constructor(options: RehearsalReaderOptions, epoch: number) {
    this.#options = options;
    this.#epoch = epoch;
    this.#tail = this.#from(new RegionState(options.schema, options.region), 0);
  }

  /** What it has rebuilt. */
  get state(): RegionState | null {
    return this.#tail.replica.state;
  }

  /**
   * Takes the records of the next frame.
   * @throws AtlasError ATLAS_HASH_MISMATCH, and what {@link RegionTail.take} throws
   */
  take(records: readonly Uint8Array[]): void {
    for (const value of records) this.#tail.take({ offset: this.#offset++, value });
    this.#tail.check();
    const { state, lastFrame } = this.#tail.replica;
    if (state === null || lastFrame === null || lastFrame.n % RESTORE_FRAMES !== 0) return;
    const bytes = new SnapshotCut(state, lastFrame.n % lastFrame.hashSlices).encodeNow();
    const snapshot = decodeMessage(logMessages.RegionSnapshot, bytes, 'a rehearsed checkpoint');
    this.#tail = this.#from(RegionState.fromSnapshot(snapshot), lastFrame.n);
    this.restored++;
  }

  #from(state: RegionState, n: number): RegionTail {
    const start = { state, epoch: this.#epoch, n, nextOffset: this.#offset };
    return new RegionTail({ ...this.#options, logger: SILENT, seed: 1, first: false, start });
  }
}
