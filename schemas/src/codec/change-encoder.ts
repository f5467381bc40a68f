import { DIRTY_GONE, DIRTY_WHOLE, GONE_MOVED, NO_CELL } from '../table/entity-table.ts';
import type { EntityTable, HeapValue } from '../table/entity-table.ts';
import type { WorldSchema } from '../world/world-schema.ts';
import { ByteWriter } from './byte-writer.ts';
import { cellCoordinates } from './cell-geometry.ts';

/** A cell's packed columns; `columns` is a view of the encoder's buffer until its next use. */
export interface EncodedGroup {
  readonly cell: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly columns: Uint8Array;
}

/** Sections of a group, in wire order. */
const GONE = 0;
const WHOLE = 1;
const CHANGED = 2;
const SECTIONS = 3;

/** Above this many cells in the world, active cells are found by a Map instead of an array. */
const DIRECT_CELLS_MAX = 1 << 20;

/**
 * Encodes a table's changes since the last frame as cell groups (rule V1; docs/protocol.md, "Cell
 * groups"): entities are counting-sorted by cell, in id order within a cell, then written column by
 * column. Limit: one pass over the changed slots for the sort and one per lane, about 60 ns an entity.
 */
export class ChangeEncoder {
  private readonly schema: WorldSchema;
  private readonly writer = new ByteWriter(64 * 1024);
  private readonly activeOfCell: Int32Array | null;
  private readonly activeMap = new Map<number, number>();
  private readonly activeCells: number[] = [];
  private counts: Int32Array = new Int32Array(64 * SECTIONS);
  private maskAnd: Int32Array = new Int32Array(64);
  private maskOr: Int32Array = new Int32Array(64);
  /** Per entry of the sort: its key (active cell × section) and its slot. */
  private keys: Int32Array = new Int32Array(1024);
  private slots: Int32Array = new Int32Array(1024);
  private sorted: Int32Array = new Int32Array(1024);
  private entries = 0;

  constructor(schema: WorldSchema) {
    this.schema = schema;
    const [nx, ny, nz] = schema.cells.counts;
    const total = nx * ny * nz;
    this.activeOfCell = total <= DIRECT_CELLS_MAX ? new Int32Array(total).fill(-1) : null;
  }

  /** Encodes what changed and moves each entity's `cell` on; the caller commits the table. */
  encode(table: EntityTable): EncodedGroup[] {
    this.begin();
    this.sortIn(table);
    return this.write(table);
  }

  /** Encodes every living entity whole: checkpoints and new subscriptions. Changes nothing. */
  encodeWhole(table: EntityTable, onlyCell?: (cell: number) => boolean): EncodedGroup[] {
    this.begin();
    const { slots, length } = table.slotsById();
    for (let i = 0; i < length; i++) {
      const slot = slots[i];
      const cell = table.cell[slot];
      if (cell === NO_CELL || (table.dirty[slot] & DIRTY_GONE) !== 0) continue;
      if (onlyCell === undefined || onlyCell(cell)) this.enter(cell, WHOLE, slot, 0);
    }
    return this.write(table);
  }

  private begin(): void {
    this.writer.position = 0;
    this.entries = 0;
    for (const cell of this.activeCells) {
      if (this.activeOfCell) this.activeOfCell[cell] = -1;
    }
    this.activeMap.clear();
    this.activeCells.length = 0;
  }

  private sortIn(table: EntityTable): void {
    const { dirty, cell } = table;
    const { slots, length } = this.changedById(table);
    for (let i = 0; i < length; i++) {
      const slot = slots[i];
      const bits = dirty[slot];
      if (bits === 0) continue;
      const before = cell[slot];
      if ((bits & DIRTY_GONE) !== 0) {
        if (before !== NO_CELL) this.enter(before, GONE, slot, 0);
        continue;
      }
      const now = (bits & (1 | DIRTY_WHOLE)) === 0 ? before : cellOfSlot(this.schema, table, slot);
      if (now !== before || (bits & DIRTY_WHOLE) !== 0) {
        if (before !== NO_CELL && now !== before) this.enter(before, GONE, slot, 0);
        this.enter(now, WHOLE, slot, 0);
        cell[slot] = now;
      } else {
        this.enter(now, CHANGED, slot, bits);
      }
    }
  }

  /** The changed slots by ascending id: a scan in id order, or a sort when few changed. */
  private changedById(table: EntityTable): { slots: Int32Array; length: number } {
    if (table.dirtyCount * 16 > table.count) return table.slotsById();
    const { ids } = table;
    const slots = table.dirtySlots.slice(0, table.dirtyCount).sort((a, b) => ids[a] - ids[b]);
    return { slots, length: slots.length };
  }

  private enter(cell: number, section: number, slot: number, mask: number): void {
    let active = this.activeOfCell ? this.activeOfCell[cell] : (this.activeMap.get(cell) ?? -1);
    if (active < 0) active = this.activate(cell);
    if (section === CHANGED) {
      this.maskAnd[active] &= mask;
      this.maskOr[active] |= mask;
    }
    const key = active * SECTIONS + section;
    this.counts[key]++;
    if (this.entries === this.keys.length) this.growEntries();
    this.keys[this.entries] = key;
    this.slots[this.entries++] = slot;
  }

  private activate(cell: number): number {
    const active = this.activeCells.length;
    this.activeCells.push(cell);
    if (this.activeOfCell) this.activeOfCell[cell] = active;
    else this.activeMap.set(cell, active);
    if (active >= this.maskAnd.length) this.growActive();
    this.maskAnd[active] = -1;
    this.maskOr[active] = 0;
    this.counts.fill(0, active * SECTIONS, (active + 1) * SECTIONS);
    return active;
  }

  private growEntries(): void {
    this.keys = grown(this.keys);
    this.slots = grown(this.slots);
    this.sorted = new Int32Array(this.keys.length);
  }

  private growActive(): void {
    this.counts = grown(this.counts);
    this.maskAnd = grown(this.maskAnd);
    this.maskOr = grown(this.maskOr);
  }

  /** Counting sort by key, then one group per active cell. */
  private write(table: EntityTable): EncodedGroup[] {
    const { keys, slots, sorted, activeCells, counts, writer } = this;
    const starts = new Int32Array(activeCells.length * SECTIONS + 1);
    for (let key = 0; key < starts.length - 1; key++) starts[key + 1] = starts[key] + counts[key];
    const fill = starts.slice();
    for (let i = 0; i < this.entries; i++) sorted[fill[keys[i]]++] = slots[i];

    const ends = new Int32Array(activeCells.length);
    for (let active = 0; active < activeCells.length; active++) {
      const first = active * SECTIONS;
      this.writeGone(table, starts[first], starts[first + 1]);
      this.writeWhole(table, starts[first + 1], starts[first + 2]);
      this.writeChanged(table, starts[first + 2], starts[first + 3], active);
      ends[active] = writer.position;
    }
    return activeCells.map((cell, active) => ({
      cell,
      ...cellCoordinates(this.schema, cell),
      columns: writer.bytes.subarray(active === 0 ? 0 : ends[active - 1], ends[active]),
    }));
  }

  private writeGone(table: EntityTable, from: number, to: number): void {
    const { writer, sorted } = this;
    writer.ensure(5 + (to - from) * 9);
    writer.varint(to - from);
    let previous = 0;
    for (let i = from; i < to; i++) {
      const slot = sorted[i];
      writer.varint53(table.ids[slot] - previous);
      previous = table.ids[slot];
      const gone = (table.dirty[slot] & DIRTY_GONE) !== 0;
      writer.bytes[writer.position++] = gone ? table.goneReason[slot] : GONE_MOVED;
    }
  }

  private writeWhole(table: EntityTable, from: number, to: number): void {
    const { writer, sorted, schema } = this;
    writer.ensure(5);
    writer.varint(to - from);
    let previous = 0;
    for (let i = from; i < to; i++) {
      const slot = sorted[i];
      writer.ensure(16 + schema.laneCount * 5);
      writer.varint53(table.ids[slot] - previous);
      previous = table.ids[slot];
      writeWholeEntity(writer, table, slot);
    }
  }

  private writeChanged(table: EntityTable, from: number, to: number, active: number): void {
    const { writer, sorted, schema } = this;
    const count = to - from;
    writer.ensure(16 + count * (13 + schema.laneCount * 5));
    writer.varint(count);
    if (count === 0) return;
    let previous = 0;
    const { ids } = table;
    for (let i = from; i < to; i++) {
      const id = ids[sorted[i]];
      writer.varint53(id - previous);
      previous = id;
    }
    const all = this.maskOr[active];
    const uniform = all === this.maskAnd[active];
    writer.bytes[writer.position++] = uniform ? 0 : 1;
    if (uniform) writer.varint(all);
    else for (let i = from; i < to; i++) writer.varint(table.dirty[sorted[i]]);
    for (const component of schema.components) {
      const bit = 1 << component.index;
      if ((all & bit) === 0) continue;
      if (component.heap >= 0) this.writeHeapColumn(table, from, to, component.heap, bit);
      const end = component.firstLane + component.laneCount;
      for (let lane = component.firstLane; lane < end; lane++) {
        this.writeLaneColumn(table, lane, from, to, uniform ? 0 : bit);
      }
    }
  }

  /** The inner loop: zigzag varints of the differences from the last frame. `bit` 0: all have it. */
  private writeLaneColumn(
    table: EntityTable,
    lane: number,
    from: number,
    to: number,
    bit: number,
  ): void {
    const { sorted } = this;
    const { bytes } = this.writer;
    const { dirty } = table;
    const now = table.lanes[lane];
    const before = table.base[lane];
    let position = this.writer.position;
    for (let i = from; i < to; i++) {
      const slot = sorted[i];
      if (bit !== 0 && (dirty[slot] & bit) === 0) continue;
      const delta = (now[slot] - before[slot]) | 0;
      let rest = ((delta << 1) ^ (delta >> 31)) >>> 0;
      while (rest > 127) {
        bytes[position++] = (rest & 127) | 128;
        rest >>>= 7;
      }
      bytes[position++] = rest;
    }
    this.writer.position = position;
  }

  private writeHeapColumn(
    table: EntityTable,
    from: number,
    to: number,
    heap: number,
    bit: number,
  ): void {
    for (let i = from; i < to; i++) {
      const slot = this.sorted[i];
      if ((table.dirty[slot] & bit) !== 0) writeHeapValue(this.writer, table.heaps[heap][slot]);
    }
    // The lanes after it count on room made before.
    this.writer.ensure((to - from) * this.schema.laneCount * 5);
  }
}

function writeWholeEntity(writer: ByteWriter, table: EntityTable, slot: number): void {
  const present = table.present[slot];
  writer.varint(present);
  for (const { index, firstLane, laneCount, heap } of table.schema.components) {
    if (((present >>> index) & 1) === 0) continue;
    if (heap >= 0) {
      writeHeapValue(writer, table.heaps[heap][slot]);
      writer.ensure(table.schema.laneCount * 5);
    }
    for (let lane = firstLane; lane < firstLane + laneCount; lane++) {
      writer.zigzag(table.lanes[lane][slot]);
    }
  }
}

/** One entity whole, as a group's WHOLE section of one: a handoff's state. */
export function encodeEntity(table: EntityTable, slot: number): Uint8Array {
  const writer = new ByteWriter(32 + table.schema.laneCount * 5);
  writer.varint(0);
  writer.varint(1);
  writer.varint53(table.ids[slot]);
  writeWholeEntity(writer, table, slot);
  writer.ensure(1);
  writer.varint(0);
  return writer.slice();
}

function writeHeapValue(writer: ByteWriter, value: HeapValue | undefined): void {
  if (typeof value === 'string') writer.text(value);
  else writer.blob(value ?? new Uint8Array());
}

/** The cell of an entity's position now. */
export function cellOfSlot(schema: WorldSchema, table: EntityTable, slot: number): number {
  const { sizeM, counts } = schema.cells;
  const quantum = schema.positionQuantumM;
  let index = 0;
  let stride = 1;
  for (let axis = 0; axis < schema.dimensions; axis++) {
    const metres = table.lanes[axis][slot] * quantum - schema.boundsMin[axis];
    let at = Math.floor(metres / sizeM);
    if (at < 0) at = 0;
    else if (at >= counts[axis]) at = counts[axis] - 1;
    index += at * stride;
    stride *= counts[axis];
  }
  return index;
}

function grown(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
