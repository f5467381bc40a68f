import type { RegionBounds } from '../records/messages.ts';

/** A box: one number per dimension, metres. */
export interface Bounds {
  readonly min: readonly number[];
  readonly max: readonly number[];
}

/** A point and what is wrong there. */
export interface TilingProblem {
  readonly problem: string;
}

/**
 * A binary tree of axis-parallel cuts, flat: node i with axis[i] ≥ 0 sends a point whose coordinate is
 * below cut[i] to low[i], any other to high[i]; with axis[i] = −1 it is a leaf, and low[i] is an index
 * into the list of regions.
 */
export interface CutTree {
  readonly axis: Int8Array;
  readonly cut: Float64Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/**
 * Edges weighed per axis and node. A kd-tree's own cuts are among few edges at most nodes; more would
 * make building quadratic in the regions without making the tree much flatter.
 */
const EDGES_WEIGHED_MAX = 64;

interface Build {
  readonly regions: readonly RegionBounds[];
  readonly axis: number[];
  readonly cut: number[];
  readonly low: number[];
  readonly high: number[];
}

/** The smallest box around all regions. */
export function boundingBox(regions: readonly RegionBounds[]): Bounds {
  const dimensions = regions[0]?.min.length ?? 0;
  const min = Array.from({ length: dimensions }, () => Infinity);
  const max = Array.from({ length: dimensions }, () => -Infinity);
  for (const region of regions) {
    for (let a = 0; a < dimensions; a++) {
      min[a] = Math.min(min[a], region.min[a]);
      max[a] = Math.max(max[a], region.max[a]);
    }
  }
  return { min, max };
}

/**
 * Cuts `box` along the regions' edges until every piece lies in exactly one region, which proves that
 * they tile it (I8): no arithmetic, so no rounding. Regions may be any boxes; where no edge cuts
 * cleanly, a region has several leaves.
 */
export function cutTree(regions: readonly RegionBounds[], box: Bounds): CutTree | TilingProblem {
  const build: Build = { regions, axis: [], cut: [], low: [], high: [] };
  const all = regions.map((_, index) => index);
  const problem = cutNode(build, { min: [...box.min], max: [...box.max] }, all);
  if (problem !== null) return { problem };
  return {
    axis: Int8Array.from(build.axis),
    cut: Float64Array.from(build.cut),
    low: Int32Array.from(build.low),
    high: Int32Array.from(build.high),
  };
}

/** Appends the node for `box` and its children; `inside` are the regions that share area with it. */
function cutNode(build: Build, box: Bounds, inside: readonly number[]): string | null {
  const node = build.axis.length;
  build.axis.push(-1);
  build.cut.push(0);
  build.low.push(inside[0] ?? -1);
  build.high.push(-1);
  if (inside.length === 0) return `no region at ${place(box)}`;
  const best = bestCut(build.regions, box, inside);
  if (!best) {
    if (inside.length === 1) return null;
    const names = inside.slice(0, 2).map((index) => build.regions[index].region);
    return `regions ${names.join(' and ')} overlap at ${place(box)}`;
  }
  const { axis, at } = best;
  const below = inside.filter((index) => build.regions[index].min[axis] < at);
  const above = inside.filter((index) => build.regions[index].max[axis] > at);
  build.axis[node] = axis;
  build.cut[node] = at;
  build.low[node] = build.axis.length;
  const lowBox = { min: box.min, max: box.max.map((edge, a) => (a === axis ? at : edge)) };
  const lowProblem = cutNode(build, lowBox, below);
  if (lowProblem !== null) return lowProblem;
  build.high[node] = build.axis.length;
  const highBox = { min: box.min.map((edge, a) => (a === axis ? at : edge)), max: box.max };
  return cutNode(build, highBox, above);
}

/** The edge inside `box` that leaves the fewest regions on its fuller side. */
function bestCut(
  regions: readonly RegionBounds[],
  box: Bounds,
  inside: readonly number[],
): { axis: number; at: number } | null {
  let best: { axis: number; at: number } | null = null;
  let bestCost = Infinity;
  for (let axis = 0; axis < box.min.length; axis++) {
    const edges = edgesInside(regions, box, inside, axis);
    const step = Math.max(1, Math.ceil(edges.length / EDGES_WEIGHED_MAX));
    for (let e = 0; e < edges.length; e += step) {
      let below = 0;
      let above = 0;
      for (const index of inside) {
        if (regions[index].min[axis] < edges[e]) below += 1;
        if (regions[index].max[axis] > edges[e]) above += 1;
      }
      // The sum counts regions that are cut in two; it keeps a clean cut before a flatter dirty one.
      const cost = Math.max(below, above) + 2 * (below + above - inside.length);
      if (cost < bestCost) {
        bestCost = cost;
        best = { axis, at: edges[e] };
      }
    }
  }
  return best;
}

function edgesInside(
  regions: readonly RegionBounds[],
  box: Bounds,
  inside: readonly number[],
  axis: number,
): number[] {
  const edges = new Set<number>();
  for (const index of inside) {
    for (const edge of [regions[index].min[axis], regions[index].max[axis]]) {
      if (edge > box.min[axis] && edge < box.max[axis]) edges.add(edge);
    }
  }
  return [...edges].sort((a, b) => a - b);
}

function place(box: Bounds): string {
  return `(${box.min.join(', ')}) … (${box.max.join(', ')})`;
}
