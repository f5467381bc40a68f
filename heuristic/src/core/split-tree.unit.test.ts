import { expect, test } from '@jest/globals';
import { PartitionMap } from '@atlasnet/schemas';
import type { Bounds, RegionId } from '@atlasnet/schemas';
import fc from 'fast-check';
import { measureTree } from './measure-tree.ts';
import { makePieces } from './pieces.ts';
import type { Pieces } from './pieces.ts';
import { refitTree } from './refit-tree.ts';
import { mergeCheapest, splitCostliest } from './region-count.ts';
import { cut, leaf, regionsOfTree, sameRegions, treeOfRegions } from './split-tree.ts';
import type { SplitTree } from './split-tree.ts';

const world: Bounds = { min: [-10, 0], max: [990, 800] };
const id = (value: number): RegionId => value as RegionId;
const goal = { slack: 0.02, grip: 0.5, regionEdgeMinM: 10 };

function evenTree(depth: number, box: Bounds, next = { id: 0 }): SplitTree {
  if (depth === 0) return leaf(id(next.id++));
  const axis = depth % 2;
  const at = (box.min[axis] + box.max[axis]) / 2;
  const max = box.max.map((edge, a) => (a === axis ? at : edge));
  const min = box.min.map((edge, a) => (a === axis ? at : edge));
  const low = evenTree(depth - 1, { min: box.min, max }, next);
  return cut(axis, at, low, evenTree(depth - 1, { min, max: box.max }, next));
}

function piecesAt(points: readonly (readonly [number, number, number])[]): Pieces {
  const pieces = makePieces(2, points.length);
  points.forEach(([x, y, n], i) => {
    pieces.min[i] = world.min[0] + x * 25;
    pieces.max[i] = pieces.min[i] + 25;
    pieces.min[points.length + i] = y * 25;
    pieces.max[points.length + i] = y * 25 + 25;
    pieces.weight[i] = n;
    pieces.entities[i] = n;
  });
  return pieces;
}

const crowds = fc.array(
  fc.tuple(fc.nat({ max: 39 }), fc.nat({ max: 31 }), fc.integer({ min: 1, max: 50 })),
  { minLength: 1, maxLength: 60 },
);

test('[I8] whatever the crowd, a refit tiles the world exactly and keeps every id', () => {
  fc.assert(
    fc.property(crowds, fc.integer({ min: 1, max: 5 }), (points, depth) => {
      const tree = evenTree(depth, world);
      const fitted = refitTree(tree, piecesAt(points), world, goal);
      const map = new PartitionMap(1, regionsOfTree(fitted, world));
      expect(map.validateTiling(world)).toBeNull();
      expect(map.regions).toEqual(regionsOfTree(tree, world).map((each) => each.region));
    }),
    { numRuns: 150 },
  );
});

test('[P4] a refit of an even crowd moves nothing, and the map gives its tree back', () => {
  const even = piecesAt(
    Array.from({ length: 40 * 32 }, (_, i) => [i % 40, Math.floor(i / 40), 1] as const),
  );
  const tree = evenTree(3, world);
  const regions = regionsOfTree(tree, world);
  expect(sameRegions(regionsOfTree(refitTree(tree, even, world, goal), world), regions)).toBe(true);
  const found = treeOfRegions(regions);
  expect(found && sameRegions(regionsOfTree(found, world), regions)).toBe(true);
});

test('a refit of a smooth crowd puts every region under its limit', () => {
  const slope = piecesAt(
    Array.from({ length: 40 * 32 }, (_, i) => [i % 40, Math.floor(i / 40), 1 + (i % 40)] as const),
  );
  const tree = evenTree(3, world);
  const before = new Map(regionsOfTree(tree, world).map((each) => [id(each.region), each]));
  expect(measureTree(tree, slope, world, null).imbalance).toBeGreaterThan(1.3);
  const fitted = refitTree(tree, slope, world, goal);
  const measure = measureTree(fitted, slope, world, { before, handoffMarginM: 0 });
  expect(measure.imbalance).toBeLessThan(1.021);
  expect(measure.moved).toBeGreaterThan(0);
});

test('[I8] a split and a merge tile the world; the merge frees the id that is no home', () => {
  const pieces = piecesAt([
    [1, 1, 100],
    [2, 1, 100],
    [30, 20, 5],
  ]);
  const tree = evenTree(1, world);
  const { leaves } = measureTree(tree, pieces, world, null);
  const more = splitCostliest(tree, leaves, () => pieces, id(7), 10);
  if (!more) throw new Error('nothing was split');
  const regions = regionsOfTree(more, world);
  expect(regions.map((each) => each.region)).toEqual([0, 1, 7]);
  expect(new PartitionMap(1, regions).validateTiling(world)).toBeNull();
  const after = measureTree(more, pieces, world, null).leaves;
  const merged = mergeCheapest(more, after, 1);
  expect(merged?.freed).toBe(7);
  expect(merged && sameRegions(regionsOfTree(merged.tree, world), regionsOfTree(tree, world))).toBe(
    true,
  );
  expect(mergeCheapest(tree, leaves, 2)).toBeNull();
});

test('a map that no tree of cuts makes has no tree', () => {
  const pinwheel = [
    [0, 0, 2, 1],
    [2, 0, 3, 2],
    [1, 2, 3, 3],
    [0, 1, 1, 3],
    [1, 1, 2, 2],
  ].map(([x, y, toX, toY], region) => ({ region, min: [x, y], max: [toX, toY] }));
  expect(new PartitionMap(1, pinwheel).regions).toHaveLength(5);
  expect(treeOfRegions(pinwheel)).toBeNull();
});
