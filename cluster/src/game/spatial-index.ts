import { DIRTY_WHOLE } from '@atlasnet/schemas';
import type { EntityTable, WorldSchema } from '@atlasnet/schemas';
import type { Entity } from './game-api.ts';
import { GHOST_BIT } from './ghost-bit.ts';

/** Edge of a query cell, metres: a little under the usual query radius. */
const QUERY_CELL_M = 32;
/** Query cells at most; a larger region takes larger cells. */
const QUERY_CELLS_MAX = 65_536;

/** A box, metres, and how far from its centre; Infinity: all of the box. */
export interface QueryRange {
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly radius: number;
}

/**
 * Where entities were at the start of the tick, for queries: a grid over the box of all of them,
 * counting-sorted (built at the first query of a tick, in one pass). Results come by cell, then id, own
 * entities before ghosts: the same on every run.
 */
export class SpatialIndex {
  readonly #dimensions: number;
  readonly #quantum: number;
  #cellM = QUERY_CELL_M;
  readonly #low = [0, 0, 0];
  readonly #counts = [1, 1, 1];
  #starts = new Int32Array(2);
  #handles = new Int32Array(64);
  #positions = [new Float64Array(64), new Float64Array(64), new Float64Array(64)];
  #entries = 0;
  #own: EntityTable | null = null;
  #ghosts: EntityTable | null = null;

  constructor(schema: WorldSchema) {
    this.#dimensions = schema.dimensions;
    this.#quantum = schema.positionQuantumM;
  }

  build(own: EntityTable, ghosts: EntityTable): void {
    this.#own = own;
    this.#ghosts = ghosts;
    const total = own.count + own.dirtyCount + ghosts.count;
    if (this.#handles.length < total) {
      this.#handles = new Int32Array(total * 2);
      this.#positions = this.#positions.map(() => new Float64Array(total * 2));
    }
    const handles = new Int32Array(total);
    const at = [new Float64Array(total), new Float64Array(total), new Float64Array(total)];
    let length = this.#collect(own, 0, handles, at, 0);
    length = this.#collect(ghosts, GHOST_BIT, handles, at, length);
    this.#fit(at, length);
    this.#sort(handles, at, length);
  }

  #collect(
    table: EntityTable,
    flag: number,
    handles: Int32Array,
    at: Float64Array[],
    from: number,
  ): number {
    const { slots, length } = table.slotsById();
    let next = from;
    for (let i = 0; i < length; i++) {
      const slot = slots[i];
      const fresh = (table.dirty[slot] & DIRTY_WHOLE) !== 0 && table.cell[slot] < 0;
      const lanes = flag !== 0 || fresh ? table.lanes : table.base;
      handles[next] = slot | flag;
      for (let axis = 0; axis < this.#dimensions; axis++) {
        at[axis][next] = lanes[axis][slot] * this.#quantum;
      }
      next++;
    }
    return next;
  }

  /** Fits the grid to the entities, with cells as small as the limit allows. */
  #fit(at: Float64Array[], length: number): void {
    const size = [0, 0, 0];
    for (let axis = 0; axis < this.#dimensions; axis++) {
      let low = Infinity;
      let high = -Infinity;
      for (let i = 0; i < length; i++) {
        if (at[axis][i] < low) low = at[axis][i];
        if (at[axis][i] > high) high = at[axis][i];
      }
      this.#low[axis] = length === 0 ? 0 : low;
      size[axis] = length === 0 ? 0 : high - low;
    }
    this.#cellM = QUERY_CELL_M;
    for (;;) {
      let cells = 1;
      for (let axis = 0; axis < 3; axis++) {
        this.#counts[axis] = Math.floor(size[axis] / this.#cellM) + 1;
        cells *= this.#counts[axis];
      }
      if (cells <= QUERY_CELLS_MAX) return;
      this.#cellM *= 2;
    }
  }

  #sort(handles: Int32Array, at: Float64Array[], length: number): void {
    const cells = this.#counts[0] * this.#counts[1] * this.#counts[2];
    const starts = new Int32Array(cells + 1);
    const cellOf = new Int32Array(length);
    for (let i = 0; i < length; i++) {
      const cell = this.#cellAt(at[0][i], at[1][i], at[2][i]);
      cellOf[i] = cell;
      starts[cell + 1]++;
    }
    for (let cell = 0; cell < cells; cell++) starts[cell + 1] += starts[cell];
    const fill = starts.slice();
    for (let i = 0; i < length; i++) {
      const to = fill[cellOf[i]]++;
      this.#handles[to] = handles[i];
      for (let axis = 0; axis < 3; axis++) this.#positions[axis][to] = at[axis][i];
    }
    this.#starts = starts;
    this.#entries = length;
  }

  #axisCell(axis: number, value: number): number {
    const cell = Math.floor((value - this.#low[axis]) / this.#cellM);
    return cell < 0 ? 0 : cell >= this.#counts[axis] ? this.#counts[axis] - 1 : cell;
  }

  #cellAt(x: number, y: number, z: number): number {
    const row = this.#axisCell(2, z) * this.#counts[1] + this.#axisCell(1, y);
    return row * this.#counts[0] + this.#axisCell(0, x);
  }

  /** Entities within the range that have the components of `filter` now. */
  query(into: Entity[], { min, max, radius }: QueryRange, filter: number | undefined): number {
    let found = 0;
    if (this.#entries === 0) {
      into.length = 0;
      return 0;
    }
    const [px, py, pz] = this.#positions;
    const cx = (min[0] + max[0]) / 2;
    const cy = (min[1] + max[1]) / 2;
    const deep = this.#dimensions === 3;
    const cz = deep ? (min[2] + max[2]) / 2 : 0;
    const zLow = deep ? this.#axisCell(2, min[2]) : 0;
    const zHigh = deep ? this.#axisCell(2, max[2]) : 0;
    const square = radius * radius;
    const xLow = this.#axisCell(0, min[0]);
    const xHigh = this.#axisCell(0, max[0]);
    for (let z = zLow; z <= zHigh; z++) {
      for (let y = this.#axisCell(1, min[1]); y <= this.#axisCell(1, max[1]); y++) {
        const row = (z * this.#counts[1] + y) * this.#counts[0];
        const end = this.#starts[row + xHigh + 1];
        for (let i = this.#starts[row + xLow]; i < end; i++) {
          const x = px[i];
          const yy = py[i];
          const zz = pz[i];
          if (x < min[0] || x > max[0] || yy < min[1] || yy > max[1]) continue;
          if (deep && (zz < min[2] || zz > max[2])) continue;
          const dx = x - cx;
          const dy = yy - cy;
          const dz = zz - cz;
          if (dx * dx + dy * dy + dz * dz > square) continue;
          const handle = this.#handles[i];
          if (filter === undefined || this.#has(handle, filter)) into[found++] = handle as Entity;
        }
      }
    }
    into.length = found;
    return found;
  }

  #has(handle: number, filter: number): boolean {
    const table = (handle & GHOST_BIT) === 0 ? this.#own : this.#ghosts;
    return ((table?.present[handle & ~GHOST_BIT] ?? 0) & filter) === filter;
  }
}
