import { GATEWAY_LIMITS } from './limits.ts';

/**
 * Requests per key and minute, in bounded memory: the generic cell rate algorithm (ITU-T I.371), one
 * number a key. A sixth of a minute's requests may come at once.
 */
export class RateLimiter {
  readonly #intervalMs: number;
  readonly #burstMs: number;
  readonly #keysMax: number;
  /** When a key's requests so far would have come at the allowed rate; the longest unseen first. */
  readonly #arrivals = new Map<string, number>();

  constructor(perMinute: number, keysMax: number = GATEWAY_LIMITS.ratedKeys) {
    this.#intervalMs = 60_000 / perMinute;
    const burst = Math.max(1, Math.floor(perMinute * GATEWAY_LIMITS.burstPart));
    this.#burstMs = (burst - 1) * this.#intervalMs;
    this.#keysMax = keysMax;
  }

  /** Takes one request: 0, or how long to wait, milliseconds. */
  take(key: string, nowMs: number): number {
    const arrival = Math.max(this.#arrivals.get(key) ?? 0, nowMs);
    const waitMs = arrival - nowMs - this.#burstMs;
    this.#arrivals.delete(key);
    // Rounding must not refuse the last request of a burst.
    const isAdmitted = waitMs <= 1e-6;
    this.#arrivals.set(key, isAdmitted ? arrival + this.#intervalMs : arrival);
    if (this.#arrivals.size > this.#keysMax) {
      const oldest = this.#arrivals.keys().next();
      if (!oldest.done) this.#arrivals.delete(oldest.value);
    }
    return isAdmitted ? 0 : Math.ceil(waitMs);
  }
}
