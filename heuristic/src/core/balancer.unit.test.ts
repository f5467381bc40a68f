import { expect, test } from '@jest/globals';
import { PartitionMap, gridRegions } from '@atlasnet/schemas';
import type { RegionBounds, RegionId } from '@atlasnet/schemas';
import { HEURISTIC_DEFAULTS } from '../heuristic-config.ts';
import type { HeuristicConfig } from '../heuristic-config.ts';
import { Balancer } from './balancer.ts';
import type { BalanceDecision } from './balancer.ts';
import type { LoadReading } from './cost-model.ts';

const world = { min: [0, 0], max: [1000, 1000] };
const id = (value: number): RegionId => value as RegionId;

/** A region whose entities stand evenly in the cells of its box. */
function load(bounds: RegionBounds, tick: number, each: number, costMicros: number): LoadReading {
  const cells = [];
  for (let x = Math.ceil(bounds.min[0] / 25); x * 25 < bounds.max[0]; x++) {
    for (let y = Math.ceil(bounds.min[1] / 25); y * 25 < bounds.max[1]; y++) {
      cells.push({ x, y, z: 0, entities: each, costMicros: 1 });
    }
  }
  const entities = cells.length * each;
  const { region } = bounds;
  return { region, tick, mapVersion: 1, entities, costMicros, frameBytes: 0, cellSizeM: 25, cells };
}

function look(
  config: Partial<HeuristicConfig>,
  each: (region: number) => number,
  costMicros: number,
  ticks: readonly number[],
  first?: LoadReading['cells'],
): BalanceDecision {
  const regions = gridRegions(4, world);
  const balancer = new Balancer({ ...HEURISTIC_DEFAULTS, holdTicks: 0, ...config });
  let decision: BalanceDecision = { imbalance: null, change: null, reason: '' };
  for (const tick of ticks) {
    const loads = regions.map((bounds) => load(bounds, tick, each(bounds.region), costMicros));
    if (first) loads[0] = { ...loads[0], cells: first, entities: sum(first) };
    for (const one of loads) balancer.observe(one);
    decision = balancer.decide({
      loads,
      regions,
      world,
      boundsOf: (_version, region) => regions[region],
      tickHz: 20,
      homeCount: 2,
      freeIds: [id(9)],
    });
  }
  return decision;
}

function sum(cells: LoadReading['cells']): number {
  return cells.reduce((total, { entities }) => total + entities, 0);
}

const ids = ({ change }: BalanceDecision): number[] => {
  const map = new PartitionMap(2, change?.regions ?? []);
  expect(map.validateTiling(world)).toBeNull();
  return [...map.regions];
};

test('[I8] regions that stay full are split, with a free id', () => {
  expect(look({}, () => 1, 40_000, [0, 100]).change).toBeNull();
  expect(ids(look({}, () => 1, 40_000, [0, 200]))).toEqual([0, 1, 2, 3, 9]);
  expect(look({ regionsMax: 4 }, () => 1, 40_000, [0, 200]).change).toBeNull();
});

test('[S1] regions that stay idle are merged, and a home region never goes', () => {
  expect(ids(look({}, () => 1, 100, [0, 1200]))).toHaveLength(3);
  expect(ids(look({}, () => 1, 100, [0, 1200])).slice(0, 2)).toEqual([0, 1]);
  expect(look({ regionsMin: 4 }, () => 1, 100, [0, 1200]).change).toBeNull();
});

test('a refit never moves more than the budget, until it is urgent', () => {
  const fixed = { regionsMin: 4, regionsMax: 4, balance: 'entities' } as const;
  const uneven = (region: number): number => (region === 0 ? 13 : 10);
  const poor = { ...fixed, migrationBudgetPerMinute: 0.0001, migrationFloorPerMinute: 1 };
  expect(look(fixed, uneven, 0, [0]).change?.expectedMoved).toBeGreaterThan(50);
  expect(look(poor, uneven, 0, [0]).change).toBeNull();
  expect(look({ ...poor, urgentImbalance: 1.1 }, uneven, 0, [0]).change).not.toBeNull();
  expect(look({ ...fixed, holdTicks: 40 }, uneven, 0, [0, 20]).change).toBeNull();
});

test('whom a new map gives to another region counts there, though he has not crossed yet', () => {
  const fixed = { regionsMin: 4, regionsMax: 4, balance: 'entities' } as const;
  // The grid's first region, x and y below 500, still with all that the other three are to have.
  const cells = [];
  for (let x = 0; x < 40; x++) {
    for (let y = 0; y < 40; y++) cells.push({ x, y, z: 0, entities: 1, costMicros: 1 });
  }
  const config = { ...fixed, imbalanceThreshold: 1.2 };
  const { imbalance, change } = look(config, () => 0, 0, [0], cells);
  // The cells next to the border count on its near side: they may be within the handoff margin.
  expect(imbalance).toBeCloseTo(441 / 400, 2);
  expect(change).toBeNull();
});

test('a handful of entities moves no border, however uneven they are', () => {
  const fixed = { regionsMin: 4, regionsMax: 4, balance: 'entities' } as const;
  const group = (entities: number, config: Partial<HeuristicConfig>): BalanceDecision => {
    const cells = [1, 3, 5].map((x) => ({ x, y: 1, z: 0, entities: entities / 3, costMicros: 1 }));
    return look({ ...fixed, ...config }, () => 0, 0, [0], cells);
  };
  expect(group(3, {}).change).toBeNull();
  expect(group(3, { reliefMin: 0 }).change).not.toBeNull();
  expect(group(12, {}).change).not.toBeNull();
});

test('a region that costs more a tick is made smaller, unless entities alone are balanced', () => {
  const regions = gridRegions(4, world);
  const decide = (balance: 'cost' | 'entities'): BalanceDecision => {
    const config = { ...HEURISTIC_DEFAULTS, holdTicks: 0, balance, regionsMin: 4, regionsMax: 4 };
    const balancer = new Balancer(config);
    const loads = regions.map((each) => load(each, 0, 1, each.region === 3 ? 4000 : 1000));
    for (const one of loads) balancer.observe(one);
    const boundsOf = (_version: number, region: RegionId): RegionBounds => regions[region];
    return balancer.decide({
      loads,
      regions,
      world,
      boundsOf,
      tickHz: 20,
      homeCount: 1,
      freeIds: [],
    });
  };
  const region = decide('cost').change?.regions[3];
  expect(region && Math.max(region.min[0], region.min[1])).toBeGreaterThan(500);
  expect(decide('entities').change).toBeNull();
});
