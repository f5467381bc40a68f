import type { EntityTable, GoneReason, HeapValue } from '@atlasnet/schemas';

type Entry =
  | { readonly kind: 'lane'; readonly slot: number; readonly lane: number; readonly value: number }
  | {
      readonly kind: 'heap';
      readonly slot: number;
      readonly heap: number;
      readonly value: HeapValue | undefined;
    }
  | { readonly kind: 'present'; readonly slot: number; readonly value: number }
  | { readonly kind: 'removed'; readonly slot: number };

/**
 * What a short hook (a command, a message, a join) changed, so that a hook that throws leaves none of
 * its changes. The tick hook writes far more and uses a savepoint instead.
 */
export class UndoJournal {
  readonly #table: EntityTable;
  #entries: Entry[] = [];
  /** Created by the hook: nothing of them needs to be put back. A world's start creates them all. */
  readonly #added = new Set<number>();
  active = false;

  constructor(table: EntityTable) {
    this.#table = table;
  }

  begin(): void {
    this.#entries.length = 0;
    this.#added.clear();
    this.active = true;
  }

  end(): void {
    this.active = false;
    // A hook that created a world must not keep a word about each entity until the next hook.
    this.#entries = [];
    this.#added.clear();
  }

  component(slot: number, component: number): void {
    if (this.#added.has(slot)) return;
    const { firstLane, laneCount, heap } = this.#table.schema.components[component];
    for (let lane = firstLane; lane < firstLane + laneCount; lane++) {
      this.#entries.push({ kind: 'lane', slot, lane, value: this.#table.lanes[lane][slot] });
    }
    if (heap >= 0) {
      this.#entries.push({ kind: 'heap', slot, heap, value: this.#table.heaps[heap][slot] });
    }
    this.#entries.push({ kind: 'present', slot, value: this.#table.present[slot] });
  }

  added(slot: number): void {
    this.#added.add(slot);
  }

  removed(slot: number, _reason: GoneReason): void {
    if (!this.#added.has(slot)) this.#entries.push({ kind: 'removed', slot });
  }

  /** Takes everything back, last first. Dirty marks stay: an unchanged value costs a zero delta. */
  rollback(): void {
    const table = this.#table;
    for (const entry of this.#entries.reverse()) {
      switch (entry.kind) {
        case 'lane':
          table.lanes[entry.lane][entry.slot] = entry.value;
          break;
        case 'heap':
          table.heaps[entry.heap][entry.slot] = entry.value;
          break;
        case 'present':
          table.present[entry.slot] = entry.value;
          break;
        case 'removed':
          table.restore(entry.slot);
          break;
      }
    }
    for (const slot of this.#added) table.forget(slot);
    this.end();
  }
}
