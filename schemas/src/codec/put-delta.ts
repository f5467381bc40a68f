import type { EntityTable } from '../table/entity-table.ts';
import type { ByteWriter } from './byte-writer.ts';

/** Writes the ids of slots[0…count), which ascend, as differences; the room was made before. */
export function writeIds(
  writer: ByteWriter,
  table: EntityTable,
  slots: Int32Array,
  count: number,
): void {
  let previous = 0;
  for (let i = 0; i < count; i++) {
    const id = table.ids[slots[i]];
    writer.varint53(id - previous);
    previous = id;
  }
}

/** Writes a zigzag varint; the room was made before. @returns the position after it */
export function putDelta(bytes: Uint8Array, position: number, delta: number): number {
  let at = position;
  let rest = ((delta << 1) ^ (delta >> 31)) >>> 0;
  while (rest > 127) {
    bytes[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}
