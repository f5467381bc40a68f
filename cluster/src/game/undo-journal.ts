import type { EntityTable, HeapValue } from '@atlasnet/schemas';

/** Numbers of an entry: what it is about, the slot, which column, and what was there. */
const ENTRY = 4;
const LANE = 0;
const HEAP = 1;
const PRESENT = 2;
const REMOVED = 3;

/** A hook that changed more keeps no room for as much: 256 kB. */
const NUMBERS_KEPT = 65_536;

/**
 * What a short hook (a command, a message, a join) changed, so that a hook that throws leaves none of
 * its changes. The tick hook writes far more and uses a savepoint instead. It is begun for every command:
 * entries are numbers in one array, and nothing is made for a hook that writes lanes.
 */
export class UndoJournal {
  readonly #table: EntityTable;
  #numbers = new Int32Array(64 * ENTRY);
  #length = 0;
  /** Values of heap columns, which their entries name by index. */
  readonly #heapValues: (HeapValue | undefined)[] = [];
  /** Created by the hook: nothing of them needs to be put back. A world's start creates them all. */
  readonly #added = new Set<number>();
  active = false;

  constructor(table: EntityTable) {
    this.#table = table;
  }

  begin(): void {
    this.#forget();
    this.active = true;
  }

  end(): void {
    this.active = false;
    this.#forget();
  }

  component(slot: number, component: number): void {
    if (this.#added.has(slot)) return;
    const { firstLane, laneCount, heap } = this.#table.schema.components[component];
    for (let lane = firstLane; lane < firstLane + laneCount; lane++) {
      this.#put(LANE, slot, lane, this.#table.lanes[lane][slot]);
    }
    if (heap >= 0) {
      this.#put(HEAP, slot, heap, this.#heapValues.length);
      this.#heapValues.push(this.#table.heaps[heap][slot]);
    }
    this.#put(PRESENT, slot, 0, this.#table.present[slot]);
  }

  added(slot: number): void {
    this.#added.add(slot);
  }

  removed(slot: number): void {
    if (!this.#added.has(slot)) this.#put(REMOVED, slot, 0, 0);
  }

  /** Takes everything back, last first. Dirty marks stay: an unchanged value costs a zero delta. */
  rollback(): void {
    const table = this.#table;
    const numbers = this.#numbers;
    for (let at = this.#length - ENTRY; at >= 0; at -= ENTRY) {
      const slot = numbers[at + 1];
      const column = numbers[at + 2];
      const value = numbers[at + 3];
      if (numbers[at] === LANE) table.lanes[column][slot] = value;
      else if (numbers[at] === HEAP) table.heaps[column][slot] = this.#heapValues[value];
      else if (numbers[at] === PRESENT) table.present[slot] = value;
      else table.restore(slot);
    }
    for (const slot of this.#added) table.forget(slot);
    this.end();
  }

  #put(what: number, slot: number, column: number, value: number): void {
    if (this.#length === this.#numbers.length) {
      const numbers = new Int32Array(this.#length * 2);
      numbers.set(this.#numbers);
      this.#numbers = numbers;
    }
    const numbers = this.#numbers;
    const at = this.#length;
    numbers[at] = what;
    numbers[at + 1] = slot;
    numbers[at + 2] = column;
    numbers[at + 3] = value;
    this.#length = at + ENTRY;
  }

  #forget(): void {
    this.#length = 0;
    if (this.#numbers.length > NUMBERS_KEPT) this.#numbers = new Int32Array(64 * ENTRY);
    // Clearing makes a new list or table, however empty the old one was.
    if (this.#heapValues.length > 0) this.#heapValues.length = 0;
    if (this.#added.size > 0) this.#added.clear();
  }
}
