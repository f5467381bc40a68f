import { AtlasError } from '@atlasnet/schemas';

/**
 * Part of the cap that appends which yield leave to the others: to checkpoints, with which history goes, and to who
 * takes a region over. History is dropped from four fifths of the cap on, so nothing is lost by it.
 */
const RESERVE = 1 / 8;
/** Looks at the disk that somebody who fills it for a moment only is waited for, ten seconds: history that went is gone. */
const LOOKS = 20;

/** Bytes on the disk, and how many there may be. */
export interface DiskUse {
  readonly usedBytes: number;
  readonly bytesMax: number;
}

/** What the log's segments may take on the disk, shared by all partitions. */
export class DiskBudget {
  readonly #capBytes: number;
  #usedBytes = 0;
  #writtenBytes = 0;
  /** What was there at the start: of a cap that is below it the reserve is left all the same. */
  #foundBytes = 0;
  /** What the segments could take if nobody else took more of the disk, at each of the last looks; and the most. */
  #looks: readonly number[] = [];
  #diskBytes = Infinity;

  constructor(capBytes: number) {
    this.#capBytes = capBytes;
  }

  /** The cap, or what the disk has room for if that is less. */
  get use(): DiskUse {
    const usedBytes = this.#usedBytes;
    return { usedBytes, bytesMax: Math.min(this.#capBytes, this.#diskBytes) };
  }

  /** What was taken since the start, given back or not. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /** Counts what is there already. */
  note(bytes: number): void {
    this.#usedBytes += bytes;
  }

  /** What is there from before is counted. */
  opened(): void {
    this.#foundBytes = this.#usedBytes;
  }

  /** The disk has so many bytes left. */
  measured(freeBytes: number): void {
    this.#looks = [...this.#looks.slice(1 - LOOKS), this.#usedBytes + freeBytes];
    this.#diskBytes = Math.max(...this.#looks);
  }

  /** @param yields whether the reserve is not for it */
  fits(bytes: number, yields: boolean): boolean {
    const reserveBytes = this.#capBytes * RESERVE;
    const most = yields
      ? this.use.bytesMax * (1 - RESERVE)
      : Math.max(this.#capBytes, this.#foundBytes + reserveBytes);
    return this.#usedBytes + bytes <= most;
  }

  /** Reserves bytes; false when the cap does not allow it. */
  take(bytes: number, yields: boolean): boolean {
    if (!this.fits(bytes, yields)) return false;
    this.#usedBytes += bytes;
    this.#writtenBytes += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#usedBytes -= bytes;
  }

  /** The error of an append that does not fit. */
  full(name: string): AtlasError {
    const { usedBytes, bytesMax } = this.use;
    const why = bytesMax < this.#capBytes ? 'the disk has room for' : 'it may take';
    return logFull(`${name} holds ${usedBytes} of the ${Math.floor(bytesMax)} bytes that ${why}`);
  }
}

export const isDiskFull = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException | null)?.code === 'ENOSPC';

/** An ATLAS_LOG_FULL. */
export function logFull(what: string, cause?: unknown): AtlasError {
  return new AtlasError('ATLAS_LOG_FULL', `the log takes no more: ${what}`, {
    cause,
    hint: 'Raise log.embedded.diskBytesMax, shorten log.replayWindowMs, or free the disk.',
  });
}
