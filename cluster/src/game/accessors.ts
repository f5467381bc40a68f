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
  /** Whether beforeWrite must be called: an object, so that asking is a read and no call. */
  readonly journal: { readonly active: boolean };
  /** Whether beforeWrite must be called for text, bytes and components that come and go. */
  readonly watchedHeaps: boolean;
}

function ownSlot(entity: Entity): number {
  invariant(entity >= 0, 'NONE has no components');
  invariant((entity & GHOST_BIT) === 0, 'a ghost is read-only: send its entity a message instead');
  return entity;
}

/**
 * The accessor of a vector component; `limits` clamps it (the position), in metres. Of a class, so that
 * those of all regions of a process have the same methods, and small ones: an engine then puts them into
 * a game's loop, where a value that is handed to a call becomes an object on the heap.
 */
export class VectorColumns implements VectorAccessor {
  private readonly scope: AccessorScope;
  private readonly own: EntityTable;
  private readonly ghosts: EntityTable;
  private readonly journal: { readonly active: boolean };
  private readonly component: number;
  private readonly bit: number;
  private readonly lane: number;
  private readonly deep: boolean;
  private readonly quantum: number;
  private readonly low: readonly [x: number, y: number, z: number];
  private readonly high: readonly [x: number, y: number, z: number];

  constructor(scope: AccessorScope, component: CompiledComponent, limits: Limits | null) {
    const { firstLane, laneCount, index, field } = component;
    const quantum = field.quantum ?? 1;
    const least = (part: number): number => quantaAbove(limits?.min[part], quantum);
    const most = (part: number): number => quantaBelow(limits?.max[part], quantum);
    this.scope = scope;
    this.own = scope.own;
    this.ghosts = scope.ghosts;
    this.journal = scope.journal;
    this.component = index;
    this.bit = 1 << index;
    this.lane = firstLane;
    this.deep = laneCount === 3;
    this.quantum = quantum;
    this.low = [least(0), least(1), least(2)];
    this.high = [most(0), most(1), most(2)];
  }

  x(entity: Entity): number {
    return this.read(entity, this.lane);
  }

  y(entity: Entity): number {
    return this.read(entity, this.lane + 1);
  }

  z(entity: Entity): number {
    return this.deep ? this.read(entity, this.lane + 2) : 0;
  }

  set(entity: Entity, x: number, y: number, z = 0): void {
    const own = this.own;
    const bit = this.bit;
    // NONE and ghosts are beyond the column, and what is not there has no component either.
    if (this.journal.active || (own.present[entity] & bit) === 0) this.prepare(entity);
    const quantaX = this.quanta(x, 0);
    const quantaY = this.quanta(y, 1);
    if (this.deep) this.setZ(entity, z);
    const columnX = own.lanes[this.lane];
    const columnY = own.lanes[this.lane + 1];
    if (columnX[entity] === quantaX && columnY[entity] === quantaY) return;
    columnX[entity] = quantaX;
    columnY[entity] = quantaY;
    if ((own.dirty[entity] & bit) === 0) own.markDirty(entity, bit);
  }

  has(entity: Entity): boolean {
    return has(this.scope, entity, this.component);
  }

  remove(entity: Entity): void {
    removeComponent(this.scope, entity, this.component);
  }

  private read(entity: Entity, lane: number): number {
    if ((entity & GHOST_BIT) === 0) return this.own.lanes[lane][entity] * this.quantum;
    return this.ghosts.lanes[lane][entity & ~GHOST_BIT] * this.quantum;
  }

  private quanta(value: number, part: 0 | 1 | 2): number {
    const quanta = Math.floor(value / this.quantum + 0.5);
    if (quanta >= this.low[part] && quanta <= this.high[part]) return quanta | 0;
    // Not a number at all, or beyond a limit.
    return Math.min(Math.max(quantise(value, this.quantum), this.low[part]), this.high[part]);
  }

  private setZ(entity: Entity, z: number): void {
    this.own.writeLane(entity, this.component, this.lane + 2, this.quanta(z, 2));
  }

  /** All that a write seldom needs: to be refused, a journal, the component itself. */
  private prepare(entity: Entity): void {
    const slot = ownSlot(entity);
    const component = this.component;
    if (this.journal.active) this.scope.beforeWrite(slot, component);
    if (!this.own.has(slot, component)) addComponent(this.scope, slot, component);
  }
}

interface Limits {
  readonly min: readonly number[];
  readonly max: readonly number[];
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
      if (scope.journal.active) scope.beforeWrite(slot, index);
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
