import { expect, test } from '@jest/globals';
import { InputColumnReader, packInput, regionId } from '@atlasnet/schemas';
import type { Clock } from '@atlasnet/schemas';
import { SessionCourier, WaitingInput } from './session-courier.ts';
import { SERVICE_LIMITS } from './limits.ts';

const NORTH = regionId(1);
const SOUTH = regionId(2);

/** A courier on a clock that is wound by hand, and what they sent. */
function bench() {
  let nowMs = 0;
  const timers: { readonly delayMs: number; readonly run: () => void }[] = [];
  const sent: { region: number; sessions: number[] }[] = [];
  const inputs = new Map<number, WaitingInput>();
  const clock: Clock = {
    monotonicMs: () => nowMs,
    wallMs: () => 0,
    after: (delayMs, run) => {
      const timer = { delayMs, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  };
  const courier = new SessionCourier(clock, 50, (region, { inputs, command }) => {
    const reader = new InputColumnReader(new Uint8Array(inputs?.column ?? []));
    const sessions = command ? [-Number(command.number)] : [];
    while (reader.next()) sessions.push(reader.session);
    sent.push({ region, sessions });
  });
  const add = (region: typeof NORTH, session: number, bytes = 2): void => {
    const numbers = { sequence: 1, afterCommand: 0, kind: 0 };
    let input = inputs.get(session);
    if (!input) inputs.set(session, (input = new WaitingInput({ session, generation: 1 })));
    courier.input(input, region, packInput(numbers, new Uint8Array(bytes)));
  };
  const wind = (ms: number): void => void (nowMs += ms);
  return { courier, add, sent, timers, wind };
}

test('inputs of some milliseconds go in one message a region, in their order', () => {
  const { add, sent, timers } = bench();
  add(NORTH, 3);
  add(SOUTH, 9);
  add(NORTH, 1);
  expect(sent).toEqual([]);
  expect(timers.map(({ delayMs }) => delayMs)).toEqual([SERVICE_LIMITS.gatherSaidMs]);
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

test('of a session the newest input goes, to where it was said', () => {
  const { add, sent, timers } = bench();
  add(NORTH, 3);
  add(SOUTH, 9);
  add(SOUTH, 3);
  timers[0].run();
  expect(sent).toEqual([{ region: SOUTH, sessions: [3, 9] }]);
});

test('many bytes do not wait', () => {
  const { add, sent, timers } = bench();
  const bytes = SERVICE_LIMITS.gatherSaidBytes / 4;
  for (let session = 1; session <= 4; session++) add(NORTH, session, bytes);
  expect(sent).toEqual([{ region: NORTH, sessions: [1, 2, 3, 4] }]);
  expect(timers).toEqual([]);
});

test('commands go with the inputs, in their order; what must not overtake them sends them first', () => {
  const { courier, add, sent, timers } = bench();
  const address = { region: NORTH, session: 3, generation: 1 };
  add(NORTH, 3);
  for (const number of [1, 2]) courier.send(NORTH, { command: { ...address, number } });
  expect(sent).toEqual([]);
  courier.send(SOUTH, { detach: address });
  expect(sent).toEqual([
    { region: NORTH, sessions: [-1] },
    { region: NORTH, sessions: [-2] },
    { region: NORTH, sessions: [3] },
    { region: SOUTH, sessions: [] },
  ]);
  expect(timers).toEqual([]);
});

test('what is said goes just before the next tick, as soon as an owner has told when that is', () => {
  const { courier, add, sent, timers, wind } = bench();
  courier.heardDue(0);
  add(NORTH, 1);
  expect(timers[0].delayMs).toBe(SERVICE_LIMITS.gatherSaidMs);
  timers[0].run();
  courier.heardDue(40_000);
  wind(10);
  add(NORTH, 2);
  expect(timers[0].delayMs).toBe(30 - SERVICE_LIMITS.saidBeforeTickMs);
  timers[0].run();
  wind(30 - SERVICE_LIMITS.saidBeforeTickMs);
  // Too late for that tick, unless it is late, too.
  add(NORTH, 3);
  expect(timers[0].delayMs).toBe(SERVICE_LIMITS.saidBeforeTickMs);
  timers[0].run();
  expect(sent.map(({ sessions }) => sessions)).toEqual([[1], [2], [3]]);
  wind(SERVICE_LIMITS.saidBeforeTickMs);
  add(NORTH, 4);
  expect(timers[0].delayMs).toBe(50 - SERVICE_LIMITS.saidBeforeTickMs);
});
