import { DIRTY_GONE } from '../table/entity-table.ts';
import type { EntityTable } from '../table/entity-table.ts';
import { utf8Length } from '../table/heap-value.ts';
import type { HeapValue } from '../table/heap-value.ts';

/**
 * The state hash (rule R3): a sum mod 2⁶⁴, kept as two 32-bit lanes, of non-linear hashes of (entity,
 * column, value). Sums commute, so the order of entities does not matter and a slice can be added
 * alone. The mixer is MurmurHash3's 32-bit finaliser (Appleby) with two sets of constants.
 */
export interface StateHash {
  low: number;
  high: number;
}

export const emptyHash = (): StateHash => ({ low: 0, high: 0 });

/** Adds one (subject, column, value) to a hash. `subject` is below 2^53. */
export function addToHash(hash: StateHash, subject: number, column: number, value: number): void {
  const low = subject | 0;
  const high = (subject / 4294967296) | 0;
  let a = Math.imul(low ^ Math.imul(column + 1, 0x9e3779b1), 0x85ebca6b);
  a = Math.imul((a ^ (a >>> 16)) + value, 0xc2b2ae35);
  a = Math.imul(a ^ (a >>> 13) ^ high, 0x27d4eb2f);
  a ^= a >>> 15;
  let b = Math.imul(value ^ Math.imul(column + 1, 0x165667b1), 0x2c1b3c6d);
  b = Math.imul((b ^ (b >>> 12)) + low, 0x297a2d39);
  b = Math.imul(b ^ (b >>> 15) ^ high, 0x7feb352d);
  b ^= b >>> 16;
  hash.low = (hash.low + a) | 0;
  hash.high = (hash.high + b) | 0;
}

/** Adds one entity's id, components and values. */
export function addEntityToHash(
  hash: StateHash,
  table: Pick<EntityTable, 'ids' | 'lanes' | 'present' | 'heaps'>,
  slot: number,
): void {
  const id = table.ids[slot];
  const { lanes } = table;
  addToHash(hash, id, -1, table.present[slot]);
  // addToHash() with what does not change from lane to lane taken out of the loop.
  const low = id | 0;
  const high = (id / 4294967296) | 0;
  let sumA = 0;
  let sumB = 0;
  for (let lane = 0; lane < lanes.length; lane++) {
    const value = lanes[lane][slot];
    let a = Math.imul(low ^ Math.imul(lane + 1, 0x9e3779b1), 0x85ebca6b);
    a = Math.imul((a ^ (a >>> 16)) + value, 0xc2b2ae35);
    a = Math.imul(a ^ (a >>> 13) ^ high, 0x27d4eb2f);
    sumA = (sumA + (a ^ (a >>> 15))) | 0;
    let b = Math.imul(value ^ Math.imul(lane + 1, 0x165667b1), 0x2c1b3c6d);
    b = Math.imul((b ^ (b >>> 12)) + low, 0x297a2d39);
    b = Math.imul(b ^ (b >>> 15) ^ high, 0x7feb352d);
    sumB = (sumB + (b ^ (b >>> 16))) | 0;
  }
  hash.low = (hash.low + sumA) | 0;
  hash.high = (hash.high + sumB) | 0;
  for (let heap = 0; heap < table.heaps.length; heap++) {
    const value = table.heaps[heap][slot];
    if (value !== undefined) addToHash(hash, id, lanes.length + heap, hashHeapValue(value));
  }
}

/** Adds a slice of the living entities, or all of them for slice −1. */
export function addTableToHash(hash: StateHash, table: EntityTable, slice: number): void {
  const { hashSlice, ids, dirty, slotsUsed } = table;
  for (let slot = 0; slot < slotsUsed; slot++) {
    if (slice >= 0 && hashSlice[slot] !== slice) continue;
    if (ids[slot] >= 0 && (dirty[slot] & DIRTY_GONE) === 0) addEntityToHash(hash, table, slot);
  }
}

/** A 32-bit hash of text or bytes (FNV-1a, Fowler, Noll, Vo). */
export function hashHeapValue(value: HeapValue): number {
  let hash = 0x811c9dc5;
  if (typeof value === 'string') {
    for (let i = 0; i < value.length; i++) {
      hash = Math.imul(hash ^ value.charCodeAt(i), 0x01000193);
    }
    return hash ^ utf8Length(value);
  }
  for (let i = 0; i < value.length; i++) hash = Math.imul(hash ^ value[i], 0x01000193);
  return hash ^ value.length;
}
