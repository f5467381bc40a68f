const BUCKETS = 40_001;
const BUCKETS_PER_MS = 20;

/** Milliseconds in buckets of 0.05 to two seconds, as native-bots count them. */
export class Histogram {
  count = 0;
  #buckets = new Uint32Array(BUCKETS);
  #most = 0;

  add(ms) {
    const bucket = Math.floor(Math.max(0, ms) * BUCKETS_PER_MS);
    this.#buckets[Math.min(BUCKETS - 1, bucket)]++;
    this.count++;
    this.#most = Math.max(this.#most, ms);
  }

  /** −1 of none. */
  quantile(share) {
    const wanted = Math.ceil(share * this.count);
    let sum = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      sum += this.#buckets[bucket];
      if (sum > 0 && sum >= wanted) {
        return bucket === BUCKETS - 1 ? this.#most : (bucket + 0.5) / BUCKETS_PER_MS;
      }
    }
    return -1;
  }
}
