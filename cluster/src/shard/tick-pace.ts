import { LIMITS } from '../limits.ts';

/** Whom a tick may wait for. */
export interface PaceNeighbours {
  /** Whether a neighbour has not run the tick before, or what left in what it has shown has not come. */
  isBehind(tick: number): boolean;
  /** Whether somebody announced an entity that left before the tick and has not come. */
  isExpecting(tick: number): boolean;
}

/** How long a region's due tick waits for those who cross its borders (T2). */
export class TickPace {
  readonly #neighbours: PaceNeighbours;
  readonly #ready: () => void;
  /** World time, in ticks, at which the due tick began to wait; null while none does. */
  #heldFrom: number | null = null;
  #next = 0;
  #isLate = false;
  /** Ticks that waited, and those that then ran without an entity that was announced. */
  waitedTicks = 0;
  unmetTicks = 0;

  /** @param ready called when a tick that waited need not any more */
  constructor(neighbours: PaceNeighbours, ready: () => void) {
    this.#neighbours = neighbours;
    this.#ready = ready;
  }

  /**
   * @param next the tick that is due, @param last the one that ran last
   * @param position world time in ticks
   * @returns in how many ticks it must be looked at again; 0: it runs now
   */
  hold(next: number, last: number, position: number): number {
    const heldFrom = this.#heldFrom ?? position;
    // Who skips numbers waits for no tick: all may have skipped the same ones.
    const patience = next === last + 1 ? next + LIMITS.neighbourWaitTicks - position : 0;
    const isExpecting = this.#neighbours.isExpecting(next);
    let left = patience;
    if (isExpecting) left = Math.max(patience, heldFrom + LIMITS.arrivalWaitTicks - position);
    else if (patience > 0 && !this.#neighbours.isBehind(next)) left = 0;
    if (left > 0) {
      this.#heldFrom = heldFrom;
      this.#next = next;
      this.#isLate = patience <= 0;
      return left;
    }
    if (this.#heldFrom !== null) this.waitedTicks++;
    if (isExpecting) this.unmetTicks++;
    this.#heldFrom = null;
    return 0;
  }

  /** Something came in that a tick may wait for. */
  heard(): void {
    if (this.#heldFrom === null || this.#neighbours.isExpecting(this.#next)) return;
    if (this.#isLate || !this.#neighbours.isBehind(this.#next)) this.#ready();
  }
}
