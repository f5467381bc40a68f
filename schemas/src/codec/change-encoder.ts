import { DIRTY_GONE, DIRTY_WHOLE, GONE_MOVED, NO_CELL } from '../table/entity-table.ts';
import type { EntityTable } from '../table/entity-table.ts';
import type { WorldSchema } from '../world/world-schema.ts';
import { ByteWriter } from './byte-writer.ts';
import { cellOfSlot, clampedCell } from './cell-of-slot.ts';
import { FORM_ALL, FORM_MASKS } from './change-decoder.ts';
import { writeHeapValue, writeWholeEntity } from './entity-encoding.ts';
import type { TableColumns } from './entity-encoding.ts';
import { unpackGroups } from './packed-groups.ts';
import type { EncodedGroup, PackedGroups } from './packed-groups.ts';

/** Sections of a group, in wire order. */
const GONE = 0;
const WHOLE = 1;
const CHANGED = 2;
const SECTIONS = 3;

/** Numbers of an entry in order: its slot, and how far its position moved on each axis. */
const STRIDE = 4;

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
  /** Per active cell: the components that any changed entity of it changed, and whether all did. */
  private maskOf: Int32Array = new Int32Array(64);
  private mixed: Int32Array = new Int32Array(64);
  /** Per entry of the sort: its key (active cell × section) and its slot. */
  private keys: Int32Array = new Int32Array(1024);
  private slots: Int32Array = new Int32Array(1024);
  private sorted: Int32Array = new Int32Array(1024 * STRIDE);
  private entries = 0;
  /** Per cell: the round in which an entity of it was found unchanged; null: not looked at. */
  private readonly unchangedIn: Int32Array | null;
  private round = 0;
  private lookedAtAll = false;

  constructor(schema: WorldSchema) {
    this.schema = schema;
    const [nx, ny, nz] = schema.cells.counts;
    const total = nx * ny * nz;
    this.activeOfCell = total <= DIRECT_CELLS_MAX ? new Int32Array(total).fill(-1) : null;
    this.unchangedIn = total <= DIRECT_CELLS_MAX ? new Int32Array(total) : null;
  }

  /** Encodes what changed and moves each entity's `cell` on; the caller commits the table. */
  encode(table: EntityTable): EncodedGroup[] {
    return unpackGroups(this.schema, this.encodePacked(table));
  }

  /** As encode(), without an object per cell. */
  encodePacked(table: EntityTable): PackedGroups {
    this.begin();
    // A reader's lists do not follow what is done to `cell` here.
    table.members = null;
    this.sortIn(table);
    return this.write(table);
  }

  /** Encodes every living entity whole: checkpoints and new subscriptions. Changes nothing. */
  encodeWhole(table: EntityTable, onlyCell?: (cell: number) => boolean): EncodedGroup[] {
    this.begin();
    const { slots, length } = table.slotsById();
    this.makeRoom(length);
    for (let i = 0; i < length; i++) {
      const slot = slots[i];
      const cell = table.cell[slot];
      if (cell === NO_CELL || (table.dirty[slot] & DIRTY_GONE) !== 0) continue;
      if (onlyCell === undefined || onlyCell(cell)) this.enter(cell, WHOLE, slot);
    }
    return unpackGroups(this.schema, this.write(table));
  }

  /**
   * Encodes entities whole, slots[from…to): a piece of a large table. Slots of one cell ascend by id.
   */
  encodePiece(table: TableColumns, slots: Int32Array, from: number, to: number): PackedGroups {
    this.begin();
    this.makeRoom(to - from);
    for (let i = from; i < to; i++) this.enter(table.cell[slots[i]], WHOLE, slots[i]);
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
    const { slots, length, everyone } = this.changedById(table);
    this.round = (this.round + 1) | 0;
    this.lookedAtAll = everyone && this.unchangedIn !== null;
    let next = 0;
    while (next < length) {
      // One that changes its cell takes two entries, and few do.
      this.makeRoom(this.entries + length - next + 1);
      next = this.enterStayers(table, slots, next, length);
      if (next < length) this.enterOther(table, slots[next++]);
    }
  }

  /**
   * Enters the entities that stay in a cell which has a group already, up to the first that does not:
   * nearly all of them, so that everything this loop needs is a local.
   * @returns where it stopped
   */
  private enterStayers(table: EntityTable, slots: Int32Array, from: number, to: number): number {
    const { activeOfCell, counts, keys, slots: entrySlots, maskOf, mixed } = this;
    const { cells, positionQuantumM: quantum, boundsMin, dimensions } = this.schema;
    if (activeOfCell === null || dimensions !== 2) return from;
    const { dirty, cell } = table;
    const [x, y] = table.lanes;
    const { sizeM } = cells;
    const [countX, countY] = cells.counts;
    const [minX, minY] = boundsMin;
    let { entries } = this;
    let i = from;
    for (; i < to; i++) {
      const slot = slots[i];
      const bits = dirty[slot];
      if (bits <= 0 || bits >= DIRTY_WHOLE) break;
      let now = cell[slot];
      if ((bits & 1) !== 0) {
        const cellX = clampedCell(x[slot] * quantum - minX, sizeM, countX);
        const cellY = clampedCell(y[slot] * quantum - minY, sizeM, countY);
        if (cellY * countX + cellX !== now) break;
      }
      now = activeOfCell[now];
      if (now < 0) break;
      const mask = maskOf[now];
      if (mask !== bits) {
        if (mask !== 0) mixed[now] = 1;
        maskOf[now] = mask | bits;
      }
      const key = now * SECTIONS + CHANGED;
      counts[key]++;
      keys[entries] = key;
      entrySlots[entries++] = slot;
    }
    this.entries = entries;
    return i;
  }

  /** Enters any entity, or finds it unchanged. */
  private enterOther(table: EntityTable, slot: number): void {
    const { unchangedIn } = this;
    const bits = table.dirty[slot];
    const before = table.cell[slot];
    if (bits === 0) {
      if (unchangedIn !== null && before >= 0) unchangedIn[before] = this.round;
      return;
    }
    if ((bits & DIRTY_GONE) !== 0) {
      if (before !== NO_CELL) this.enter(before, GONE, slot);
      return;
    }
    const now = (bits & (1 | DIRTY_WHOLE)) === 0 ? before : cellOfSlot(this.schema, table, slot);
    if (now === before && (bits & DIRTY_WHOLE) === 0) {
      const active = this.enter(now, CHANGED, slot);
      const mask = this.maskOf[active];
      if (mask !== 0 && mask !== bits) this.mixed[active] = 1;
      this.maskOf[active] = mask | bits;
      return;
    }
    if (before !== NO_CELL && now !== before) this.enter(before, GONE, slot);
    this.enter(now, WHOLE, slot);
    table.cell[slot] = now;
  }

  /** The changed slots by ascending id: a scan of everyone, or a sort when few changed. */
  private changedById(table: EntityTable): {
    slots: Int32Array;
    length: number;
    everyone: boolean;
  } {
    if (table.dirtyCount * 16 > table.count) return { ...table.slotsById(), everyone: true };
    const slots = table.dirtySlots.slice(0, table.dirtyCount);
    slots.sort((a, b) => table.ids[a] - table.ids[b]);
    return { slots, length: slots.length, everyone: false };
  }

  /** Puts an entity into a section of a cell's group; the caller made room. @returns the group */
  private enter(cell: number, section: number, slot: number): number {
    let active = this.activeOfCell ? this.activeOfCell[cell] : (this.activeMap.get(cell) ?? -1);
    if (active < 0) active = this.activate(cell);
    const key = active * SECTIONS + section;
    this.counts[key]++;
    this.keys[this.entries] = key;
    this.slots[this.entries++] = slot;
    return active;
  }

  private activate(cell: number): number {
    const active = this.activeCells.length;
    this.activeCells.push(cell);
    if (this.activeOfCell) this.activeOfCell[cell] = active;
    else this.activeMap.set(cell, active);
    if (active >= this.maskOf.length) this.growActive();
    this.maskOf[active] = 0;
    this.mixed[active] = 0;
    for (let i = 0; i < SECTIONS; i++) this.counts[active * SECTIONS + i] = 0;
    return active;
  }

  private makeRoom(entries: number): void {
    if (entries <= this.slots.length) return;
    const length = Math.ceil(entries * 1.25);
    this.keys = longer(this.keys, length);
    this.slots = longer(this.slots, length);
    this.sorted = new Int32Array(length * STRIDE);
  }

  private growActive(): void {
    this.counts = grown(this.counts);
    this.maskOf = grown(this.maskOf);
    this.mixed = grown(this.mixed);
  }

  /** Counting sort by key, then one group per active cell. */
  private write(table: TableColumns): PackedGroups {
    const { activeCells, counts, writer } = this;
    const starts = new Int32Array(activeCells.length * SECTIONS + 1);
    for (let key = 0; key < starts.length - 1; key++) starts[key + 1] = starts[key] + counts[key];
    const fill = starts.slice();
    this.scatter(table, fill);

    const ends = new Int32Array(activeCells.length);
    for (let active = 0; active < activeCells.length; active++) {
      const first = active * SECTIONS;
      this.writeGone(table, starts[first], starts[first + 1]);
      this.writeWhole(table, starts[first + 1], starts[first + 2]);
      this.writeChanged(table, starts[first + 2], starts[first + 3], active);
      ends[active] = writer.position;
    }
    return { cells: activeCells, ends, bytes: writer.bytes };
  }

  /**
   * Puts the entries in order. They come by id, which is about the order of slots, so positions are
   * read here, one after the other, and not when the groups are written, here and there.
   */
  private scatter(table: TableColumns, fill: Int32Array): void {
    const { keys, slots, sorted, entries } = this;
    const [x, y, z] = table.lanes;
    const [baseX, baseY, baseZ] = table.base;
    const flat = this.schema.dimensions === 2;
    for (let i = 0; i < entries; i++) {
      const slot = slots[i];
      const to = fill[keys[i]]++ * STRIDE;
      sorted[to] = slot;
      sorted[to + 1] = x[slot] - baseX[slot];
      sorted[to + 2] = y[slot] - baseY[slot];
      if (!flat) sorted[to + 3] = z[slot] - baseZ[slot];
    }
  }

  private writeGone(table: TableColumns, from: number, to: number): void {
    const { writer, sorted } = this;
    writer.ensure(5 + (to - from) * 9);
    writer.varint(to - from);
    let previous = 0;
    for (let i = from; i < to; i++) {
      const slot = sorted[i * STRIDE];
      writer.varint53(table.ids[slot] - previous);
      previous = table.ids[slot];
      const gone = (table.dirty[slot] & DIRTY_GONE) !== 0;
      writer.bytes[writer.position++] = gone ? table.goneReason[slot] : GONE_MOVED;
    }
  }

  private writeWhole(table: TableColumns, from: number, to: number): void {
    const { writer, sorted, schema } = this;
    writer.ensure(5);
    writer.varint(to - from);
    let previous = 0;
    for (let i = from; i < to; i++) {
      const slot = sorted[i * STRIDE];
      writer.ensure(16 + schema.laneCount * 5);
      writer.varint53(table.ids[slot] - previous);
      previous = table.ids[slot];
      writeWholeEntity(writer, table, slot);
    }
  }

  private writeChanged(table: TableColumns, from: number, to: number, active: number): void {
    const { writer, schema } = this;
    const count = to - from;
    writer.ensure(16 + count * (13 + schema.laneCount * 5));
    writer.varint(count);
    if (count === 0) return;
    const mask = this.maskOf[active];
    const uniform = this.mixed[active] === 0;
    const everyone =
      this.lookedAtAll && this.unchangedIn?.[this.activeCells[active]] !== this.round;
    writer.bytes[writer.position++] = (uniform ? 0 : FORM_MASKS) | (everyone ? FORM_ALL : 0);
    if (!everyone) this.writeIds(table, from, to);
    if (uniform) writer.varint(mask);
    else for (let i = from; i < to; i++) writer.varint(table.dirty[this.sorted[i * STRIDE]]);
    for (const component of schema.components) {
      const bit = 1 << component.index;
      if ((mask & bit) === 0) continue;
      if (component.heap >= 0) this.writeHeapColumn(table, from, to, component.heap, bit);
      const end = component.firstLane + component.laneCount;
      for (let lane = component.firstLane; lane < end; lane++) {
        this.writeLaneColumn(table, lane, from, to, uniform ? 0 : bit);
      }
    }
  }

  private writeIds(table: TableColumns, from: number, to: number): void {
    const { ids } = table;
    let previous = 0;
    for (let i = from; i < to; i++) {
      const id = ids[this.sorted[i * STRIDE]];
      this.writer.varint53(id - previous);
      previous = id;
    }
  }

  /** The inner loop: zigzag varints of the differences from the last frame. `bit` 0: all have it. */
  private writeLaneColumn(
    table: TableColumns,
    lane: number,
    from: number,
    to: number,
    bit: number,
  ): void {
    const { sorted } = this;
    const { bytes } = this.writer;
    let position = this.writer.position;
    if (bit === 0 && lane < this.schema.dimensions) {
      const end = to * STRIDE;
      for (let at = from * STRIDE + lane + 1; at < end; at += STRIDE) {
        position = putDelta(bytes, position, sorted[at]);
      }
    } else {
      const { dirty } = table;
      const now = table.lanes[lane];
      const before = table.base[lane];
      for (let i = from; i < to; i++) {
        const slot = sorted[i * STRIDE];
        if (bit !== 0 && (dirty[slot] & bit) === 0) continue;
        position = putDelta(bytes, position, (now[slot] - before[slot]) | 0);
      }
    }
    this.writer.position = position;
  }

  private writeHeapColumn(
    table: TableColumns,
    from: number,
    to: number,
    heap: number,
    bit: number,
  ): void {
    for (let i = from; i < to; i++) {
      const slot = this.sorted[i * STRIDE];
      if ((table.dirty[slot] & bit) !== 0) writeHeapValue(this.writer, table.heaps[heap][slot]);
    }
    // The lanes after it count on room made before.
    this.writer.ensure((to - from) * this.schema.laneCount * 5);
  }
}

/** Writes a zigzag varint. @returns the position after it */
function putDelta(bytes: Uint8Array, position: number, delta: number): number {
  let at = position;
  let rest = ((delta << 1) ^ (delta >> 31)) >>> 0;
  while (rest > 127) {
    bytes[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

const grown = (array: Int32Array): Int32Array => longer(array, array.length * 2);

function longer(array: Int32Array, length: number): Int32Array {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
