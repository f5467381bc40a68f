import { expect, test } from '@jest/globals';
import { SystemClock } from '../../adapters/system/index.ts';
import { SpareProcess } from './spare-process.ts';

/** Timers that are due at once. */
const clock = Object.assign(new SystemClock(), {
  after: (_: number, task: () => void): (() => void) => {
    queueMicrotask(task);
    return () => undefined;
  },
});

function failing() {
  const stops: string[] = [];
  const run = (): Promise<void> => Promise.reject(new Error('its port is taken'));
  const stop = (): Promise<void> => Promise.resolve(void stops.push('stopped'));
  return { service: { run, stop }, stops };
}

test('a spare that cannot be had ends nobody where that is said, and everybody otherwise', async () => {
  const told: unknown[] = [];
  const { service, stops } = failing();
  const spare = new SpareProcess(clock, service, (error) => told.push(error));
  let ended = false;
  const running = spare.run().then(() => (ended = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect([told.length, ended]).toEqual([1, false]);
  await spare.stop();
  await running;
  expect(stops).toEqual(['stopped']);
  await expect(new SpareProcess(clock, failing().service).run()).rejects.toThrow('port is taken');
});
