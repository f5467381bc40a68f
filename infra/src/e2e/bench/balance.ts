import type { Bench } from './figure.ts';
import { quantile } from './figure.ts';
import { traceRun } from './trace-run.ts';

/** The world fills up first, seconds. */
const WARM_UP_S = 60;

/** Envelope: what the heuristic's evaluation reaches with a cluster's delays modelled: docs/tuning.md. */
export const bench: Bench = {
  what: 'the same run: entities owned by each region, every second after the first minute',
  seconds: 180,
  async run(context) {
    const { seconds, note, changes } = await traceRun(context);
    const warm = seconds.slice(WARM_UP_S);
    const since = warm[0]?.tick ?? 0;
    const late = changes.filter(({ fromTick }) => fromTick >= since);
    const expected = late.reduce((sum, { expectedMoved }) => sum + expectedMoved, 0);
    const living = mean(warm.map(({ entities }) => entities));
    const moved = warm.reduce((sum, each) => sum + each.moved, 0);
    const imbalance = warm.map((each) => each.imbalance);
    const cost = warm.map(({ costImbalance }) => costImbalance);
    return [
      { name: 'entities, mean', value: living, unit: '', ...(note && { note }) },
      {
        ...{ name: 'max/mean of entities, mean', value: mean(imbalance), unit: '' },
        limit: { is: 'at most', value: 1.1 },
      },
      {
        ...{ name: 'max/mean of entities, p99', value: quantile(imbalance, 0.99), unit: '' },
        limit: { is: 'at most', value: 1.2 },
      },
      {
        name: 'moved by border changes, of the living',
        value: (100 * moved * 60) / (living * warm.length),
        unit: '%/min',
        limit: { is: 'at most', value: 5 },
      },
      {
        name: `the same as ${late.length} border changes were to move`,
        value: (100 * expected * 60) / (living * warm.length),
        unit: '%/min',
      },
      { name: 'max/mean of tick time, mean', value: mean(cost), unit: '' },
      { name: 'max/mean of tick time, p99', value: quantile(cost, 0.99), unit: '' },
    ];
  },
};

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}
