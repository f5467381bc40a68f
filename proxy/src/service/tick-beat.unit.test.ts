import { expect, test } from '@jest/globals';
import { TickBeat } from './tick-beat.ts';

const TICK_MS = 50;

test('nobody knows when a tick begins before an owner said it, nor long after', () => {
  const beat = new TickBeat(TICK_MS);
  expect(beat.untilNext(1000)).toBeNull();
  beat.heard(20, 1000);
  expect(beat.untilNext(1000)).toBe(20);
  expect(beat.untilNext(1012)).toBe(8);
  expect(beat.untilNext(1020)).toBe(50);
  expect(beat.untilNext(2999)).toBe(21);
  expect(beat.untilNext(3001)).toBeNull();
});

test('word that came late does not move the beat, and what came less late does', () => {
  const beat = new TickBeat(TICK_MS);
  beat.heard(20, 1000);
  // The same ticks, said 3 ms after the owner looked at its clock, and 30.
  beat.heard(42, 1031);
  beat.heard(5, 1075);
  expect(beat.untilNext(1100)).toBe(20);
  beat.heard(18, 1100);
  expect(beat.untilNext(1100)).toBe(18);
  beat.heard(20, 1150);
  expect(beat.untilNext(1150)).toBe(18);
});

test('a clock that drifts is followed, a millisecond a second', () => {
  const beat = new TickBeat(TICK_MS);
  for (let nowMs = 0; nowMs <= 20_000; nowMs += TICK_MS) {
    // The owner's ticks begin later and later, half a millisecond a second.
    beat.heard(20 + nowMs / 2000, nowMs);
  }
  expect(beat.untilNext(20_000)).toBeCloseTo(30, 0);
});

test('after a silence the first word counts, whatever was known before', () => {
  const beat = new TickBeat(TICK_MS);
  beat.heard(20, 0);
  beat.heard(35, 5000);
  expect(beat.untilNext(5000)).toBe(35);
});
