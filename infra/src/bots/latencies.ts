/** Milliseconds a bucket, and buckets: 0.25 ms up to ten seconds. */
const BUCKET_MS = 0.25;
const BUCKETS = 40_000;

/** Percentiles of millions of times in fixed memory. */
export class Latencies {
  readonly #buckets = new Uint32Array(BUCKETS + 1);
  #count = 0;
  #maxMs = 0;

  get count(): number {
    return this.#count;
  }

  /** The longest, milliseconds; 0 of none. */
  get maxMs(): number {
    return this.#maxMs;
  }

  /** Takes a time in milliseconds; below zero counts as zero. */
  add(ms: number): void {
    const bucket = Math.min(BUCKETS, Math.max(0, Math.floor(ms / BUCKET_MS)));
    this.#buckets[bucket]++;
    this.#count++;
    this.#maxMs = Math.max(this.#maxMs, ms);
  }

  /** The p-th quantile, milliseconds, to a quarter of one; NaN of none. */
  quantile(p: number): number {
    if (this.#count === 0) return NaN;
    const wanted = Math.max(1, Math.ceil(this.#count * p));
    let sum = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      sum += this.#buckets[bucket];
      if (sum >= wanted) return Math.min(this.#maxMs, (bucket + 0.5) * BUCKET_MS);
    }
    return this.#maxMs;
  }
}
