import type { Bounds } from '@atlasnet/schemas';
import { BORDER_QUANTUM_M } from '../limits.ts';
import { axisProfile, highestWith, lowestWith } from './axis-profile.ts';
import { splitPieces, sum } from './pieces.ts';
import type { Pieces } from './pieces.ts';
import { cut, halves, leafCount } from './split-tree.ts';
import type { SplitTree, TreeCut } from './split-tree.ts';

/** How closely a refit must fit. */
export interface RefitGoal {
  /** No region above mean × (1 + slack). */
  readonly slack: number;
  /**
   * A group of n regions may use slack × grip^log2(n): below 1, cuts near the root are kept
   * tighter, so
   * that those below them keep room to stay where they are.
   */
  readonly grip: number;
  readonly regionEdgeMinM: number;
}

/**
 * Moves each cut, from the root down, by as little as puts every region under its limit; a cut that
 * satisfies it stays. Leaves keep their ids and the tree its shape, so few entities change region
 * (P4).
 */
export function refitTree(
  tree: SplitTree,
  pieces: Pieces,
  world: Bounds,
  goal: RefitGoal,
): SplitTree {
  const mean = sum(pieces.weight) / leafCount(tree);
  const limit = (leaves: number): number =>
    leaves * mean * (1 + goal.slack * goal.grip ** Math.log2(leaves));
  const walk = (node: SplitTree, box: Bounds, inside: Pieces): SplitTree => {
    if (node.kind === 'leaf') return node;
    const total = sum(inside.weight);
    const nLow = leafCount(node.low);
    const nHigh = leafCount(node.high);
    let least = total - limit(nHigh);
    let most = limit(nLow);
    if (least > most) {
      // The box holds too much for its leaves: share it out evenly.
      least = (total * nLow) / node.leaves;
      most = least;
    }
    const profile = axisProfile(inside, node.axis);
    let at = node.at;
    const lowest = lowestWith(profile, least);
    const highest = highestWith(profile, most);
    if (inside.count > 0) at = Math.min(Math.max(at, lowest), Math.max(lowest, highest));
    at = withinEdges(node, box, at === node.at ? at : quantised(at), goal.regionEdgeMinM);
    const [lowBox, highBox] = halves(box, node.axis, at);
    const [below, above] = splitPieces(inside, node.axis, at);
    return cut(node.axis, at, walk(node.low, lowBox, below), walk(node.high, highBox, above));
  };
  return walk(tree, world, pieces);
}

function quantised(at: number): number {
  return Math.round(at / BORDER_QUANTUM_M) * BORDER_QUANTUM_M;
}

/** Leaves as much room on both sides as the regions that lie next to each other there need. */
function withinEdges(node: TreeCut, box: Bounds, at: number, edgeMinM: number): number {
  const { axis } = node;
  const low = across(node.low, axis);
  const high = across(node.high, axis);
  const size = box.max[axis] - box.min[axis];
  const edge = Math.min(edgeMinM, size / (low + high));
  const lowest = box.min[axis] + low * edge;
  const highest = box.max[axis] - high * edge;
  if (highest <= lowest) return lowest;
  return Math.min(Math.max(at, lowest), highest);
}

/** Regions next to each other along an axis, at most. */
function across(tree: SplitTree, axis: number): number {
  if (tree.kind === 'leaf') return 1;
  const low = across(tree.low, axis);
  const high = across(tree.high, axis);
  return tree.axis === axis ? low + high : Math.max(low, high);
}
