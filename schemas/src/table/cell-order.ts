import { NO_CELL } from './entity-table.ts';
import type { EntityTable } from './entity-table.ts';

/** No note was made. */
export const NO_NOTE = -(2 ** 31);

/** Groups that may be empty whatever the table holds. */
const WORN_GROUPS = 4096;

/**
 * The shown entities of a table by cell, and by id within a cell, kept from frame to frame for the
 * writer: few entities change their cell in a tick, and sorting everyone each time took longer than
 * encoding them (rule V1). The slots of a cell, a group, lie together in one array with room to grow;
 * 18 bytes an entity.
 */
export class CellOrder {
  groups = 0;
  /** By group: its cell, where its slots begin in `slots`, and how many they are. */
  cell: Int32Array = new Int32Array(64);
  start: Int32Array = new Int32Array(64);
  length: Int32Array = new Int32Array(64);
  slots: Int32Array = new Int32Array(0);
  /** By place: what the encoder notes about the entity; it goes where the entity goes. */
  notes: Int32Array = new Int32Array(0);
  /** By slot: its place in `slots`, and its group; −1 for none. */
  rank: Int32Array;
  groupOf: Int32Array;
  readonly #table: EntityTable;
  /** By group: how many slots there is room for. */
  #room: Int32Array = new Int32Array(64);
  #byCell: Int32Array | null = null;
  readonly #groupOfCell = new Map<number, number>();
  /** Of the places that were given to groups. */
  #end = 0;

  /** Of what the table's last frame has shown: those that go in this tick included. */
  constructor(table: EntityTable) {
    this.#table = table;
    this.rank = new Int32Array(table.capacity);
    this.groupOf = new Int32Array(table.capacity).fill(-1);
    const { slots, length } = table.slotsById();
    for (let i = 0; i < length; i++) {
      const slot = slots[i];
      if (table.cell[slot] === NO_CELL) continue;
      const group = this.groupFor(table.cell[slot]);
      this.groupOf[slot] = group;
      this.length[group]++;
    }
    this.#layOut(0);
    this.length.fill(0);
    for (let i = 0; i < length; i++) {
      const group = this.groupOf[slots[i]];
      if (group < 0) continue;
      const at = this.start[group] + this.length[group]++;
      this.slots[at] = slots[i];
      this.rank[slots[i]] = at;
    }
  }

  /** Whether most groups are of cells that everyone has left: a new order is smaller then. */
  get worn(): boolean {
    return this.groups > WORN_GROUPS + 2 * this.#table.count;
  }

  /** Makes the columns by slot as long as the table's. */
  follow(): void {
    const { capacity } = this.#table;
    if (capacity <= this.rank.length) return;
    this.rank = longer(this.rank, capacity);
    const before = this.groupOf.length;
    this.groupOf = longer(this.groupOf, capacity).fill(-1, before);
  }

  /** The group of a cell, made if there is none. */
  groupFor(cell: number): number {
    const known = this.#groupOfCell.get(cell);
    if (known !== undefined) return known;
    const group = this.groups++;
    if (group === this.cell.length) {
      this.cell = longer(this.cell, group * 2);
      this.start = longer(this.start, group * 2);
      this.length = longer(this.length, group * 2);
      this.#room = longer(this.#room, group * 2);
    }
    this.cell[group] = cell;
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
    const { slots } = this;
    const list = new Int32Array(slots.length);
    let length = 0;
    for (const group of this.groupsByCell()) {
      const start = this.start[group];
      const end = start + this.length[group];
      for (let at = start; at < end; at++) list[length++] = slots[at];
    }
    return list.subarray(0, length);
  }

  /** An entity leaves its group; the caller calls close() for the group then. */
  leave(slot: number): void {
    const at = this.rank[slot];
    this.slots[at] = -1;
    this.notes[at] = NO_NOTE;
    this.groupOf[slot] = -1;
  }

  /** Closes the gaps that leave() made in a group. */
  close(group: number): void {
    const { slots, notes, rank } = this;
    const start = this.start[group];
    const end = start + this.length[group];
    let to = start;
    for (let at = start; at < end; at++) {
      const slot = slots[at];
      if (slot < 0) continue;
      const note = notes[at];
      notes[at] = NO_NOTE;
      notes[to] = note;
      slots[to] = slot;
      rank[slot] = to++;
    }
    this.length[group] = to - start;
  }

  /** Entities come into a group: arriving[0…count), by ascending id. Linear in the group. */
  arrive(group: number, arriving: Int32Array, count: number): void {
    this.#makeRoom(group, count);
    const { slots, notes, rank, groupOf } = this;
    const { ids } = this.#table;
    const start = this.start[group];
    let from = start + this.length[group] - 1;
    let to = from + count;
    this.length[group] += count;
    // From the end, so that those who are there move only where somebody comes before them.
    for (let next = count - 1; next >= 0; to--) {
      const slot = arriving[next];
      if (from >= start && ids[slots[from]] > ids[slot]) {
        notes[to] = notes[from];
        slots[to] = slots[from--];
      } else {
        notes[to] = NO_NOTE;
        slots[to] = slot;
        groupOf[slot] = group;
        next--;
      }
      rank[slots[to]] = to;
    }
  }

  #makeRoom(group: number, more: number): void {
    const length = this.length[group] + more;
    if (length <= this.#room[group]) return;
    const room = roomFor(length);
    if (this.#end + room > this.slots.length) this.#layOut(room);
    const { slots, notes, rank } = this;
    const start = this.start[group];
    for (let i = 0; i < length - more; i++) {
      slots[this.#end + i] = slots[start + i];
      rank[slots[start + i]] = this.#end + i;
      notes[this.#end + i] = notes[start + i];
      notes[start + i] = NO_NOTE;
    }
    this.start[group] = this.#end;
    this.#room[group] = room;
    this.#end += room;
  }

  /** Gives every group its place anew, with `free` places and some more after the last. */
  #layOut(free: number): void {
    const { slots: before, notes: notesBefore } = this;
    let needed = 0;
    for (let group = 0; group < this.groups; group++) {
      needed += roomFor(this.length[group]);
    }
    const slots = new Int32Array(needed + (needed >> 3) + free + 64);
    const notes = new Int32Array(slots.length).fill(NO_NOTE);
    let end = 0;
    for (let group = 0; group < this.groups; group++) {
      const length = this.length[group];
      const start = this.start[group];
      for (let i = 0; i < length && before.length > 0; i++) {
        slots[end + i] = before[start + i];
        notes[end + i] = notesBefore[start + i];
        this.rank[before[start + i]] = end + i;
      }
      this.start[group] = end;
      this.#room[group] = roomFor(length);
      end += this.#room[group];
    }
    this.slots = slots;
    this.notes = notes;
    this.#end = end;
  }
}

/** Room for a quarter more than there are: a cell's number changes slowly. */
function roomFor(length: number): number {
  return length + (length >> 2) + 2;
}

function longer(array: Int32Array, length: number): Int32Array {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
