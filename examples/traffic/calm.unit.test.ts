import { expect, test } from '@jest/globals';
import { untilCalm } from './calm.ts';

/** A world whose answers take as long as told, the last for ever after. */
async function waited(answersMs: readonly number[], answered = true): Promise<number> {
  let nowMs = 0;
  let asked = 0;
  await untilCalm({
    ask: () => {
      const takesMs = answersMs[Math.min(asked, answersMs.length - 1)] ?? Infinity;
      asked++;
      if (takesMs === Infinity) return new Promise(() => undefined);
      nowMs += takesMs;
      return Promise.resolve(answered);
    },
    sleep: async (delayMs) => {
      // A race that is lost must not move the clock.
      await Promise.resolve();
      await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      if (delayMs === 100) nowMs += delayMs;
      else if (answersMs.includes(Infinity)) nowMs += delayMs;
    },
    nowMs: () => nowMs,
    signal: new AbortController().signal,
  });
  return nowMs;
}

test('a world is calm once ten answers in a row came in time', async () => {
  expect(await waited([60])).toBe(10 * 160);
  const [slowMs, calmMs] = [400, 60];
  expect(await waited([calmMs, calmMs, slowMs, calmMs])).toBe(2 * 160 + 500 + 10 * 160);
});

test('one that never is, or does not answer, is waited for eight seconds', async () => {
  const neverMs = await waited([400]);
  expect(neverMs).toBeGreaterThanOrEqual(8000);
  expect(neverMs).toBeLessThan(8600);
  expect(await waited([Infinity])).toBeLessThan(8600);
  expect(await waited([60], false)).toBeGreaterThanOrEqual(8000);
});
