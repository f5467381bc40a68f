import type { CellOrder } from '../table/cell-order.ts';
import type { EntityTable } from '../table/entity-table.ts';
import { ColumnKernel, NOTE_BITS, NO_NOTE } from './column-kernel.ts';

const ROOM_MAX = 2 ** 30;

/**
 * How far everyone moved since the last frame, in a world of 2D where most did: one pass in the order of
 * the columns, four at a time (ColumnKernel); then only the notes, which fit a core's own cache, are
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
  readonly #kernel = ColumnKernel.shared;
  leaverCount = 0;
  /** By slot: how far it may go in its cell on either axis, at least, as zigzag numbers; −1: nobody knows. */
  #room: Int32Array = new Int32Array(0);
  /** Whose rooms these are. */
  #order: CellOrder | null = null;

  /** Who is outside of the cell that it was shown in: the first so many slots, in the columns' order. */
  get leavers(): Int32Array {
    return this.#kernel.listed;
  }

  /**
   * Makes the notes.
   * @param odd by group, set to 1 where somebody moved farther than a note holds
   */
  make(table: EntityTable, order: CellOrder, odd: Uint8Array): void {
    this.#follow(table, order);
    const kernel = this.#kernel;
    const { slotsUsed: count } = table;
    const [x, y] = table.lanes;
    const [shownX, shownY] = table.base;
    const moves = { x, y, shownX, shownY, room: this.#room };
    // Whether who has not moved has a note, too: the whole column counts as changed.
    const unsureCount = kernel.note(moves, count, table.allDirty !== 0 ? 1 : 0);
    if (kernel.farthest >>> NOTE_BITS !== 0) {
      markFar(table, order, kernel.listed.subarray(0, unsureCount), odd);
    }
    this.#lookCloser(table, order, unsureCount);
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
    if (this.#room.length < table.capacity) {
      this.#room = new Int32Array(table.capacity);
      this.#order = null;
    }
    if (this.#order !== order) this.#room.fill(-1);
    this.#order = order;
  }

  /** Measures the room of those listed in `leavers`, and leaves there who is outside. */
  #lookCloser({ lanes: [x, y] }: EntityTable, { groupOf, reach }: CellOrder, count: number): void {
    const { listed: leavers, notes } = this.#kernel;
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
