import { AtlasError, broken, invariant } from '../errors.ts';
import { hashSliceOf } from '../ids.ts';
import { fieldDefault, writeFieldLanes } from './field-lanes.ts';
import { sameHeapValue, utf8Length } from './heap-value.ts';
import type { HeapValue } from './heap-value.ts';
import { IdIndex } from './id-index.ts';
import { longer } from './longer.ts';
import type { CellMembers } from './cell-members.ts';
import type { CellOrder } from './cell-order.ts';
import type { WorldSchema } from '../world/world-schema.ts';

/** Bits of the dirty mask above the components'. */
export const DIRTY_WHOLE = 1 << 30;
export const DIRTY_GONE = 1 << 31;

/** Why an entity is gone from a cell; part of the wire format. */
export const GONE_MOVED = 0;
export const GONE_DESTROYED = 1;
export const GONE_DEPARTED = 2;
export type GoneReason = typeof GONE_MOVED | typeof GONE_DESTROYED | typeof GONE_DEPARTED;

/** An entity without a cell yet: no frame has shown it. */
export const NO_CELL = -1;

/**
 * The entities of one place, as columns: of a region, of a region's ghosts, of a reader's mirror.
 * A value is 32-bit lanes; `lanes` is the state now, `base` the state of the last frame, so a change
 * needs no copy before it and a delta is their difference. A table that only mirrors what others wrote
 * keeps no base. Slots are reused; ids are not.
 */
export class EntityTable {
  readonly schema: WorldSchema;
  capacity: number;
  /** Slots in use, those that are gone in this tick included. */
  private usedSlots = 0;
  private living = 0;
  private readonly freeSlots: number[] = [];

  ids: Float64Array;
  /** Bit i: has component i. */
  present: Int32Array;
  lanes: Int32Array[];
  /** Empty in a table that keeps none. */
  base: Int32Array[];
  heaps: (HeapValue | undefined)[][];
  /** The cell that the last frame showed the entity in. */
  cell: Int32Array;
  /** Components changed since the last frame, and the bits above. */
  dirty: Int32Array;
  goneReason: Uint8Array;
  /** Entities that went since the last commit. */
  goneCount = 0;
  /** R3: the slice of the rolling hash that covers the entity. */
  hashSlice: Uint8Array;
  /** Slots with a dirty bit, in the order of their first change. */
  dirtySlots: Int32Array;
  dirtyCount = 0;
  /** Bits that every living entity has beside its own, listed or not: a whole column changed. */
  allDirty = 0;
  /** Who is in each cell; a reader makes it at the first group that needs it. */
  members: CellMembers | null = null;
  /** The same for the writer, whose encoder makes it and keeps it up. */
  cellOrder: CellOrder | null = null;
  /** Called when the columns were exchanged for longer ones: by whoever holds columns. */
  onGrown: () => void = () => undefined;

  private readonly index: IdIndex;
  private order: Int32Array;
  private orderCount = 0;
  private unordered: number[] = [];
  private orderStale = false;

  constructor(schema: WorldSchema, capacity = 64, keepsBase = true) {
    this.schema = schema;
    this.capacity = capacity;
    this.index = new IdIndex(capacity);
    this.ids = new Float64Array(capacity);
    this.present = new Int32Array(capacity);
    this.cell = new Int32Array(capacity);
    this.dirty = new Int32Array(capacity);
    this.goneReason = new Uint8Array(capacity);
    this.hashSlice = new Uint8Array(capacity);
    this.dirtySlots = new Int32Array(capacity);
    this.order = new Int32Array(capacity);
    this.lanes = Array.from({ length: schema.laneCount }, () => new Int32Array(capacity));
    const baseCount = keepsBase ? schema.laneCount : 0;
    this.base = Array.from({ length: baseCount }, () => new Int32Array(capacity));
    this.heaps = Array.from({ length: schema.heapCount }, () => []);
  }

  /** Slots that were ever in use: those from here on hold nothing. */
  get slotsUsed(): number {
    return this.usedSlots;
  }

  /** Living entities. */
  get count(): number {
    return this.living;
  }

  /** The slot of a living entity, or −1. */
  slotOf(id: number): number {
    const slot = this.index.get(id);
    return slot >= 0 && (this.dirty[slot] & DIRTY_GONE) === 0 ? slot : -1;
  }

  /** The slot of an entity that is living or went in this tick, or −1. */
  slotWithGone(id: number): number {
    return this.index.get(id);
  }

  /** Adds an entity with every component at its default and none present but the position. */
  add(id: number): number {
    const before = this.living;
    const slot = this.slotOrAdd(id);
    // A text for each entity would take a fifth of a restore.
    if (this.living === before) broken(`entity ${id} is in the table already`);
    return slot;
  }

  /** The slot of an entity that is living or went in this tick; one that is not there is added. */
  slotOrAdd(id: number): number {
    const { freeSlots } = this;
    const fresh = freeSlots.length === 0;
    const next = fresh ? this.usedSlots : freeSlots[freeSlots.length - 1];
    const slot = this.index.claim(id, next);
    if (slot !== next) return slot;
    if (fresh) this.useNext();
    else this.useFreed();
    this.ids[slot] = id;
    this.present[slot] = 1;
    this.cell[slot] = NO_CELL;
    this.hashSlice[slot] = hashSliceOf(id, this.schema.hashSlices);
    this.unordered.push(slot);
    // A reader that never asks for the order must not remember every slot that it ever took.
    if (this.unordered.length > 2 * this.capacity) this.reorder();
    this.living++;
    this.markDirty(slot, DIRTY_WHOLE);
    return slot;
  }

  /** Marks an entity as gone; its slot stays readable until commit(). */
  remove(slot: number, reason: GoneReason): void {
    invariant((this.dirty[slot] & DIRTY_GONE) === 0, 'an entity goes once');
    this.goneReason[slot] = reason;
    this.members?.left(this.cell[slot]);
    this.markDirty(slot, DIRTY_GONE);
    this.living--;
    this.goneCount++;
  }

  /** Takes back a remove() of this tick. */
  restore(slot: number): void {
    invariant((this.dirty[slot] & DIRTY_GONE) !== 0, 'only a gone entity is restored');
    // It is listed as dirty and must stay marked, or its next change lists it again.
    this.dirty[slot] = this.dirty[slot] & ~DIRTY_GONE || 1;
    this.living++;
    this.goneCount--;
  }

  /** Frees a slot at once, without a word in the next frame: a reader's way, and of rollback. */
  forget(slot: number): void {
    if ((this.dirty[slot] & DIRTY_GONE) === 0) this.living--;
    this.index.delete(this.ids[slot]);
    this.ids[slot] = -1;
    for (const heap of this.heaps) heap[slot] = undefined;
    this.dirty[slot] = 0;
    this.freeSlots.push(slot);
    this.orderStale = true;
  }

  markDirty(slot: number, bits: number): void {
    const before = this.dirty[slot];
    if (before === 0) {
      if (this.dirtyCount === this.dirtySlots.length) this.growDirty();
      this.dirtySlots[this.dirtyCount++] = slot;
    }
    this.dirty[slot] = before | bits;
  }

  /**
   * Marks many with the same components, as one loop over the columns.
   * @returns a slot whose entity lacks one of them, so that the table is of no use; −1 when all have them
   */
  markManyDirty(slots: Int32Array, count: number, bits: number): number {
    while (this.dirtyCount + count > this.dirtySlots.length) this.growDirty();
    const { dirty, dirtySlots, present } = this;
    let listed = this.dirtyCount;
    let lacking = -1;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      const before = dirty[slot];
      if ((bits & ~present[slot]) !== 0) lacking = slot;
      if (before === 0) dirtySlots[listed++] = slot;
      dirty[slot] = before | bits;
    }
    this.dirtyCount = listed;
    return lacking;
  }

  /** Lists every living entity with the bits that all have, for whoever goes by the list. */
  listAllDirty(): void {
    if (this.allDirty === 0) return;
    const { slots, length } = this.slotsById();
    for (let i = 0; i < length; i++) {
      if (this.dirty[slots[i]] >= 0) this.markDirty(slots[i], this.allDirty);
    }
    this.allDirty = 0;
  }

  has(slot: number, component: number): boolean {
    return ((this.present[slot] >>> component) & 1) === 1;
  }

  /** Gives an entity a component at its default; the entity is then written whole. */
  addComponent(slot: number, component: number): void {
    if (this.has(slot, component)) return;
    this.present[slot] |= 1 << component;
    const compiled = this.schema.components[component];
    this.writeValue(slot, component, fieldDefault(compiled.field));
    this.markDirty(slot, DIRTY_WHOLE);
  }

  removeComponent(slot: number, component: number): void {
    if (component === 0 || !this.has(slot, component)) return;
    this.present[slot] &= ~(1 << component);
    const { firstLane, laneCount, heap } = this.schema.components[component];
    for (let lane = firstLane; lane < firstLane + laneCount; lane++) this.lanes[lane][slot] = 0;
    if (heap >= 0) this.heaps[heap][slot] = undefined;
    this.markDirty(slot, DIRTY_WHOLE);
  }

  /** Writes a component's value, quantised; for the generic path. Hot code writes lanes itself. */
  writeValue(slot: number, component: number, value: unknown): void {
    const compiled = this.schema.components[component];
    if (compiled.heap >= 0) {
      this.writeHeap(slot, component, value as HeapValue);
      return;
    }
    writeFieldLanes(compiled.field, value, scratch);
    for (let i = 0; i < compiled.laneCount; i++) {
      this.writeLane(slot, component, compiled.firstLane + i, scratch[i]);
    }
  }

  writeLane(slot: number, component: number, lane: number, value: number): void {
    const column = this.lanes[lane];
    if (column[slot] === value) return;
    column[slot] = value;
    this.markDirty(slot, 1 << component);
  }

  writeHeap(slot: number, component: number, value: HeapValue): void {
    const { heap, field, name } = this.schema.components[component];
    const length = typeof value === 'string' ? utf8Length(value) : value.length;
    if (length > (field.lengthMax ?? 0)) {
      throw new AtlasError(
        'ATLAS_COMMAND_REFUSED',
        `component ${name}: ${length} bytes are more than its lengthMax ${field.lengthMax}`,
        { hint: 'shorten the value or raise lengthMax in the declaration' },
      );
    }
    if (sameHeapValue(this.heaps[heap][slot], value)) return;
    this.heaps[heap][slot] = value;
    this.markDirty(slot, 1 << component);
  }

  /** Ends the tick's changes: base becomes the state now, gone entities free their slots. */
  commit(): void {
    const { dirty, dirtySlots, dirtyCount } = this;
    let changed = this.allDirty;
    for (let i = 0; i < dirtyCount; i++) {
      const slot = dirtySlots[i];
      const bits = dirty[slot];
      changed |= bits;
      if (bits < 0) this.forget(slot);
      dirty[slot] = 0;
    }
    if (this.base.length > 0) this.commitBase(changed);
    this.dirtyCount = 0;
    this.allDirty = 0;
    this.goneCount = 0;
  }

  /** R2: living and just-gone slots by ascending id, as [array, length]; valid until the next add. */
  slotsById(): { readonly slots: Int32Array; readonly length: number } {
    if (this.unordered.length > 0 || this.orderStale) this.reorder();
    return { slots: this.order, length: this.orderCount };
  }

  /** Bytes of the typed arrays. */
  get memoryBytes(): number {
    const columns = this.lanes.length + this.base.length;
    return this.capacity * (8 + 4 * 5 + 2 + 4 * columns) + this.index.size * 24;
  }

  private commitBase(changed: number): void {
    const { allDirty, dirtyCount } = this;
    for (const { index, firstLane, laneCount } of this.schema.components) {
      if ((changed & (DIRTY_WHOLE | (1 << index))) === 0) continue;
      // The rest of the column is equal already, and copying it is faster than picking.
      const whole = (allDirty & (1 << index)) !== 0 || dirtyCount * 8 > this.usedSlots;
      for (let lane = firstLane; lane < firstLane + laneCount; lane++) this.commitLane(lane, whole);
    }
  }

  private commitLane(lane: number, whole: boolean): void {
    const now = this.lanes[lane];
    const before = this.base[lane];
    const { dirtySlots, dirtyCount } = this;
    if (whole) {
      before.set(this.usedSlots === now.length ? now : now.subarray(0, this.usedSlots));
      return;
    }
    for (let i = 0; i < dirtyCount; i++) {
      const slot = dirtySlots[i];
      before[slot] = now[slot];
    }
  }

  /** Of a slot that was never in use: its lanes are zero. */
  private useNext(): void {
    if (this.usedSlots === this.capacity) this.grow();
    this.usedSlots++;
  }

  private useFreed(): void {
    const slot = this.freeSlots.pop() ?? 0;
    for (const lane of this.lanes) lane[slot] = 0;
    for (const lane of this.base) lane[slot] = 0;
    this.dirty[slot] = 0;
  }

  private grow(): void {
    // A large table must not leave half of its memory empty.
    const factor = this.capacity < 4096 ? 2 : this.capacity < 65_536 ? 1.5 : 1.25;
    const capacity = Math.ceil(this.capacity * factor);
    this.ids = longer(this.ids, capacity);
    this.present = longer(this.present, capacity);
    this.cell = longer(this.cell, capacity);
    this.dirty = longer(this.dirty, capacity);
    this.goneReason = longer(this.goneReason, capacity);
    this.hashSlice = longer(this.hashSlice, capacity);
    this.lanes = this.lanes.map((lane) => longer(lane, capacity));
    this.base = this.base.map((lane) => longer(lane, capacity));
    this.capacity = capacity;
    this.onGrown();
  }

  private growDirty(): void {
    // A slot can be listed twice within a tick: freed by a rollback and taken again.
    this.dirtySlots = longer(this.dirtySlots, this.dirtySlots.length * 2);
  }

  /** The slots added since the last ordering that are in use, by id: numbers sort without a callback. */
  private addedById(): Int32Array {
    const { ids, unordered } = this;
    const added = new Float64Array(unordered.length);
    let length = 0;
    for (const slot of unordered) if (ids[slot] >= 0) added[length++] = ids[slot];
    const sorted = added.subarray(0, length).sort();
    const slots = new Int32Array(length);
    let distinct = 0;
    for (let i = 0; i < length; i++) {
      // A slot freed and taken again between two orderings is listed once for each.
      if (i === 0 || sorted[i] !== sorted[i - 1]) slots[distinct++] = this.index.get(sorted[i]);
    }
    return slots.subarray(0, distinct);
  }

  /** Merges the slots added since with those in order, and drops the freed ones: linear. */
  private reorder(): void {
    const { ids } = this;
    const added = this.addedById();
    const merged = new Int32Array(Math.max(this.capacity, this.order.length));
    const fresh = new Uint8Array(this.capacity);
    for (const slot of added) fresh[slot] = 1;
    let length = 0;
    let next = 0;
    for (let i = 0; i < this.orderCount; i++) {
      const slot = this.order[i];
      // A freed slot that was taken again is among the added ones.
      if (ids[slot] < 0 || fresh[slot] === 1) continue;
      while (next < added.length && ids[added[next]] < ids[slot]) {
        merged[length++] = added[next++];
      }
      merged[length++] = slot;
    }
    while (next < added.length) merged[length++] = added[next++];
    this.order = merged;
    this.orderCount = length;
    this.unordered = [];
    this.orderStale = false;
  }
}

const scratch = new Int32Array(4);
