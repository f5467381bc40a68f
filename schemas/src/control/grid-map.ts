import type { RegionBounds } from '../records/messages.ts';
import type { Bounds } from './tiling.ts';

/**
 * A grid of `count` equal boxes over the world, regions 0 … count − 1 in row order: the first map of a
 * world, and a static grid's only one. Columns × rows (× layers) is the factorisation of `count` whose
 * boxes are nearest to squares.
 */
export function gridRegions(count: number, world: Bounds): RegionBounds[] {
  const sizes = world.min.map((low, a) => world.max[a] - low);
  const cells = bestFactors(count, sizes);
  const regions: RegionBounds[] = [];
  for (let region = 0; region < count; region++) {
    const min: number[] = [];
    const max: number[] = [];
    let rest = region;
    for (const [a, cellCount] of cells.entries()) {
      const index = rest % cellCount;
      rest = Math.floor(rest / cellCount);
      min.push(edge(world, a, index, cellCount));
      max.push(edge(world, a, index + 1, cellCount));
    }
    regions.push({ region, min, max });
  }
  return regions;
}

/** One expression for both sides of a border, so that neighbours share it exactly. */
function edge(world: Bounds, axis: number, index: number, count: number): number {
  if (index === count) return world.max[axis];
  return world.min[axis] + ((world.max[axis] - world.min[axis]) * index) / count;
}

/** How many cells along each axis: all factorisations are tried, there are few. */
function bestFactors(count: number, sizes: readonly number[]): number[] {
  if (sizes.length === 1) return [count];
  let best: number[] = [];
  let bestShape = Infinity;
  for (let first = 1; first <= count; first++) {
    if (count % first !== 0) continue;
    const factors = [first, ...bestFactors(count / first, sizes.slice(1))];
    const edges = factors.map((cells, a) => sizes[a] / cells);
    const shape = Math.max(...edges) / Math.min(...edges);
    // Equal shapes: more columns.
    if (shape <= bestShape) {
      bestShape = shape;
      best = factors;
    }
  }
  return best;
}
