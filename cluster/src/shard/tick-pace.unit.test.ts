import { expect, test } from '@jest/globals';
import { Announced } from './announced.ts';
import { TickPace } from './tick-pace.ts';

/** What is announced stays expected so long, milliseconds; a tick is 50. */
const LONGEST_MS = 1000;

/** A region that runs next to region 1, of which it hears what a test says. */
function scene() {
  const announced = new Announced();
  const come = new Map<number, number>();
  const at = { nowMs: 0, behind: false, ready: 0 };
  const pace = new TickPace(
    {
      isBehind: () => at.behind,
      isExpecting: (tick) =>
        announced.isMissing(tick, at.nowMs - LONGEST_MS, (region) => come.get(region) ?? 0),
    },
    () => at.ready++,
  );
  const announce = (tick: number, number: number): void => {
    announced.heard({ from: 1, to: 0, tick, number }, at.nowMs);
    pace.heard();
  };
  const comes = (number: number): void => {
    come.set(1, number);
    pace.heard();
  };
  return { pace, announced, at, announce, comes };
}

test('[T2] a tick waits for what was announced before it, and runs when that has come', () => {
  const { pace, at, announce, comes } = scene();
  announce(10, 7);
  expect(pace.hold(11, 10, 11)).toBe(3);
  comes(6);
  expect(at.ready).toBe(0);
  comes(7);
  expect(at.ready).toBe(1);
  expect(pace.hold(11, 10, 11.5)).toBe(0);
  expect([pace.waitedTicks, pace.unmetTicks]).toEqual([1, 0]);
});

test('[T2] a tick does not wait for what leaves in it or after it, nor for a tick without anybody', () => {
  const { pace, announce } = scene();
  announce(10, 0);
  announce(11, 7);
  announce(12, 9);
  expect(pace.hold(11, 10, 11)).toBe(0);
  expect(pace.hold(12, 11, 12)).toBe(3);
});

test('[T2] a tick waits until it is three ticks late for what does not come, and in a second for nothing', () => {
  const { pace, at, announce } = scene();
  announce(10, 7);
  expect(pace.hold(11, 10, 11)).toBe(3);
  at.nowMs = 140;
  expect(pace.hold(11, 10, 13.8)).toBeCloseTo(0.2);
  at.nowMs = 150;
  expect(pace.hold(11, 10, 14)).toBe(0);
  expect(pace.unmetTicks).toBe(1);
  expect(pace.hold(12, 11, 14)).toBe(1);
  expect(pace.hold(12, 11, 15)).toBe(0);
  at.nowMs = 1000;
  expect(pace.hold(13, 12, 15)).toBe(0);
  expect(pace.unmetTicks).toBe(2);
});

test('[T1] [T2] a region that skips numbers waits one tick for what was announced, not for who is behind', () => {
  const { pace, at, announce } = scene();
  at.behind = true;
  expect(pace.hold(20, 10, 20)).toBe(0);
  announce(10, 7);
  expect(pace.hold(20, 10, 20.25)).toBe(1);
  expect(pace.hold(21, 10, 21)).toBe(0.25);
  announce(11, 8);
  expect(pace.hold(21, 10, 21.25)).toBe(0);
  expect([pace.waitedTicks, pace.unmetTicks]).toEqual([1, 1]);
});

test('[T2] a late tick that waited runs as soon as what was announced has come', () => {
  const { pace, at, announce, comes } = scene();
  at.behind = true;
  announce(10, 7);
  expect(pace.hold(20, 10, 20)).toBe(1);
  comes(7);
  expect(at.ready).toBe(1);
  expect(pace.hold(20, 10, 20.1)).toBe(0);
});

test('[T2] who announced nothing, or has another owner now, is waited for by nobody', () => {
  const { pace, announced, announce } = scene();
  expect(pace.hold(11, 10, 11)).toBe(0);
  announce(10, 7);
  announced.forget(1);
  expect(pace.hold(11, 10, 11)).toBe(0);
  expect(announced.tickOf(1)).toBe(-1);
});

test('[T2] of a region that announces without end the oldest are forgotten', () => {
  const { pace, announce } = scene();
  for (let tick = 10; tick < 100; tick++) announce(tick, tick);
  expect(pace.hold(50, 49, 50)).toBe(0);
  expect(pace.hold(100, 99, 100)).toBe(3);
});
