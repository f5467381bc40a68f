import { CellOrder, NO_NOTE } from '../table/cell-order.ts';
import { DIRTY_GONE, DIRTY_WHOLE, GONE_MOVED, NO_CELL } from '../table/entity-table.ts';
import type { EntityTable } from '../table/entity-table.ts';
import { SlotList } from '../table/slot-list.ts';
import type { WorldSchema } from '../world/world-schema.ts';
import { ByteWriter } from './byte-writer.ts';
import { cellOfSlot, clampedCell } from './cell-of-slot.ts';
import { FORM_ALL, FORM_MASKS } from './change-decoder.ts';
import { writeHeapValue, writeWholeEntity } from './entity-encoding.ts';
import { GroupList, unpackGroups } from './packed-groups.ts';
import type { EncodedGroup, PackedGroups } from './packed-groups.ts';
import { putDelta, writeIds } from './put-delta.ts';

/** Sections of a group: gone, whole, changed. */
const SECTIONS = 3;

/**
 * Encodes a table's changes since the last frame as cell groups (rule V1; docs/protocol.md, "Cell
 * groups"): by cell, in id order within a cell, column by column. The order is kept from frame to
 * frame (CellOrder), so an entity that stays in its cell is only put where it belongs. Limit: one pass
 * over the changed slots and one over their order, about 30 ns an entity.
 */
export class ChangeEncoder {
  readonly #schema: WorldSchema;
  readonly #writer = new ByteWriter(64 * 1024);
  readonly #groups = new GroupList();
  /** Groups that something is written for, as they came up, and whether a group is one of them. */
  #active: Int32Array = new Int32Array(64);
  #activeCount = 0;
  #isActive: Uint8Array = new Uint8Array(64);
  /** By group, 0 between two frames: whether a changed entity of it has no note, … */
  #odd: Uint8Array = new Uint8Array(64);
  /** … the links to its first entry of those gone and of those whole. */
  #goneHead: Int32Array = new Int32Array(64);
  #wholeHead: Int32Array = new Int32Array(64);
  readonly #gone = new SlotList();
  readonly #whole = new SlotList();
  /** By slot: whether it is in the list of whole ones. */
  #isWhole: Uint8Array = new Uint8Array(0);
  #picked: Int32Array = new Int32Array(64);
  #gathered: Int32Array = new Int32Array(64);

  constructor(schema: WorldSchema) {
    this.#schema = schema;
  }

  /** Encodes what changed and moves each entity's `cell` on; the caller commits the table. */
  encode(table: EntityTable): EncodedGroup[] {
    return unpackGroups(this.#schema, this.encodePacked(table));
  }

  /** As encode(), without an object per cell. */
  encodePacked(table: EntityTable): PackedGroups {
    // A reader's lists do not follow what is done to `cell` here.
    table.members = null;
    const order = this.#orderOf(table);
    for (let next = 0; next < table.dirtyCount; next++) {
      next = this.#enterStayers(table, order, next);
      if (next < table.dirtyCount) this.#enterOther(table, table.dirtySlots[next]);
    }
    this.#arrange(table, order);
    this.#activateChanged(table, order);
    return this.#write(table, order);
  }

  #orderOf(table: EntityTable): CellOrder {
    if (table.cellOrder === null || table.cellOrder.worn) table.cellOrder = new CellOrder(table);
    const order = table.cellOrder;
    order.follow();
    this.#makeGroupRoom(order.groups);
    if (table.capacity > this.#isWhole.length) this.#isWhole = new Uint8Array(table.capacity);
    return order;
  }

  /**
   * Enters the changed entities that stay in their cell, up to the first that does not: nearly all of
   * them, so that everything this loop needs is a local, and it reads columns from one end to the other.
   * Of one that only moved in the plane, how far becomes a note, read in order when it is written.
   * @returns where it stopped
   */
  #enterStayers(table: EntityTable, order: CellOrder, from: number): number {
    const { dirty, dirtySlots, dirtyCount, cell } = table;
    const { notes, rank } = order;
    const { cells, positionQuantumM: quantum, boundsMin } = this.#schema;
    const flat = this.#schema.dimensions === 2;
    const { sizeM } = cells;
    const [countX, countY] = cells.counts;
    const [minX, minY] = boundsMin;
    const [x, y] = table.lanes;
    const [baseX, baseY] = table.base;
    let i = from;
    for (; i < dirtyCount; i++) {
      const slot = dirtySlots[i];
      const bits = dirty[slot];
      if (bits <= 0 || bits >= DIRTY_WHOLE) break;
      if (bits === 1 && flat) {
        const nowX = x[slot];
        const nowY = y[slot];
        const cellX = clampedCell(nowX * quantum - minX, sizeM, countX);
        const cellY = clampedCell(nowY * quantum - minY, sizeM, countY);
        if (cellY * countX + cellX !== cell[slot]) break;
        const movedX = nowX - baseX[slot];
        const movedY = nowY - baseY[slot];
        if (movedX === (movedX << 16) >> 16 && movedY === (movedY << 16) >> 16) {
          notes[rank[slot]] = (movedX << 16) | (movedY & 0xffff);
          // The one move that looks like no note is not lost: its group is odd.
          if (movedX !== NO_NOTE >> 16) continue;
        }
      } else if ((bits & 1) !== 0 && cellOfSlot(this.#schema, table, slot) !== cell[slot]) break;
      this.#odd[order.groupOf[slot]] = 1;
    }
    return i;
  }

  /** Enters an entity that comes, goes, changes its cell, or is written whole for another reason. */
  #enterOther(table: EntityTable, slot: number): void {
    const bits = table.dirty[slot];
    const before = table.cell[slot];
    // Made and undone within the tick.
    if (bits === 0) return;
    if ((bits & DIRTY_GONE) !== 0) {
      if (before !== NO_CELL) this.#gone.push(slot);
      return;
    }
    // A slot that was freed and taken again within the tick is listed twice.
    if (this.#isWhole[slot] === 1) return;
    const now = cellOfSlot(this.#schema, table, slot);
    if (now !== before && before !== NO_CELL) this.#gone.push(slot);
    this.#whole.push(slot);
    this.#isWhole[slot] = 1;
    table.cell[slot] = now;
  }

  #activate(group: number): void {
    if (this.#isActive[group] === 1) return;
    this.#isActive[group] = 1;
    this.#active[this.#activeCount++] = group;
  }

  /** Groups that somebody changed in and stayed; where many changed, all: they are looked at. */
  #activateChanged(table: EntityTable, order: CellOrder): void {
    if (table.dirtyCount * 4 > table.count) {
      for (let group = 0; group < order.groups; group++) this.#activate(group);
      return;
    }
    for (let i = 0; i < table.dirtyCount; i++) {
      const group = order.groupOf[table.dirtySlots[i]];
      if (group >= 0) this.#activate(group);
    }
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
    }
    for (let entry = whole.count - 1; entry >= 0; entry--) {
      const group = order.groupFor(table.cell[whole.slots[entry]]);
      this.#makeGroupRoom(order.groups);
      this.#activate(group);
      this.#wholeHead[group] = whole.link(entry, this.#wholeHead[group]);
    }
    if (gone.count + whole.count === 0) return;
    for (let i = 0; i < this.#activeCount; i++) {
      if (this.#goneHead[this.#active[i]] !== 0) order.close(this.#active[i]);
    }
    for (let i = 0; i < this.#activeCount; i++) {
      if (this.#wholeHead[this.#active[i]] !== 0) this.#arrive(order, this.#active[i]);
    }
  }

  /** Those of a group's whole ones that were not in it before come into it. */
  #arrive(order: CellOrder, group: number): void {
    const { groupOf } = order;
    const whole = this.#whole;
    this.#makePickRoom(whole.lengthOf(this.#wholeHead[group]));
    let count = 0;
    for (let link = this.#wholeHead[group]; link !== 0; link = whole.next[link - 1]) {
      const slot = whole.slots[link - 1];
      if (groupOf[slot] !== group) this.#picked[count++] = slot;
    }
    if (count > 0) order.arrive(group, this.#picked, count);
  }

  /** The active groups, and maybe others, by cell: a re-run writes them in the same order (R2). */
  #inOrder(order: CellOrder): Int32Array {
    const active = this.#active.subarray(0, this.#activeCount);
    if (active.length * 4 > order.groups) return order.groupsByCell();
    return active.sort((a, b) => order.cell[a] - order.cell[b]);
  }

  /** One group per active cell in which something happened. */
  #write(table: EntityTable, order: CellOrder): PackedGroups {
    const writer = this.#writer;
    const list = this.#groups;
    writer.position = 0;
    list.count = 0;
    const groups = this.#inOrder(order);
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i];
      if (this.#isActive[group] === 0) continue;
      const start = writer.position;
      const wholes = this.#whole.lengthOf(this.#wholeHead[group]);
      this.#writeGone(table, this.#goneHead[group]);
      this.#writeWhole(table, this.#wholeHead[group], wholes);
      if (this.#odd[group] === 0) this.#writeMoved(table, order, group, wholes);
      else this.#writeChanged(table, order, group, wholes);
      // Three zeros: nobody is gone, whole or changed.
      if (writer.position > start + SECTIONS || !isZero(writer, start)) {
        list.add(order.cell[group], writer.position);
      } else writer.position = start;
      this.#isActive[group] = this.#odd[group] = 0;
      this.#goneHead[group] = this.#wholeHead[group] = 0;
    }
    for (let entry = 0; entry < this.#whole.count; entry++) {
      this.#isWhole[this.#whole.slots[entry]] = 0;
    }
    this.#activeCount = 0;
    this.#gone.count = 0;
    this.#whole.count = 0;
    return { count: list.count, cells: list.cells, ends: list.ends, bytes: writer.bytes };
  }

  #writeGone(table: EntityTable, head: number): void {
    const { slots, next } = this.#gone;
    const writer = this.#writer;
    const count = this.#gone.lengthOf(head);
    writer.ensure(5 + count * 9);
    writer.varint(count);
    let previous = 0;
    for (let link = head; link !== 0; link = next[link - 1]) {
      const slot = slots[link - 1];
      writer.varint53(table.ids[slot] - previous);
      previous = table.ids[slot];
      const gone = (table.dirty[slot] & DIRTY_GONE) !== 0;
      writer.bytes[writer.position++] = gone ? table.goneReason[slot] : GONE_MOVED;
    }
  }

  #writeWhole(table: EntityTable, head: number, count: number): void {
    const { slots, next } = this.#whole;
    const writer = this.#writer;
    writer.ensure(5);
    writer.varint(count);
    let previous = 0;
    for (let link = head; link !== 0; link = next[link - 1]) {
      const slot = slots[link - 1];
      writer.ensure(16 + this.#schema.laneCount * 5);
      writer.varint53(table.ids[slot] - previous);
      previous = table.ids[slot];
      writeWholeEntity(writer, table, slot);
    }
  }

  /** The CHANGED section of a group in which nobody did more than move: all is in the notes. */
  #writeMoved(table: EntityTable, order: CellOrder, group: number, wholes: number): void {
    const writer = this.#writer;
    const { slots, notes } = order;
    const start = order.start[group];
    const end = start + order.length[group];
    this.#makePickRoom(end - start);
    const [picked, gathered] = [this.#picked, this.#gathered];
    let count = 0;
    for (let at = start; at < end; at++) {
      const note = notes[at];
      if (note === NO_NOTE) continue;
      notes[at] = NO_NOTE;
      gathered[count] = note;
      picked[count++] = slots[at];
    }
    writer.ensure(16 + count * (9 + 2 * 5));
    writer.varint(count);
    if (count === 0) return;
    const everyone = count === end - start - wholes;
    writer.bytes[writer.position++] = everyone ? FORM_ALL : 0;
    if (!everyone) writeIds(writer, table, picked, count);
    writer.varint(1);
    const { bytes } = writer;
    let { position } = writer;
    for (let i = 0; i < count; i++) position = putDelta(bytes, position, gathered[i] >> 16);
    for (let i = 0; i < count; i++) position = putDelta(bytes, position, (gathered[i] << 16) >> 16);
    writer.position = position;
  }

  /** The CHANGED section of any group. */
  #writeChanged(table: EntityTable, order: CellOrder, group: number, wholes: number): void {
    const writer = this.#writer;
    const { components, laneCount } = this.#schema;
    const count = this.#pick(table, order, group);
    const slots = this.#picked;
    const { dirty } = table;
    writer.ensure(16 + count * (13 + laneCount * 5));
    writer.varint(count);
    if (count === 0) return;
    let mask = 0;
    let common = -1;
    for (let i = 0; i < count; i++) {
      mask |= dirty[slots[i]];
      common &= dirty[slots[i]];
    }
    const uniform = mask === common;
    const everyone = count === order.length[group] - wholes;
    writer.bytes[writer.position++] = (uniform ? 0 : FORM_MASKS) | (everyone ? FORM_ALL : 0);
    if (!everyone) writeIds(writer, table, slots, count);
    if (uniform) writer.varint(mask);
    else for (let i = 0; i < count; i++) writer.varint(dirty[slots[i]]);
    for (const { index, heap, firstLane, laneCount: lanes } of components) {
      const bit = 1 << index;
      if ((mask & bit) === 0) continue;
      if (heap >= 0) this.#writeHeapColumn(table, heap, count, bit);
      for (let lane = firstLane; lane < firstLane + lanes; lane++) {
        this.#writeLane(table, lane, count, uniform ? 0 : bit);
      }
    }
  }

  /** Picks the slots of a group that changed and stayed. @returns how many */
  #pick(table: EntityTable, order: CellOrder, group: number): number {
    const { slots, notes } = order;
    const { dirty } = table;
    const start = order.start[group];
    const end = start + order.length[group];
    this.#makePickRoom(end - start);
    const picked = this.#picked;
    let count = 0;
    for (let at = start; at < end; at++) {
      const slot = slots[at];
      notes[at] = NO_NOTE;
      if (dirty[slot] !== 0 && this.#isWhole[slot] === 0) picked[count++] = slot;
    }
    return count;
  }

  #makePickRoom(count: number): void {
    if (count < this.#picked.length) return;
    this.#picked = new Int32Array(count * 2);
    this.#gathered = new Int32Array(count * 2);
  }

  /**
   * A lane of those picked that have `bit`; 0: of all. Differences are collected before they are
   * written: a processor that guesses a varint's length wrong waits for the columns otherwise.
   */
  #writeLane(table: EntityTable, lane: number, picked: number, bit: number): void {
    const { dirty } = table;
    const now = table.lanes[lane];
    const before = table.base[lane];
    const slots = this.#picked;
    const gathered = this.#gathered;
    let count = 0;
    for (let i = 0; i < picked; i++) {
      const slot = slots[i];
      if (bit !== 0 && (dirty[slot] & bit) === 0) continue;
      gathered[count++] = now[slot] - before[slot];
    }
    const { bytes } = this.#writer;
    let { position } = this.#writer;
    for (let i = 0; i < count; i++) position = putDelta(bytes, position, gathered[i]);
    this.#writer.position = position;
  }

  #writeHeapColumn(table: EntityTable, heap: number, count: number, bit: number): void {
    for (let i = 0; i < count; i++) {
      const slot = this.#picked[i];
      if ((table.dirty[slot] & bit) !== 0) writeHeapValue(this.#writer, table.heaps[heap][slot]);
    }
    // The lanes after it count on room made before.
    this.#writer.ensure(count * this.#schema.laneCount * 5);
  }
}

function isZero({ bytes }: ByteWriter, from: number): boolean {
  for (let i = 0; i < SECTIONS; i++) if (bytes[from + i] !== 0) return false;
  return true;
}

function longer<A extends Int32Array | Uint8Array>(array: A, length: number): A {
  const larger = new (array.constructor as new (length: number) => A)(length);
  larger.set(array);
  return larger;
}
