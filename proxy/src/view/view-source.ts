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
import { SharedEncodings } from './shared-encodings.ts';
import type { EncodedEntity } from './shared-encodings.ts';

/**
 * Changes kept per entity: a mover's last 1.6 s at 20 Hz, several round trips of one in a crowd who is told of
 * twice a second; older is sent whole.
 */
const HISTORY = 32;

/** What every view asks of each of its entities lies side by side, so many numbers, at these places. */
const FACTS = 3;
const ID = 0;
const CHANGED = 1;
const OLDEST = 2;
/** The id of a slot without an entity. */
const NOBODY = -1;

/** Encoded differences are shared between clients whose baselines are at most so many ticks old. */
const SHARED_AGES = 24;

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
  /** The newest tick as of which a slot has not the entity any more that it had. */
  goneTick = 0;
  /** The slots of who came with this tick, `arrivedCount` of them. */
  arrived = new Int32Array(0);
  arrivedCount = 0;
  /** Values now, in view quanta, by view lane and slot. */
  lanes: Int32Array[];
  #facts = new Float64Array(0);
  readonly #writer = new ByteWriter(64 * 1024);
  #capacity = 0;
  #historyTicks = new Float64Array(0);
  /** Values after each change: all lanes of one side by side. */
  #historyLanes = new Int32Array(0);
  #historyHead = new Uint8Array(0);
  /** Tick of the newest change of each heap component, by slot. */
  #heapTicks: Float64Array[];
  /** Differences by the age of the baseline and slot; then whole entities by slot. */
  readonly #shared = new SharedEncodings();
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
    this.#shared.clear();
    this.arrivedCount = 0;
    if (table.capacity > this.#capacity) this.#grow();
    const { dirty, dirtySlots, dirtyCount } = table;
    for (let i = 0; i < dirtyCount; i++) {
      const slot = dirtySlots[i];
      const bits = dirty[slot];
      if (bits === 0) continue;
      if ((bits & DIRTY_GONE) !== 0) this.#setId(slot, NOBODY);
      else if ((bits & DIRTY_WHOLE) !== 0) this.#takeWhole(slot);
      else this.#takeChange(slot, bits);
    }
    table.commit();
    const { slots, length } = table.slotsById();
    this.grid.rebuild(slots, length, this.lanes[0], this.lanes[1]);
    return true;
  }

  /** Who has a slot as of this tick; −1: nobody. */
  id(slot: number): number {
    return this.#facts[slot * FACTS + ID];
  }

  /** Tick of the newest visible change. */
  changed(slot: number): number {
    return this.#facts[slot * FACTS + CHANGED];
  }

  /**
   * The oldest tick as of which the entity is known: it came then, or its components changed, or no older
   * change is kept. Older baselines are void.
   */
  oldest(slot: number): number {
    return this.#facts[slot * FACTS + OLDEST];
  }

  /** Whether the entity was as of `tick` what it was as of `baseline`, an older one that is known. */
  isSame(slot: number, baseline: number, tick: number): boolean {
    return this.#historyTicks[this.#historyIndex(slot, tick)] <= baseline;
  }

  /**
   * The difference between an entity as of `baseline` and now; null when it is not known any
   * more.
   */
  encodeDifference(slot: number, baseline: number): EncodedEntity | null {
    const age = this.tick - baseline;
    const shared = age < SHARED_AGES ? age * this.#capacity + slot : -1;
    const encoded = this.#encoded;
    if (shared >= 0 && this.#shared.get(shared, encoded)) return encoded;
    if (baseline < this.oldest(slot)) return null;
    encoded.start = this.#writer.position;
    encoded.mask = this.#writeDifference(slot, this.#historyIndex(slot, baseline), baseline);
    encoded.end = this.#writer.position;
    if (shared >= 0) this.#shared.put(shared, encoded);
    return encoded;
  }

  /** An entity whole: id, components, values. */
  encodeWhole(slot: number): EncodedEntity {
    const shared = SHARED_AGES * this.#capacity + slot;
    const encoded = this.#encoded;
    if (this.#shared.get(shared, encoded)) return encoded;
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
    this.#shared.put(shared, encoded);
    return encoded;
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
    this.#setId(slot, this.table.ids[slot]);
    this.#facts[slot * FACTS + OLDEST] = this.tick;
    this.#remember(slot);
  }

  #setId(slot: number, id: number): void {
    const at = slot * FACTS + ID;
    if (this.#facts[at] === id) return;
    this.#facts[at] = id;
    this.goneTick = this.tick;
    if (id !== NOBODY) this.arrived[this.arrivedCount++] = slot;
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
    const facts = this.#facts;
    const first = slot * HISTORY;
    const head = (this.#historyHead[slot] + 1) % HISTORY;
    const at = first + head;
    const fact = slot * FACTS;
    // What is written over is of a time before the entity came, or the oldest that is kept.
    const full = this.#historyTicks[at] >= facts[fact + OLDEST];
    if (full) facts[fact + OLDEST] = this.#historyTicks[first + ((head + 1) % HISTORY)];
    this.#historyHead[slot] = head;
    this.#historyTicks[at] = this.tick;
    const { lanes } = this;
    const kept = this.#historyLanes;
    for (let lane = 0; lane < lanes.length; lane++) {
      kept[at * lanes.length + lane] = lanes[lane][slot];
    }
    facts[fact + CHANGED] = this.tick;
  }

  /** Where the history has the newest change at or before a tick that is not before the oldest. */
  #historyIndex(slot: number, tick: number): number {
    const head = this.#historyHead[slot];
    const first = slot * HISTORY;
    let back = 0;
    while (this.#historyTicks[first + ((head - back + HISTORY) % HISTORY)] > tick) back++;
    return first + ((head - back + HISTORY) % HISTORY);
  }

  #writeDifference(slot: number, from: number, baseline: number): number {
    const writer = this.#writer;
    const { lanes } = this;
    const kept = this.#historyLanes;
    const first = from * lanes.length;
    writer.ensure(lanes.length * 5);
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
        if (lanes[lane][slot] !== kept[first + lane]) differs = true;
      }
      if (!differs) continue;
      mask |= 1 << bit;
      for (let lane = firstLane; lane < firstLane + laneCount; lane++) {
        writer.zigzag(viewLaneDelta(kind, kept[first + lane], lanes[lane][slot]));
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
    this.#facts = wider(new Float64Array(capacity * FACTS), this.#facts);
    this.#historyTicks = wider(new Float64Array(capacity * HISTORY), this.#historyTicks);
    const kept = capacity * HISTORY * this.schema.laneCount;
    this.arrived = new Int32Array(capacity);
    this.#historyLanes = wider(new Int32Array(kept), this.#historyLanes);
    this.#historyHead = wider(new Uint8Array(capacity), this.#historyHead);
    this.#heapTicks = this.#heapTicks.map((ticks) => wider(new Float64Array(capacity), ticks));
    if (before < capacity) this.#shared.resize(capacity * (SHARED_AGES + 1));
  }
}
