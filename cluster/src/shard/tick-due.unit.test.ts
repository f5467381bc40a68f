import { expect, test } from '@jest/globals';
import type { Clock } from '@atlasnet/schemas';
import { TickDue } from './tick-due.ts';

test('readers are told how long it is until the next tick begins, and nothing once it has', () => {
  let nowMs = 70;
  const clock: Clock = { monotonicMs: () => nowMs, wallMs: () => 0, after: () => () => undefined };
  const due = new TickDue(clock, 50);
  expect(due.micros).toBe(0);
  due.know(12.25);
  expect(due.micros).toBe(37_500);
  nowMs += 30;
  expect(due.micros).toBe(7500);
  nowMs += 8;
  expect(due.micros).toBe(0);
});
