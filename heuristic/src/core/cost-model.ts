import type { Bounds, RegionId } from '@atlasnet/schemas';
import type { HeuristicConfig } from '../heuristic-config.ts';
import { PIECES_MAX } from '../limits.ts';
import { makePieces } from './pieces.ts';
import type { Pieces } from './pieces.ts';

/** What a region reports of a cell (P0); cells are counted from the world's lower corner. */
export interface CellReading {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly entities: number;
  readonly costMicros: number;
}

/** What a region reports of a second (P0); a decoded RegionLoad is one. */
export interface LoadReading {
  readonly region: number;
  readonly tick: number;
  readonly mapVersion: number;
  readonly entities: number;
  readonly costMicros: number;
  readonly frameBytes: number;
  readonly cellSizeM: number;
  readonly cells: readonly CellReading[];
}

/** Where a region was in a map; null when that map is not known any more. */
export type BoundsOf = (mapVersion: number, region: RegionId) => Bounds | null;

interface SmoothedCost {
  microsPerEntity: number;
  tick: number;
}

/**
 * Turns load reports into a histogram of cost; remembers each region's smoothed cost per entity.
 */
export class CostModel {
  readonly #smoothed = new Map<number, SmoothedCost>();

  /** Takes in a newer report of a region. */
  observe(load: LoadReading, config: HeuristicConfig): void {
    if (load.entities === 0) return;
    const measured = load.costMicros / load.entities;
    const known = this.#smoothed.get(load.region);
    if (!known || config.costSmoothingTicks === 0) {
      this.#smoothed.set(load.region, { microsPerEntity: measured, tick: load.tick });
      return;
    }
    const passed = Math.max(0, load.tick - known.tick);
    const share = 1 - Math.exp(-passed / config.costSmoothingTicks);
    known.microsPerEntity += (measured - known.microsPerEntity) * share;
    known.tick = load.tick;
  }

  /** A region's mean tick time, smoothed, microseconds. */
  tickMicrosOf(load: LoadReading): number {
    const known = this.#smoothed.get(load.region);
    return known ? known.microsPerEntity * load.entities : load.costMicros;
  }

  /** The world's histogram; its whole weight is the number of entities. */
  pieces(
    loads: readonly LoadReading[],
    world: Bounds,
    boundsOf: BoundsOf,
    config: HeuristicConfig,
  ): Pieces {
    const dimensions = world.min.length;
    const count = loads.reduce((total, load) => total + load.cells.length, 0);
    const pieces = makePieces(dimensions, Math.min(count, PIECES_MAX));
    const scale = this.#scale(loads, config);
    let i = 0;
    for (const load of loads) {
      const box = boundsOf(load.mapVersion, load.region as RegionId) ?? world;
      const cellEntities = load.cells.reduce((total, each) => total + each.entities, 0);
      const cellMicros = load.cells.reduce((total, each) => total + each.costMicros, 0);
      const micros = this.tickMicrosOf(load) * scale.micros;
      const bytes = load.frameBytes * scale.bytes;
      for (const cell of load.cells) {
        if (i === pieces.count) break;
        placeCell(pieces, i, cell, load.cellSizeM, world, box, config.handoffMarginM);
        const ofEntities = cellEntities > 0 ? cell.entities / cellEntities : 0;
        const ofMicros = cellMicros > 0 ? cell.costMicros / cellMicros : ofEntities;
        pieces.entities[i] = cell.entities;
        pieces.weight[i] = micros * ofMicros + bytes * ofEntities + cell.entities * scale.entities;
        i += 1;
      }
    }
    return pieces;
  }

  /** Factors that turn each measure into its weighted share of the world's entities. */
  #scale(loads: readonly LoadReading[], config: HeuristicConfig): Scale {
    if (config.balance === 'entities') return { micros: 0, bytes: 0, entities: 1 };
    let entities = 0;
    let micros = 0;
    let bytes = 0;
    for (const load of loads) {
      entities += load.entities;
      micros += this.tickMicrosOf(load);
      bytes += load.frameBytes;
    }
    const { weights } = config;
    const forMicros = micros > 0 ? weights.tickTime : 0;
    const forBytes = bytes > 0 ? weights.bytes : 0;
    const all = forMicros + forBytes + weights.entities;
    if (all <= 0) return { micros: 0, bytes: 0, entities: 1 };
    return {
      micros: micros > 0 ? (forMicros / all) * (entities / micros) : 0,
      bytes: bytes > 0 ? (forBytes / all) * (entities / bytes) : 0,
      entities: weights.entities / all,
    };
  }
}

interface Scale {
  readonly micros: number;
  readonly bytes: number;
  readonly entities: number;
}

/**
 * The part of a cell inside the region that reported it: that a border cuts the cell tells on which
 * side of it the entities are. One just outside, kept by the handoff margin, counts at the border;
 * one beyond that is on its way to whom a new map gives it, and counts where it is. At the border it
 * would call for moving that border again, just after it moved.
 */
function placeCell(
  pieces: Pieces,
  i: number,
  cell: CellReading,
  sizeM: number,
  world: Bounds,
  region: Bounds,
  handoffMarginM: number,
): void {
  const box = touches(cell, sizeM, world, region, handoffMarginM) ? region : world;
  for (let a = 0; a < pieces.dimensions; a++) {
    const edge = lowerEdge(cell, a, sizeM, world);
    const sliver = Math.min(sizeM, box.max[a] - box.min[a]) * 0.01;
    const min = Math.min(Math.max(edge, box.min[a]), box.max[a] - sliver);
    pieces.min[a * pieces.count + i] = min;
    pieces.max[a * pieces.count + i] = Math.max(Math.min(edge + sizeM, box.max[a]), min + sliver);
  }
}

function touches(
  cell: CellReading,
  sizeM: number,
  world: Bounds,
  box: Bounds,
  marginM: number,
): boolean {
  return box.min.every((min, a) => {
    const edge = lowerEdge(cell, a, sizeM, world);
    return edge <= box.max[a] + marginM && edge + sizeM >= min - marginM;
  });
}

function lowerEdge(cell: CellReading, axis: number, sizeM: number, world: Bounds): number {
  const index = axis === 0 ? cell.x : axis === 1 ? cell.y : cell.z;
  return world.min[axis] + index * sizeM;
}
