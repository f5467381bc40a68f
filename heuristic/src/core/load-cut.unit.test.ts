import { expect, test } from '@jest/globals';
import { gridRegions } from '@atlasnet/schemas';
import { LoadCut } from './load-cut.ts';

const TICK_HZ = 20;
const regions = gridRegions(3, { min: [0, 0], max: [300, 100] });

/** Looks with the three regions' newest ticks, in turn. */
function looks(intervalMs: number, ...seen: readonly number[][]): boolean[] {
  const cut = new LoadCut();
  return seen.map((ticks) => {
    const reports = new Map(ticks.map((tick, region) => [region, { tick }]));
    return cut.due(regions, reports, TICK_HZ, intervalMs);
  });
}

test('[P0] a moment is looked at once, when the reports of all regions are of it', () => {
  const seen = [
    [20],
    [20, 21],
    [20, 21, 22],
    [20, 21, 22],
    [40, 21, 22],
    [40, 41, 22],
    [40, 41, 42],
  ];
  expect(looks(1000, ...seen)).toEqual([false, false, true, false, false, false, true]);
});

test('looks are as far apart as the configuration says', () => {
  const seen = [20, 40, 60, 80, 100, 120].map((tick) => [tick, tick, tick]);
  expect(looks(3000, ...seen)).toEqual([true, false, false, true, false, false]);
  expect(looks(100, ...seen)).toEqual([true, true, true, true, true, true]);
});

test('a region that is late holds looks up for two seconds, and no look is without a report', () => {
  const late = [40, 60, 80, 100, 120].map((tick) => [tick, tick, 20]);
  expect(looks(1000, [20, 20, 20], ...late)).toEqual([true, false, false, true, false, false]);
  expect(looks(1000, [])).toEqual([true]);
});
