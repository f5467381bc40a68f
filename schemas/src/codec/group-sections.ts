import type { CellOrder } from '../table/cell-order.ts';
import { DIRTY_GONE, GONE_MOVED } from '../table/entity-table.ts';
import type { EntityTable } from '../table/entity-table.ts';
import type { SlotList } from '../table/slot-list.ts';
import type { WorldSchema } from '../world/world-schema.ts';
import type { ByteWriter } from './byte-writer.ts';
import { FORM_ALL, FORM_MASKS } from './change-decoder.ts';
import { writeHeapValue, writeWholeEntity } from './entity-encoding.ts';
import { ColumnKernel, NO_NOTE, OVERRUN_BYTES } from './column-kernel.ts';
import { putDelta, writeIds } from './put-delta.ts';

/** Enough for what is in a group beside entities: counts, form and mask. */
const SECTION_ROOM = 18;

/** A group as its CHANGED section is written from. */
export interface ChangedGroup {
  readonly table: EntityTable;
  readonly order: CellOrder;
  readonly group: number;
  /** Those of the group that are written whole. */
  readonly wholes: number;
  /** By slot: whether an entity of the group is one of them. */
  readonly isEntered: Uint8Array;
}

/** Writes the sections of a cell group (docs/protocol.md, "Cell groups"). */
export class GroupSections {
  readonly #schema: WorldSchema;
  readonly #writer: ByteWriter;
  readonly #kernel = ColumnKernel.shared;
  #picked: Int32Array = new Int32Array(64);
  #gathered: Int32Array = new Int32Array(64);

  constructor(schema: WorldSchema, writer: ByteWriter) {
    this.#schema = schema;
    this.#writer = writer;
  }

  writeGone(table: EntityTable, list: SlotList, head: number): void {
    const { slots, next } = list;
    const writer = this.#writer;
    const count = list.lengthOf(head);
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

  writeWhole(table: EntityTable, { slots, next }: SlotList, head: number, count: number): void {
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

  /**
   * The CHANGED section of a group in which nobody who stayed did more than move, of the notes in the kernel.
   * @param wholes those of the group that are written whole
   */
  writeMoved(table: EntityTable, order: CellOrder, group: number, wholes: number): void {
    const kernel = this.#kernel;
    const writer = this.#writer;
    const length = order.length[group];
    const start = order.start[group];
    writer.ensure(SECTION_ROOM + length * (9 + 2 * 2) + OVERRUN_BYTES);
    // Most often everyone moved: then it is known where the columns begin.
    const most = length - wholes;
    const header = most < 128 ? 3 : 4;
    const end = kernel.pack(start, length, writer.position + header);
    const count = kernel.gathered;
    const startsAt = writer.position;
    writer.varint(count);
    if (count === 0) return;
    const everyone = count === most;
    writer.bytes[writer.position++] = everyone ? FORM_ALL : 0;
    if (!everyone) writeIds(writer, table, this.#pickNoted(start, length), count);
    // The mask of who only moved, and both columns of it.
    writer.bytes[writer.position++] = 1;
    if (writer.position === startsAt + header) writer.position = end;
    else writer.position = kernel.packAgain(writer.position);
  }

  /** The slots of those gathered. */
  #pickNoted(start: number, length: number): Int32Array {
    this.#makeRoom(length);
    const { places, notes } = this.#kernel;
    const picked = this.#picked;
    let count = 0;
    for (let at = start; at < start + length; at++) {
      if (notes[places[at]] !== NO_NOTE) picked[count++] = places[at];
    }
    return picked;
  }

  /** The CHANGED section of any group. */
  writeChanged(changed: ChangedGroup): void {
    const { table, order, group, wholes } = changed;
    const writer = this.#writer;
    const { components, laneCount } = this.#schema;
    const count = this.#pick(changed);
    const slots = this.#picked;
    const { dirty, allDirty } = table;
    writer.ensure(SECTION_ROOM + count * (13 + laneCount * 5));
    writer.varint(count);
    if (count === 0) return;
    let mask = 0;
    let common = -1;
    for (let i = 0; i < count; i++) {
      mask |= dirty[slots[i]] | allDirty;
      common &= dirty[slots[i]] | allDirty;
    }
    const uniform = mask === common;
    const everyone = count === order.length[group] - wholes;
    writer.bytes[writer.position++] = (uniform ? 0 : FORM_MASKS) | (everyone ? FORM_ALL : 0);
    if (!everyone) writeIds(writer, table, slots, count);
    if (uniform) writer.varint(mask);
    else for (let i = 0; i < count; i++) writer.varint(dirty[slots[i]] | allDirty);
    for (const { index, heap, firstLane, laneCount: lanes } of components) {
      const bit = 1 << index;
      if ((mask & bit) === 0) continue;
      if (heap >= 0) this.#writeHeapColumn(table, heap, count, bit);
      const ofAll = uniform || (allDirty & bit) !== 0;
      for (let lane = firstLane; lane < firstLane + lanes; lane++) {
        this.#writeLane(table, lane, count, ofAll ? 0 : bit);
      }
    }
  }

  /** Picks the slots of a group that changed and stayed. @returns how many */
  #pick({ table, order, group, isEntered }: ChangedGroup): number {
    const { slots } = order;
    const { dirty, allDirty } = table;
    const start = order.start[group];
    const end = start + order.length[group];
    this.#makeRoom(end - start);
    const picked = this.#picked;
    let count = 0;
    for (let at = start; at < end; at++) {
      const slot = slots[at];
      if ((dirty[slot] | allDirty) !== 0 && isEntered[slot] === 0) picked[count++] = slot;
    }
    return count;
  }

  #makeRoom(count: number): void {
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
    const { dirty, allDirty } = table;
    for (let i = 0; i < count; i++) {
      const slot = this.#picked[i];
      if (((dirty[slot] | allDirty) & bit) !== 0) {
        writeHeapValue(this.#writer, table.heaps[heap][slot]);
      }
    }
    // The lanes after it count on room made before.
    this.#writer.ensure(count * this.#schema.laneCount * 5);
  }
}
