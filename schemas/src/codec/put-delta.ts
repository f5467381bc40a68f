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

/**
 * Writes a zigzag varint; room for five bytes was made before. Lengths one and two take no branch: a
 * processor cannot guess which it is.
 * @returns the position after it
 */
export function putDelta(bytes: Uint8Array, position: number, delta: number): number {
  let rest = (delta << 1) ^ (delta >> 31);
  let at = position;
  if (rest >>> 14 === 0) {
    const more = (127 - rest) >>> 31;
    bytes[at] = (rest & 127) | (more << 7);
    bytes[at + 1] = rest >>> 7;
    return at + 1 + more;
  }
  while (rest >>> 7 !== 0) {
    bytes[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}
