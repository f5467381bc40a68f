import type { WorldSchema } from '../world/world-schema.ts';

/** The index of the cell at (x, y, z): rows of x, then y, then z. */
export function cellIndex(schema: WorldSchema, x: number, y: number, z: number): number {
  const [nx, ny] = schema.cells.counts;
  return (z * ny + y) * nx + x;
}

/** The coordinates of a cell index. */
export function cellCoordinates(
  schema: WorldSchema,
  index: number,
): { readonly x: number; readonly y: number; readonly z: number } {
  const [nx, ny] = schema.cells.counts;
  const x = index % nx;
  const rest = (index - x) / nx;
  return { x, y: rest % ny, z: Math.floor(rest / ny) };
}

/** The cell coordinate of a position (metres) on one axis, clamped into the world. */
export function cellCoordinateAt(schema: WorldSchema, axis: number, positionM: number): number {
  const at = Math.floor((positionM - schema.boundsMin[axis]) / schema.cells.sizeM);
  return Math.min(Math.max(at, 0), schema.cells.counts[axis] - 1);
}

/** The cell index of a position in metres. */
export function cellIndexAt(schema: WorldSchema, x: number, y: number, z: number): number {
  return cellIndex(
    schema,
    cellCoordinateAt(schema, 0, x),
    cellCoordinateAt(schema, 1, y),
    schema.dimensions === 3 ? cellCoordinateAt(schema, 2, z) : 0,
  );
}

/** Whether cell coordinates from the wire are inside the world. */
export function cellInWorld(schema: WorldSchema, x: number, y: number, z: number): boolean {
  const [nx, ny, nz] = schema.cells.counts;
  return x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz;
}

/** The cells that a box (metres) touches, as indices. */
export function cellsInBox(
  schema: WorldSchema,
  min: readonly number[],
  max: readonly number[],
): number[] {
  const low = [0, 0, 0];
  const high = [0, 0, 0];
  for (let axis = 0; axis < schema.dimensions; axis++) {
    low[axis] = cellCoordinateAt(schema, axis, min[axis]);
    high[axis] = cellCoordinateAt(schema, axis, max[axis]);
  }
  const cells: number[] = [];
  for (let z = low[2]; z <= high[2]; z++) {
    for (let y = low[1]; y <= high[1]; y++) {
      for (let x = low[0]; x <= high[0]; x++) cells.push(cellIndex(schema, x, y, z));
    }
  }
  return cells;
}
