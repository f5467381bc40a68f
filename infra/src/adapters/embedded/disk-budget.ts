import { AtlasError } from '@atlasnet/schemas';

/** What the log's segments may take on the disk, shared by all partitions. */
export class DiskBudget {
  readonly bytesMax: number;
  #usedBytes = 0;

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Counts what is there already. */
  note(bytes: number): void {
    this.#usedBytes += bytes;
  }

  /** Reserves bytes; false when the cap does not allow it. */
  take(bytes: number): boolean {
    if (this.#usedBytes + bytes > this.bytesMax) return false;
    this.#usedBytes += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#usedBytes -= bytes;
  }

  /** The error of an append that does not fit. */
  full(directory: string): AtlasError {
    return logFull(`${directory} has reached its cap of ${this.bytesMax} bytes`);
  }
}

/** An ATLAS_LOG_FULL. */
export function logFull(what: string, cause?: unknown): AtlasError {
  return new AtlasError('ATLAS_LOG_FULL', `the log takes no more: ${what}`, {
    cause,
    hint: 'Raise log.embedded.diskBytesMax, shorten log.replayWindowMs, or free the disk.',
  });
}
