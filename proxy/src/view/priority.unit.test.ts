import { expect, test } from '@jest/globals';
import { ViewBenchWorld } from '../testing/view-bench-world.ts';
import { chooseByPriority } from './priority.ts';
import { AVATAR_HANDLE } from './view-format.ts';
import { ViewHandles } from './view-handles.ts';
import { ViewSource } from './view-source.ts';

const TICK = 100;
const CENTRE_M = 100;

/**
 * Which of handles 0, 1, 2 … are kept.
 * @param metres how far each is from the centre
 * @param ages how many ticks ago each was last sent
 */
function choose(most: number, metres: readonly number[], ages = metres.map(() => 1)): number[] {
  const world = new ViewBenchWorld(1, 2 * CENTRE_M);
  for (const [i, away] of metres.entries()) world.spawn(i + 1, CENTRE_M + away, CENTRE_M);
  const source = new ViewSource(world.table, 60);
  source.update(TICK);
  const handles = new ViewHandles();
  for (const [i, age] of ages.entries()) {
    handles.take(i + 1, world.table.slotOf(i + 1), 1, i);
    handles.setSent(i, TICK - age);
  }
  const list = Int32Array.from(metres.keys());
  const centre = CENTRE_M / source.schema.world.positionViewQuantumM;
  const kept = chooseByPriority(source, handles, list, list.length, most, [centre, centre]);
  return Array.from(list.subarray(0, kept));
}

test('what is near goes before what is far, in the order of handles', () => {
  expect(choose(3, [0, 40, 3, 30, 2])).toEqual([0, 2, 4]);
});

test('the avatar is always kept, though it is the farthest', () => {
  expect(choose(1, [59, 1, 1])).toEqual([AVATAR_HANDLE]);
});

test('who was not told of for half a second goes before nearer ones', () => {
  expect(choose(2, [0, 1, 55, 2], [1, 1, 12, 1])).toEqual([0, 2]);
});

test('of equals the first are kept, and exactly as many as there is room for', () => {
  const equals = Array.from({ length: 40 }, () => 10);
  expect(choose(4, equals)).toEqual([0, 1, 2, 3]);
  expect(choose(4, [0, 9, 5, 9, 9])).toEqual([0, 1, 2, 3]);
});
