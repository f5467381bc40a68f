import { HEURISTIC_DEFAULTS } from '@atlasnet/heuristic';
import { choice, durationMs, integer, number, section } from '../option.ts';

const live = true;
const initial = HEURISTIC_DEFAULTS;
const ticks = { min: 0, max: 1_000_000, live } as const;
const ratio = { min: 1, max: 100, live } as const;
const share = { min: 0, max: 1, live } as const;

/** Everything in it is taken over while running; how many regions is world.regions. */
export const heuristicSection = section('Who decides where the borders are.', {
  kind: choice(
    'kd-tree: kept and refitted when it pays; grid: equal boxes, never moved.',
    initial.kind,
    ['kd-tree', 'grid'],
    { live },
  ),
  intervalMs: durationMs('Between two looks at the load.', initial.intervalMs, {
    min: 100,
    max: 600_000,
    live,
  }),
  balance: choice(
    'What is balanced: cost by the weights, or the number of entities alone.',
    initial.balance,
    ['cost', 'entities'],
    { live },
  ),
  weights: section("How much each measure counts in a region's cost.", {
    tickTime: number('Measured tick time.', initial.weights.tickTime, { min: 0, live }),
    entities: number('Living entities.', initial.weights.entities, { min: 0, live }),
    bytes: number('Frame bytes.', initial.weights.bytes, { min: 0, live }),
  }),
  costSmoothingTicks: integer(
    'Time constant of the measured cost per entity; 0 takes every report as it is.',
    initial.costSmoothingTicks,
    ticks,
  ),
  imbalanceThreshold: number(
    'Refit when the costliest region is over so many times the mean, for holdTicks.',
    initial.imbalanceThreshold,
    ratio,
  ),
  noiseAllowance: number(
    'Added to both thresholds, divided by the root of the mean entities of a region.',
    initial.noiseAllowance,
    { min: 0, live },
  ),
  holdTicks: integer(
    'How long the imbalance must last before borders move.',
    initial.holdTicks,
    ticks,
  ),
  urgentImbalance: number(
    'Above this neither the migration budget nor holdTicks applies.',
    initial.urgentImbalance,
    ratio,
  ),
  migrationBudgetPerMinute: number(
    'The part of the living that border changes may move a minute.',
    initial.migrationBudgetPerMinute,
    share,
  ),
  migrationFloorPerMinute: integer(
    'Entities that may always be moved a minute, however few live.',
    initial.migrationFloorPerMinute,
    { min: 0, live },
  ),
  migrationBurstMinutes: number(
    'Unused budget is kept for so many minutes.',
    initial.migrationBurstMinutes,
    { min: 0, max: 1440, live },
  ),
  changePrice: number(
    'What a border change costs beside whom it moves, as a part of the living.',
    initial.changePrice,
    { min: 0.0001, max: 1, live },
  ),
  gainMin: number('A refit must lower max/mean by at least this.', initial.gainMin, {
    min: 0,
    max: 10,
    live,
  }),
  reliefMin: number(
    'A refit must take the load of so many entities off the costliest region.',
    initial.reliefMin,
    { min: 0, max: 1000, live },
  ),
  regionEdgeMinM: number('No region is narrower, metres.', initial.regionEdgeMinM, {
    min: 0.1,
    live,
  }),
  splitAboveFullness: number(
    'One region more when the mean fullness is above this for splitHoldTicks.',
    initial.splitAboveFullness,
    { min: 0, max: 10, live },
  ),
  mergeBelowFullness: number(
    'One region less when the mean fullness without it stays below this for mergeHoldTicks.',
    initial.mergeBelowFullness,
    { min: 0, max: 10, live },
  ),
  splitHoldTicks: integer('How long a split waits.', initial.splitHoldTicks, ticks),
  mergeHoldTicks: integer('How long a merge waits.', initial.mergeHoldTicks, ticks),
  entitiesFull: integer(
    'A region with so many entities is full; 0: entities do not count for fullness.',
    initial.entitiesFull,
    { min: 0, live },
  ),
  frameBytesFull: integer(
    'A region whose frames have so many bytes is full; 0: bytes do not count for fullness.',
    initial.frameBytesFull,
    { min: 0, live },
  ),
  loadAgeMaxTicks: integer(
    "Nothing is decided while a region's newest load is older than the newest of all by this.",
    initial.loadAgeMaxTicks,
    ticks,
  ),
});
