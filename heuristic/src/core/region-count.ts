import type { Bounds, RegionId } from '@atlasnet/schemas';
import type { HeuristicConfig } from '../heuristic-config.ts';
import { axisProfile, lowestWith } from './axis-profile.ts';
import type { CostModel, LoadReading } from './cost-model.ts';
import type { LeafLoad } from './measure-tree.ts';
import { sum } from './pieces.ts';
import type { Pieces } from './pieces.ts';
import { cut, leaf } from './split-tree.ts';
import type { SplitTree } from './split-tree.ts';

/**
 * The regions' mean fullness: 1 is a tick that takes the whole tick's time, or so many entities or
 * bytes as the config calls full. The mean, since borders can even out the rest.
 */
export function meanFullness(
  loads: readonly LoadReading[],
  regions: number,
  costs: CostModel,
  tickHz: number,
  config: HeuristicConfig,
): number {
  let micros = 0;
  let entities = 0;
  let bytes = 0;
  for (const load of loads) {
    micros += costs.tickMicrosOf(load);
    entities += load.entities;
    bytes += load.frameBytes;
  }
  const tickMicros = 1_000_000 / tickHz;
  return Math.max(
    micros / regions / tickMicros,
    config.entitiesFull > 0 ? entities / regions / config.entitiesFull : 0,
    config.frameBytesFull > 0 ? bytes / regions / config.frameBytesFull : 0,
  );
}

/**
 * Cuts the costliest region in two equal halves, across its longer side; the new id is the upper
 * half.
 */
export function splitCostliest(
  tree: SplitTree,
  leaves: readonly LeafLoad[],
  piecesOf: (box: Bounds) => Pieces,
  fresh: RegionId,
  edgeMinM: number,
): SplitTree | null {
  let costliest: LeafLoad | null = null;
  for (const each of leaves) {
    if (longestSide(each.box).length < 2 * edgeMinM) continue;
    if (!costliest || each.weight > costliest.weight) costliest = each;
  }
  if (!costliest) return null;
  const { box, region } = costliest;
  const { axis } = longestSide(box);
  const pieces = piecesOf(box);
  const middle =
    pieces.count > 0
      ? lowestWith(axisProfile(pieces, axis), sum(pieces.weight) / 2)
      : (box.min[axis] + box.max[axis]) / 2;
  const at = Math.min(Math.max(middle, box.min[axis] + edgeMinM), box.max[axis] - edgeMinM);
  return replaceLeaf(tree, region, cut(axis, at, leaf(region), leaf(fresh)));
}

/**
 * Joins the two neighbouring regions (leaves of one cut) that cost least together. The busier one
 * keeps
 * its id, so that fewer move, but a home region always does (S1). Null when no pair may be joined.
 */
export function mergeCheapest(
  tree: SplitTree,
  leaves: readonly LeafLoad[],
  homeCount: number,
): { readonly tree: SplitTree; readonly freed: RegionId } | null {
  const loads = new Map(leaves.map((each) => [each.region, each]));
  let best: { kept: RegionId; freed: RegionId; weight: number; node: SplitTree } | null = null;
  const walk = (node: SplitTree): void => {
    if (node.kind === 'leaf') return;
    walk(node.low);
    walk(node.high);
    if (node.low.kind === 'cut' || node.high.kind === 'cut') return;
    const a = loads.get(node.low.region);
    const b = loads.get(node.high.region);
    if (!a || !b || (a.region < homeCount && b.region < homeCount)) return;
    const keepA = a.region < homeCount || (b.region >= homeCount && a.entities >= b.entities);
    const [kept, freed] = keepA ? [a.region, b.region] : [b.region, a.region];
    const weight = a.weight + b.weight;
    if (!best || weight < best.weight) best = { kept, freed, weight, node };
  };
  walk(tree);
  if (best === null) return null;
  const { node, kept, freed } = best as { node: SplitTree; kept: RegionId; freed: RegionId };
  return { tree: replaceNode(tree, node, leaf(kept)), freed };
}

function longestSide(box: Bounds): { axis: number; length: number } {
  const lengths = box.min.map((edge, a) => box.max[a] - edge);
  const length = Math.max(...lengths);
  return { axis: lengths.indexOf(length), length };
}

function replaceLeaf(tree: SplitTree, region: RegionId, by: SplitTree): SplitTree {
  if (tree.kind === 'leaf') return tree.region === region ? by : tree;
  const low = replaceLeaf(tree.low, region, by);
  const high = replaceLeaf(tree.high, region, by);
  return cut(tree.axis, tree.at, low, high);
}

function replaceNode(tree: SplitTree, node: SplitTree, by: SplitTree): SplitTree {
  if (tree === node) return by;
  if (tree.kind === 'leaf') return tree;
  const low = replaceNode(tree.low, node, by);
  const high = replaceNode(tree.high, node, by);
  return cut(tree.axis, tree.at, low, high);
}
