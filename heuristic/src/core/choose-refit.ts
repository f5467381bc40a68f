import type { Bounds, RegionId } from '@atlasnet/schemas';
import type { HeuristicConfig } from '../heuristic-config.ts';
import { measureTree } from './measure-tree.ts';
import type { TreeMeasure } from './measure-tree.ts';
import { sum } from './pieces.ts';
import type { Pieces } from './pieces.ts';
import { refitTree } from './refit-tree.ts';
import { leafCount } from './split-tree.ts';
import type { SplitTree } from './split-tree.ts';

/** How close refits are tried: exactly even, and less and less so. */
const SLACKS = [0, 0.02, 0.04, 0.07, 0.1] as const;
/** How much tighter the cuts near the root are kept; see RefitGoal. */
const GRIPS = [0.4, 0.8] as const;
/**
 * A refit that the budget allows is taken only if it is worth this part of what the best one would
 * be: the budget is saved up for that one, not spent on steps too small for the histogram to foresee.
 */
const AFFORDABLE_WORTH_MIN = 0.5;

/** A refit and what it is expected to do. */
export interface Refit {
  readonly tree: SplitTree;
  readonly measure: TreeMeasure;
}

export interface RefitRequest {
  readonly tree: SplitTree;
  readonly pieces: Pieces;
  readonly world: Bounds;
  readonly before: ReadonlyMap<RegionId, Bounds>;
  /** Of the tree as it is. */
  readonly imbalance: number;
  /** Entities that may move; Infinity when it is urgent. */
  readonly budget: number;
}

/**
 * Tries refits of several closeness and takes, of those within the budget, the one that gains most
 * for what it moves: an imbalance that comes back at a steady pace is then held at the fewest moves.
 * Null when none gains enough, or when a much better one is worth saving for.
 */
export function chooseRefit(request: RefitRequest, config: HeuristicConfig): Refit | null {
  const { tree, pieces, world, budget, imbalance } = request;
  const living = Math.max(1, sum(pieces.entities));
  const relief = (config.reliefMin * leafCount(tree)) / living;
  const gainMin = Math.max(config.gainMin, relief);
  const reference = { before: request.before, handoffMarginM: config.handoffMarginM };
  let best: Refit | null = null;
  let bestWorth = 0;
  let dearestWorth = 0;
  for (const slack of SLACKS) {
    for (const grip of slack === 0 ? [1] : GRIPS) {
      const goal = { slack, grip, regionEdgeMinM: config.regionEdgeMinM };
      const candidate = refitTree(tree, pieces, world, goal);
      const measure = measureTree(candidate, pieces, world, reference);
      if (measure.imbalance > imbalance - gainMin) continue;
      const gain = imbalance - measure.imbalance;
      const worth = gain / (measure.moved / living + config.changePrice);
      if (measure.moved > budget) {
        dearestWorth = Math.max(dearestWorth, worth);
      } else if (worth > bestWorth) {
        best = { tree: candidate, measure };
        bestWorth = worth;
      }
    }
  }
  return bestWorth >= dearestWorth * AFFORDABLE_WORTH_MIN ? best : null;
}
