import type { DiskUse } from '../disk-budget.ts';

/** A cap that holds less than this of the world is too small, milliseconds. */
const HELD_MS = 120_000;
/** What the world writes is judged by so long a time, milliseconds: a few of its checkpoints. */
const WINDOW_MS = 30_000;
/** From this part of the cap on regions drop history. */
const PRESSED = 0.8;
/** What is said once is said again when so many times as much is wanted. */
const AGAIN = 1.5;
const MIB = 1024 ** 2;

/** A cap that is too small. */
export interface CapTooSmall {
  readonly bytesPerSecond: number;
  /** What would do, a power of two of MiB. */
  readonly wantedBytes: number;
}

/** What is looked at: of the log since its start, and now. */
export interface CapLook extends DiskUse {
  readonly nowMs: number;
  readonly writtenBytes: number;
  /** What cannot be reclaimed, at most: the newest files of all partitions. */
  readonly fixedBytes: number;
}

/** Tells when the disk cap is too small for what the world writes. */
export class CapWatch {
  #from: CapLook | null = null;
  #saidBytes = 0;

  /** @returns what is to be said now */
  look(look: CapLook): CapTooSmall | null {
    const from = (this.#from ??= look);
    const passedMs = look.nowMs - from.nowMs;
    if (passedMs < WINDOW_MS) return null;
    this.#from = look;
    const bytesPerSecond = ((look.writtenBytes - from.writtenBytes) * 1000) / passedMs;
    const neededBytes = Math.max((bytesPerSecond * HELD_MS) / 1000, look.fixedBytes) / PRESSED;
    if (neededBytes <= Math.max(look.bytesMax, this.#saidBytes * AGAIN)) return null;
    this.#saidBytes = neededBytes;
    return { bytesPerSecond, wantedBytes: 2 ** Math.ceil(Math.log2(neededBytes / MIB)) * MIB };
  }
}
