import { expect, test } from '@jest/globals';
import { CorrectionSmoother, Predictor } from './prediction.ts';

const TICK_MS = 50;
const WALL_X = 100;

/** A runner on a line with a wall: what server and client both do. */
function step(x: number, velocity: number | null, seconds: number): number {
  return Math.min(WALL_X, x + (velocity ?? 0) * seconds);
}

/** A server that has each input `delayMs` after it was sent, and whose states come back as late. */
function play(delayMs: number, inputs: ReadonlyMap<number, number>, untilMs: number): number[] {
  const predictor = new Predictor<number, number>({ tickMs: TICK_MS, step });
  const errors: number[] = [];
  const states = new Map<number, number>([[0, 0]]);
  let velocity: number | null = null;
  let x = 0;
  for (let ms = 0; ms <= untilMs; ms += TICK_MS) {
    // The tick runs with what was there when the one before ended.
    if (ms > 0) {
      velocity = inputs.get(ms - TICK_MS - delayMs) ?? velocity;
      x = step(x, velocity, TICK_MS / 1000);
    }
    states.set(ms / TICK_MS, x);
    const sent = inputs.get(ms);
    if (sent !== undefined) predictor.input(sent, ms + delayMs);
    const heard = (ms - delayMs) / TICK_MS;
    const state = states.get(heard);
    if (state !== undefined) predictor.reconcile(heard, state);
    const truth = predictor.at(ms);
    if (truth !== null) errors.push(Math.abs(truth - x));
  }
  return errors;
}

test('with the delay known, what is predicted is what the server comes to, walls and turns included', () => {
  const inputs = new Map([
    [200, 8],
    [1000, -3],
    [1500, 40],
    [6000, -10],
  ]);
  for (const delayMs of [0, 50, 150]) {
    const errors = play(delayMs, inputs, 8000);
    expect(errors.length).toBeGreaterThan(100);
    expect(Math.max(...errors)).toBeLessThan(1e-9);
  }
});

test('an input shows at once in what is ahead of the server, and a correction wins over it', () => {
  const predictor = new Predictor<number, number>({ tickMs: TICK_MS, step });
  expect(predictor.at(0)).toBeNull();
  predictor.reconcile(10, 5);
  predictor.input(20, 550);
  expect(predictor.at(550)).toBe(5);
  expect(predictor.at(575)).toBeCloseTo(5.5);
  expect(predictor.at(600)).toBeCloseTo(6);
  predictor.reconcile(12, 50);
  expect(predictor.at(600)).toBe(50);
  expect(predictor.at(650)).toBeCloseTo(51);
  predictor.reconcile(11, -7);
  expect(predictor.at(600)).toBe(50);
});

test('a server that falls silent is not run ahead of without end', () => {
  let steps = 0;
  const predictor = new Predictor<number, number>({
    tickMs: TICK_MS,
    step: (x) => {
      steps++;
      return x + 1;
    },
  });
  predictor.reconcile(0, 0);
  predictor.at(1e9);
  expect(steps).toBeLessThan(100);
});

test('a correction fades instead of jumping; a large one is shown at once', () => {
  const smoother = new CorrectionSmoother(100, 5);
  expect(smoother.shown([1, 1], 0)).toEqual([1, 1]);
  smoother.corrected([4, 0], [2, 0], 1000);
  expect(smoother.shown([2, 0], 1000)).toEqual([4, 0]);
  expect(smoother.shown([2, 0], 1100)).toEqual([3, 0]);
  expect(smoother.shown([2, 0], 3000)[0]).toBeCloseTo(2, 5);
  smoother.corrected([50, 0], [2, 0], 4000);
  expect(smoother.shown([2, 0], 4000)).toEqual([2, 0]);
});
