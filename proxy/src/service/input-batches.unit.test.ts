import { expect, test } from '@jest/globals';
import { InputColumnReader, packInput, regionId } from '@atlasnet/schemas';
import { InputBatches } from './input-batches.ts';
import { SERVICE_LIMITS } from './limits.ts';

const NORTH = regionId(1);
const SOUTH = regionId(2);

/** Batches on a clock that is wound by hand, and what they sent. */
function bench() {
  const timers: { readonly delayMs: number; readonly run: () => void }[] = [];
  const sent: { region: number; sessions: number[] }[] = [];
  const batches = new InputBatches({
    clock: {
      monotonicMs: () => 0,
      wallMs: () => 0,
      after: (delayMs, run) => {
        const timer = { delayMs, run };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
    },
    send: (region, { inputs }) => {
      const reader = new InputColumnReader(new Uint8Array(inputs?.column ?? []));
      const sessions = [];
      while (reader.next()) sessions.push(reader.session);
      sent.push({ region, sessions });
    },
  });
  const add = (region: typeof NORTH, session: number, bytes = 2): void => {
    const numbers = { sequence: 1, afterCommand: 0, kind: 0 };
    batches.add(region, session, 1, packInput(numbers, new Uint8Array(bytes)));
  };
  return { batches, add, sent, timers };
}

test('inputs of some milliseconds go in one message a region, in their order', () => {
  const { add, sent, timers } = bench();
  add(NORTH, 3);
  add(SOUTH, 9);
  add(NORTH, 1);
  expect(sent).toEqual([]);
  expect(timers.map(({ delayMs }) => delayMs)).toEqual([SERVICE_LIMITS.inputGatherMs]);
  timers[0].run();
  expect(sent).toEqual([
    { region: NORTH, sessions: [3, 1] },
    { region: SOUTH, sessions: [9] },
  ]);
  expect(timers).toEqual([]);
  add(SOUTH, 9);
  expect(timers).toHaveLength(1);
  timers[0].run();
  expect(sent.slice(2)).toEqual([{ region: SOUTH, sessions: [9] }]);
});

test('many bytes do not wait', () => {
  const { add, sent, timers } = bench();
  const bytes = SERVICE_LIMITS.inputBatchBytes / 4;
  for (let session = 1; session <= 4; session++) add(NORTH, session, bytes);
  expect(sent).toEqual([{ region: NORTH, sessions: [1, 2, 3, 4] }]);
  expect(timers).toEqual([]);
});
