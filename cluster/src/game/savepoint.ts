import { DIRTY_GONE, DIRTY_WHOLE } from '@atlasnet/schemas';
import type { EntityTable, HeapValue } from '@atlasnet/schemas';

/**
 * A point to which a table can be taken back within one tick: the state of every slot that had changed
 * by then; all the others are as the last frame left them. Taking one costs only what the tick's
 * commands and messages touched, so the tick hook's own writes are free of any journal.
 */
export class Savepoint {
  readonly #table: EntityTable;
  readonly #slots: Int32Array;
  readonly #dirty: Int32Array;
  readonly #ids: Float64Array;
  readonly #lanes: Int32Array[];
  readonly #heaps: (HeapValue | undefined)[][];
  readonly #present: Int32Array;
  /** Heap columns and component masks of other slots have no base, so their writes are kept here. */
  readonly #touched = new Map<number, { present: number; heaps: (HeapValue | undefined)[] }>();

  constructor(table: EntityTable) {
    this.#table = table;
    table.listAllDirty();
    const slots = table.dirtySlots.slice(0, table.dirtyCount);
    this.#slots = slots;
    this.#dirty = pickInts(table.dirty, slots);
    this.#present = pickInts(table.present, slots);
    this.#ids = new Float64Array(slots.length);
    for (let i = 0; i < slots.length; i++) this.#ids[i] = table.ids[slots[i]];
    this.#lanes = table.lanes.map((lane) => pickInts(lane, slots));
    this.#heaps = table.heaps.map((heap) => pickValues(heap, slots));
  }

  /** Called before a heap value or the set of components of a slot changes. */
  touch(slot: number): void {
    if (this.#touched.has(slot)) return;
    const heaps = this.#table.heaps.map((heap) => heap[slot]);
    this.#touched.set(slot, { present: this.#table.present[slot], heaps });
  }

  rollback(): void {
    const table = this.#table;
    table.listAllDirty();
    const saved = new Map<number, number>();
    this.#slots.forEach((slot, i) => {
      if (this.#dirty[i] !== 0) saved.set(slot, i);
    });
    const changed = new Set(table.dirtySlots.subarray(0, table.dirtyCount));
    for (const slot of changed) {
      const at = saved.get(slot);
      if (at !== undefined && table.ids[slot] === this.#ids[at]) this.#restoreSaved(slot, at);
      else if (table.dirty[slot] !== 0) this.#restoreBase(slot);
    }
  }

  #restoreSaved(slot: number, at: number): void {
    const table = this.#table;
    const wasGone = (this.#dirty[at] & DIRTY_GONE) !== 0;
    const isGone = (table.dirty[slot] & DIRTY_GONE) !== 0;
    if (isGone && !wasGone) table.restore(slot);
    for (let lane = 0; lane < this.#lanes.length; lane++) {
      table.lanes[lane][slot] = this.#lanes[lane][at];
    }
    for (let heap = 0; heap < this.#heaps.length; heap++) {
      table.heaps[heap][slot] = this.#heaps[heap][at];
    }
    table.present[slot] = this.#present[at];
    table.markDirty(slot, this.#dirty[at]);
  }

  #restoreBase(slot: number): void {
    const table = this.#table;
    // Created since: no frame has shown it. (A slot that a saved entity freed cannot be here: slots
    // are freed at commit only.)
    if ((table.dirty[slot] & DIRTY_WHOLE) !== 0 && table.cell[slot] < 0) {
      table.forget(slot);
      return;
    }
    if ((table.dirty[slot] & DIRTY_GONE) !== 0) table.restore(slot);
    for (let lane = 0; lane < table.lanes.length; lane++) {
      table.lanes[lane][slot] = table.base[lane][slot];
    }
    const before = this.#touched.get(slot);
    if (before !== undefined) {
      table.present[slot] = before.present;
      before.heaps.forEach((value, heap) => {
        table.heaps[heap][slot] = value;
      });
    }
  }
}

/** A column's numbers at some slots, in their order; by a loop, as a call for each slot costs more than it. */
function pickInts(column: Int32Array, slots: Int32Array): Int32Array {
  const picked = new Int32Array(slots.length);
  for (let i = 0; i < slots.length; i++) picked[i] = column[slots[i]];
  return picked;
}

function pickValues<Value>(column: readonly Value[], slots: Int32Array): Value[] {
  const picked: Value[] = [];
  for (let i = 0; i < slots.length; i++) picked.push(column[slots[i]]);
  return picked;
}
