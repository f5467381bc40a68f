import { expect, test } from '@jest/globals';
import type { EventLog, FollowRequest, LogRecord, ReadResult } from '../ports/event-log.ts';
import { ContiguousFollower, readToEnd } from './contiguous.ts';

const record = (offset: number): LogRecord => ({
  offset,
  timestampMs: 0,
  value: Uint8Array.of(offset),
});
const range = (from: number, to: number): LogRecord[] =>
  Array.from({ length: to - from }, (_, index) => record(from + index));

/** A log of which every read and every followed batch is scripted: a client library gone wrong. */
class ScriptedLog {
  readonly reads: number[] = [];
  readonly follows: FollowRequest[] = [];
  stops = 0;
  readonly #answers: readonly (readonly LogRecord[])[];
  readonly #end: number;

  constructor(end: number, answers: readonly (readonly LogRecord[])[] = []) {
    this.#end = end;
    this.#answers = answers;
  }

  read(request: { fromOffset: number }): Promise<ReadResult> {
    const records = this.#answers[this.reads.length] ?? [];
    this.reads.push(request.fromOffset);
    return Promise.resolve({ records, bounds: { startOffset: 0, endOffset: this.#end } });
  }

  follow(request: FollowRequest): { stop(): void } {
    this.follows.push(request);
    return { stop: () => (this.stops += 1) };
  }

  asLog(): EventLog {
    return this as unknown as EventLog;
  }
}

async function read(log: ScriptedLog, from: number): Promise<{ next: number; seen: number[] }> {
  const seen: number[] = [];
  const next = await readToEnd({
    log: log.asLog(),
    topic: 'city.map',
    partition: 0,
    fromOffset: from,
    onRecord: ({ offset }) => void seen.push(offset),
  });
  return { next, seen };
}

test('[L5] reading to the end gives every record once, over several reads', async () => {
  const log = new ScriptedLog(5, [range(1, 3), range(3, 5)]);
  expect(await read(log, 1)).toEqual({ next: 5, seen: [1, 2, 3, 4] });
  expect(log.reads).toEqual([1, 3]);
});

test('the next records are asked for before those that came are taken', async () => {
  const log = new ScriptedLog(5, [range(1, 3), range(3, 5)]);
  const asked: number[] = [];
  const onRecord = (): number => asked.push(log.reads.length);
  const request = { log: log.asLog(), topic: 'city.map', partition: 0, fromOffset: 1 };
  await readToEnd({ ...request, onRecord: () => void onRecord() });
  expect(asked).toEqual([2, 2, 2, 2]);
  expect(log.reads).toEqual([1, 3]);
});

test('a read ahead that fails after a record was refused is nobody’s trouble', async () => {
  const log = new ScriptedLog(5, [range(1, 3)]);
  const failing = log.asLog();
  const reads = failing.read.bind(failing);
  failing.read = (request) =>
    request.fromOffset > 1 ? Promise.reject(new Error('the log is away')) : reads(request);
  const request = { log: failing, topic: 'city.map', partition: 0, fromOffset: 1 };
  const refuse = (): never => {
    throw new Error('not this one');
  };
  await expect(readToEnd({ ...request, onRecord: refuse })).rejects.toThrow('not this one');
  // An unhandled rejection would end the process at the next turn.
  await new Promise((resolve) => setImmediate(resolve));
});

test('[L5] a gap is read again and what came twice is dropped', async () => {
  const log = new ScriptedLog(5, [[record(0), record(2)], range(0, 3), range(3, 5)]);
  expect(await read(log, 0)).toEqual({ next: 5, seen: [0, 1, 2, 3, 4] });
  expect(log.reads).toEqual([0, 1, 3]);
});

test('[L5] a record that never comes is a gap, aloud', async () => {
  const answers = Array.from({ length: 20 }, () => [record(4)]);
  await expect(read(new ScriptedLog(5, answers), 3)).rejects.toMatchObject({
    code: 'ATLAS_LOG_GAP',
    details: { offset: 3 },
  });
});

test('[L5] reading ends at the end that the log had, although it grows on', async () => {
  const log = new ScriptedLog(2, [range(0, 4)]);
  expect((await read(log, 0)).next).toBe(4);
  expect(await read(new ScriptedLog(0), 0)).toEqual({ next: 0, seen: [] });
});

function followed(log: ScriptedLog, onRecords?: (seen: number[]) => Promise<void>) {
  const seen: number[] = [];
  const errors: string[] = [];
  const follower = new ContiguousFollower(log.asLog(), {
    topic: 'city.map',
    partition: 0,
    fromOffset: 3,
    onRecords: (records) => {
      seen.push(...records.map(({ offset }) => offset));
      return onRecords?.(seen);
    },
    onError: ({ code }) => errors.push(code),
  });
  return { seen, errors, follower };
}

test('[L5] a follower drops what comes again and follows anew after a gap', () => {
  const log = new ScriptedLog(0);
  const { seen, follower } = followed(log);
  const [first] = log.follows;
  void first.onRecords(range(1, 5));
  void first.onRecords([record(5), record(7)]);
  expect([seen, follower.nextOffset]).toEqual([[3, 4, 5], 6]);
  expect([log.stops, log.follows[1]?.fromOffset]).toEqual([1, 6]);
  void first.onRecords(range(6, 9));
  expect(seen).toEqual([3, 4, 5]);
  void log.follows[1].onRecords(range(6, 8));
  expect(seen).toEqual([3, 4, 5, 6, 7]);
});

test('[L5] a follower that is sent elsewhere again and again gives up aloud', () => {
  const log = new ScriptedLog(0);
  const { seen, errors } = followed(log);
  for (let i = 0; i < 20; i++) void log.follows.at(-1)?.onRecords([record(900)]);
  expect([seen, errors]).toEqual([[], ['ATLAS_LOG_GAP']]);
  expect(log.stops).toBe(log.follows.length);
});

test('[L5] a follower waits for the reader before it seeks back, and stops when told', async () => {
  const log = new ScriptedLog(0);
  let release = (): void => {};
  const { follower } = followed(log, () => new Promise((resolve) => (release = resolve)));
  const pending = log.follows[0].onRecords([record(3), record(5)]);
  expect(log.follows).toHaveLength(1);
  follower.stop();
  release();
  await pending;
  expect(log.follows).toHaveLength(1);
});
