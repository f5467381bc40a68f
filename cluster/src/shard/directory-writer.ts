import { AtlasError, encodeDirectory, encodeDirectoryBody, storeKeys } from '@atlasnet/schemas';
import type { Clock, IncarnationId, Logger, RegionId, StateStore } from '@atlasnet/schemas';
import type { ProducedFrame } from '../core/region-runtime.ts';
import type { RegionState } from '../core/region-state.ts';
import { LIMITS } from '../limits.ts';

export interface DirectoryWriterOptions {
  readonly region: RegionId;
  readonly incarnation: IncarnationId;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A new owner's first entry waits for so long, milliseconds: its first frame goes first, and the last owner's entry holds. */
const FIRST_MS = 500;

/** What a directory entry lists of a region's state: the same bytes for the same state. */
export function directoryBodyOf(state: RegionState): Uint8Array {
  const { table } = state;
  const { slots, length } = table.slotsById();
  const ids = new Float64Array(length);
  for (let i = 0; i < length; i++) ids[i] = table.ids[slots[i]];
  return encodeDirectoryBody(ids, length, state.sessions.values());
}

/**
 * Keeps a region's part of the directory in the store: who is here, as of a frame that counts. It is a
 * hint: nothing waits for it, and one that the store did not take is overtaken by the next.
 */
export class DirectoryWriter {
  readonly #options: DirectoryWriterOptions;
  #nextMs: number;
  #busy = false;
  #cut: { readonly frame: ProducedFrame; readonly body: Uint8Array } | null = null;

  constructor(options: DirectoryWriterOptions) {
    this.#options = options;
    this.#nextMs = options.clock.monotonicMs() + FIRST_MS;
  }

  /** The store lost what it held: the next tick is listed. */
  soon(): void {
    this.#nextMs = 0;
  }

  /** Called right after a tick: takes the list, which is written when that tick's frame counts. */
  produced(state: RegionState, frame: ProducedFrame): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs < this.#nextMs || this.#busy) return;
    this.#nextMs = nowMs + LIMITS.directoryIntervalMs;
    this.#busy = true;
    this.#cut = { frame, body: directoryBodyOf(state) };
  }

  /** A frame counts. */
  counted(produced: ProducedFrame, offset: number): void {
    if (this.#cut?.frame !== produced) return;
    const { body } = this.#cut;
    this.#cut = null;
    const { epoch, n, tick } = produced.frame;
    const { region } = this.#options;
    void this.#write(encodeDirectory({ region, epoch, n, offset, tick }, body));
  }

  async #write(entry: Uint8Array): Promise<void> {
    const { store, incarnation, region, logger } = this.#options;
    try {
      const ttlMs = LIMITS.directoryTtlMs;
      await store.set(storeKeys.directory(incarnation, region), entry, { ttlMs });
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      logger.debug('the directory was not written', { region, error: error.message });
    } finally {
      this.#busy = false;
    }
  }
}
