import { CellOrder } from '../table/cell-order.ts';
import { DIRTY_GONE, DIRTY_WHOLE, NO_CELL } from '../table/entity-table.ts';
import type { EntityTable } from '../table/entity-table.ts';
import { longer } from '../table/longer.ts';
import { SlotList } from '../table/slot-list.ts';
import type { WorldSchema } from '../world/world-schema.ts';
import { ByteWriter } from './byte-writer.ts';
import { cellOfSlot } from './cell-of-slot.ts';
import { GroupSections } from './group-sections.ts';
import { ColumnKernel } from './column-kernel.ts';
import { MoveNotes } from './move-notes.ts';
import { GroupList, unpackGroups } from './packed-groups.ts';
import type { EncodedGroup, PackedGroups } from './packed-groups.ts';

/** Sections of a group: gone, whole, changed. */
const SECTIONS = 3;
/** Where one in so many has changed, everyone is looked at: in order that is faster than one by one. */
const DENSE = 4;

/**
 * Encodes a table's changes since the last frame as cell groups (rule V1; docs/protocol.md, "Cell
 * groups"): by cell, in id order within a cell, column by column. The order is kept from frame to frame
 * (CellOrder). Where most moved, how far is noted in the order of the columns and only the notes are
 * read in the order of the cells (MoveNotes, ColumnKernel). Limit: what a group needs beside its entities, half a
 * microsecond, and what somebody who changes the cell needs, two: of 25 a cell in 4,096 cells most of it.
 */
export class ChangeEncoder {
  readonly #schema: WorldSchema;
  /** Writes into the kernel's memory, which the next table's frame is written over. */
  readonly #writer = new ByteWriter(0, (_before, _written, byteCount) =>
    ColumnKernel.shared.lengthen(byteCount),
  );
  readonly #sections: GroupSections;
  readonly #groups = new GroupList();
  readonly #notes = new MoveNotes();
  /** Groups that something is written for, as they came up, and whether a group is one of them. */
  #active: Int32Array = new Int32Array(64);
  #activeCount = 0;
  #isActive: Uint8Array = new Uint8Array(64);
  /** By group, 0 between two frames: whether notes do not say all that changed in it, … */
  #odd: Uint8Array = new Uint8Array(64);
  /** … the links to its first entry of those gone and of those whole. */
  #goneHead: Int32Array = new Int32Array(64);
  #wholeHead: Int32Array = new Int32Array(64);
  readonly #gone = new SlotList();
  readonly #whole = new SlotList();
  /** By slot, 0 between two frames: whether it is in one of these lists or both. */
  #isEntered: Uint8Array = new Uint8Array(0);
  #arriving: Int32Array = new Int32Array(64);

  constructor(schema: WorldSchema) {
    this.#schema = schema;
    this.#sections = new GroupSections(schema, this.#writer);
  }

  /** Encodes what changed and moves each entity's `cell` on; the caller commits the table. */
  encode(table: EntityTable): EncodedGroup[] {
    const packed = this.encodePacked(table);
    const end = packed.count === 0 ? 0 : packed.ends[packed.count - 1];
    return unpackGroups(this.#schema, { ...packed, bytes: packed.bytes.slice(0, end) });
  }

  /** As encode(), without an object per cell; until the next use of any encoder of this process. */
  encodePacked(table: EntityTable): PackedGroups {
    // A reader's lists do not follow what is done to `cell` here.
    table.members = null;
    const order = this.#orderOf(table);
    const flat = this.#schema.dimensions === 2;
    // Notes are of moves in the plane.
    if ((table.allDirty & ~1) !== 0 || (table.allDirty !== 0 && !flat)) table.listAllDirty();
    const dense = flat && (table.allDirty !== 0 || table.dirtyCount * DENSE > table.count);
    this.#enterListed(table, order, dense);
    if (dense) this.#noteMoves(table, order);
    else this.#notes.forgetAll();
    this.#arrange(table, order);
    return this.#write(table, order, dense);
  }

  #orderOf(table: EntityTable): CellOrder {
    if (table.cellOrder === null || table.cellOrder.worn) table.cellOrder = new CellOrder(table);
    const order = table.cellOrder;
    order.follow();
    this.#makeGroupRoom(order.groups);
    if (table.capacity > this.#isEntered.length) this.#isEntered = new Uint8Array(table.capacity);
    return order;
  }

  /** Enters the entities that are listed as changed, unless they only moved and `dense` finds them. */
  #enterListed(table: EntityTable, order: CellOrder, dense: boolean): void {
    const { dirty, dirtySlots, dirtyCount } = table;
    for (let i = 0; i < dirtyCount; i++) {
      const slot = dirtySlots[i];
      const bits = dirty[slot];
      if (bits === 0 || (bits === 1 && dense)) continue;
      const group = order.groupOf[slot];
      if (group >= 0) {
        this.#odd[group] = 1;
        this.#activate(group);
      }
      if (bits < 0 || bits >= DIRTY_WHOLE) this.#enterOther(table, slot);
      else if (dense || (bits & 1) === 0) continue;
      else if (cellOfSlot(this.#schema, table, slot) !== table.cell[slot]) {
        this.#enterOther(table, slot);
      }
    }
  }

  /** Looks at everyone: of whoever moved and stayed, how far becomes a note; leavers are entered. */
  #noteMoves(table: EntityTable, order: CellOrder): void {
    const notes = this.#notes;
    notes.make(table, order, this.#odd);
    for (let i = 0; i < notes.leaverCount; i++) this.#enterOther(table, notes.leavers[i]);
  }

  /** Enters an entity that comes, goes, changes its cell, or is written whole for another reason. */
  #enterOther(table: EntityTable, slot: number): void {
    const before = table.cell[slot];
    if ((table.dirty[slot] & DIRTY_GONE) !== 0) {
      if (before !== NO_CELL && this.#isEntered[slot] === 0) {
        this.#gone.push(slot);
        this.#isEntered[slot] = 1;
      }
      return;
    }
    // A slot that was freed and taken again within the tick is listed twice.
    if (this.#isEntered[slot] === 1) return;
    const now = cellOfSlot(this.#schema, table, slot);
    if (now !== before && before !== NO_CELL) this.#gone.push(slot);
    this.#whole.push(slot);
    this.#isEntered[slot] = 1;
    table.cell[slot] = now;
  }

  #activate(group: number): void {
    if (this.#isActive[group] === 1) return;
    this.#isActive[group] = 1;
    this.#active[this.#activeCount++] = group;
  }

  #makeGroupRoom(groups: number): void {
    if (groups <= this.#isActive.length) return;
    const length = groups * 2;
    this.#active = longer(this.#active, length);
    this.#goneHead = longer(this.#goneHead, length);
    this.#wholeHead = longer(this.#wholeHead, length);
    this.#isActive = longer(this.#isActive, length);
    this.#odd = longer(this.#odd, length);
  }

  /** Lists who is gone and who is whole by group, and moves the order on. */
  #arrange(table: EntityTable, order: CellOrder): void {
    const gone = this.#gone;
    const whole = this.#whole;
    gone.sortById(table);
    whole.sortById(table);
    // Backwards, so that the lists ascend.
    for (let entry = gone.count - 1; entry >= 0; entry--) {
      const slot = gone.slots[entry];
      const group = order.groupOf[slot];
      this.#activate(group);
      this.#goneHead[group] = gone.link(entry, this.#goneHead[group]);
      order.leave(slot);
      this.#notes.forget(slot);
    }
    for (let entry = whole.count - 1; entry >= 0; entry--) {
      const group = order.groupFor(table.cell[whole.slots[entry]]);
      this.#makeGroupRoom(order.groups);
      this.#activate(group);
      this.#wholeHead[group] = whole.link(entry, this.#wholeHead[group]);
    }
    if (gone.count + whole.count === 0) return;
    for (let i = 0; i < this.#activeCount; i++) {
      const group = this.#active[i];
      if (this.#goneHead[group] !== 0) order.close(group, gone, this.#goneHead[group]);
    }
    for (let i = 0; i < this.#activeCount; i++) {
      if (this.#wholeHead[this.#active[i]] !== 0) this.#arrive(order, this.#active[i]);
    }
  }

  /** Those of a group's whole ones that were not in it before come into it. */
  #arrive(order: CellOrder, group: number): void {
    const { groupOf } = order;
    const whole = this.#whole;
    const most = whole.lengthOf(this.#wholeHead[group]);
    if (most > this.#arriving.length) this.#arriving = new Int32Array(most * 2);
    let count = 0;
    for (let link = this.#wholeHead[group]; link !== 0; link = whole.next[link - 1]) {
      const slot = whole.slots[link - 1];
      if (groupOf[slot] !== group) this.#arriving[count++] = slot;
    }
    if (count > 0) order.arrive(group, this.#arriving, count);
  }

  /**
   * The groups that may have changed, by cell: a re-run writes them in the same order (R2).
   * @param all notes do not say which groups have some
   */
  #inOrder(order: CellOrder, all: boolean): Int32Array {
    const active = this.#active.subarray(0, this.#activeCount);
    if (all || active.length * 4 > order.groups) return order.groupsByCell();
    return active.sort((a, b) => order.cell[a] - order.cell[b]);
  }

  /** One group per cell in which something happened. */
  #write(table: EntityTable, order: CellOrder, noted: boolean): PackedGroups {
    const writer = this.#writer;
    const sections = this.#sections;
    const list = this.#groups;
    const isEntered = this.#isEntered;
    const changed = { table, order, isEntered, group: 0, wholes: 0 };
    const kernel = ColumnKernel.shared;
    if (noted) kernel.takePlaces(order.slots, order.end, order.longest);
    // Others have grown it since.
    writer.bytes = kernel.bytes;
    writer.position = 0;
    list.count = 0;
    const groups = this.#inOrder(order, noted);
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i];
      if (!noted && this.#isActive[group] === 0) continue;
      const start = writer.position;
      const goneHead = this.#goneHead[group];
      const wholeHead = this.#wholeHead[group];
      changed.group = group;
      changed.wholes = this.#whole.lengthOf(wholeHead);
      sections.writeGone(table, this.#gone, goneHead);
      sections.writeWhole(table, this.#whole, wholeHead, changed.wholes);
      if (noted && this.#odd[group] === 0) {
        sections.writeMoved(table, order, group, changed.wholes);
      } else sections.writeChanged(changed);
      // Three zeros: nobody is gone, whole or changed.
      if (writer.position > start + SECTIONS || !isZero(writer, start)) {
        list.add(order.cell[group], writer.position);
      } else writer.position = start;
      this.#isActive[group] = this.#odd[group] = 0;
      this.#goneHead[group] = this.#wholeHead[group] = 0;
    }
    for (const { slots, count } of [this.#whole, this.#gone]) {
      for (let entry = 0; entry < count; entry++) isEntered[slots[entry]] = 0;
    }
    this.#activeCount = this.#gone.count = this.#whole.count = 0;
    return { count: list.count, cells: list.cells, ends: list.ends, bytes: writer.bytes };
  }
}

function isZero({ bytes }: ByteWriter, from: number): boolean {
  for (let i = 0; i < SECTIONS; i++) if (bytes[from + i] !== 0) return false;
  return true;
}
