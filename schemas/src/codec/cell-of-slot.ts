import type { EntityTable } from '../table/entity-table.ts';
import type { WorldSchema } from '../world/world-schema.ts';

/** The cell of an entity's position now. */
export function cellOfSlot(schema: WorldSchema, table: EntityTable, slot: number): number {
  const { sizeM, counts } = schema.cells;
  const quantum = schema.positionQuantumM;
  const { boundsMin } = schema;
  const [x, y, z] = table.lanes;
  const cellX = clampedCell(x[slot] * quantum - boundsMin[0], sizeM, counts[0]);
  const cellY = clampedCell(y[slot] * quantum - boundsMin[1], sizeM, counts[1]);
  const plane = cellY * counts[0] + cellX;
  if (schema.dimensions === 2) return plane;
  const cellZ = clampedCell(z[slot] * quantum - boundsMin[2], sizeM, counts[2]);
  return cellZ * counts[1] * counts[0] + plane;
}

/** The cell of a distance from the world's lower bound, on one axis. */
export function clampedCell(metres: number, sizeM: number, count: number): number {
  // Truncation is the floor of what is not clamped to 0 anyway.
  const at = (metres / sizeM) | 0;
  return at < 0 ? 0 : at >= count ? count - 1 : at;
}
