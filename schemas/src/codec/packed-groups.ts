import type { WorldSchema } from '../world/world-schema.ts';
import { cellCoordinates } from './cell-geometry.ts';

/** A cell's packed columns; `columns` is a view of the encoder's buffer until its next use. */
export interface EncodedGroup {
  readonly cell: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly columns: Uint8Array;
}

/** The groups of a table without an object each; valid until the encoder's next use. */
export interface PackedGroups {
  readonly cells: readonly number[];
  /** Where each cell's columns end in `bytes`; they begin where those of the cell before end. */
  readonly ends: Int32Array;
  readonly bytes: Uint8Array;
}

/** An object for each group: for whoever has few of them. */
export function unpackGroups(
  schema: WorldSchema,
  { cells, ends, bytes }: PackedGroups,
): EncodedGroup[] {
  return cells.map((cell, i) => ({
    cell,
    ...cellCoordinates(schema, cell),
    columns: bytes.subarray(i === 0 ? 0 : ends[i - 1], ends[i]),
  }));
}
