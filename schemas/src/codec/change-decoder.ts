import { CellMembers } from '../table/cell-members.ts';
import { DIRTY_GONE, DIRTY_WHOLE, GONE_DEPARTED } from '../table/entity-table.ts';
import type { EntityTable, GoneReason } from '../table/entity-table.ts';
import type { HeapValue } from '../table/heap-value.ts';
import type { Field } from '../world/field.ts';
import { AtlasError, placedError } from '../errors.ts';
import { ByteReader } from './byte-reader.ts';
import { cellIndex, cellInWorld } from './cell-geometry.ts';

/** Bits of a CHANGED section's form. */
export const FORM_MASKS = 1;
export const FORM_ALL = 2;

/** A cell group as records carry it. */
export interface CellGroupBytes {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly columns: Uint8Array;
}

/**
 * Applies one cell's group to a reader's table, where it shows as dirty until the reader commits: what
 * is gone stays readable until then. Groups of a frame may come in any order (rule V1).
 * @throws AtlasError ATLAS_FRAME_MALFORMED; the table is then not to be used any more.
 */
export function applyCellGroup(table: EntityTable, group: CellGroupBytes): void {
  const { schema } = table;
  if (!cellInWorld(schema, group.x, group.y, group.z)) {
    throw new AtlasError(
      'ATLAS_FRAME_MALFORMED',
      `a cell group names cell ${group.x},${group.y},${group.z}, outside the world`,
    );
  }
  const cell = cellIndex(schema, group.x, group.y, group.z);
  // A writer's order does not follow what is done to `cell` here.
  table.cellOrder = null;
  const reader = new ByteReader(group.columns, 'cell group');
  try {
    readGone(table, reader, cell);
    readWhole(table, reader, cell);
    readChanged(table, reader, cell);
    reader.finish();
  } catch (error) {
    // Named here, since a name for each group that is read would be made for nothing.
    if (!(error instanceof AtlasError)) throw error;
    throw placedError(error, `cell ${group.x},${group.y},${group.z}`);
  }
}

/** How many whole entities a group holds, if it is one of a checkpoint: a hint, nothing is checked. */
export function wholeCountHint({ columns }: CellGroupBytes): number {
  let count = 0;
  for (let i = 1; i < 5 && i < columns.length; i++) {
    count |= (columns[i] & 127) << ((i - 1) * 7);
    if (columns[i] < 128) return Math.min(count, columns.length);
  }
  return 0;
}

function readGone(table: EntityTable, reader: ByteReader, cell: number): void {
  let id = 0;
  for (let left = reader.count(2); left > 0; left--) {
    id = nextId(reader, id);
    const reason = reader.byte();
    if (reason > GONE_DEPARTED) reader.fail(`unknown reason ${reason}`);
    const slot = table.slotOf(id);
    // It may have come up in another cell's group of the same frame already.
    if (slot >= 0 && table.cell[slot] === cell) table.remove(slot, reason as GoneReason);
  }
}

function nextId(reader: ByteReader, previous: number): number {
  const delta = reader.varint53();
  const id = previous + delta;
  if (!Number.isSafeInteger(id) || (delta === 0 && previous !== 0)) {
    reader.fail('entity ids do not ascend');
  }
  return id;
}

function readWhole(table: EntityTable, reader: ByteReader, cell: number): void {
  let id = 0;
  // To set a length is a call of the engine's own, and most groups have no such section.
  if (wholeSlots.length > 0) wholeSlots.length = 0;
  for (let left = reader.count(2); left > 0; left--) {
    id = nextId(reader, id);
    const slot = takeSlot(table, id);
    if (table.cell[slot] !== cell) table.members?.left(table.cell[slot]);
    table.cell[slot] = cell;
    wholeSlots.push(slot);
    table.members?.enter(cell, slot);
    readEntity(table, reader, slot);
  }
}

function takeSlot(table: EntityTable, id: number): number {
  const slot = table.slotOrAdd(id);
  if ((table.dirty[slot] & DIRTY_GONE) !== 0) table.restore(slot);
  table.markDirty(slot, DIRTY_WHOLE);
  return slot;
}

function readEntity(table: EntityTable, reader: ByteReader, slot: number): void {
  const { components } = table.schema;
  const present = reader.varint();
  if ((present & 1) === 0 || present >>> components.length !== 0) {
    reader.fail(`components ${present.toString(2)} are not of this world`);
  }
  table.present[slot] = present;
  const { lanes } = table;
  for (let index = 0; index < components.length; index++) {
    const component = components[index];
    const has = ((present >>> index) & 1) === 1;
    if (component.heap >= 0) {
      table.heaps[component.heap][slot] = has ? readHeap(reader, component.field) : undefined;
    }
    const end = component.firstLane + component.laneCount;
    for (let lane = component.firstLane; lane < end; lane++) {
      lanes[lane][slot] = has ? reader.zigzag() : 0;
    }
  }
}

function readHeap(reader: ByteReader, { kind, lengthMax = 0 }: Field<unknown>): HeapValue {
  return kind === 'text' ? reader.text(lengthMax) : reader.blob(lengthMax);
}

/** Slots of the group's WHOLE section: they are not among those that CHANGED means by "all". */
const wholeSlots: number[] = [];
/** Of the group's CHANGED section: in `listedSlots`, or a cell's own list, which is not written to. */
let changedSlots: Int32Array = new Int32Array(0);
let changedMasks: Int32Array = new Int32Array(1024);
let listedSlots: Int32Array = new Int32Array(1024);

function readChanged(table: EntityTable, reader: ByteReader, cell: number): void {
  const count = reader.count();
  if (count === 0) return;
  const form = reader.byte();
  if (form > (FORM_ALL | FORM_MASKS)) reader.fail(`unknown form ${form}`);
  if ((form & FORM_ALL) === 0) readIds(table, reader, cell, count);
  else takeMembers(table, reader, cell, count);
  if ((form & FORM_MASKS) === 0) {
    readAlike(table, reader, count);
    return;
  }
  if (count > changedMasks.length) changedMasks = new Int32Array(count * 2);
  const all = readMasks(table, reader, count);
  for (const { index, field, firstLane, laneCount, heap } of table.schema.components) {
    const bit = 1 << index;
    if ((all & bit) === 0) continue;
    if (heap >= 0) {
      for (let i = 0; i < count; i++) {
        if ((changedMasks[i] & bit) === 0) continue;
        table.heaps[heap][changedSlots[i]] = readHeap(reader, field);
      }
    }
    for (let lane = firstLane; lane < firstLane + laneCount; lane++) {
      readLane(table.lanes[lane], reader, count, bit);
    }
  }
}

function readLane(column: Int32Array, reader: ByteReader, count: number, bit: number): void {
  for (let i = 0; i < count; i++) {
    if ((changedMasks[i] & bit) === 0) continue;
    const slot = changedSlots[i];
    column[slot] = (column[slot] + reader.zigzag()) | 0;
  }
}

function readIds(table: EntityTable, reader: ByteReader, cell: number, count: number): void {
  if (count > listedSlots.length) listedSlots = new Int32Array(count * 2);
  changedSlots = listedSlots;
  let id = 0;
  for (let i = 0; i < count; i++) {
    id = nextId(reader, id);
    const slot = table.slotOf(id);
    if (slot < 0 || table.cell[slot] !== cell) reader.fail(`entity ${id} is not in this cell`);
    listedSlots[i] = slot;
  }
}

function takeMembers(table: EntityTable, reader: ByteReader, cell: number, count: number): void {
  table.members ??= new CellMembers(table);
  const { slots, length } = table.members.of(cell);
  const others = wholeSlots.length === 0 ? length : listOthers(slots, length);
  if (others !== count) reader.fail(`${count} entities, but ${others} are in this cell`);
  changedSlots = wholeSlots.length === 0 ? slots : listedSlots;
}

/** Lists the members that the WHOLE section does not name; returns how many. */
function listOthers(slots: Int32Array, length: number): number {
  if (length > listedSlots.length) listedSlots = new Int32Array(length * 2);
  const named = new Set(wholeSlots);
  let count = 0;
  for (let i = 0; i < length; i++) if (!named.has(slots[i])) listedSlots[count++] = slots[i];
  return count;
}

function readMasks(table: EntityTable, reader: ByteReader, count: number): number {
  let all = 0;
  for (let i = 0; i < count; i++) {
    const mask = reader.varint();
    const slot = changedSlots[i];
    if ((mask & ~table.present[slot]) !== 0 || mask === 0) failLacking(table, reader, slot);
    changedMasks[i] = mask;
    all |= mask;
    table.markDirty(slot, mask);
  }
  return all;
}

function failLacking(table: EntityTable, reader: ByteReader, slot: number): never {
  return reader.fail(`a change of components that entity ${table.ids[slot]} lacks`);
}

/** Changes of the same components for all: nearly every group's, so nobody is asked for each entity. */
function readAlike(table: EntityTable, reader: ByteReader, count: number): void {
  const mask = reader.varint();
  const lacking = mask === 0 ? changedSlots[0] : table.markManyDirty(changedSlots, count, mask);
  if (lacking >= 0) failLacking(table, reader, lacking);
  const { components } = table.schema;
  for (let rest = mask; rest !== 0; rest &= rest - 1) {
    const { field, firstLane, laneCount, heap } = components[31 - Math.clz32(rest & -rest)];
    for (let i = 0; heap >= 0 && i < count; i++) {
      table.heaps[heap][changedSlots[i]] = readHeap(reader, field);
    }
    for (let lane = firstLane; lane < firstLane + laneCount; lane++) {
      reader.addToColumn(table.lanes[lane], changedSlots, count);
    }
  }
}

/**
 * Reads one whole entity (a handoff's state) into a table.
 * @returns its slot; the cell is left unset, so the next frame writes it whole.
 * @throws AtlasError ATLAS_FRAME_MALFORMED, before anything was added
 */
export function decodeEntity(table: EntityTable, bytes: Uint8Array): number {
  const reader = new ByteReader(bytes, 'entity state');
  if (reader.count() !== 0 || reader.count() !== 1) reader.fail('not exactly one entity');
  const id = nextId(reader, 0);
  if (table.slotWithGone(id) >= 0) reader.fail(`entity ${id} is here already`);
  const slot = table.add(id);
  try {
    readEntity(table, reader, slot);
    if (reader.varint() !== 0) reader.fail('changes in an entity state');
    reader.finish();
  } catch (error) {
    table.forget(slot);
    throw error;
  }
  return slot;
}
