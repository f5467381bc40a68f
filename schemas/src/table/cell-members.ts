import { DIRTY_GONE, NO_CELL } from './entity-table.ts';
import type { EntityTable } from './entity-table.ts';

/** A cell's list may hold this many stale entries before it is swept without being asked for. */
const STALE_MAX = 64;
/** So many that came are put in their places one by one: as many as cross a cell's edge in a tick. */
const INSERTED_MAX = 16;

/** Who is in a cell: slots[0, length), by ascending id. To be read only, until the table changes. */
export interface CellMemberSlots {
  readonly slots: Int32Array;
  readonly length: number;
}

const NOBODY: CellMemberSlots = { slots: new Int32Array(0), length: 0 };

interface MemberList {
  ids: Float64Array;
  slots: Int32Array;
  length: number;
  /** Entries up to here ascend by id; those after it came since. */
  sorted: number;
  /** Somebody came or left since the list was swept. */
  stale: boolean;
}

/**
 * The entities of each cell by ascending id, for readers: a group that says "every entity of the cell"
 * names none (docs/protocol.md, "Cell groups"). Entries of entities that left are dropped when a list
 * is next asked for; a list that nobody came into or left since is as it was. 12 bytes an entity.
 */
export class CellMembers {
  readonly #table: EntityTable;
  readonly #lists = new Map<number, MemberList>();
  /** Whom somebody came into last: whoever comes next mostly comes there, too. */
  #enteredCell = NO_CELL;
  #entered: MemberList = {
    ids: new Float64Array(0),
    slots: NOBODY.slots,
    length: 0,
    sorted: 0,
    stale: true,
  };

  constructor(table: EntityTable) {
    this.#table = table;
    const { ids, cell, slotsUsed } = table;
    // A reader took its slots cell by cell and by id in each, so nothing is sorted and few lists are searched.
    for (let slot = 0; slot < slotsUsed; slot++) {
      if (ids[slot] >= 0 && cell[slot] >= 0) this.enter(cell[slot], slot);
    }
  }

  /** An entity came into a cell, or may have. */
  enter(cell: number, slot: number): void {
    const list = cell === this.#enteredCell ? this.#entered : this.#listOf(cell);
    const id = this.#table.ids[slot];
    const { length } = list;
    if (length === list.slots.length) {
      if (length - list.sorted > STALE_MAX) this.#sweep(cell, list);
      if (list.length * 2 > list.slots.length) grow(list);
    }
    const last = list.length;
    if (list.sorted === last && (last === 0 || list.ids[last - 1] < id)) list.sorted++;
    list.ids[last] = id;
    list.slots[last] = slot;
    list.length++;
    list.stale = true;
  }

  #listOf(cell: number): MemberList {
    let list = this.#lists.get(cell);
    if (list === undefined) {
      const [ids, slots] = [new Float64Array(8), new Int32Array(8)];
      list = { ids, slots, length: 0, sorted: 0, stale: true };
      this.#lists.set(cell, list);
    }
    this.#entered = list;
    this.#enteredCell = cell;
    return list;
  }

  /** An entity of a cell is gone from it. */
  left(cell: number): void {
    const list = this.#lists.get(cell);
    if (list !== undefined) list.stale = true;
  }

  /** The living entities of a cell. */
  of(cell: number): CellMemberSlots {
    const list = this.#lists.get(cell);
    if (list === undefined) return NOBODY;
    if (list.stale) this.#sweep(cell, list);
    if (list.length > 0) return list;
    this.#lists.delete(cell);
    this.#enteredCell = NO_CELL;
    return NOBODY;
  }

  /** Drops those that left, and sorts in those that came: linear but for a sort of the latter. */
  #sweep(cell: number, list: MemberList): void {
    const { ids, slots } = list;
    const table = this.#table;
    let kept = 0;
    let sorted = 0;
    for (let i = 0; i < list.length; i++) {
      if (i === list.sorted) sorted = kept;
      const slot = slots[i];
      // A slot may have another entity by now.
      if (table.ids[slot] !== ids[i] || table.cell[slot] !== cell) continue;
      if ((table.dirty[slot] & DIRTY_GONE) !== 0) continue;
      ids[kept] = ids[i];
      slots[kept++] = slot;
    }
    if (list.sorted === list.length) sorted = kept;
    list.length = kept;
    if (kept - sorted > INSERTED_MAX) mergeTail(list, sorted);
    else if (sorted < kept) insertTail(list, sorted);
    list.sorted = list.length;
    list.stale = false;
  }
}

function grow(list: MemberList): void {
  const ids = new Float64Array(list.slots.length * 2);
  const slots = new Int32Array(ids.length);
  ids.set(list.ids);
  slots.set(list.slots);
  list.ids = ids;
  list.slots = slots;
}

/** As mergeTail(), for a few entries. */
function insertTail(list: MemberList, sorted: number): void {
  const { ids, slots } = list;
  let length = sorted;
  for (let from = sorted; from < list.length; from++) {
    const id = ids[from];
    const slot = slots[from];
    let at = length;
    while (at > 0 && ids[at - 1] > id) at--;
    if (at > 0 && ids[at - 1] === id) continue;
    ids.copyWithin(at + 1, at, length);
    slots.copyWithin(at + 1, at, length);
    ids[at] = id;
    slots[at] = slot;
    length++;
  }
  list.length = length;
}

/** Sorts the entries from `sorted` on into those before; one that is listed twice is kept once. */
function mergeTail(list: MemberList, sorted: number): void {
  const order = Array.from({ length: list.length - sorted }, (_, i) => sorted + i);
  const { ids, slots } = list;
  order.sort((a, b) => ids[a] - ids[b]);
  const newIds = new Float64Array(ids.length);
  const newSlots = new Int32Array(ids.length);
  let length = 0;
  let left = 0;
  let right = 0;
  while (left < sorted || right < order.length) {
    const fromLeft = right >= order.length || (left < sorted && ids[left] <= ids[order[right]]);
    const at = fromLeft ? left++ : order[right++];
    if (length > 0 && newIds[length - 1] === ids[at]) continue;
    newIds[length] = ids[at];
    newSlots[length++] = slots[at];
  }
  list.ids = newIds;
  list.slots = newSlots;
  list.length = length;
}
