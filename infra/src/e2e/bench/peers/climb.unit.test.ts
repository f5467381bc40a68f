import { expect, test } from '@jest/globals';
import { carried, climb, firstFailing } from './climb.ts';

const isTrue = (run: boolean): boolean => run;

/** Climbs where each number of clients has the given outcomes, in turn. */
async function climbed(outcomes: Readonly<Record<number, boolean[]>>, sizes?: number[]) {
  const asked: number[] = [];
  const measure = (clients: number): Promise<boolean> => {
    asked.push(clients);
    const outcome = outcomes[clients].shift();
    if (outcome === undefined) throw new Error(`${clients} is measured too often`);
    return Promise.resolve(outcome);
  };
  const rungs = await climb(sizes ?? Object.keys(outcomes).map(Number), measure, isTrue);
  return { asked, rungs };
}

test('the last number that passes and the first that fails are measured twice', async () => {
  const { asked, rungs } = await climbed({
    100: [true],
    200: [true, true],
    300: [false, false],
    400: [],
  });
  expect(asked).toEqual([100, 200, 300, 300, 200]);
  expect(carried(rungs, isTrue)?.clients).toBe(200);
  expect(firstFailing(rungs, isTrue)).toEqual({ clients: 300, runs: [false, false] });
});

test('what passes once of two is not carried: the number below it is tried again', async () => {
  const { asked, rungs } = await climbed({
    100: [true, true],
    200: [true, false],
    300: [false, true],
  });
  expect(asked).toEqual([100, 200, 300, 300, 200, 100]);
  expect(carried(rungs, isTrue)).toEqual({ clients: 100, runs: [true, true] });
  expect(firstFailing(rungs, isTrue)?.clients).toBe(200);
});

test('numbers are tried from the smallest on, whatever their order', async () => {
  const { asked, rungs } = await climbed({ 100: [true], 200: [true, true] }, [200, 100]);
  expect(asked).toEqual([100, 200, 200]);
  expect(firstFailing(rungs, isTrue)).toBeNull();
});

test('where the smallest number fails nothing is carried', async () => {
  const { rungs } = await climbed({ 100: [false, false], 200: [] });
  expect(carried(rungs, isTrue)).toBeNull();
  expect(firstFailing(rungs, isTrue)?.clients).toBe(100);
});
