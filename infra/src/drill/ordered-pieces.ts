import type { LinkFaults } from './link-faults.ts';

interface Piece {
  readonly dueMs: number;
  readonly deliver: () => void;
}

/**
 * One direction of a connection through a relay. Every piece takes as long as the link asked for when it
 * came, and longer if one before it does: a stream's bytes never overtake each other. While the link is
 * cut nothing comes out.
 */
export class OrderedPieces {
  readonly #faults: LinkFaults;
  readonly #waiting: Piece[] = [];
  #lastDueMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(faults: LinkFaults) {
    this.#faults = faults;
  }

  put(deliver: () => void): void {
    const dueMs = Math.max(this.#lastDueMs, performance.now() + this.#faults.delayMs);
    this.#lastDueMs = dueMs;
    this.#waiting.push({ dueMs, deliver });
    this.look();
  }

  /** Delivers what is due, and comes back for the rest. */
  look(): void {
    clearTimeout(this.#timer);
    if (this.#faults.isCut) return;
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      const leftMs = next.dueMs - performance.now();
      if (leftMs > 0) {
        this.#timer = setTimeout(() => this.look(), leftMs);
        return;
      }
      this.#waiting.shift();
      next.deliver();
    }
  }

  /** Forgets what waits. */
  close(): void {
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }
}
