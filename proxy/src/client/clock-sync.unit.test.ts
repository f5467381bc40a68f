import { expect, test } from '@jest/globals';
import { ClockSync } from './clock-sync.ts';

test('the answer with the shortest round trip says the time', () => {
  const sync = new ClockSync();
  expect(sync.worldMs(0)).toBe(0);
  sync.answered(1000, 5080, 1100);
  sync.answered(1200, 5210, 1220);
  sync.answered(1300, 5400, 1500);
  expect(sync.worldMs(2000)).toBe(6000);
});

test('[T1] when the world stood for a while, its time is the newest answer’s', () => {
  const sync = new ClockSync();
  sync.answered(1000, 5010, 1020);
  sync.answered(61_000, 5060, 61_200);
  expect(sync.worldMs(61_200)).toBe(5160);
});
