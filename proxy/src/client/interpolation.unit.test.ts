import { expect, test } from '@jest/globals';
import { PlayoutClock, Track } from './interpolation.ts';

const TICK_MS = 50;

test('between two ticks an entity is between its two places', () => {
  const track = new Track(TICK_MS);
  expect(track.at(0)).toEqual([]);
  track.add(10, [0, 100]);
  track.add(11, [10, 80]);
  expect(track.at(500)).toEqual([0, 100]);
  expect(track.at(525)).toEqual([5, 90]);
  expect(track.at(550)).toEqual([10, 80]);
  expect(track.at(9000)).toEqual([10, 80]);
  expect(track.at(100)).toEqual([0, 100]);
});

test('whoever stood still until it moved does not creep through the time in between', () => {
  const track = new Track(TICK_MS);
  track.add(10, [0]);
  track.add(30, [8]);
  expect(track.at(20 * TICK_MS)).toEqual([0]);
  expect(track.at(29 * TICK_MS)).toEqual([0]);
  expect(track.at(29.5 * TICK_MS)).toEqual([4]);
});

test('[V2] older word is ignored, and only the newest second is kept', () => {
  const track = new Track(TICK_MS);
  for (let tick = 0; tick < 200; tick++) track.add(tick, [tick]);
  track.add(150, [-1]);
  expect(track.at(199 * TICK_MS)).toEqual([199]);
  expect(track.at(0)[0]).toBe(180);
});

test('the delay follows the latest views at once, shrinks slowly, and has a limit', () => {
  const playout = new PlayoutClock(TICK_MS, 400);
  for (let tick = 0; tick < 20; tick++) playout.heard(tick, tick * TICK_MS + 30);
  expect(playout.delayMs).toBeCloseTo(30 + TICK_MS);
  expect(playout.shownMs(1000)).toBeCloseTo(920);
  playout.heard(20, 20 * TICK_MS + 130);
  expect(playout.delayMs).toBeCloseTo(130 + TICK_MS);
  const delays: number[] = [];
  for (let tick = 23; tick < 423; tick++) {
    playout.heard(tick, tick * TICK_MS + 30);
    delays.push(playout.delayMs);
  }
  expect(delays.every((delay, i) => i === 0 || delay <= delays[i - 1])).toBe(true);
  expect(delays[0]).toBeGreaterThan(170);
  expect(delays.at(-1)).toBeLessThan(30 + TICK_MS + 5);
  playout.heard(430, 430 * TICK_MS + 5000);
  expect(playout.delayMs).toBe(400);
});
