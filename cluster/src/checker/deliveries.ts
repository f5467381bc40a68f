/** A numbered message that its target has not applied. */
export interface Underway {
  readonly from: number;
  readonly to: number;
  readonly number: number;
  /** In which it was given its number. */
  readonly tick: number;
  /** The highest number of `from` that `to` has applied. */
  readonly applied: number;
}

interface Way {
  readonly from: number;
  readonly to: number;
  applied: number;
  /** Ascending; those before `next` are applied. */
  waiting: { readonly number: number; readonly tick: number }[];
  next: number;
}

/**
 * M1: which messages were given a number and are not applied, in whichever order regions are read. What is applied is
 * forgotten, so memory is what is on its way.
 */
export class Deliveries {
  readonly #ways = new Map<string, Way>();

  /** @returns whether its target, read before, has applied it already */
  given(from: number, to: number, number: number, tick: number): boolean {
    const way = this.#way(from, to);
    if (number <= way.applied) return true;
    way.waiting.push({ number, tick });
    return false;
  }

  /** @returns how many that wait are applied with this one */
  applied(from: number, to: number, number: number): number {
    const way = this.#way(from, to);
    way.applied = Math.max(way.applied, number);
    const before = way.next;
    while (way.next < way.waiting.length && way.waiting[way.next].number <= way.applied)
      way.next += 1;
    const count = way.next - before;
    if (way.next * 2 >= way.waiting.length) {
      way.waiting = way.waiting.slice(way.next);
      way.next = 0;
    }
    return count;
  }

  *underway(): IterableIterator<Underway> {
    for (const { from, to, applied, waiting, next } of this.#ways.values()) {
      for (let i = next; i < waiting.length; i++) yield { from, to, applied, ...waiting[i] };
    }
  }

  #way(from: number, to: number): Way {
    const key = `${from}>${to}`;
    let way = this.#ways.get(key);
    if (!way) {
      way = { from, to, applied: 0, waiting: [], next: 0 };
      this.#ways.set(key, way);
    }
    return way;
  }
}
