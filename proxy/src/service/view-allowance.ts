import { SERVICE_LIMITS } from './limits.ts';

/** A round of views may take this part of a tick: inputs, frames and what else waits want the rest. */
const ROUND_MOST = 0.75;
/** Below this part there is room for more. */
const ROUND_EASY = 0.6;
const GROWTH = 1.1;

/**
 * How many bytes a view may have, by how long the last round of all clients' views took. A proxy that cannot keep up
 * would leave ticks out, each client's budget would grow meanwhile, and so would the work of each view: it says
 * less in each view instead, and says it every tick. What is left out waits by priority, as under a client's own budget.
 */
export class ViewAllowance {
  readonly #tickMs: number;
  #bytes: number = SERVICE_LIMITS.viewBytesPerTick;
  #largest = 0;

  constructor(tickHz: number) {
    this.#tickMs = 1000 / tickHz;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** A view of the round had so many bytes. */
  sent(bytes: number): void {
    if (bytes > this.#largest) this.#largest = bytes;
  }

  /** The round is over. */
  took(roundMs: number): void {
    const most = this.#tickMs * ROUND_MOST;
    const { viewBytesPerTick, viewBytesLeast } = SERVICE_LIMITS;
    if (roundMs > most) {
      const fits = (Math.min(this.#bytes, this.#largest) * most) / roundMs;
      this.#bytes = Math.max(viewBytesLeast, Math.floor(fits));
    } else if (roundMs < this.#tickMs * ROUND_EASY) {
      this.#bytes = Math.min(viewBytesPerTick, this.#bytes * GROWTH);
    }
    this.#largest = 0;
  }
}
