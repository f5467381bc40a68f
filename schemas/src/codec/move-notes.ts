import type { CellOrder } from '../table/cell-order.ts';
import type { EntityTable } from '../table/entity-table.ts';

/** No note was made. No move is written like this: a varint of two bytes does not end in a zero, as its y would. */
export const NO_NOTE = 0x0080_0000;
/** A zigzag number of more bits is more than a note holds. */
const NOTE_BITS = 14;
const ROOM_MAX = 2 ** 30;
/** Lines of 64 bytes, as nearly everywhere. */
const NOTES_IN_LINE = 16;

/**
 * How far everyone moved since the last frame, in a world of 2D where most did: one pass in the order of
 * the columns, which a processor reads ahead of; then only the notes, which fit a core's own cache, are
 * read in the order of the cells. Reading positions themselves in that order took four times as long.
 *
 * A note is both differences as they are written, x in its lower half, y in its upper: a zigzag varint's
 * first byte, then its second, which is written only if the first says so (its highest bit).
 *
 * Whether somebody has left a cell is not looked up each time: while an entity has not gone as far as it
 * had room when its cell's edges were last looked at, it is in there. So every frame of the table must be noted here, or
 * told of by forgetAll().
 */
export class MoveNotes {
  bySlot: Int32Array = new Int32Array(0);
  /** Who is outside of the cell that it was shown in: the first so many slots, in the columns' order. */
  leavers: Int32Array = new Int32Array(0);
  leaverCount = 0;
  /** Means nothing: what nobody could ask for would not be read at all. */
  fetched = 0;
  /** By slot: how far it may go in its cell on either axis, at least, as zigzag numbers; −1: nobody knows. */
  #room: Int32Array = new Int32Array(0);
  /** Whose rooms these are. */
  #order: CellOrder | null = null;

  /**
   * Makes the notes.
   * @param odd by group, set to 1 where somebody moved farther than a note holds
   */
  make(table: EntityTable, order: CellOrder, odd: Uint8Array): void {
    this.#follow(table, order);
    const { slotsUsed } = table;
    const [x, y] = table.lanes;
    const [shownX, shownY] = table.base;
    const notes = this.bySlot;
    const room = this.#room;
    // Whom to look at more closely: where the leavers among them will be listed.
    const unsure = this.leavers;
    // Whether who has not moved has a note, too: the whole column counts as changed.
    const all = table.allDirty !== 0 ? 1 : 0;
    // Asked for once, and a whole number for certain: an export is neither in the loop.
    const none = NO_NOTE | 0;
    let unsureCount = 0;
    let farthest = 0;
    // Few columns and no call: an engine asks each column anew each time where it begins and ends.
    for (let slot = 0; slot < slotsUsed; slot++) {
      const zigzagX = zigzag((x[slot] - shownX[slot]) | 0);
      const zigzagY = zigzag((y[slot] - shownY[slot]) | 0);
      // At least the larger of them; a negative move's number is one too low.
      const far = zigzagX | zigzagY;
      const left = (room[slot] - far - 1) | 0;
      farthest |= far;
      room[slot] = left;
      notes[slot] = (far | all) === 0 ? none : noteOf(zigzagX, zigzagY);
      if (left < 0 || far >>> NOTE_BITS !== 0) unsure[unsureCount++] = slot;
    }
    if (farthest >>> NOTE_BITS !== 0) markFar(table, order, unsure.subarray(0, unsureCount), odd);
    this.#lookCloser(table, order, unsureCount);
  }

  /**
   * Reads the notes in their order, one of each of a cache's lines: making them has driven them out of a core's own
   * cache, and they are fetched much faster in this order than in that of the cells.
   */
  fetch(): void {
    const notes = this.bySlot;
    let fetched = 0;
    for (let slot = 0; slot < notes.length; slot += NOTES_IN_LINE) fetched |= notes[slot];
    this.fetched = fetched;
  }

  /** An entity is gone from its cell. */
  forget(slot: number): void {
    if (slot < this.#room.length) this.#room[slot] = -1;
  }

  /** A frame is made without notes: nobody knows where anyone is. */
  forgetAll(): void {
    this.#order = null;
  }

  #follow(table: EntityTable, order: CellOrder): void {
    if (this.bySlot.length < table.capacity) {
      this.bySlot = new Int32Array(table.capacity);
      this.leavers = new Int32Array(table.capacity);
      this.#room = new Int32Array(table.capacity);
      this.#order = null;
    }
    if (this.#order !== order) this.#room.fill(-1);
    this.#order = order;
  }

  /** Measures the room of those listed in `leavers`, and leaves there who is outside. */
  #lookCloser({ lanes: [x, y] }: EntityTable, { groupOf, reach }: CellOrder, count: number): void {
    const { leavers, bySlot: notes } = this;
    const room = this.#room;
    let leaverCount = 0;
    for (let i = 0; i < count; i++) {
      const slot = leavers[i];
      const at = groupOf[slot] * 4;
      let toEdge = -1;
      if (at >= 0) {
        const inX = Math.min(x[slot] - reach[at], reach[at + 1] - x[slot]);
        const inY = Math.min(y[slot] - reach[at + 2], reach[at + 3] - y[slot]);
        toEdge = Math.min(inX, inY);
        if (toEdge < 0) leavers[leaverCount++] = slot;
      }
      room[slot] = toEdge < 0 ? -1 : Math.min(2 * toEdge, ROOM_MAX);
      if (toEdge < 0) notes[slot] = NO_NOTE;
    }
    this.leaverCount = leaverCount;
  }
}

/** Marks the groups in which one of these moved farther than a note holds. */
function markFar(
  { lanes, base }: EntityTable,
  { groupOf }: CellOrder,
  slots: Int32Array,
  odd: Uint8Array,
): void {
  for (const slot of slots) {
    const zigzagX = zigzag((lanes[0][slot] - base[0][slot]) | 0);
    const zigzagY = zigzag((lanes[1][slot] - base[1][slot]) | 0);
    const far = zigzagX | zigzagY;
    if (far >>> NOTE_BITS !== 0 && groupOf[slot] >= 0) odd[groupOf[slot]] = 1;
  }
}

function zigzag(difference: number): number {
  return (difference << 1) ^ (difference >> 31);
}

/** Of each number seven bits as they are, seven one place higher, and between them whether those are needed. */
function noteOf(zigzagX: number, zigzagY: number): number {
  const both = zigzagX | (zigzagY << 16);
  const more = ((both + 0x3f80_3f80) >>> 7) & 0x0080_0080;
  return (both & 0x007f_007f) | ((both & 0x3f80_3f80) << 1) | more;
}
