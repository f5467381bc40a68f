import { randomFillSync } from 'node:crypto';
import type { RandomSource } from '@atlasnet/schemas';

/** The operating system's unpredictable bytes. */
export class SystemRandom implements RandomSource {
  bytes(length: number): Uint8Array {
    return randomFillSync(new Uint8Array(length));
  }
}
