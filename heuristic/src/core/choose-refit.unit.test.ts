import { expect, test } from '@jest/globals';
import type { RegionId } from '@atlasnet/schemas';
import { HEURISTIC_DEFAULTS } from '../heuristic-config.ts';
import { chooseRefit } from './choose-refit.ts';
import type { Refit } from './choose-refit.ts';
import { measureTree } from './measure-tree.ts';
import { makePieces } from './pieces.ts';
import { cut, leaf, regionsOfTree } from './split-tree.ts';

const world = { min: [0, 0], max: [400, 100] };
const id = (value: number): RegionId => value as RegionId;
/** Four regions side by side. */
const tree = cut(
  0,
  200,
  cut(0, 100, leaf(id(0)), leaf(id(1))),
  cut(0, 300, leaf(id(2)), leaf(id(3))),
);

/** Each region's load evenly over its four cells. */
function refit(
  loads: readonly number[],
  { changePrice, budget = 1e6 }: { readonly changePrice: number; readonly budget?: number },
): Refit | null {
  const pieces = makePieces(2, 16);
  for (let i = 0; i < 16; i++) {
    pieces.min[i] = i * 25;
    pieces.max[i] = i * 25 + 25;
    pieces.max[16 + i] = 100;
    pieces.weight[i] = pieces.entities[i] = loads[i >> 2] / 4;
  }
  const before = new Map(regionsOfTree(tree, world).map((each) => [id(each.region), each]));
  const { imbalance } = measureTree(tree, pieces, world, null);
  const config = { ...HEURISTIC_DEFAULTS, changePrice };
  return chooseRefit({ tree, pieces, world, before, imbalance, budget }, config);
}

test('the refit is taken that gains most for what it moves; a dear change is worth a larger one', () => {
  const loads = [1120, 1040, 880, 960];
  const cheap = refit(loads, { changePrice: 0.0001 });
  const dear = refit(loads, { changePrice: 1 });
  if (!cheap || !dear) throw new Error('both gain enough');
  expect(cheap.measure.moved).toBeLessThan(dear.measure.moved * 0.7);
  expect(dear.measure.imbalance).toBeLessThan(1.001);
  const perMoved = ({ measure }: Refit): number => (1.12 - measure.imbalance) / measure.moved;
  expect(perMoved(cheap)).toBeGreaterThan(perMoved(dear));
});

test('[P4] what is urgent knows no budget, and even so moves no more than its gain is worth', () => {
  const loads = [1500, 950, 700, 850];
  expect(refit(loads, { changePrice: 0.01, budget: 50 })).toBeNull();
  const urgent = refit(loads, { changePrice: 0.01, budget: Infinity });
  const even = refit(loads, { changePrice: 1, budget: Infinity });
  if (!urgent || !even) throw new Error('both gain enough');
  expect(urgent.measure.imbalance).toBeLessThan(1.12);
  expect(urgent.measure.moved).toBeLessThan(even.measure.moved);
});
