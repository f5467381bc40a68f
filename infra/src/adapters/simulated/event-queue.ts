/** Something that will happen at a virtual time. */
export interface ScheduledEvent {
  readonly atMs: number;
  readonly sequence: number;
  /** Null once it was cancelled. */
  task: (() => void) | null;
}

/** A binary heap of events by time, then by the order in which they were scheduled. */
export class EventQueue {
  readonly #heap: ScheduledEvent[] = [];
  #sequence = 0;

  get size(): number {
    return this.#heap.length;
  }

  push(atMs: number, task: () => void): ScheduledEvent {
    const event: ScheduledEvent = { atMs, sequence: this.#sequence++, task };
    const heap = this.#heap;
    heap.push(event);
    let at = heap.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, event)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = event;
    return event;
  }

  /** The next event that was not cancelled, left in place; null when there is none. */
  peek(): ScheduledEvent | null {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined) return null;
      if (first.task !== null) return first;
      this.#removeFirst();
    }
  }

  pop(): ScheduledEvent | null {
    const first = this.peek();
    if (first !== null) this.#removeFirst();
    return first;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      let below = heap[child];
      if (below === undefined) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, below)) {
        child += 1;
        below = right;
      }
      if (isBefore(last, below)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: ScheduledEvent, b: ScheduledEvent): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.sequence < b.sequence);
}
