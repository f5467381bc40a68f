import type { EntityTable } from './entity-table.ts';

/** Slots that come one by one, are put in order, and are linked into lists by somebody else's heads. */
export class SlotList {
  count = 0;
  slots: Int32Array = new Int32Array(64);
  /** By entry: the link after it; 0 ends a list. A link is an entry plus one. */
  next: Int32Array = new Int32Array(64);

  push(slot: number): void {
    if (this.count === this.slots.length) {
      const slots = new Int32Array(this.count * 2);
      slots.set(this.slots);
      this.slots = slots;
      this.next = new Int32Array(slots.length);
    }
    this.slots[this.count++] = slot;
  }

  /** Puts an entry before a list. @returns the new head */
  link(entry: number, head: number): number {
    this.next[entry] = head;
    return entry + 1;
  }

  /** How many entries there are from a head on. */
  lengthOf(head: number): number {
    let length = 0;
    for (let link = head; link !== 0; link = this.next[link - 1]) length++;
    return length;
  }

  /** Puts the slots in the order of their entities' ids: numbers sort without a callback. */
  sortById(table: EntityTable): void {
    const { slots, count } = this;
    const { ids } = table;
    let ascending = true;
    for (let i = 1; i < count && ascending; i++) ascending = ids[slots[i - 1]] < ids[slots[i]];
    if (ascending) return;
    const sorted = new Float64Array(count);
    for (let i = 0; i < count; i++) sorted[i] = ids[slots[i]];
    sorted.sort();
    for (let i = 0; i < count; i++) slots[i] = table.slotWithGone(sorted[i]);
  }
}
