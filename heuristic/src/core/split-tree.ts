import { boundingBox } from '@atlasnet/schemas';
import type { Bounds, RegionBounds, RegionId } from '@atlasnet/schemas';

/** A leaf: one region. */
export interface TreeLeaf {
  readonly kind: 'leaf';
  readonly region: RegionId;
}

/** A cut across one axis; a point below it is in `low`. */
export interface TreeCut {
  readonly kind: 'cut';
  readonly axis: number;
  /** Metres. */
  readonly at: number;
  readonly low: SplitTree;
  readonly high: SplitTree;
  /** Leaves below. */
  readonly leaves: number;
}

/** The kept tree: which cuts make the regions. Immutable. */
export type SplitTree = TreeLeaf | TreeCut;

export function leaf(region: RegionId): TreeLeaf {
  return { kind: 'leaf', region };
}

export function cut(axis: number, at: number, low: SplitTree, high: SplitTree): TreeCut {
  return { kind: 'cut', axis, at, low, high, leaves: leafCount(low) + leafCount(high) };
}

export function leafCount(tree: SplitTree): number {
  return tree.kind === 'leaf' ? 1 : tree.leaves;
}

/** The two halves of a box. One number is both halves' edge: no gap, no overlap (I8). */
export function halves(box: Bounds, axis: number, at: number): readonly [Bounds, Bounds] {
  const max = [...box.max];
  const min = [...box.min];
  max[axis] = at;
  min[axis] = at;
  return [
    { min: box.min, max },
    { min, max: box.max },
  ];
}

/** The regions that a tree makes of the world; ascending. */
export function regionsOfTree(tree: SplitTree, world: Bounds): RegionBounds[] {
  const regions: RegionBounds[] = [];
  const walk = (node: SplitTree, box: Bounds): void => {
    if (node.kind === 'leaf') {
      regions.push({ region: node.region, min: [...box.min], max: [...box.max] });
      return;
    }
    const [low, high] = halves(box, node.axis, node.at);
    walk(node.low, low);
    walk(node.high, high);
  };
  walk(tree, world);
  return regions.sort((a, b) => a.region - b.region);
}

/**
 * The tree of a map that somebody else made, or of this one's own after a restart: at each node the
 * clean cut with the most even number of regions, across the longer side where several are. Null
 * when no tree of cuts makes the map.
 */
export function treeOfRegions(regions: readonly RegionBounds[]): SplitTree | null {
  if (regions.length === 1) return leaf(regions[0].region as RegionId);
  const box = boundingBox(regions);
  const sides = box.min.map((edge, a) => box.max[a] - edge);
  const longestFirst = sides.map((_, a) => a).sort((a, b) => sides[b] - sides[a]);
  let best: { axis: number; at: number; skew: number } | null = null;
  for (const axis of longestFirst) {
    for (const { min } of regions) {
      const at = min[axis];
      const below = regions.filter((each) => each.max[axis] <= at).length;
      const above = regions.filter((each) => each.min[axis] >= at).length;
      if (below === 0 || above === 0 || below + above !== regions.length) continue;
      const skew = Math.abs(below - above);
      if (!best || skew < best.skew) best = { axis, at, skew };
    }
  }
  if (!best) return null;
  const { axis, at } = best;
  const low = treeOfRegions(regions.filter((each) => each.max[axis] <= at));
  const high = treeOfRegions(regions.filter((each) => each.min[axis] >= at));
  return low && high ? cut(axis, at, low, high) : null;
}

/** Whether two lists, both ascending, are the same regions with bit-equal borders. */
export function sameRegions(a: readonly RegionBounds[], b: readonly RegionBounds[]): boolean {
  if (a.length !== b.length) return false;
  return a.every(
    (each, i) =>
      each.region === b[i].region &&
      each.min.every((edge, axis) => edge === b[i].min[axis]) &&
      each.max.every((edge, axis) => edge === b[i].max[axis]),
  );
}
