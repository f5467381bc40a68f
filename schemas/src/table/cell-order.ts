import { clampedCell } from '../codec/cell-of-slot.ts';
import { invariant } from '../errors.ts';
import { NO_CELL } from './entity-table.ts';
import type { EntityTable } from './entity-table.ts';
import { longer } from './longer.ts';
import type { SlotList } from './slot-list.ts';

/** Groups that may be empty whatever the table holds. */
const WORN_GROUPS = 4096;
/** So many groups may lie anywhere beside those in order. */
const UNSORTED_GROUPS = 64;

/**
 * The shown entities of a table by cell, and by id within a cell, kept from frame to frame for the
 * writer: few entities change their cell in a tick, and sorting everyone each time took longer than
 * encoding them (rule V1). The slots of a cell, a group, lie together in one array with room to grow;
 * 9 bytes an entity.
 */
export class CellOrder {
  groups = 0;
  /** By group: its cell, where its slots begin in `slots`, and how many they are. */
  cell: Int32Array = new Int32Array(64);
  start: Int32Array = new Int32Array(64);
  length: Int32Array = new Int32Array(64);
  /** By group, four numbers together: its cell's least and greatest x and y, quanta (worlds of 2D). */
  reach: Int32Array = new Int32Array(64 * 4);
  slots: Int32Array = new Int32Array(0);
  /** Of the places in `slots` that were given to groups. */
  end = 0;
  /** By slot: its group; −1 for none. */
  groupOf: Int32Array;
  readonly #table: EntityTable;
  /** By group: how many slots there is room for. */
  #room: Int32Array = new Int32Array(64);
  #byCell: Int32Array | null = null;
  /** Groups up to here ascend by cell. */
  #sorted = 0;
  readonly #groupOfCell = new Map<number, number>();

  /** Of what the table's last frame has shown: those that go in this tick included. */
  constructor(table: EntityTable) {
    this.#table = table;
    this.groupOf = new Int32Array(table.capacity).fill(-1);
    const { slots, length } = table.slotsById();
    for (let i = 0; i < length; i++) {
      const slot = slots[i];
      if (table.cell[slot] === NO_CELL) continue;
      const group = this.groupFor(table.cell[slot]);
      this.groupOf[slot] = group;
      this.length[group]++;
    }
    this.#sortGroups();
    this.#layOut(0);
    this.length.fill(0);
    for (let i = 0; i < length; i++) {
      const group = this.groupOf[slots[i]];
      if (group >= 0) this.slots[this.start[group] + this.length[group]++] = slots[i];
    }
  }

  /**
   * Whether a new order is better: most groups are of cells that everyone has left, or were made since this one
   * was and so lie anywhere.
   */
  get worn(): boolean {
    const { groups } = this;
    return (
      groups > WORN_GROUPS + 2 * this.#table.count || groups > 2 * this.#sorted + UNSORTED_GROUPS
    );
  }

  /** Numbers the groups anew by cell: who goes through them in that order goes through memory in order, too. */
  #sortGroups(): void {
    const before = this.groupsByCell();
    const { cell, length, reach, groupOf } = this;
    const numbers = new Int32Array(before.length);
    before.forEach((group, number) => (numbers[group] = number));
    this.cell = cell.map((_, number) => cell[before[number]]);
    this.length = length.map((_, number) => length[before[number]]);
    this.reach = reach.map((_, at) => reach[before[at >> 2] * 4 + (at & 3)]);
    for (let slot = 0; slot < groupOf.length; slot++) {
      if (groupOf[slot] >= 0) groupOf[slot] = numbers[groupOf[slot]];
    }
    for (let group = 0; group < this.groups; group++)
      this.#groupOfCell.set(this.cell[group], group);
    this.#byCell = null;
    this.#sorted = this.groups;
  }

  /** How many the largest group has. */
  get longest(): number {
    let longest = 0;
    for (let group = 0; group < this.groups; group++) {
      if (this.length[group] > longest) longest = this.length[group];
    }
    return longest;
  }

  /** Makes the column by slot as long as the table's. */
  follow(): void {
    const { capacity } = this.#table;
    if (capacity <= this.groupOf.length) return;
    const before = this.groupOf.length;
    this.groupOf = longer(this.groupOf, capacity).fill(-1, before);
  }

  /** The group of a cell, made if there is none. */
  groupFor(cell: number): number {
    const known = this.#groupOfCell.get(cell);
    if (known !== undefined) return known;
    const group = this.groups++;
    if (group === this.cell.length) this.#lengthenGroups(group * 2);
    this.cell[group] = cell;
    this.#setReach(group, cell);
    this.#byCell = null;
    this.#groupOfCell.set(cell, group);
    return group;
  }

  /** Every group, by cell. */
  groupsByCell(): Int32Array {
    this.#byCell ??= Int32Array.from({ length: this.groups }, (_, group) => group).sort(
      (a, b) => this.cell[a] - this.cell[b],
    );
    return this.#byCell;
  }

  /** The slots, by cell and then by id. */
  list(): Int32Array {
    return this.listLater()();
  }

  /** The slots as they are now, listed when it is asked for: what is done here is a copy at memory's speed. */
  listLater(): () => Int32Array {
    const slots = this.slots.slice(0, this.end);
    const starts = this.start.slice(0, this.groups);
    const lengths = this.length.slice(0, this.groups);
    const groups = this.groupsByCell();
    return () => {
      const list = new Int32Array(slots.length);
      let count = 0;
      for (let i = 0; i < groups.length; i++) {
        const start = starts[groups[i]];
        const end = start + lengths[groups[i]];
        for (let at = start; at < end; at++) list[count++] = slots[at];
      }
      return list.subarray(0, count);
    };
  }

  /** An entity leaves its group; the caller calls close() for the group then. */
  leave(slot: number): void {
    this.groupOf[slot] = -1;
  }

  /**
   * Closes the gaps that leave() made in a group.
   * @param leavers the list of them, from `head` on, by ascending id
   */
  close(group: number, leavers: SlotList, head: number): void {
    const { slots } = this;
    const start = this.start[group];
    const end = start + this.length[group];
    let to = start;
    let link = head;
    for (let at = start; at < end; at++) {
      const slot = slots[at];
      // Both ascend by id.
      if (link !== 0 && leavers.slots[link - 1] === slot) {
        link = leavers.next[link - 1];
        continue;
      }
      slots[to++] = slot;
    }
    invariant(link === 0, 'who leaves a group was in it');
    this.length[group] = to - start;
  }

  /** Entities come into a group: arriving[0…count), by ascending id. Linear in the group. */
  arrive(group: number, arriving: Int32Array, count: number): void {
    this.#makeRoom(group, count);
    const { slots, groupOf } = this;
    const start = this.start[group];
    let from = start + this.length[group] - 1;
    let to = from + count;
    this.length[group] += count;
    // From the end, so that those who are there move only where somebody comes before them.
    for (let next = count - 1; next >= 0; next--, to--) {
      const slot = arriving[next];
      const before = this.#placeFor(slot, start, from + 1);
      for (; from >= before; from--, to--) slots[to] = slots[from];
      slots[to] = slot;
      groupOf[slot] = group;
    }
  }

  /** The first of the places [start, end) whose entity has a higher id; `end` if none has. */
  #placeFor(slot: number, start: number, end: number): number {
    const { ids } = this.#table;
    const id = ids[slot];
    let low = start;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ids[this.slots[middle]] > id) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #lengthenGroups(length: number): void {
    this.cell = longer(this.cell, length);
    this.start = longer(this.start, length);
    this.length = longer(this.length, length);
    this.#room = longer(this.#room, length);
    this.reach = longer(this.reach, length * 4);
  }

  /** The bounds of a cell on both axes, exactly as cellOfSlot() draws them. */
  #setReach(group: number, cell: number): void {
    const { cells, boundsMin, positionQuantumM: quantum } = this.#table.schema;
    const [countX, countY] = cells.counts;
    const setAxis = (axis: 0 | 1, at: number, count: number): void => {
      const low = at === 0 ? LEAST : leastQuanta(at, boundsMin[axis], quantum, cells.sizeM);
      const end =
        at >= count - 1 ? MOST + 1 : leastQuanta(at + 1, boundsMin[axis], quantum, cells.sizeM);
      this.reach[group * 4 + axis * 2] = low;
      this.reach[group * 4 + axis * 2 + 1] = end - 1;
    };
    setAxis(0, cell % countX, countX);
    setAxis(1, Math.floor(cell / countX) % countY, countY);
  }

  #makeRoom(group: number, more: number): void {
    const length = this.length[group];
    if (length + more <= this.#room[group]) return;
    const room = roomFor(length + more);
    if (this.end + room > this.slots.length) this.#layOut(room);
    const start = this.start[group];
    this.slots.copyWithin(this.end, start, start + length);
    this.start[group] = this.end;
    this.#room[group] = room;
    this.end += room;
  }

  /** Gives every group its place anew, with `free` places and some more after the last. */
  #layOut(free: number): void {
    const before = this.slots;
    let needed = 0;
    for (let group = 0; group < this.groups; group++) needed += roomFor(this.length[group]);
    this.slots = new Int32Array(needed + (needed >> 3) + free + 64);
    let end = 0;
    for (let group = 0; group < this.groups; group++) {
      const length = this.length[group];
      if (before.length > 0) {
        const from = this.start[group];
        this.slots.set(before.subarray(from, from + length), end);
      }
      this.start[group] = end;
      this.#room[group] = roomFor(length);
      end += this.#room[group];
    }
    this.end = end;
  }
}

const LEAST = -(2 ** 31);
const MOST = 2 ** 31 - 1;

/** The least whole quanta in a row of cells, the first excepted; MOST + 1 if all are below it. */
function leastQuanta(row: number, boundM: number, quantumM: number, sizeM: number): number {
  const isIn = (quanta: number): boolean =>
    clampedCell(quanta * quantumM - boundM, sizeM, row + 1) >= row;
  // The quotient may have been rounded, and so may be what cellOfSlot() computes.
  let quanta = Math.min(MOST + 1, Math.max(LEAST, Math.round((row * sizeM + boundM) / quantumM)));
  while (quanta > LEAST && isIn(quanta - 1)) quanta--;
  while (quanta <= MOST && !isIn(quanta)) quanta++;
  return quanta;
}

/** Room for a quarter more than there are: a cell's number changes slowly. */
function roomFor(length: number): number {
  return length + (length >> 2) + 2;
}
