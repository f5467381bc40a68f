import type { EntityTable } from '../table/entity-table.ts';
import type { HeapValue } from '../table/heap-value.ts';
import { ByteWriter } from './byte-writer.ts';

/** What of a table is needed to encode it whole: a copy of it will do. */
export type TableColumns = Pick<
  EntityTable,
  'schema' | 'ids' | 'present' | 'cell' | 'lanes' | 'base' | 'heaps' | 'dirty' | 'goneReason'
>;

/** Writes an entity's components and their values: "state" in docs/protocol.md, "Cell groups". */
export function writeWholeEntity(writer: ByteWriter, table: TableColumns, slot: number): void {
  const present = table.present[slot];
  writer.varint(present);
  for (const { index, firstLane, laneCount, heap } of table.schema.components) {
    if (((present >>> index) & 1) === 0) continue;
    if (heap >= 0) {
      writeHeapValue(writer, table.heaps[heap][slot]);
      writer.ensure(table.schema.laneCount * 5);
    }
    for (let lane = firstLane; lane < firstLane + laneCount; lane++) {
      writer.zigzag(table.lanes[lane][slot]);
    }
  }
}

/** One entity whole, as a group's WHOLE section of one: a handoff's state. */
export function encodeEntity(table: EntityTable, slot: number): Uint8Array {
  const writer = new ByteWriter(32 + table.schema.laneCount * 5);
  writer.varint(0);
  writer.varint(1);
  writer.varint53(table.ids[slot]);
  writeWholeEntity(writer, table, slot);
  writer.ensure(1);
  writer.varint(0);
  return writer.slice();
}

/** Writes a text or bytes. */
export function writeHeapValue(writer: ByteWriter, value: HeapValue | undefined): void {
  if (typeof value === 'string') writer.text(value);
  else writer.blob(value ?? new Uint8Array());
}
