import { TimeAxis } from '@atlasnet/schemas';
import { expect, test } from '@jest/globals';
import { WorldTime } from './world-time.ts';

/** A world that began in the year 2026, with 20 ticks a second. */
const AXIS = new TimeAxis(20, 0, 1.78e12);

test('[T1] world time counts from tick 0, however long after the epoch the world began', () => {
  const time = new WorldTime();
  expect(time.at(0)).toBe(0);
  time.heard(AXIS, 100, 7000);
  expect(time.at(7000)).toBe(5000);
  expect(time.at(7025)).toBe(5025);
});

test('the frame that came least late says the time', () => {
  const time = new WorldTime();
  time.heard(AXIS, 100, 7000);
  time.heard(AXIS, 101, 7090);
  expect(time.at(7090)).toBeCloseTo(5090, 0);
  time.heard(AXIS, 102, 7080);
  expect(time.at(7080)).toBe(5100);
});

test('[T1] a world that stood goes on at its tick, and its time with it', () => {
  const time = new WorldTime();
  time.heard(AXIS, 100, 7000);
  time.heard(new TimeAxis(20, 101, 1.78e12 + 65_000), 101, 67_000);
  expect(time.at(67_000)).toBe(5050);
});
