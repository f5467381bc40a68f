import { randomFillSync } from 'node:crypto';
import type { RandomSource } from '@atlasnet/schemas';

/** Drawn from the system at once: a call for 24 bytes costs what one for thousands does. */
const POOL_BYTES = 4096;

/** The operating system's unpredictable bytes. */
export class SystemRandom implements RandomSource {
  readonly #pool = new Uint8Array(POOL_BYTES);
  #at = POOL_BYTES;

  bytes(length: number): Uint8Array {
    if (length > POOL_BYTES / 4) return randomFillSync(new Uint8Array(length));
    if (this.#at + length > POOL_BYTES) {
      randomFillSync(this.#pool);
      this.#at = 0;
    }
    const end = this.#at + length;
    const bytes = this.#pool.slice(this.#at, end);
    // Keys are made of them: none stays here once it was given away, and none is given twice.
    this.#pool.fill(0, this.#at, end);
    this.#at = end;
    return bytes;
  }
}
