import { expect, test } from '@jest/globals';
import { AtlasError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { EventLog, ReadResult } from '../ports/event-log.ts';
import type { Logger } from '../ports/telemetry.ts';
import { waitForIncarnation } from './wait-for-incarnation.ts';

/** Time passes when somebody sleeps. */
class SleepersClock implements Clock {
  #nowMs = 0;
  monotonicMs = (): number => this.#nowMs;
  wallMs = (): number => this.#nowMs;
  after(delayMs: number, task: () => void): () => void {
    this.#nowMs += delayMs;
    const timer = setImmediate(task);
    return () => clearImmediate(timer);
  }
}

/** Waits for the world `city` under a log that answers so, for so long. @returns what was said, and when */
async function waitUnder(answer: () => Promise<ReadResult>, limitMs: number) {
  const clock = new SleepersClock();
  const abort = new AbortController();
  const said: { atMs: number; why: unknown }[] = [];
  const logger: Pick<Logger, 'warn'> = {
    warn: (_message, fields) => void said.push({ atMs: clock.monotonicMs(), why: fields?.['why'] }),
  };
  const read = (): Promise<ReadResult> => {
    if (clock.monotonicMs() >= limitMs) abort.abort();
    return answer();
  };
  const found = await waitForIncarnation({
    ...{ log: { read } as unknown as EventLog, world: 'city', clock },
    ...{ signal: abort.signal, logger: logger as Logger },
  });
  return { found, said };
}

test('[O6] a log that does not answer is waited for aloud: what it says, after five seconds and each thirty', async () => {
  const away = new AtlasError('ATLAS_LOG_UNREACHABLE', 'no broker answers', {
    hint: 'Start Kafka.',
  });
  const { found, said } = await waitUnder(() => Promise.reject(away), 70_000);
  expect(found).toBeNull();
  expect(said.map(({ why }) => why)).toEqual(Array(3).fill('no broker answers. Start Kafka.'));
  expect(said.map(({ atMs }) => Math.round(atMs / 1000))).toEqual([5, 35, 65]);
});

test.each([
  ['without topics', () => Promise.reject(new AtlasError('ATLAS_LOG_TOPIC_MISSING', 'no topic'))],
  [
    'with empty ones',
    () => Promise.resolve({ records: [], bounds: { startOffset: 0, endOffset: 0 } }),
  ],
])('[L2] a log %s: what is missing is the watchdog', async (_name, answer) => {
  const { said } = await waitUnder(answer, 6000);
  expect(said).toHaveLength(1);
  expect(said[0].why).toMatch(/nobody has founded the world city: start its watchdog/);
});
