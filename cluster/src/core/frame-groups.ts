import { ByteWriter, cellCoordinates } from '@atlasnet/schemas';
import type { CellGroup, PackedGroups, WorldSchema } from '@atlasnet/schemas';

/** Frame.groups in log.proto, and CellGroup's fields: tags with their wire types. */
const GROUPS_TAG = (10 << 3) | 2;
const X_TAG = 1 << 3;
const Y_TAG = 2 << 3;
const Z_TAG = 3 << 3;
const COLUMNS_TAG = (4 << 3) | 2;
/** A group without its columns: tags, lengths and three coordinates. */
const HEADER_BYTES_MAX = 32;

/**
 * A frame's cell groups as its record holds them. A region has thousands of cells and ticks twenty
 * times a second, and the frames of five seconds are kept for readers that resume: an object per
 * group would make the collector's pauses longer than a tick, so they are made when asked for.
 */
export class FrameGroups {
  readonly #schema: WorldSchema;
  readonly #cells: Int32Array;
  /** Where each group's columns begin and end in the encoded frame. */
  readonly #spans: Int32Array;
  #bytes: Uint8Array = new Uint8Array();
  #unpacked: CellGroup[] | null = null;

  /** Writes the groups as fields of a Frame into `writer`, from its position on. */
  constructor(schema: WorldSchema, packed: PackedGroups, writer: ByteWriter) {
    this.#schema = schema;
    this.#cells = Int32Array.from(packed.cells);
    this.#spans = new Int32Array(packed.cells.length * 2);
    let from = 0;
    for (let i = 0; i < this.#cells.length; i++) {
      const end = packed.ends[i];
      this.#write(writer, packed.bytes, i, from, end);
      from = end;
    }
  }

  #write(writer: ByteWriter, bytes: Uint8Array, index: number, from: number, end: number): void {
    const { x, y, z } = cellCoordinates(this.#schema, this.#cells[index]);
    const length = end - from;
    writer.ensure(length + HEADER_BYTES_MAX);
    const columns = 1 + varintBytes(length) + length;
    writer.varint(GROUPS_TAG);
    writer.varint(coordinateBytes(x) + coordinateBytes(y) + coordinateBytes(z) + columns);
    writeCoordinate(writer, X_TAG, x);
    writeCoordinate(writer, Y_TAG, y);
    writeCoordinate(writer, Z_TAG, z);
    writer.varint(COLUMNS_TAG);
    writer.varint(length);
    this.#spans[index * 2] = writer.position;
    writer.bytes.set(bytes.subarray(from, end), writer.position);
    writer.position += length;
    this.#spans[index * 2 + 1] = writer.position;
  }

  /** Says where the written bytes came to lie: they are kept, not copied. */
  settle(bytes: Uint8Array): void {
    this.#bytes = bytes;
  }

  /** The groups, as views of the encoded frame; kept until release(). */
  unpack(): CellGroup[] {
    this.#unpacked ??= Array.from(this.#cells, (cell, i): CellGroup => ({
      ...cellCoordinates(this.#schema, cell),
      columns: this.#bytes.subarray(this.#spans[i * 2], this.#spans[i * 2 + 1]),
    }));
    return this.#unpacked;
  }

  release(): void {
    this.#unpacked = null;
  }
}

function varintBytes(value: number): number {
  return value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : value < 268_435_456 ? 4 : 5;
}

/** A proto3 field at its default takes none. Cells have coordinates from 0 on. */
function coordinateBytes(value: number): number {
  return value === 0 ? 0 : 1 + varintBytes(value * 2);
}

function writeCoordinate(writer: ByteWriter, tag: number, value: number): void {
  if (value === 0) return;
  writer.varint(tag);
  writer.zigzag(value);
}
