import type { RandomSource } from '@atlasnet/schemas';
import { HOST_BUCKETS } from '../limits.ts';
import { ratedAddress } from '../rated-address.ts';
import { readUint32 } from './bytes.ts';

/**
 * Counts requests per host (of IPv6, per network of 64 bits) in fixed memory, whoever sends: hosts are hashed into buckets with a seed
 * that changes every second, so an attacker cannot aim at another's bucket and two hosts that share
 * one part at the next second.
 */
export class HostRateLimiter {
  readonly #buckets = new Uint16Array(HOST_BUCKETS);
  readonly #perHostPerSecondMax: number;
  readonly #perSecondMax: number;
  #seed: number;
  #total = 0;
  #windowEndMs = 0;

  /** Per-host limits above 65,535 mean none. */
  constructor(perHostPerSecondMax: number, perSecondMax: number, random: RandomSource) {
    this.#perHostPerSecondMax = perHostPerSecondMax;
    this.#perSecondMax = perSecondMax;
    this.#seed = readUint32(random.bytes(4), 0) | 1;
  }

  /** Takes one request: `ok`, or which limit it is over. */
  take(host: string, nowMs: number): 'ok' | 'host' | 'all' {
    if (nowMs >= this.#windowEndMs) {
      this.#windowEndMs = nowMs + 1000;
      this.#total = 0;
      this.#buckets.fill(0);
      this.#seed = Math.imul(this.#seed, 0x9e3779b1) ^ (this.#seed >>> 15) ^ 0x7f4a7c15;
    }
    const bucket = this.#bucketOf(ratedAddress(host));
    const count = this.#buckets[bucket] ?? 0;
    if (count >= this.#perHostPerSecondMax) return 'host';
    if (count < 65_535) this.#buckets[bucket] = count + 1;
    if (this.#total >= this.#perSecondMax) return 'all';
    this.#total++;
    return 'ok';
  }

  #bucketOf(host: string): number {
    let hash = this.#seed;
    for (let i = 0; i < host.length; i++) {
      hash = Math.imul(hash ^ host.charCodeAt(i), 0x01000193);
      hash ^= hash >>> 13;
    }
    hash = Math.imul(hash, 0x85ebca6b);
    return ((hash ^ (hash >>> 16)) >>> 0) % HOST_BUCKETS;
  }
}
