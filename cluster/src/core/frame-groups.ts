import { cellCoordinates } from '@atlasnet/schemas';
import type { ByteWriter, CellGroup, PackedGroups, WorldSchema } from '@atlasnet/schemas';

/** The fields of log.proto that hold cell groups. */
export const FRAME_GROUPS_FIELD = 10;
export const SNAPSHOT_GROUPS_FIELD = 5;
/** CellGroup's fields: tags with their wire types. */
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
    writeCellGroups(schema, packed, FRAME_GROUPS_FIELD, writer, this.#spans);
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

/**
 * Writes groups as a repeated field of a message. `spans` is told where the columns of each begin and
 * end.
 */
export function writeCellGroups(
  schema: WorldSchema,
  packed: PackedGroups,
  field: number,
  writer: ByteWriter,
  spans?: Int32Array,
): void {
  const { cells, ends, bytes } = packed;
  let from = 0;
  for (let i = 0; i < cells.length; i++) {
    const { x, y, z } = cellCoordinates(schema, cells[i]);
    const length = ends[i] - from;
    writer.ensure(length + HEADER_BYTES_MAX);
    const columns = 1 + varintBytes(length) + length;
    writer.varint((field << 3) | 2);
    writer.varint(coordinateBytes(x) + coordinateBytes(y) + coordinateBytes(z) + columns);
    writeCoordinate(writer, X_TAG, x);
    writeCoordinate(writer, Y_TAG, y);
    writeCoordinate(writer, Z_TAG, z);
    writer.varint(COLUMNS_TAG);
    writer.varint(length);
    writer.bytes.set(bytes.subarray(from, ends[i]), writer.position);
    if (spans !== undefined) {
      spans[i * 2] = writer.position;
      spans[i * 2 + 1] = writer.position + length;
    }
    writer.position += length;
    from = ends[i];
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
