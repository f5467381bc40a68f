import type { RandomSource } from '@atlasnet/schemas';
import { readUint32 } from './bytes.ts';

/**
 * Sequence numbers above 2^63 (rule S3): for packets sealed before a token is used up. They start at
 * a random place in every process, because several proxies, or a process and its successor, may
 * seal challenges for one token, and no key may seal two packets with one number. Bit 62 is clear at
 * the start, so 2^62 numbers are left before the counter could wrap.
 */
export class HighSequence {
  low: number;
  high: number;

  constructor(random: RandomSource) {
    const bytes = random.bytes(8);
    this.low = readUint32(bytes, 0);
    this.high = ((readUint32(bytes, 4) & 0x3fff_ffff) | 0x8000_0000) >>> 0;
  }

  advance(): void {
    this.low = (this.low + 1) >>> 0;
    if (this.low === 0) this.high = (this.high + 1) >>> 0;
  }
}
