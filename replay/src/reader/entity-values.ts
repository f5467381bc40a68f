import { readFieldLanes } from '@atlasnet/schemas';
import type { EntityTable } from '@atlasnet/schemas';

/** An entity's component values by name; positions and vectors in metres. */
export type EntityValues = Readonly<Record<string, unknown>>;

/** The values of the components in `mask` that the entity in a slot has. */
export function valuesOf(table: EntityTable, slot: number, mask = -1): EntityValues {
  const values: Record<string, unknown> = {};
  for (const { index, name, field, firstLane, heap } of table.schema.components) {
    if (((mask >>> index) & 1) === 0 || !table.has(slot, index)) continue;
    values[name] =
      heap >= 0 ? table.heaps[heap][slot] : readFieldLanes(field, table.lanes, firstLane, slot);
  }
  return values;
}

/** The components whose values the frame being applied changed, as a mask. */
export function changedMask(table: EntityTable, slot: number): number {
  let mask = 0;
  for (const { index, firstLane, laneCount, heap } of table.schema.components) {
    if (heap >= 0) mask |= table.dirty[slot] & (1 << index);
    for (let lane = firstLane; lane < firstLane + laneCount; lane++) {
      if (table.lanes[lane][slot] !== table.base[lane][slot]) mask |= 1 << index;
    }
  }
  return mask;
}
