import {
  fieldDefault,
  invariant,
  quantise,
  readFieldLanes,
  writeFieldLanes,
} from '@atlasnet/schemas';
import type { CompiledComponent, EntityTable, HeapValue, Vector3 } from '@atlasnet/schemas';
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
 * One number of each entity of a vector's: a lane of the own table, which is held here until follow(), and of
 * the ghosts'.
 */
class VectorPart {
  /** Of the own table. */
  column: Int32Array;
  private readonly own: EntityTable;
  private readonly ghosts: EntityTable;
  private readonly lane: number;
  private readonly quantum: number;
  private readonly low: number;
  private readonly high: number;

  constructor({ own, ghosts }: AccessorScope, lane: number, quantum: number, limits: PartLimits) {
    this.own = own;
    this.ghosts = ghosts;
    this.lane = lane;
    this.quantum = quantum;
    this.low = limits.low;
    this.high = limits.high;
    this.column = own.lanes[lane];
  }

  follow(): void {
    this.column = this.own.lanes[this.lane];
  }

  /** In quanta. Ghosts and NONE are beyond the column. */
  of(entity: Entity): number {
    return this.column[entity] ?? this.ofGhost(entity);
  }

  /** A real number in whole quanta within the limits. */
  quanta(value: number): number {
    const quanta = Math.floor(value / this.quantum + 0.5);
    return quanta >= this.low && quanta <= this.high ? quanta | 0 : this.clamped(value);
  }

  private ofGhost(entity: Entity): number {
    return this.ghosts.lanes[this.lane][entity & ~GHOST_BIT];
  }

  /** Of what is not a number at all, or beyond a limit. */
  private clamped(value: number): number {
    return Math.min(Math.max(quantise(value, this.quantum), this.low), this.high);
  }
}

/**
 * The accessor of a vector component; `limits` clamps it (the position), in metres. Of a class, so that
 * those of all regions of a process have the same methods, and small ones: an engine puts those of no more than
 * 27 bytes of its code into a game's loop, however large that is; where it does not, a number that is handed
 * over becomes an object on the heap.
 */
export class VectorColumns implements VectorAccessor {
  private readonly scope: AccessorScope;
  private readonly own: EntityTable;
  private readonly journal: { readonly active: boolean };
  private readonly component: number;
  private readonly bit: number;
  private readonly deep: boolean;
  private readonly quantum: number;
  private readonly partX: VectorPart;
  private readonly partY: VectorPart;
  private readonly partZ: VectorPart;
  private present: Int32Array;
  private dirty: Int32Array;

  constructor(scope: AccessorScope, component: CompiledComponent, limits: Limits | null) {
    const { firstLane, laneCount, index, field } = component;
    const quantum = field.quantum ?? 1;
    const part = (at: number): VectorPart =>
      new VectorPart(scope, firstLane + at, quantum, {
        low: quantaAbove(limits?.min[at], quantum),
        high: quantaBelow(limits?.max[at], quantum),
      });
    this.scope = scope;
    this.own = scope.own;
    this.journal = scope.journal;
    this.component = index;
    this.bit = 1 << index;
    this.deep = laneCount === 3;
    this.quantum = quantum;
    this.partX = part(0);
    this.partY = part(1);
    this.partZ = part(laneCount - 1);
    this.present = scope.own.present;
    this.dirty = scope.own.dirty;
  }

  /** Takes the columns of the own table, which has grown. */
  follow(): void {
    this.partX.follow();
    this.partY.follow();
    this.partZ.follow();
    this.present = this.own.present;
    this.dirty = this.own.dirty;
  }

  x(entity: Entity): number {
    return this.partX.of(entity) * this.quantum;
  }

  y(entity: Entity): number {
    return this.partY.of(entity) * this.quantum;
  }

  z(entity: Entity): number {
    return this.deep ? this.partZ.of(entity) * this.quantum : 0;
  }

  set(entity: Entity, x: number, y: number, z = 0): void {
    const bit = this.bit;
    const partX = this.partX;
    const partY = this.partY;
    // NONE and ghosts are beyond the column, and what is not there has no component either.
    if (this.journal.active || (this.present[entity] & bit) === 0) this.prepare(entity);
    const quantaX = partX.quanta(x);
    const quantaY = partY.quanta(y);
    if (this.deep) this.setZ(entity, z);
    if (partX.column[entity] === quantaX && partY.column[entity] === quantaY) return;
    partX.column[entity] = quantaX;
    partY.column[entity] = quantaY;
    if ((this.dirty[entity] & bit) === 0) this.own.markDirty(entity, bit);
  }

  /**
   * Sets the position of an entity that a hook just created, which needs no journal. Not by set(): if that is
   * compiled by itself, with all that a journal needs, it is too large to go into a game's loop afterwards.
   */
  place(entity: Entity, x: number, y: number, z: number): void {
    this.partX.column[entity] = this.partX.quanta(x);
    this.partY.column[entity] = this.partY.quanta(y);
    if (this.deep) this.partZ.column[entity] = this.partZ.quanta(z);
    this.own.markDirty(entity, this.bit);
  }

  has(entity: Entity): boolean {
    return has(this.scope, entity, this.component);
  }

  remove(entity: Entity): void {
    removeComponent(this.scope, entity, this.component);
  }

  private setZ(entity: Entity, z: number): void {
    const quanta = this.partZ.quanta(z);
    if (this.partZ.column[entity] === quanta) return;
    this.partZ.column[entity] = quanta;
    this.own.markDirty(entity, this.bit);
  }

  /** All that a write seldom needs: to be refused, a journal, the component itself. */
  private prepare(entity: Entity): void {
    const slot = ownSlot(entity);
    const component = this.component;
    if (this.journal.active) this.scope.beforeWrite(slot, component);
    if (!this.own.has(slot, component)) addComponent(this.scope, slot, component);
  }
}

/** The accessor of a vector whose declaration has a default: what an entity has that lacks it. */
export class DefaultedVector extends VectorColumns {
  private readonly fallback: Partial<Vector3>;

  constructor(scope: AccessorScope, component: CompiledComponent) {
    super(scope, component, null);
    this.fallback = absentValue(component) as Partial<Vector3>;
  }

  override x(entity: Entity): number {
    return this.has(entity) ? super.x(entity) : (this.fallback.x ?? 0);
  }

  override y(entity: Entity): number {
    return this.has(entity) ? super.y(entity) : (this.fallback.y ?? 0);
  }

  override z(entity: Entity): number {
    return this.has(entity) ? super.z(entity) : (this.fallback.z ?? 0);
  }
}

/** In quanta. */
interface PartLimits {
  readonly low: number;
  readonly high: number;
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

/** What an entity has that lacks a component: as it would be kept, so in whole quanta. */
function absentValue({ field, heap, laneCount }: CompiledComponent): unknown {
  const value = fieldDefault(field);
  if (heap >= 0) return value;
  writeFieldLanes(field, value, scratch);
  const columns = Array.from({ length: laneCount }, (_, i) => scratch.slice(i, i + 1));
  return readFieldLanes(field, columns, 0, 0);
}

/** The accessor of a component that is not a vector. */
export function valueAccessor(
  scope: AccessorScope,
  component: CompiledComponent,
): ValueAccessor<unknown> {
  const { index, heap, field, firstLane, laneCount } = component;
  const { own, ghosts } = scope;
  const bit = 1 << index;
  const absent = absentValue(component);
  return {
    get(entity) {
      const table = (entity & GHOST_BIT) === 0 ? own : ghosts;
      const slot = entity & ~GHOST_BIT;
      if (!table.has(slot, index)) return absent;
      if (heap >= 0) return table.heaps[heap][slot];
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
