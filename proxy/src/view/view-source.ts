import {
  ByteWriter,
  DIRTY_GONE,
  DIRTY_WHOLE,
  compileViewSchema,
  toViewLane,
  viewLaneDelta,
} from '@atlasnet/schemas';
import type { EntityTable, ViewSchema } from '@atlasnet/schemas';
import { EntityGrid } from './entity-grid.ts';

/**
 * Changes kept per entity: a mover's last 0.8 s at 20 Hz, several round trips; older is sent
 * whole.
 */
const HISTORY = 16;
/** Encoded differences are shared between clients whose baselines are at most so many ticks old. */
const SHARED_AGES = 16;

/** The encoded form of one entity's difference, in {@link ViewSource.bytes}. */
export interface EncodedEntity {
  start: number;
  end: number;
  /** Components in it; 0 when nothing differs. */
  mask: number;
}

/**
 * What all clients of a proxy share of a view: every entity's values in view quanta, computed once
 * a tick; its last changes, so that a baseline is a tick and no client keeps values; encoded
 * differences, one for all clients with the same baseline; and a spatial index.
 */
export class ViewSource {
  readonly schema: ViewSchema;
  readonly table: EntityTable;
  readonly grid: EntityGrid;
  readonly #tickOf: (slot: number) => number;
  tick = 0;
  /** Values now, in view quanta, by view lane and slot. */
  lanes: Int32Array[];
  /** Tick of the newest visible change, by slot. */
  changeTick = new Float64Array(0);
  /** Tick at which the entity came, or its components changed: older baselines are void. */
  wholeTick = new Float64Array(0);
  readonly #writer = new ByteWriter(64 * 1024);
  #capacity = 0;
  #historyTicks = new Float64Array(0);
  #historyLanes: Int32Array[];
  #historyHead = new Uint8Array(0);
  #historyCount = new Uint8Array(0);
  /** Tick of the newest change of each heap component, by slot. */
  #heapTicks: Float64Array[];
  #sharedTick = new Float64Array(0);
  #sharedStart = new Int32Array(0);
  #sharedEnd = new Int32Array(0);
  #sharedMask = new Int32Array(0);
  readonly #encoded: EncodedEntity = { start: 0, end: 0, mask: 0 };

  /**
   * @param radiusM the usual view radius: it sets the grain of the spatial index
   * @param tickOf as of which tick an entity is known; without it, all as of the newest
   */
  constructor(table: EntityTable, radiusM: number, tickOf = (_slot: number): number => this.tick) {
    this.#tickOf = tickOf;
    this.schema = compileViewSchema(table.schema);
    this.table = table;
    const quantum = table.schema.positionViewQuantumM;
    this.grid = new EntityGrid(Math.max(1, Math.ceil(radiusM / quantum / 2)));
    this.lanes = Array.from({ length: this.schema.laneCount }, () => new Int32Array(0));
    this.#historyLanes = Array.from({ length: this.schema.laneCount }, () => new Int32Array(0));
    this.#heapTicks = Array.from({ length: this.schema.heapCount }, () => new Float64Array(0));
    this.#grow();
  }

  /** Whether an entity is known as of this tick or a later one; 0: whatever is known is. */
  isAsOf(slot: number, tick: number): boolean {
    return tick <= 0 || this.#tickOf(slot) >= tick;
  }

  /** The bytes that {@link EncodedEntity} points into; valid until the next update. */
  get bytes(): Uint8Array {
    return this.#writer.bytes;
  }

  /**
   * Takes in what is dirty in the table, commits it, and begins the views of `tick`.
   * @returns false, and nothing is taken in, when the tick is not a newer one: what clients were told
   *   as of a tick is what differences count from
   */
  update(tick: number): boolean {
    if (tick <= this.tick) return false;
    const { table } = this;
    this.tick = tick;
    this.#writer.position = 0;
    if (table.capacity > this.#capacity) this.#grow();
    const { dirty, dirtySlots, dirtyCount } = table;
    for (let i = 0; i < dirtyCount; i++) {
      const slot = dirtySlots[i];
      const bits = dirty[slot];
      if (bits === 0 || (bits & DIRTY_GONE) !== 0) continue;
      if ((bits & DIRTY_WHOLE) !== 0) this.#takeWhole(slot);
      else this.#takeChange(slot, bits);
    }
    table.commit();
    const { slots, length } = table.slotsById();
    this.grid.rebuild(slots, length, this.lanes[0], this.lanes[1]);
    return true;
  }

  /**
   * The newest change of an entity at or before `tick`: what it was then, it was from this tick on;
   * −1 when that is not known any more.
   */
  changeAt(slot: number, tick: number): number {
    const index = this.#historyIndex(slot, tick);
    return index < 0 ? -1 : this.#historyTicks[slot * HISTORY + index];
  }

  /** Whether the entity as of a tick is still known. */
  reaches(slot: number, tick: number): boolean {
    const count = this.#historyCount[slot];
    const oldest = (this.#historyHead[slot] - count + 1 + HISTORY) % HISTORY;
    return count > 0 && this.#historyTicks[slot * HISTORY + oldest] <= tick;
  }

  /**
   * The difference between an entity as of `baseline` and now; null when it is not known any
   * more.
   */
  encodeDifference(slot: number, baseline: number): EncodedEntity | null {
    const age = this.tick - baseline;
    const shared = age < SHARED_AGES ? age * this.#capacity + slot : -1;
    const encoded = this.#encoded;
    if (shared >= 0 && this.#sharedTick[shared] === this.tick) {
      encoded.start = this.#sharedStart[shared];
      encoded.end = this.#sharedEnd[shared];
      encoded.mask = this.#sharedMask[shared];
      return encoded;
    }
    if (baseline < this.wholeTick[slot]) return null;
    const index = this.#historyIndex(slot, baseline);
    if (index < 0) return null;
    encoded.start = this.#writer.position;
    encoded.mask = this.#writeDifference(slot, slot * HISTORY + index, baseline);
    encoded.end = this.#writer.position;
    if (shared >= 0) this.#share(shared, encoded);
    return encoded;
  }

  /** An entity whole: id, components, values. */
  encodeWhole(slot: number): EncodedEntity {
    const shared = SHARED_AGES * this.#capacity + slot;
    const encoded = this.#encoded;
    if (this.#sharedTick[shared] === this.tick) {
      encoded.start = this.#sharedStart[shared];
      encoded.end = this.#sharedEnd[shared];
      encoded.mask = this.#sharedMask[shared];
      return encoded;
    }
    const writer = this.#writer;
    encoded.start = writer.position;
    writer.ensure(16 + this.schema.laneCount * 5);
    writer.varint53(this.table.ids[slot]);
    let mask = 0;
    for (const { bit, component } of this.schema.components) {
      if (this.table.has(slot, component.index)) mask |= 1 << bit;
    }
    writer.varint(mask);
    for (const { bit, firstLane, laneCount, heap, component } of this.schema.components) {
      if (((mask >>> bit) & 1) === 0) continue;
      if (heap >= 0) this.#writeHeap(slot, component.heap);
      for (let lane = firstLane; lane < firstLane + laneCount; lane++) {
        writer.zigzag(this.lanes[lane][slot]);
      }
    }
    encoded.mask = mask;
    encoded.end = writer.position;
    this.#share(shared, encoded);
    return encoded;
  }

  #share(at: number, { start, end, mask }: EncodedEntity): void {
    this.#sharedTick[at] = this.tick;
    this.#sharedStart[at] = start;
    this.#sharedEnd[at] = end;
    this.#sharedMask[at] = mask;
  }

  #takeWhole(slot: number): void {
    for (const compiled of this.schema.components) {
      const { component, firstLane, laneCount, heap } = compiled;
      for (let i = 0; i < laneCount; i++) {
        const lane = this.table.lanes[component.firstLane + i][slot];
        this.lanes[firstLane + i][slot] = toViewLane(compiled, lane);
      }
      if (heap >= 0) this.#heapTicks[heap][slot] = this.tick;
    }
    this.wholeTick[slot] = this.tick;
    this.#historyCount[slot] = 0;
    this.#remember(slot);
  }

  #takeChange(slot: number, bits: number): void {
    let changed = false;
    for (const compiled of this.schema.components) {
      const { component, firstLane, laneCount, heap } = compiled;
      if ((bits & (1 << component.index)) === 0) continue;
      if (heap >= 0) {
        this.#heapTicks[heap][slot] = this.tick;
        changed = true;
      }
      for (let i = 0; i < laneCount; i++) {
        const lane = toViewLane(compiled, this.table.lanes[component.firstLane + i][slot]);
        const column = this.lanes[firstLane + i];
        if (column[slot] === lane) continue;
        column[slot] = lane;
        changed = true;
      }
    }
    if (changed) this.#remember(slot);
  }

  #remember(slot: number): void {
    const head = (this.#historyHead[slot] + 1) % HISTORY;
    const at = slot * HISTORY + head;
    this.#historyHead[slot] = head;
    if (this.#historyCount[slot] < HISTORY) this.#historyCount[slot]++;
    this.#historyTicks[at] = this.tick;
    for (let lane = 0; lane < this.lanes.length; lane++) {
      this.#historyLanes[lane][at] = this.lanes[lane][slot];
    }
    this.changeTick[slot] = this.tick;
  }

  #historyIndex(slot: number, tick: number): number {
    const head = this.#historyHead[slot];
    const first = slot * HISTORY;
    for (let back = 0; back < this.#historyCount[slot]; back++) {
      const index = (head - back + HISTORY) % HISTORY;
      if (this.#historyTicks[first + index] <= tick) return index;
    }
    return -1;
  }

  #writeDifference(slot: number, from: number, baseline: number): number {
    const writer = this.#writer;
    writer.ensure(this.schema.laneCount * 5);
    let mask = 0;
    for (const { bit, firstLane, laneCount, heap, component, kind } of this.schema.components) {
      if (heap >= 0) {
        if (this.#heapTicks[heap][slot] <= baseline) continue;
        if (!this.table.has(slot, component.index)) continue;
        mask |= 1 << bit;
        this.#writeHeap(slot, component.heap);
        continue;
      }
      let differs = false;
      for (let lane = firstLane; lane < firstLane + laneCount; lane++) {
        if (this.lanes[lane][slot] !== this.#historyLanes[lane][from]) differs = true;
      }
      if (!differs) continue;
      mask |= 1 << bit;
      for (let lane = firstLane; lane < firstLane + laneCount; lane++) {
        const before = this.#historyLanes[lane][from];
        writer.zigzag(viewLaneDelta(kind, before, this.lanes[lane][slot]));
      }
    }
    return mask;
  }

  #writeHeap(slot: number, heap: number): void {
    const value = this.table.heaps[heap][slot];
    if (typeof value === 'string') this.#writer.text(value);
    else this.#writer.blob(value ?? new Uint8Array());
    this.#writer.ensure(this.schema.laneCount * 5);
  }

  #grow(): void {
    const before = this.#capacity;
    const capacity = this.table.capacity;
    this.#capacity = capacity;
    const wider = <A extends Float64Array | Int32Array | Uint8Array>(fresh: A, old: A): A => {
      fresh.set(old.subarray(0, fresh.length));
      return fresh;
    };
    this.lanes = this.lanes.map((lane) => wider(new Int32Array(capacity), lane));
    this.changeTick = wider(new Float64Array(capacity), this.changeTick);
    this.wholeTick = wider(new Float64Array(capacity), this.wholeTick);
    this.#historyTicks = wider(new Float64Array(capacity * HISTORY), this.#historyTicks);
    this.#historyLanes = this.#historyLanes.map((lane) =>
      wider(new Int32Array(capacity * HISTORY), lane),
    );
    this.#historyHead = wider(new Uint8Array(capacity), this.#historyHead);
    this.#historyCount = wider(new Uint8Array(capacity), this.#historyCount);
    this.#heapTicks = this.#heapTicks.map((ticks) => wider(new Float64Array(capacity), ticks));
    if (before === capacity) return;
    const shared = capacity * (SHARED_AGES + 1);
    this.#sharedTick = new Float64Array(shared).fill(-1);
    this.#sharedStart = new Int32Array(shared);
    this.#sharedEnd = new Int32Array(shared);
    this.#sharedMask = new Int32Array(shared);
  }
}
