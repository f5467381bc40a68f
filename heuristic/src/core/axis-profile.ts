import type { Pieces } from './pieces.ts';

/** Cost along one axis: `below[i]` lies below `edges[i]`, and grows evenly between two edges. */
export interface AxisProfile {
  readonly edges: Float64Array;
  readonly below: Float64Array;
}

export function axisProfile(pieces: Pieces, axis: number): AxisProfile {
  const { count, min, max, weight } = pieces;
  const base = axis * count;
  const all = new Float64Array(2 * count);
  all.set(min.subarray(base, base + count), 0);
  all.set(max.subarray(base, base + count), count);
  all.sort();
  let unique = 0;
  for (let i = 0; i < all.length; i++) {
    if (i === 0 || all[i] !== all[unique - 1]) all[unique++] = all[i];
  }
  const edges = all.slice(0, unique);
  const density = new Float64Array(unique + 1);
  for (let i = 0; i < count; i++) {
    const from = min[base + i];
    const to = max[base + i];
    const each = weight[i] / (to - from);
    density[indexOf(edges, from)] += each;
    density[indexOf(edges, to)] -= each;
  }
  const below = new Float64Array(unique);
  let running = 0;
  for (let i = 1; i < unique; i++) {
    running += density[i - 1];
    below[i] = below[i - 1] + Math.max(0, running) * (edges[i] - edges[i - 1]);
  }
  return { edges, below };
}

/** The lowest position with at least this much below it. */
export function lowestWith({ edges, below }: AxisProfile, weight: number): number {
  let low = 0;
  let high = below.length - 1;
  if (high < 0 || weight <= below[0]) return edges[0] ?? 0;
  if (weight > below[high]) return edges[high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (below[middle] < weight) low = middle;
    else high = middle;
  }
  return between(edges, below, low, weight);
}

/** The highest position with at most this much below it. */
export function highestWith({ edges, below }: AxisProfile, weight: number): number {
  let low = 0;
  let high = below.length - 1;
  if (high < 0 || weight < below[0]) return edges[0] ?? 0;
  if (weight >= below[high]) return edges[high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (below[middle] <= weight) low = middle;
    else high = middle;
  }
  return between(edges, below, low, weight);
}

function between(edges: Float64Array, below: Float64Array, i: number, weight: number): number {
  const rise = below[i + 1] - below[i];
  if (rise <= 0) return edges[i];
  return edges[i] + ((weight - below[i]) / rise) * (edges[i + 1] - edges[i]);
}

function indexOf(edges: Float64Array, edge: number): number {
  let low = 0;
  let high = edges.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] < edge) low = middle + 1;
    else high = middle;
  }
  return low;
}
