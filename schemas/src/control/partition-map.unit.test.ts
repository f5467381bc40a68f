import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RegionId } from '../ids.ts';
import type { RegionBounds } from '../records/messages.ts';
import { gridRegions } from './grid-map.ts';
import { PartitionMap } from './partition-map.ts';

const region = (id: number, min: number[], max: number[]): RegionBounds => ({
  region: id,
  min,
  max,
});
const world = { min: [-100, 0], max: [300, 200] };
const square = { min: [-100, 0], max: [300, 400] };
const id = (value: number): RegionId => value as RegionId;

/** Cuts the world by a list of fractions, each one box of the tiling at a time. */
function cutUp(dimensions: number, cuts: readonly [number, number, number][]): RegionBounds[] {
  const min = [-100, 0, -50].slice(0, dimensions);
  const max = [300, 200, 50].slice(0, dimensions);
  const regions = [region(0, min, max)];
  for (const [which, axisDraw, fraction] of cuts) {
    const victim = regions[which % regions.length];
    const axis = axisDraw % dimensions;
    const at = victim.min[axis] + (victim.max[axis] - victim.min[axis]) * fraction;
    if (!(at > victim.min[axis] && at < victim.max[axis])) continue;
    const upper = { region: regions.length, min: [...victim.min], max: [...victim.max] };
    upper.min[axis] = at;
    victim.max = victim.max.with(axis, at);
    regions.push(upper);
  }
  return regions;
}

function tilingProblem(regions: RegionBounds[]): string | null {
  try {
    return new PartitionMap(1, regions).validateTiling(world);
  } catch (error) {
    return (error as Error).message;
  }
}

const cuts = fc.array(
  fc.tuple(fc.nat(1000), fc.nat(2), fc.double({ min: 0.05, max: 0.95, noNaN: true })),
  { maxLength: 40 },
);

test('[I8] every point of any cut-up world lies in exactly the region that regionAt names', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(2, 3),
      cuts,
      fc.infiniteStream(fc.double({ noNaN: true, noDefaultInfinity: true })),
      (d, list, draws) => {
        const regions = cutUp(d, list);
        const map = new PartitionMap(1, regions);
        const points = regions.flatMap(({ min, max }) => [
          min,
          max,
          min.map((e, a) => (e + max[a]) / 2),
        ]);
        for (let i = 0; i < 5; i++) points.push([draws.next().value, draws.next().value, 1]);
        for (const [x, y, z] of points) {
          const owners = map.regions.filter((each) => map.contains(each, x, y, z));
          expect(owners).toEqual([map.regionAt(x, y, z)]);
          expect(map.distanceToBorder(owners[0], x, y, z)).toBeGreaterThanOrEqual(0);
        }
      },
    ),
    { numRuns: 60, seed: 8 },
  );
});

test('[I8] a world that is cut up with a box moved, removed or doubled is refused', () => {
  fc.assert(
    fc.property(cuts, fc.nat(2), fc.nat(40), (list, kind, which) => {
      const regions = cutUp(2, [[0, 0, 0.5], [0, 1, 0.5], ...list]);
      const victim = which % regions.length;
      const broken = regions.map((each) => ({ ...each, min: [...each.min], max: [...each.max] }));
      const { min, max } = broken[victim];
      if (kind === 0) broken.splice(victim, 1);
      else if (kind === 1) broken.push(region(999, [...min], [...max]));
      else broken[victim].max[0] = (min[0] + max[0]) / 2;
      expect(tilingProblem(broken)).not.toBeNull();
    }),
    { numRuns: 60, seed: 8 },
  );
});

test('[I8] a pinwheel, which no single cut divides, is a tiling', () => {
  const pinwheel = [
    region(0, [0, 0], [2, 1]),
    region(1, [2, 0], [3, 2]),
    region(2, [1, 2], [3, 3]),
    region(3, [0, 1], [1, 3]),
    region(4, [1, 1], [2, 2]),
  ];
  const map = new PartitionMap(1, pinwheel);
  expect(map.validateTiling({ min: [0, 0], max: [3, 3] })).toBeNull();
  expect([map.regionAt(1.5, 1.5), map.regionAt(0.5, 2), map.regionAt(2.5, 2)]).toEqual([4, 3, 2]);
});

test('[I8] gaps, overlaps and odd shapes are named', () => {
  const refused = (regions: RegionBounds[]): string => {
    try {
      return String(new PartitionMap(3, regions).version);
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(refused([])).toBe('partition map 3: it has no region');
  expect(refused([region(0, [0, 0], [1, 1]), region(2, [2, 0], [3, 1])])).toBe(
    'partition map 3: no region at (1, 0) … (2, 1)',
  );
  expect(refused([region(0, [0, 0], [2, 1]), region(2, [1, 0], [3, 1])])).toBe(
    'partition map 3: regions 0 and 2 overlap at (1, 0) … (2, 1)',
  );
  expect(refused([region(7, [0, 0], [2, 1]), region(7, [2, 0], [3, 1])])).toMatch('twice');
  expect(refused([region(7, [0, 0], [0, 1])])).toMatch('region 7 is empty');
  expect(refused([region(7, [0], [1])])).toMatch('1 dimensions');
  expect(refused([region(7, [0, 0], [1, 1]), region(8, [1, 0, 0], [2, 1, 1])])).toMatch('other');
  expect(refused([region(4096, [0, 0], [1, 1])])).toMatch('not below 4096');
});

test('the world’s rim belongs to the map and points beyond it are clamped', () => {
  const map = new PartitionMap(1, gridRegions(4, square));
  expect(map.regionAt(300, 400)).toBe(3);
  expect(map.regionAt(1e9, 1e9)).toBe(3);
  expect(map.regionAt(-1e9, -1e9)).toBe(0);
  expect(map.contains(id(3), 300, 400)).toBe(true);
  expect(map.contains(id(3), 100, 200)).toBe(true);
  expect(map.contains(id(0), 100, 50)).toBe(false);
  expect(map.validateTiling(square)).toBeNull();
  expect(map.validateTiling({ min: [-100, 0], max: [300, 401] })).toMatch('axis 1');
  expect(map.validateTiling({ min: [0, 0, 0], max: [1, 1, 1] })).toMatch('2 dimensions');
});

test('distances count borders with other regions only, negative outside', () => {
  const map = new PartitionMap(1, gridRegions(4, square));
  expect(map.distanceToBorder(id(0), -90, 10)).toBe(190);
  expect(map.distanceToBorder(id(0), 95, 10)).toBe(5);
  expect(map.distanceToBorder(id(0), 103, 204)).toBe(-5);
  expect(map.distanceToBorder(id(9), 0, 0)).toBe(-Infinity);
  expect(new PartitionMap(1, gridRegions(1, world)).distanceToBorder(id(0), 0, 0)).toBe(Infinity);
});

test('neighbours are the regions within a distance, corners included', () => {
  const map = new PartitionMap(1, gridRegions(9, { min: [0, 0], max: [90, 90] }));
  expect(map.neighbours(id(4), 0)).toEqual([0, 1, 2, 3, 5, 6, 7, 8]);
  expect(map.neighbours(id(0), 29)).toEqual([1, 3, 4]);
  expect(map.neighbours(id(0), 30)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(map.neighbours(id(0), 43)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(map.neighbours(id(77), 43)).toEqual([]);
});

test('regionsInBox names the regions that a view touches', () => {
  const map = new PartitionMap(1, gridRegions(9, { min: [0, 0], max: [90, 90] }));
  const into: RegionId[] = [];
  map.regionsInBox([25, 5], [35, 15], into);
  expect(into).toEqual([0, 1]);
  map.regionsInBox([85, 85], [500, 500], into);
  expect(into).toEqual([8]);
});

test('a grid’s cells are as square as the count allows', () => {
  expect(gridRegions(8, { min: [0, 0], max: [100, 50] })[1]).toEqual(region(1, [25, 0], [50, 25]));
  expect(gridRegions(1, world)).toEqual([region(0, [-100, 0], [300, 200])]);
  const cube = gridRegions(8, { min: [0, 0, 0], max: [2, 2, 2] });
  expect(cube[7]).toEqual(region(7, [1, 1, 1], [2, 2, 2]));
});
