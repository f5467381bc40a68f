import { expect, test } from '@jest/globals';
import { oldestKept } from './oldest-kept.ts';

const EVERY_MS = 5000;
const written = (count: number): number[] => Array.from({ length: count }, (_, i) => i * EVERY_MS);

test('[L1] two checkpoints stay, however old they are and however full the disk is', () => {
  for (const count of [0, 1, 2]) {
    expect(oldestKept(written(count), Infinity, true)).toBe(count === 2 ? 0 : -1);
    expect(oldestKept(written(count), Infinity, false)).toBe(-1);
  }
  for (const count of [3, 4, 100]) {
    expect(oldestKept(written(count), Infinity, false)).toBe(count - 2);
    expect(oldestKept(written(count), Infinity, true)).toBe(count - 2);
  }
});

test('what is older than the replay window goes, and nothing without one', () => {
  expect(oldestKept(written(100), 20 * EVERY_MS, false)).toBe(19);
  expect(oldestKept(written(100), 0, false)).toBe(-1);
  expect(oldestKept(written(100), -Infinity, false)).toBe(-1);
});

test('near the disk cap the oldest part goes, step by step, until it is no longer near', () => {
  expect(oldestKept(written(100), -Infinity, true)).toBe(25);
  expect(oldestKept(written(3), -Infinity, true)).toBe(1);
  expect(oldestKept(written(39), -Infinity, true)).toBe(37);
  expect(oldestKept(written(40), -Infinity, true)).toBe(10);
  let kept = written(1000);
  const capacity = 800;
  let least = Infinity;
  for (let step = 0; step < 2000; step++) {
    kept.push((1000 + step) * EVERY_MS);
    const oldest = oldestKept(kept, -Infinity, kept.length > capacity);
    if (oldest > 0) kept = kept.slice(oldest);
    least = Math.min(least, kept.length);
    expect(kept.length).toBeLessThanOrEqual(1001);
  }
  expect(least).toBeGreaterThan(capacity / 2);
});
