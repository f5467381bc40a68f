import type { CellOrder } from '../table/cell-order.ts';
import type { EntityTable } from '../table/entity-table.ts';

/** No note was made. */
export const NO_NOTE = -(2 ** 31);

/**
 * How far everyone moved since the last frame, in a world of 2D where most did: one pass in the order of
 * the columns, which a processor reads ahead of; then only the notes, which fit a core's own cache, are
 * read in the order of the cells. Reading positions themselves in that order took four times as long.
 * A note holds both differences: x in its upper half, y in its lower.
 */
export class MoveNotes {
  /** By place of the order: its entity's note. Valid from gather() on. */
  byPlace: Int32Array = new Int32Array(0);
  /** Who is outside of the cell that it was shown in: the first so many slots, in the columns' order. */
  leavers: Int32Array = new Int32Array(0);
  leaverCount = 0;
  /** Whether everyone who stayed has a note. */
  complete = false;
  #bySlot: Int32Array = new Int32Array(0);

  /**
   * Makes the notes.
   * @param odd by group, set to 1 where somebody moved farther than a note holds
   */
  make(table: EntityTable, order: CellOrder, odd: Uint8Array): void {
    const { slotsUsed } = table;
    if (this.#bySlot.length < table.capacity) {
      this.#bySlot = new Int32Array(table.capacity);
      this.leavers = new Int32Array(table.capacity);
    }
    const { groupOf, lowX, lowY, spanX, spanY } = order;
    const [x, y] = table.lanes;
    const [shownX, shownY] = table.base;
    const notes = this.#bySlot;
    const { leavers } = this;
    // Whether who has not moved has a note, too: the whole column counts as changed.
    const all = table.allDirty !== 0 ? 1 : 0;
    let leaverCount = 0;
    let still = 0;
    // No call in this loop: after one the columns' addresses are looked up again.
    for (let slot = 0; slot < slotsUsed; slot++) {
      const group = groupOf[slot];
      if (group < 0) {
        notes[slot] = NO_NOTE;
        continue;
      }
      const nowX = x[slot];
      const nowY = y[slot];
      const movedX = (nowX - shownX[slot]) | 0;
      const movedY = (nowY - shownY[slot]) | 0;
      let note = (movedX << 16) | (movedY & 0xffff);
      if ((nowX - lowX[group]) >>> 0 > spanX[group] || (nowY - lowY[group]) >>> 0 > spanY[group]) {
        leavers[leaverCount++] = slot;
        note = NO_NOTE;
      } else if ((movedX | movedY | all) === 0) {
        still++;
        note = NO_NOTE;
      } else if (((movedX + 0x8000) | (movedY + 0x8000)) >>> 16 !== 0 || note === NO_NOTE) {
        // More than a note holds, or what looks like none.
        odd[group] = 1;
      }
      notes[slot] = note;
    }
    this.leaverCount = leaverCount;
    this.complete = still === 0;
  }

  /** Puts the notes beside the slots of the order, which are those of this frame by now. */
  gather({ slots, end }: CellOrder): void {
    if (this.byPlace.length < end) this.byPlace = new Int32Array(slots.length);
    const { byPlace } = this;
    const notes = this.#bySlot;
    // Where a group has room left a slot of before is read: in vain, but without a question.
    for (let at = 0; at < end; at++) byPlace[at] = notes[slots[at]];
  }
}
