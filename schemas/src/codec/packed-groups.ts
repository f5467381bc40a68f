import type { WorldSchema } from '../world/world-schema.ts';
import { cellCoordinates } from './cell-geometry.ts';

/** A cell's packed columns, as a view of those of all cells. */
export interface EncodedGroup {
  readonly cell: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly columns: Uint8Array;
}

/** The groups of a table without an object each; of a ChangeEncoder until the next use of any. */
export interface PackedGroups {
  readonly count: number;
  /** As long as there are groups, or longer. */
  readonly cells: Int32Array;
  /** Where each cell's columns end in `bytes`; they begin where those of the cell before end. */
  readonly ends: Int32Array;
  readonly bytes: Uint8Array;
}

/** An object for each group: for whoever has few of them. */
export function unpackGroups(
  schema: WorldSchema,
  { count, cells, ends, bytes }: PackedGroups,
): EncodedGroup[] {
  return Array.from({ length: count }, (_, i) => ({
    cell: cells[i],
    ...cellCoordinates(schema, cells[i]),
    columns: bytes.subarray(i === 0 ? 0 : ends[i - 1], ends[i]),
  }));
}

/** A list of groups that grows, and is used again. */
export class GroupList {
  count = 0;
  cells: Int32Array = new Int32Array(64);
  ends: Int32Array = new Int32Array(64);

  add(cell: number, end: number): void {
    if (this.count === this.cells.length) {
      const cells = new Int32Array(this.count * 2);
      const ends = new Int32Array(this.count * 2);
      cells.set(this.cells);
      ends.set(this.ends);
      this.cells = cells;
      this.ends = ends;
    }
    this.cells[this.count] = cell;
    this.ends[this.count++] = end;
  }
}
