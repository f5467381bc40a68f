import { DIRTY_GONE, NO_CELL } from '../table/entity-table.ts';
import type { EntityTable } from '../table/entity-table.ts';
import type { WorldSchema } from '../world/world-schema.ts';
import { ByteWriter } from './byte-writer.ts';
import { writeWholeEntity } from './entity-encoding.ts';
import type { TableColumns } from './entity-encoding.ts';
import { GroupList, unpackGroups } from './packed-groups.ts';
import type { EncodedGroup, PackedGroups } from './packed-groups.ts';

/** Encodes entities whole, as cell groups: checkpoints and new subscriptions. Changes nothing. */
export class WholeEncoder {
  readonly #schema: WorldSchema;
  readonly #writer = new ByteWriter(16 * 1024);
  readonly #groups = new GroupList();

  constructor(schema: WorldSchema) {
    this.#schema = schema;
  }

  /** Every living entity that a frame has shown, or those in some cells. */
  encodeTable(table: EntityTable, onlyCell?: (cell: number) => boolean): EncodedGroup[] {
    const { slots, length } = table.slotsById();
    const wanted = slots.subarray(0, length).filter((slot) => {
      const cell = table.cell[slot];
      if (cell === NO_CELL || (table.dirty[slot] & DIRTY_GONE) !== 0) return false;
      return onlyCell === undefined || onlyCell(cell);
    });
    const sorted = slotsByCell(table.cell, wanted);
    return unpackGroups(this.#schema, this.encodePiece(table, sorted, 0, sorted.length));
  }

  /** Entities of slots[from…to): those of one cell follow each other, by ascending id. */
  encodePiece(table: TableColumns, slots: Int32Array, from: number, to: number): PackedGroups {
    const writer = this.#writer;
    const groups = this.#groups;
    writer.position = 0;
    groups.count = 0;
    for (let first = from; first < to;) {
      const cell = table.cell[slots[first]];
      let end = first + 1;
      while (end < to && table.cell[slots[end]] === cell) end++;
      this.#writeGroup(table, slots, first, end);
      groups.add(cell, writer.position);
      first = end;
    }
    return {
      count: groups.count,
      cells: groups.cells,
      ends: groups.ends,
      bytes: writer.bytes,
    };
  }

  /** Nobody gone, these whole, nobody changed. */
  #writeGroup(table: TableColumns, slots: Int32Array, from: number, to: number): void {
    const writer = this.#writer;
    writer.ensure(6);
    writer.varint(0);
    writer.varint(to - from);
    let previous = 0;
    for (let i = from; i < to; i++) {
      const id = table.ids[slots[i]];
      writer.ensure(16 + this.#schema.laneCount * 5);
      writer.varint53(id - previous);
      previous = id;
      writeWholeEntity(writer, table, slots[i]);
    }
    writer.ensure(1);
    writer.varint(0);
  }
}

/** Slots by cell, and by their order within one: a counting sort. Those without a cell are left out. */
export function slotsByCell(cell: Int32Array, slots: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  const numberOf = new Int32Array(slots.length);
  const starts: number[] = [0];
  for (let i = 0; i < slots.length; i++) {
    const at = cell[slots[i]];
    let number = at < 0 ? -1 : numbers.get(at);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(at, number);
      starts.push(0);
    }
    numberOf[i] = number;
    if (number >= 0) starts[number + 1]++;
  }
  for (let i = 1; i < starts.length; i++) starts[i] += starts[i - 1];
  const sorted = new Int32Array(starts[starts.length - 1]);
  for (let i = 0; i < slots.length; i++) {
    if (numberOf[i] >= 0) sorted[starts[numberOf[i]]++] = slots[i];
  }
  return sorted;
}
