import { decodeMessage, encodeMessage, logMessages } from '@atlasnet/schemas';
import type { ByteWriter, CellGroup, Frame, PackedGroups, WorldSchema } from '@atlasnet/schemas';
import { COLUMNS_TAG, X_TAG, Y_TAG, Z_TAG, copyGroups, pickGroups } from './group-walk.ts';
import type { GroupTarget, ReadCells } from './group-walk.ts';

/** The fields of log.proto that hold cell groups. */
export const FRAME_GROUPS_FIELD = 10;
export const SNAPSHOT_GROUPS_FIELD = 5;
/**
 * What a frame has beside its other fields: its cell groups, as its record holds them. A region has thousands of
 * cells and ticks twenty times a second, and the frames of five seconds are kept for readers that resume: an object
 * per group would make the collector's pauses longer than a tick, so they are made when asked for, of those that
 * are. By a class's getter: one that is defined for each frame leaves a map behind, which holds the record
 * until the old objects are collected.
 */
export class FrameGroups {
  readonly #bytes: Uint8Array;

  /** @param bytes the groups as fields of a Frame; kept, not copied */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Those of a frame, wherever it comes from, without what else it has. */
  static of(frame: Pick<Frame, 'groups'>): FrameGroups {
    if (frame instanceof FrameGroups) return new FrameGroups(frame.#bytes);
    const { groups } = frame;
    return new FrameGroups(encodeMessage(logMessages.Frame, { groups }));
  }

  /** All of them, as views of the encoded frame; made anew each time. */
  get groups(): CellGroup[] {
    return decodeMessage(logMessages.Frame, this.#bytes, 'the groups of a frame').groups;
  }

  /** Those of some cells, as views of the encoded frame. */
  pick(schema: WorldSchema, cells: ReadCells): CellGroup[] {
    return pickGroups(schema, this.#bytes, cells);
  }

  /** How much room all of them need, bytes. */
  get groupBytes(): number {
    return this.#bytes.length;
  }

  /**
   * Those of some cells as a repeated field of another message: the record's bytes, but for the field's number.
   * @returns where they end
   */
  copy(schema: WorldSchema, cells: ReadCells, target: GroupTarget): number {
    return copyGroups(schema, this.#bytes, cells, target);
  }
}

/** Writes groups as a repeated field of a message. Makes no object per group, and its own room. */
export function writeCellGroups(
  schema: WorldSchema,
  packed: PackedGroups,
  field: number,
  writer: ByteWriter,
): void {
  const size = cellGroupsSize(schema, packed);
  writer.ensure(size);
  const { bytes } = writer;
  const { count, cells, ends } = packed;
  const [nx, ny] = schema.cells.counts;
  // All columns go behind where they belong at once, and each forward to its place.
  const columns = count === 0 ? 0 : ends[count - 1];
  const source = writer.position + size - columns;
  bytes.set(packed.bytes.subarray(0, columns), source);
  let from = 0;
  for (let i = 0; i < count; i++) {
    const length = ends[i] - from;
    const x = cells[i] % nx;
    const row = (cells[i] - x) / nx;
    const y = row % ny;
    const z = (row - y) / ny;
    writer.varint((field << 3) | 2);
    writer.varint(coordinatesSize(x, y, z) + 1 + varintBytes(length) + length);
    writeCoordinate(writer, X_TAG, x);
    writeCoordinate(writer, Y_TAG, y);
    writeCoordinate(writer, Z_TAG, z);
    writer.varint(COLUMNS_TAG);
    writer.varint(length);
    bytes.copyWithin(writer.position, source + from, source + ends[i]);
    writer.position += length;
    from = ends[i];
  }
}

/** What writeCellGroups() will write, bytes. The field's number is below 16. */
export function cellGroupsSize(schema: WorldSchema, packed: PackedGroups): number {
  const { count, cells, ends } = packed;
  const [nx, ny] = schema.cells.counts;
  let size = 0;
  let from = 0;
  for (let i = 0; i < count; i++) {
    const length = ends[i] - from;
    const x = cells[i] % nx;
    const row = (cells[i] - x) / nx;
    const y = row % ny;
    const body = coordinatesSize(x, y, (row - y) / ny) + 1 + varintBytes(length) + length;
    size += 1 + varintBytes(body) + body;
    from = ends[i];
  }
  return size;
}

function varintBytes(value: number): number {
  return value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : value < 268_435_456 ? 4 : 5;
}

function coordinatesSize(x: number, y: number, z: number): number {
  return coordinateBytes(x) + coordinateBytes(y) + coordinateBytes(z);
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
