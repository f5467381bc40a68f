import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, test } from '@jest/globals';
import type { Clock, Interlink, Link, LinkHandlers, LogRecord } from '@atlasnet/schemas';
import { eventually, patternBytes } from '../../testing/contract-tools.ts';
import { testInterlink } from '../../testing/test-interlink.ts';
import { VolatileLogFiles } from '../../testing/volatile-log-files.ts';
import { SystemClock } from '../system/system-clock.ts';
import { EmbeddedEventLog } from './embedded-event-log.ts';
import { EmbeddedLogServer } from './embedded-log-server.ts';
import { MOVE_STEP_MS, SUCCESSOR_MS } from './limits.ts';
import { REHEARSAL, rehearseLog } from './rehearse-log.ts';
import { RemoteEventLog } from './remote-event-log.ts';
import { ANSWER, OPERATION, beginMessage } from './server-protocol.ts';

const SPEC = {
  topic: 't',
  partitions: 2,
  replicationFactor: 1,
  minInsyncReplicas: 1,
  recordBytesMax: 3000,
};

const clock = new SystemClock();

const open = (files: VolatileLogFiles): Promise<EmbeddedEventLog> =>
  EmbeddedEventLog.open({ files, diskBytesMax: 2 ** 20, wallMs: () => 1000 });

/** A clock that passes when it is told to. */
class SimulatedTime implements Clock {
  #nowMs = 0;
  #timers: { readonly atMs: number; readonly task: () => void }[] = [];

  monotonicMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, task: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, task };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((each) => each !== timer));
  }

  async pass(ms: number): Promise<void> {
    for (const endMs = this.#nowMs + ms; this.#nowMs <= endMs; this.#nowMs++) {
      const due = this.#timers.filter(({ atMs }) => atMs <= this.#nowMs);
      this.#timers = this.#timers.filter(({ atMs }) => atMs > this.#nowMs);
      for (const { task } of due) task();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** A log with its server, and a client. */
async function serve() {
  const files = new VolatileLogFiles();
  const log = await open(files);
  await log.ensureTopic(SPEC);
  const first = new EmbeddedLogServer({ interlink: testInterlink('one'), clock, log });
  const address = await first.listen({ host: '127.0.0.1', port: 0 });
  const remote = new RemoteEventLog({ interlink: testInterlink('client'), clock, address });
  return { files, log, first, address, remote };
}

test('[L7] a server hands its port over while it serves: nothing is refused, what it did not take is the next one’s', async () => {
  const { files, log, first, address, remote } = await serve();
  const seen: number[] = [];
  const errors: unknown[] = [];
  const onRecords = (records: readonly LogRecord[]): void =>
    void seen.push(...records.map((record) => record.offset));
  const onError = (error: unknown): void => void errors.push(error);
  remote.follow({ topic: 't', partition: 0, fromOffset: 0, onRecords, onError });
  expect((await remote.append('t', 0, [patternBytes(0)])).kind).toBe('acknowledged');
  const handed = first.handOver();
  await first.closePorts();
  const second = new EmbeddedLogServer({ interlink: testInterlink('two'), clock, log: null });
  await second.listen({ host: '127.0.0.1', port: Number(address.split(':')[1]) });
  // By now the client has a connection to the second, and still uses the first.
  await handed;
  expect(await remote.append('t', 0, [patternBytes(1)])).toEqual({
    kind: 'acknowledged',
    baseOffset: 1,
  });
  first.endService();
  const asked = remote.bounds('t', 0);
  const appended = remote.append('t', 0, [patternBytes(2)]);
  await log.close();
  await first.stop();
  const next = await open(files);
  second.begin(next);
  expect((await asked).startOffset).toBe(0);
  expect(await appended).toEqual({ kind: 'acknowledged', baseOffset: 2 });
  await eventually(() => seen.length === 3, 'the record after the handover');
  expect([seen, errors]).toEqual([[0, 1, 2], []]);
  await remote.close();
  await second.stop();
  await next.close();
});

test('[L7] a server that has no successor ends all the same, and its clients find the one that comes later', async () => {
  const { files, log, first, address, remote } = await serve();
  expect((await remote.append('t', 0, [patternBytes(0)])).kind).toBe('acknowledged');
  const beganMs = clock.monotonicMs();
  await first.handOver();
  expect(clock.monotonicMs() - beganMs).toBeGreaterThanOrEqual(SUCCESSOR_MS);
  const taken = remote.append('t', 1, [patternBytes(1)]);
  expect(await taken).toEqual({ kind: 'acknowledged', baseOffset: 0 });
  first.endService();
  const appended = remote.append('t', 0, [patternBytes(2)]);
  await log.close();
  await first.stop();
  const next = await open(files);
  const second = new EmbeddedLogServer({ interlink: testInterlink('two'), clock, log: next });
  await second.listen({ host: '127.0.0.1', port: Number(address.split(':')[1]) });
  expect(await appended).toEqual({ kind: 'acknowledged', baseOffset: 1 });
  expect((await remote.bounds('t', 0)).endOffset).toBe(2);
  await remote.close();
  await second.stop();
  await next.close();
});

test('[L7] clients are asked to move one after another, and not for long by one that does not', async () => {
  const told: string[] = [];
  const handlers: LinkHandlers[] = [];
  const linkOf = (name: string): Link => ({
    ...{ peer: { process: name, role: 'shard' }, queuedBytes: 0, close: () => undefined },
    send: (bytes) => bytes[0] !== ANSWER.moving || told.push(name) > 0,
  });
  let accept: (link: Link) => LinkHandlers = () => ({ message() {}, closed() {} });
  const listener = { address: 'here:1', close: () => Promise.resolve() };
  const interlink: Interlink = {
    listen: (_, accepting) => Promise.resolve(((accept = accepting), listener)),
    connect: () => Promise.reject(new Error('nobody connects')),
  };
  const log = await open(new VolatileLogFiles());
  const time = new SimulatedTime();
  const server = new EmbeddedLogServer({ interlink, clock: time, log });
  await server.listen({ host: 'here', port: 1 });
  for (const name of ['a', 'silent', 'b', 'gone']) handlers.push(accept(linkOf(name)));
  const ready = beginMessage(OPERATION.ready, 0).slice();
  let handed = false;
  void server.handOver().then(() => (handed = true));
  await time.pass(SUCCESSOR_MS - 10);
  expect(told).toEqual(['a']);
  handlers[0].message(ready);
  await time.pass(MOVE_STEP_MS - 4);
  expect(told).toEqual(['a', 'silent']);
  await time.pass(8);
  expect(told).toEqual(['a', 'silent', 'b']);
  handlers[2].message(ready);
  await time.pass(MOVE_STEP_MS + 4);
  expect(told).toEqual(['a', 'silent', 'b', 'gone']);
  handlers[3].closed('it went');
  await time.pass(10);
  expect(handed).toBe(false);
  handlers[1].message(ready);
  await time.pass(4);
  expect(handed).toBe(true);
  await server.stop();
  await log.close();
});

test('what a successor rehearses is served, followed and read, and leaves nothing behind', async () => {
  const scratch = (): Promise<number> =>
    readdir(tmpdir()).then((all) => all.filter((name) => name.startsWith(REHEARSAL)).length);
  const before = await scratch();
  expect(await rehearseLog(testInterlink('one'), clock, new AbortController().signal)).toBe(
    3 * 8 * 12,
  );
  expect(await scratch()).toBe(before);
});
