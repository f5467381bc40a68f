import type { Pending } from './view-scratch.ts';

/** View messages remembered until their fate is known: a round trip's at first, and as many as it takes. */
const PENDING_FIRST = 16;
const PENDING_MAX = 256;

/** A client's view messages on their way, by their numbers, which grow. */
export class PendingViews {
  /** By number, modulo its length: small while few are under way, so that it stays in the cache. */
  #ring: (Pending | null)[] = Array.from({ length: PENDING_FIRST }, () => null);

  /** Remembers a message. @returns the one that is remembered no more for it, if there is no room */
  put(pending: Pending): Pending | null {
    while (this.#ring.length < PENDING_MAX && this.#ring[this.#at(pending.message)]) this.#grow();
    const at = this.#at(pending.message);
    const forgotten = this.#ring[at];
    this.#ring[at] = pending;
    return forgotten;
  }

  /** The message, which is then forgotten; null when it is not remembered. */
  take(message: number): Pending | null {
    const at = this.#at(message);
    const pending = this.#ring[at];
    if (pending?.message !== message) return null;
    this.#ring[at] = null;
    return pending;
  }

  clear(): void {
    this.#ring.fill(null);
  }

  #at(message: number): number {
    return message % this.#ring.length;
  }

  #grow(): void {
    const before = this.#ring;
    this.#ring = Array.from({ length: before.length * 2 }, () => null);
    for (const pending of before) if (pending) this.#ring[this.#at(pending.message)] = pending;
  }
}
