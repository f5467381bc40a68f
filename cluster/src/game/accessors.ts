import { invariant, quantise, readFieldLanes, writeFieldLanes } from '@atlasnet/schemas';
import type { CompiledComponent, EntityTable, HeapValue } from '@atlasnet/schemas';
import type { Entity, ValueAccessor, VectorAccessor } from './game-api.ts';
import { GHOST_BIT } from './ghost-bit.ts';

/** What accessors read and write: the region's own entities, and its ghosts (read only). */
export interface AccessorScope {
  readonly own: EntityTable;
  readonly ghosts: EntityTable;
  /** Called before a component of an own entity changes, while a hook runs that may be undone. */
  beforeWrite(slot: number, component: number): void;
  /** Whether beforeWrite must be called. */
  readonly watched: boolean;
  /** Whether beforeWrite must be called for text, bytes and components that come and go. */
  readonly watchedHeaps: boolean;
}

function ownSlot(entity: Entity): number {
  invariant(entity >= 0, 'NONE has no components');
  invariant((entity & GHOST_BIT) === 0, 'a ghost is read-only: send its entity a message instead');
  return entity;
}

/** The accessor of a vector component; `limits` clamps it (the position), in metres. */
export function vectorAccessor(
  scope: AccessorScope,
  component: CompiledComponent,
  limits: { readonly min: readonly number[]; readonly max: readonly number[] } | null,
): VectorAccessor & { remove(entity: Entity): void } {
  const { firstLane, laneCount, index, field } = component;
  const quantum = field.quantum ?? 1;
  const bit = 1 << index;
  const { own, ghosts } = scope;
  const low = Array.from({ length: 3 }, (_, i) => quantaAbove(limits?.min[i], quantum));
  const high = Array.from({ length: 3 }, (_, i) => quantaBelow(limits?.max[i], quantum));
  const read = (entity: Entity, lane: number): number =>
    ((entity & GHOST_BIT) === 0
      ? own.lanes[lane][entity]
      : ghosts.lanes[lane][entity & ~GHOST_BIT]) * quantum;
  const write = (slot: number, part: number, value: number): void => {
    let quanta = quantise(value, quantum);
    if (quanta < low[part]) quanta = low[part];
    else if (quanta > high[part]) quanta = high[part];
    const column = own.lanes[firstLane + part];
    if (column[slot] === quanta) return;
    column[slot] = quanta;
    if ((own.dirty[slot] & bit) === 0) own.markDirty(slot, bit);
  };
  return {
    x: (entity) => read(entity, firstLane),
    y: (entity) => read(entity, firstLane + 1),
    z: (entity) => (laneCount === 3 ? read(entity, firstLane + 2) : 0),
    set(entity, x, y, z = 0) {
      const slot = ownSlot(entity);
      if (scope.watched) scope.beforeWrite(slot, index);
      if (index !== 0 && !own.has(slot, index)) addComponent(scope, slot, index);
      write(slot, 0, x);
      write(slot, 1, y);
      if (laneCount === 3) write(slot, 2, z);
    },
    has: (entity) => has(scope, entity, index),
    remove: (entity) => removeComponent(scope, entity, index),
  };
}

/** The smallest whole quanta not below a limit, and the largest not above one. */
function quantaAbove(limit: number | undefined, quantum: number): number {
  return limit === undefined ? -(2 ** 31) : Math.ceil(limit / quantum);
}
function quantaBelow(limit: number | undefined, quantum: number): number {
  return limit === undefined ? 2 ** 31 - 1 : Math.floor(limit / quantum);
}

function has(scope: AccessorScope, entity: Entity, component: number): boolean {
  return (entity & GHOST_BIT) === 0
    ? scope.own.has(entity, component)
    : scope.ghosts.has(entity & ~GHOST_BIT, component);
}

function addComponent(scope: AccessorScope, slot: number, component: number): void {
  if (scope.watchedHeaps) scope.beforeWrite(slot, component);
  scope.own.addComponent(slot, component);
}

function removeComponent(scope: AccessorScope, entity: Entity, component: number): void {
  const slot = ownSlot(entity);
  if (scope.watchedHeaps) scope.beforeWrite(slot, component);
  scope.own.removeComponent(slot, component);
}

const scratch = new Int32Array(4);

/** The accessor of a component that is not a vector. */
export function valueAccessor(
  scope: AccessorScope,
  component: CompiledComponent,
): ValueAccessor<unknown> {
  const { index, heap, field, firstLane, laneCount } = component;
  const { own, ghosts } = scope;
  const bit = 1 << index;
  return {
    get(entity) {
      const table = (entity & GHOST_BIT) === 0 ? own : ghosts;
      const slot = entity & ~GHOST_BIT;
      if (heap >= 0)
        return table.heaps[heap][slot] ?? (field.kind === 'text' ? '' : new Uint8Array());
      return readFieldLanes(field, table.lanes, firstLane, slot);
    },
    set(entity, value) {
      const slot = ownSlot(entity);
      if (!own.has(slot, index)) addComponent(scope, slot, index);
      if (heap >= 0) {
        if (scope.watchedHeaps) scope.beforeWrite(slot, index);
        own.writeHeap(slot, index, value as HeapValue);
        return;
      }
      if (scope.watched) scope.beforeWrite(slot, index);
      writeFieldLanes(field, value, scratch);
      for (let i = 0; i < laneCount; i++) {
        const column = own.lanes[firstLane + i];
        if (column[slot] === scratch[i]) continue;
        column[slot] = scratch[i];
        if ((own.dirty[slot] & bit) === 0) own.markDirty(slot, bit);
      }
    },
    has: (entity) => has(scope, entity, index),
    remove: (entity) => removeComponent(scope, entity, index),
  };
}
