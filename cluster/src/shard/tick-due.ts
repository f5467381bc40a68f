import type { Clock } from '@atlasnet/schemas';

/** When a region's next tick begins, for readers who gather what they say until just before it. */
export class TickDue {
  readonly #clock: Clock;
  readonly #tickMs: number;
  /** By the process's monotonic clock, milliseconds. */
  #atMs = -Infinity;

  constructor(clock: Clock, tickMs: number) {
    this.#clock = clock;
    this.#tickMs = tickMs;
  }

  /** @param position world time in ticks, now */
  know(position: number): void {
    const left = Math.floor(position) + 1 - position;
    this.#atMs = this.#clock.monotonicMs() + left * this.#tickMs;
  }

  /** From now until then, microseconds; 0: it is over, or nobody knows. */
  get micros(): number {
    return Math.max(0, Math.round((this.#atMs - this.#clock.monotonicMs()) * 1000));
  }
}
