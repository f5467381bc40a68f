import { expect, test } from '@jest/globals';
import { sleep } from '@atlasnet/schemas';
import { SystemClock } from './system-clock.ts';
import { SystemRandom } from './system-random.ts';

test('the clock goes on, its timers fire in order, and a cancelled one does not', async () => {
  const clock = new SystemClock();
  const startMs = clock.monotonicMs();
  const fired: number[] = [];
  clock.after(20, () => fired.push(20));
  clock.after(5, () => fired.push(5));
  clock.after(10, () => fired.push(10))();
  clock.after(2 ** 40, () => fired.push(2 ** 40))();
  expect(await sleep(clock, 40)).toBe(true);
  expect(fired).toEqual([5, 20]);
  expect(clock.monotonicMs() - startMs).toBeGreaterThanOrEqual(39);
  expect(Math.abs(clock.wallMs() - Date.now())).toBeLessThan(1000);
});

test('time on a processor goes on while the thread computes, and stands still while it waits', async () => {
  const { processorMs } = new SystemClock();
  // Only Linux tells.
  expect(processorMs !== undefined).toBe(process.platform === 'linux');
  if (!processorMs) return;
  const before = processorMs();
  const started = performance.now();
  while (processorMs() - before < 20);
  // A thread is on one processor at a time.
  expect(performance.now() - started).toBeGreaterThan(19);
  const computed = processorMs();
  await sleep(new SystemClock(), 200);
  expect(processorMs() - computed).toBeLessThan(100);
});

test('random bytes are as many as asked for, and others each time', () => {
  const random = new SystemRandom();
  expect(random.bytes(0)).toHaveLength(0);
  expect(Buffer.from(random.bytes(16)).equals(random.bytes(16))).toBe(false);
});

test('random bytes are as many as asked for, and none is given twice', () => {
  const random = new SystemRandom();
  const seen = new Set<string>();
  // Well over what is drawn from the system at once, in lengths that do not divide it.
  for (let i = 0; i < 2000; i++) {
    for (const length of [8, 24, 33]) {
      const bytes = random.bytes(length);
      expect(bytes).toHaveLength(length);
      seen.add(Buffer.from(bytes).toString('hex'));
    }
  }
  expect(seen.size).toBe(6000);
  expect(random.bytes(5000)).toHaveLength(5000);
  const kept = random.bytes(32);
  const before = kept.slice();
  random.bytes(32);
  expect(kept).toEqual(before);
});
