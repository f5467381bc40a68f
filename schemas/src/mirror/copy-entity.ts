import { DIRTY_WHOLE } from '../table/entity-table.ts';
import type { EntityTable } from '../table/entity-table.ts';

/** Every component; what an entity is compared by when it comes from another region. */
export const ALL_COMPONENTS = 0x3fffffff;

/**
 * Copies an entity's cell and the values of the components in `mask` from one table into another.
 * Only values that differ get dirty, so a change of cell or owner is no change to those who look.
 */
export function copyEntity(
  from: EntityTable,
  slot: number,
  to: EntityTable,
  target: number,
  mask: number,
): void {
  to.cell[target] = from.cell[slot];
  const present = from.present[slot];
  let components = mask;
  if (to.present[target] !== present) {
    to.present[target] = present;
    to.markDirty(target, DIRTY_WHOLE);
    components = ALL_COMPONENTS;
  }
  const compiled = from.schema.components;
  for (let rest = components & ((1 << compiled.length) - 1); rest !== 0; rest &= rest - 1) {
    const index = 31 - Math.clz32(rest & -rest);
    const { firstLane, laneCount, heap } = compiled[index];
    for (let lane = firstLane; lane < firstLane + laneCount; lane++) {
      const value = from.lanes[lane][slot];
      if (to.lanes[lane][target] === value) continue;
      to.lanes[lane][target] = value;
      to.markDirty(target, 1 << index);
    }
    if (heap >= 0 && from.heaps[heap][slot] !== to.heaps[heap][target]) {
      to.heaps[heap][target] = from.heaps[heap][slot];
      to.markDirty(target, 1 << index);
    }
  }
}
