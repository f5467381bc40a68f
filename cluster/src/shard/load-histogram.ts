import type { LoadCell, WorldSchema } from '@atlasnet/schemas';

/** P0: edge of the coarsest cells, metres, and how often it is halved for the finest: 3.125 m. */
const COARSEST_M = 25;
const HALVINGS_MAX = 3;
/** About so many cells a report: some 10 kB a second. */
const CELLS_MAX = 1024;
/** More cells than any axis has: a world of 400 km has as many of 3 m. */
const CELL_SPAN = 2 ** 17;

/** Where the entities are, as columns. */
export interface Positions {
  /** Quantised coordinates by axis and slot. */
  readonly lanes: readonly ArrayLike<number>[];
  readonly slots: ArrayLike<number>;
  /** Of `slots`. */
  readonly length: number;
}

/** A region's entities by cell. */
export interface Histogram {
  readonly cellSizeM: number;
  readonly cells: LoadCell[];
}

/**
 * Counts a region's entities by cell (P0), in cells as small as about a thousand allow. A crowd is
 * even in no cell: a street's traffic is on a line, and a border that is fitted in a cell around it
 * takes all of it or nothing, whatever the cell's count says.
 */
export class LoadHistogram {
  readonly #schema: WorldSchema;
  readonly #halvingsMax: number;
  #halvings: number;
  /** At the last count. */
  #entities = 0;

  constructor(schema: WorldSchema) {
    this.#schema = schema;
    const { boundsMin, boundsMax } = schema;
    const edgeM = Math.max(...boundsMax.map((max, axis) => max - boundsMin[axis]));
    const span = Math.log2((CELL_SPAN * COARSEST_M) / edgeM);
    this.#halvingsMax = Math.max(0, Math.min(HALVINGS_MAX, Math.floor(span)));
    this.#halvings = this.#halvingsMax;
  }

  /** Cells' indices are counted from the world's lower corner. */
  count(positions: Positions): Histogram {
    // Many at once (a region that was just restored) are not tried in small cells first.
    if (positions.length > 4 * Math.max(CELLS_MAX, this.#entities)) this.#halvings = 0;
    this.#entities = positions.length;
    const cellSizeM = COARSEST_M / 2 ** this.#halvings;
    const cells = this.#cells(positions, cellSizeM);
    if (cells.length > CELLS_MAX && this.#halvings > 0) this.#halvings--;
    // Half the edge makes four times the cells at most, in a world of three dimensions eight.
    const finer = cells.length * 2 ** this.#schema.dimensions;
    if (finer <= CELLS_MAX && this.#halvings < this.#halvingsMax) this.#halvings++;
    return { cellSizeM, cells };
  }

  #cells({ lanes, slots, length }: Positions, cellSizeM: number): LoadCell[] {
    const { dimensions, positionQuantumM, boundsMin } = this.#schema;
    const counts = new Map<number, LoadCell>();
    const at = [0, 0, 0];
    for (let i = 0; i < length; i++) {
      for (let axis = 0; axis < dimensions; axis++) {
        const metres = lanes[axis][slots[i]] * positionQuantumM;
        at[axis] = Math.floor((metres - boundsMin[axis]) / cellSizeM);
      }
      const key = (at[0] * CELL_SPAN + at[1]) * CELL_SPAN + at[2];
      const cell = counts.get(key);
      if (cell) cell.entities++;
      // No cost of its own: its entities' share of the region's.
      else counts.set(key, { x: at[0], y: at[1], z: at[2], entities: 1, costMicros: 0 });
    }
    return Array.from(counts.values());
  }
}
