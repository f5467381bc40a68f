import { expect, test } from '@jest/globals';
import type { Clock, EventLog } from '@atlasnet/schemas';
import { trimTopics } from './trim-topics.ts';

const HOUR_MS = 3_600_000;

/** A clock whose every wait is over at once, until a time; and a log of two partitions that grows. */
function stage(untilMs: number) {
  const ending = new AbortController();
  let nowMs = 0;
  const clock: Clock = {
    monotonicMs: () => nowMs,
    wallMs: () => nowMs,
    after(delayMs, run) {
      nowMs += delayMs;
      queueMicrotask(nowMs > untilMs ? () => ending.abort() : run);
      return () => undefined;
    },
  };
  const deleted: string[] = [];
  const log = {
    bounds: () => Promise.resolve({ startOffset: 0, endOffset: nowMs / 1000 }),
    deleteBefore: (topic: string, partition: number, offset: number) => {
      deleted.push(`${topic}/${partition} ${offset}`);
      return Promise.resolve();
    },
  } as unknown as EventLog;
  const trim = (leads: boolean): Promise<void> =>
    trimTopics(
      { log, clock, topics: ['tasks', 'results'], partitions: 2, leads: () => leads },
      ending.signal,
    );
  return { deleted, trim };
}

test('[L1] what is older than an hour goes from all partitions of both topics', async () => {
  const { deleted, trim } = stage(HOUR_MS + 120_000);
  await trim(true);
  expect(deleted).toEqual(
    ['60', '120'].flatMap((offset) =>
      ['tasks/0', 'tasks/1', 'results/0', 'results/1'].map((name) => `${name} ${offset}`),
    ),
  );
});

test('[L1] one worker deletes, the others are ready to', async () => {
  const { deleted, trim } = stage(HOUR_MS + 120_000);
  await trim(false);
  expect(deleted).toEqual([]);
});
