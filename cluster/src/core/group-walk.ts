import { ByteReader, cellIndex } from '@atlasnet/schemas';
import type { CellGroup, WorldSchema } from '@atlasnet/schemas';

/** CellGroup's fields in log.proto: tags with their wire types. */
export const X_TAG = 1 << 3;
export const Y_TAG = 2 << 3;
export const Z_TAG = 3 << 3;
export const COLUMNS_TAG = (4 << 3) | 2;

/** Cells whose groups are read; null: all. */
export type ReadCells = ReadonlySet<number> | null;

/** Goes through cell groups as a message holds them, one at a time and without an object for each. */
class GroupWalk {
  x = 0;
  y = 0;
  z = 0;
  /** Where the group begins, with its tag, … */
  from = 0;
  /** … where its columns do, and where both end. */
  columnsFrom = 0;
  to = 0;
  readonly #reader: ByteReader;

  constructor(bytes: Uint8Array) {
    this.#reader = new ByteReader(bytes, 'the groups of a frame');
  }

  next(): boolean {
    const reader = this.#reader;
    if (reader.remaining === 0) return false;
    this.from = reader.position;
    reader.varint();
    const length = reader.varint();
    this.to = reader.position + length;
    this.x = this.y = this.z = 0;
    // Columns that are empty may have been left out.
    this.columnsFrom = this.to;
    while (reader.position < this.columnsFrom) this.#field(reader);
    if (reader.position !== this.columnsFrom) reader.fail('a group is longer than it says');
    reader.position = this.to;
    return true;
  }

  #field(reader: ByteReader): void {
    const tag = reader.varint();
    if (tag === X_TAG) this.x = reader.zigzag();
    else if (tag === Y_TAG) this.y = reader.zigzag();
    else if (tag === Z_TAG) this.z = reader.zigzag();
    else if (tag === COLUMNS_TAG) this.#columns(reader);
    else reader.fail(`a group has no field ${tag}`);
  }

  /** They come last. */
  #columns(reader: ByteReader): void {
    const length = reader.varint();
    this.columnsFrom = reader.position;
    if (reader.position + length !== this.to) reader.fail('a group does not end with its columns');
  }

  isIn(schema: WorldSchema, cells: ReadCells): boolean {
    return cells === null || cells.has(cellIndex(schema, this.x, this.y, this.z));
  }
}

/** The groups of some cells; their columns are views of `bytes`. */
export function pickGroups(schema: WorldSchema, bytes: Uint8Array, cells: ReadCells): CellGroup[] {
  const groups: CellGroup[] = [];
  for (const walk = new GroupWalk(bytes); walk.next();) {
    if (!walk.isIn(schema, cells)) continue;
    const { x, y, z, columnsFrom, to } = walk;
    groups.push({ x, y, z, columns: bytes.subarray(columnsFrom, to) });
  }
  return groups;
}

/** Where groups are copied to. */
export interface GroupTarget {
  readonly field: number;
  /** Has room for all of the groups from `at` on. */
  readonly bytes: Uint8Array;
  readonly at: number;
}

/**
 * The same as a repeated field of another message, of a number below 16: nothing is decoded for it.
 * @returns where they end
 */
export function copyGroups(
  schema: WorldSchema,
  bytes: Uint8Array,
  cells: ReadCells,
  { field, bytes: copy, at }: GroupTarget,
): number {
  let end = at;
  // Neighbours in the bytes go together.
  let runFrom = 0;
  for (const walk = new GroupWalk(bytes); cells !== null && walk.next();) {
    if (walk.isIn(schema, cells)) continue;
    copy.set(bytes.subarray(runFrom, walk.from), end);
    end += walk.from - runFrom;
    runFrom = walk.to;
  }
  copy.set(bytes.subarray(runFrom), end);
  end += bytes.length - runFrom;
  renumber(copy.subarray(at, end), field);
  return end;
}

function renumber(groups: Uint8Array, field: number): void {
  const reader = new ByteReader(groups, 'the groups of a frame');
  while (reader.remaining > 0) {
    groups[reader.position] = (field << 3) | 2;
    reader.position += 1;
    const length = reader.varint();
    reader.position += length;
  }
}
