import type { Bounds, RegionId } from '@atlasnet/schemas';
import { entitiesInside, splitPieces, sum } from './pieces.ts';
import type { Pieces } from './pieces.ts';
import { halves } from './split-tree.ts';
import type { SplitTree } from './split-tree.ts';

/** One region under a tree. */
export interface LeafLoad {
  readonly region: RegionId;
  readonly box: Bounds;
  readonly weight: number;
  readonly entities: number;
}

/** What a tree makes of the load. */
export interface TreeMeasure {
  readonly leaves: readonly LeafLoad[];
  /** The costliest region's cost / the mean; 1 for an empty world. */
  readonly imbalance: number;
  /** Entities in another region than under the boxes compared with. */
  readonly moved: number;
}

/** What moved entities are counted against. */
export interface MoveReference {
  /** The boxes in force. */
  readonly before: ReadonlyMap<RegionId, Bounds>;
  /** An entity no farther than this outside its region's new box is not handed off, metres. */
  readonly handoffMarginM: number;
}

export function measureTree(
  tree: SplitTree,
  pieces: Pieces,
  world: Bounds,
  reference: MoveReference | null,
): TreeMeasure {
  const leaves: LeafLoad[] = [];
  const walk = (node: SplitTree, box: Bounds, inside: Pieces): void => {
    if (node.kind === 'cut') {
      const [low, high] = halves(box, node.axis, node.at);
      const [below, above] = splitPieces(inside, node.axis, node.at);
      walk(node.low, low, below);
      walk(node.high, high, above);
      return;
    }
    const entities = sum(inside.entities);
    leaves.push({ region: node.region, box, weight: sum(inside.weight), entities });
  };
  walk(tree, world, pieces);
  const weights = leaves.map((each) => each.weight);
  const total = weights.reduce((a, b) => a + b, 0);
  const imbalance = total > 0 ? (Math.max(...weights) * leaves.length) / total : 1;
  return { leaves, imbalance, moved: reference ? movedBy(leaves, pieces, reference) : 0 };
}

function movedBy(leaves: readonly LeafLoad[], pieces: Pieces, reference: MoveReference): number {
  const { before, handoffMarginM } = reference;
  let stayed = 0;
  for (const { region, box } of leaves) {
    const was = before.get(region);
    if (!was) continue;
    stayed += entitiesInside(pieces, {
      min: was.min.map((edge, a) => Math.max(edge, box.min[a] - handoffMarginM)),
      max: was.max.map((edge, a) => Math.min(edge, box.max[a] + handoffMarginM)),
    });
  }
  return Math.max(0, sum(pieces.entities) - stayed);
}
