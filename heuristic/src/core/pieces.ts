/**
 * A histogram of cost as boxes of even density: a load report's cells, each clipped to the region
 * that
 * reported it. Structure of arrays; axis a of piece i is at `a * count + i`.
 */
export interface Pieces {
  readonly dimensions: number;
  readonly count: number;
  /** Lower edges, metres. */
  readonly min: Float64Array;
  /** Upper edges, metres; above the lower ones. */
  readonly max: Float64Array;
  /** Cost, scaled so that the world's is its number of entities. */
  readonly weight: Float64Array;
  readonly entities: Float64Array;
}

export function makePieces(dimensions: number, count: number): Pieces {
  return {
    dimensions,
    count,
    min: new Float64Array(dimensions * count),
    max: new Float64Array(dimensions * count),
    weight: new Float64Array(count),
    entities: new Float64Array(count),
  };
}

export function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/**
 * What lies below and what lies at or above a cut; a piece across it is shared out by its width.
 */
export function splitPieces(pieces: Pieces, axis: number, cut: number): readonly [Pieces, Pieces] {
  const { dimensions, count, min, max } = pieces;
  const base = axis * count;
  let below = 0;
  let above = 0;
  for (let i = 0; i < count; i++) {
    if (min[base + i] < cut) below += 1;
    if (max[base + i] > cut) above += 1;
  }
  const low = makePieces(dimensions, below);
  const high = makePieces(dimensions, above);
  let l = 0;
  let h = 0;
  for (let i = 0; i < count; i++) {
    const from = min[base + i];
    const to = max[base + i];
    const share = to <= cut ? 1 : from >= cut ? 0 : (cut - from) / (to - from);
    if (from < cut) {
      copyPiece(pieces, i, low, l, share);
      if (to > cut) low.max[axis * below + l] = cut;
      l += 1;
    }
    if (to > cut) {
      copyPiece(pieces, i, high, h, 1 - share);
      if (from < cut) high.min[axis * above + h] = cut;
      h += 1;
    }
  }
  return [low, high];
}

function copyPiece(from: Pieces, i: number, to: Pieces, j: number, share: number): void {
  for (let a = 0; a < from.dimensions; a++) {
    to.min[a * to.count + j] = from.min[a * from.count + i];
    to.max[a * to.count + j] = from.max[a * from.count + i];
  }
  to.weight[j] = from.weight[i] * share;
  to.entities[j] = from.entities[i] * share;
}

/** Entities of the pieces inside a box. */
export function entitiesInside(
  pieces: Pieces,
  box: { readonly min: readonly number[]; readonly max: readonly number[] },
): number {
  const { dimensions, count, min, max, entities } = pieces;
  let total = 0;
  for (let i = 0; i < count; i++) {
    let share = entities[i];
    for (let a = 0; a < dimensions && share > 0; a++) {
      const from = min[a * count + i];
      const to = max[a * count + i];
      const inside = Math.min(to, box.max[a]) - Math.max(from, box.min[a]);
      share *= inside <= 0 ? 0 : inside / (to - from);
    }
    total += share;
  }
  return total;
}
