import type { Bounds, RegionId } from '@atlasnet/schemas';
import { axisProfile, lowestWith } from './axis-profile.ts';
import { entitiesInside, splitPieces, sum } from './pieces.ts';
import type { Pieces } from './pieces.ts';
import { cut, halves, leaf } from './split-tree.ts';
import type { SplitTree } from './split-tree.ts';

/**
 * A new kd-tree for a map that no tree makes: halves the cost across the longer side, again and
 * again
 * (Bentley 1975). Each leaf takes the id of the region that has most of its entities already.
 */
export function freshTree(
  pieces: Pieces,
  world: Bounds,
  before: ReadonlyMap<RegionId, Bounds>,
): SplitTree {
  const ids = [...before.keys()].sort((a, b) => a - b);
  const leaves: { place: RegionId; pieces: Pieces }[] = [];
  const build = (box: Bounds, inside: Pieces, count: number): SplitTree => {
    if (count === 1) {
      const place = leaves.length as RegionId;
      leaves.push({ place, pieces: inside });
      return leaf(place);
    }
    const sizes = box.min.map((edge, a) => box.max[a] - edge);
    const axis = sizes.indexOf(Math.max(...sizes));
    const nLow = Math.floor(count / 2);
    const total = sum(inside.weight);
    const even = box.min[axis] + (sizes[axis] * nLow) / count;
    const wanted = total > 0 ? lowestWith(axisProfile(inside, axis), (total * nLow) / count) : even;
    const room = sizes[axis] / (2 * count);
    const at = Math.min(Math.max(wanted, box.min[axis] + room), box.max[axis] - room);
    const [lowBox, highBox] = halves(box, axis, at);
    const [below, above] = splitPieces(inside, axis, at);
    return cut(axis, at, build(lowBox, below, nLow), build(highBox, above, count - nLow));
  };
  const tree = build(world, pieces, ids.length);
  return named(tree, matchIds(leaves, before, ids));
}

/** Greedy: the pair with most entities in common first. */
function matchIds(
  leaves: readonly { place: RegionId; pieces: Pieces }[],
  before: ReadonlyMap<RegionId, Bounds>,
  ids: readonly RegionId[],
): Map<RegionId, RegionId> {
  const pairs: { place: RegionId; region: RegionId; common: number }[] = [];
  for (const { place, pieces } of leaves) {
    for (const [region, box] of before) {
      pairs.push({ place, region, common: entitiesInside(pieces, box) });
    }
  }
  pairs.sort((a, b) => b.common - a.common || a.place - b.place || a.region - b.region);
  const matched = new Map<RegionId, RegionId>();
  const free = new Set(ids);
  for (const { place, region } of pairs) {
    if (!matched.has(place) && free.delete(region)) matched.set(place, region);
  }
  return matched;
}

function named(tree: SplitTree, ids: ReadonlyMap<RegionId, RegionId>): SplitTree {
  if (tree.kind === 'leaf') return leaf(ids.get(tree.region) ?? tree.region);
  return cut(tree.axis, tree.at, named(tree.low, ids), named(tree.high, ids));
}
