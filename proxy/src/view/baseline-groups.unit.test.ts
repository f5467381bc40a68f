import { expect, test } from '@jest/globals';
import { BaselineGroups } from './baseline-groups.ts';

/** Handles by group, as `age` or `age?` where the client may lack the baseline. */
function grouped(groups: BaselineGroups): Record<string, number[]> {
  const all: Record<string, number[]> = {};
  for (let group = 0; group < groups.count; group++) {
    const handles: number[] = [];
    for (let at = groups.first(group); at >= 0; at = groups.next(at)) {
      handles.push(groups.handle(at));
    }
    all[`${groups.age(group)}${groups.isUnsure(group) ? '?' : ''}`] = handles;
  }
  return all;
}

test('entities are together by baseline and certainty, in their order, however old it is', () => {
  const groups = new BaselineGroups();
  for (let round = 0; round < 2; round++) {
    groups.begin(3000);
    for (let handle = 0; handle < 3000; handle++) {
      groups.add(handle, [3, 12, 100_000, 12][handle % 4], handle % 4 === 3);
    }
    const all = grouped(groups);
    expect(Object.keys(all)).toEqual(['3', '12', '100000', '12?'].sort(byNumber));
    expect(all['3']).toEqual(Array.from({ length: 750 }, (_, i) => i * 4));
    expect(all['12?'].slice(0, 2)).toEqual([3, 7]);
    expect(all['100000'].slice(0, 2)).toEqual([2, 6]);
  }
});

/** As an object's keys are: numbers first. */
function byNumber(a: string, b: string): number {
  return (a.endsWith('?') ? Infinity : Number(a)) - (b.endsWith('?') ? Infinity : Number(b));
}

test('groups of the tick before are forgotten', () => {
  const groups = new BaselineGroups();
  groups.begin(8);
  groups.add(1, 5, false);
  groups.add(2, 700, true);
  groups.begin(8);
  groups.add(3, 5, false);
  groups.add(4, 700, true);
  expect(grouped(groups)).toEqual({ '5': [3], '700?': [4] });
});
