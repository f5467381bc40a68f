import { expect, test } from '@jest/globals';
import { Latencies } from './latencies.ts';

test('quantiles are those of a sorted list, to a quarter of a millisecond', () => {
  const latencies = new Latencies();
  const values = Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 1000) / 3);
  for (const value of values) latencies.add(value);
  const sorted = values.toSorted((a, b) => a - b);
  for (const p of [0.01, 0.5, 0.9, 0.99, 1]) {
    const exact = sorted[Math.ceil(p * 1000) - 1];
    expect(Math.abs(latencies.quantile(p) - exact)).toBeLessThanOrEqual(0.25);
  }
  expect(latencies.count).toBe(1000);
  expect(latencies.maxMs).toBeCloseTo(333, 10);
});

test('times out of range count: below zero as zero, beyond the last bucket as the longest', () => {
  const latencies = new Latencies();
  expect(latencies.quantile(0.5)).toBeNaN();
  latencies.add(-5);
  expect(latencies.quantile(0.5)).toBeLessThan(0.25);
  latencies.add(60_000);
  expect(latencies.quantile(1)).toBe(60_000);
});
