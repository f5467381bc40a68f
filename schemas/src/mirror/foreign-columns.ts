import { DIRTY_GONE, DIRTY_WHOLE, EntityTable, GONE_MOVED } from '../table/entity-table.ts';
import type { GoneReason } from '../table/entity-table.ts';
import type { Field } from '../world/field.ts';
import type { CompiledComponent, WorldSchema } from '../world/world-schema.ts';

/** A component that both declarations have, as either lays it out. */
interface Pair {
  readonly theirs: CompiledComponent;
  readonly own: CompiledComponent;
}

/**
 * A region's cells under another declaration than their reader's. While a world goes over to a grown declaration
 * region by region, each reads others that have, or have not yet. Groups are decoded into columns of their own
 * declaration, and what both have is brought over by name.
 */
export class ForeignColumns {
  /** Where groups are decoded into. */
  readonly table: EntityTable;
  readonly #pairs: readonly Pair[];
  readonly #own: WorldSchema;
  /** Whether positions and cells are alike: nothing is brought over where they are not. */
  readonly isReadable: boolean;

  constructor(theirs: WorldSchema, own: WorldSchema) {
    this.table = new EntityTable(theirs, undefined, false);
    this.#own = own;
    this.#pairs = theirs.components.flatMap((each) => {
      const counterpart = own.components.find(({ name }) => name === each.name);
      return counterpart && isAlike(each, counterpart) ? [{ theirs: each, own: counterpart }] : [];
    });
    this.isReadable = this.#pairs[0]?.own.index === 0 && hasSameCells(theirs, own);
  }

  /** Brings over what the newest groups changed, and ends their update. */
  bringInto(own: EntityTable): void {
    const { table } = this;
    const { dirty, dirtySlots, dirtyCount, ids, goneReason } = table;
    for (let i = 0; i < dirtyCount; i++) {
      const slot = dirtySlots[i];
      const bits = dirty[slot];
      if (bits === 0 || ids[slot] < 0) continue;
      if ((bits & DIRTY_GONE) === 0) {
        this.#bring(slot, bits, own);
        continue;
      }
      const gone = own.slotOf(ids[slot]);
      if (gone >= 0) own.remove(gone, goneReason[slot] as GoneReason);
    }
    table.commit();
  }

  /** Takes away whom the reader had before and these columns do not hold. */
  replaceIn(own: EntityTable): void {
    // Its lists of who is in which cell do not follow what is brought over.
    own.members = null;
    const { slots, length } = own.slotsById();
    for (let i = 0; i < length; i++) {
      const slot = slots[i];
      if ((own.dirty[slot] & DIRTY_GONE) !== 0 || this.table.slotOf(own.ids[slot]) >= 0) continue;
      own.remove(slot, GONE_MOVED);
    }
  }

  #bring(slot: number, bits: number, own: EntityTable): void {
    const { table } = this;
    const target = own.slotOrAdd(table.ids[slot]);
    if ((own.dirty[target] & DIRTY_GONE) !== 0) own.restore(target);
    own.cell[target] = table.cell[slot];
    const isWhole = (bits & DIRTY_WHOLE) !== 0;
    if (isWhole) this.#clear(own, target);
    let changed = isWhole ? DIRTY_WHOLE : 0;
    for (const pair of this.#pairs) {
      if (!table.has(slot, pair.theirs.index)) continue;
      if (!isWhole && (bits & (1 << pair.theirs.index)) === 0) continue;
      own.present[target] |= 1 << pair.own.index;
      copyValue(table, slot, pair, own, target);
      if (!isWhole) changed |= 1 << pair.own.index;
    }
    if (changed !== 0) own.markDirty(target, changed);
  }

  #clear(own: EntityTable, target: number): void {
    own.present[target] = 0;
    for (let lane = 0; lane < this.#own.laneCount; lane++) own.lanes[lane][target] = 0;
    for (const heap of own.heaps) heap[target] = undefined;
  }
}

function copyValue(
  from: EntityTable,
  slot: number,
  { theirs, own }: Pair,
  to: EntityTable,
  target: number,
): void {
  for (let i = 0; i < theirs.laneCount; i++) {
    to.lanes[own.firstLane + i][target] = from.lanes[theirs.firstLane + i][slot];
  }
  if (theirs.heap >= 0) to.heaps[own.heap][target] = from.heaps[theirs.heap][slot];
}

/** Whether a value means the same: an enumeration may have grown at its end. */
function isAlike(theirs: CompiledComponent, own: CompiledComponent): boolean {
  const [a, b] = [theirs.field, own.field];
  if (a.kind !== b.kind || a.quantum !== b.quantum || theirs.laneCount !== own.laneCount)
    return false;
  return valuesOf(a).every((value, i) => i >= valuesOf(b).length || valuesOf(b)[i] === value);
}

function valuesOf({ values = [] }: Field<unknown>): readonly string[] {
  return values;
}

function hasSameCells(theirs: WorldSchema, own: WorldSchema): boolean {
  const counts = own.cells.counts.every((count, axis) => theirs.cells.counts[axis] === count);
  const corner = own.boundsMin.every((edge, axis) => theirs.boundsMin[axis] === edge);
  return counts && corner && theirs.cells.sizeM === own.cells.sizeM;
}
