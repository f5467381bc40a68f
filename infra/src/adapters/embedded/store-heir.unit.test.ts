import { expect, test } from '@jest/globals';
import type { Interlink } from '@atlasnet/schemas';
import { eventually, patternBytes } from '../../testing/contract-tools.ts';
import { testInterlink } from '../../testing/test-interlink.ts';
import { VolatileLogFiles } from '../../testing/volatile-log-files.ts';
import { SystemClock } from '../system/system-clock.ts';
import { EmbeddedEventLog } from './embedded-event-log.ts';
import { EmbeddedLogServer } from './embedded-log-server.ts';
import { HERITAGE_BYTES_MAX, SUCCESSOR_MS } from './limits.ts';
import { RemoteStateStore } from './remote-state-store.ts';
import { StoreHeir, bequeath } from './store-heir.ts';
import { TransientStore } from './transient-store.ts';

const clock = new SystemClock();
const [one, two] = [testInterlink('one'), testInterlink('two')];
const LONG_MS = 3_600_000;

/** A server, its port, and an heir that it knows of. */
async function serve() {
  const files = new VolatileLogFiles();
  const log = await EmbeddedEventLog.open({ files, diskBytesMax: 2 ** 20, wallMs: () => 1000 });
  const first = new EmbeddedLogServer({ interlink: one, clock, log });
  const address = await first.listen({ host: '127.0.0.1', port: 0 });
  const heir = new StoreHeir({ interlink: two, clock, address });
  await heir.seek();
  const second = new EmbeddedLogServer({ interlink: two, clock, log: null });
  return { log, first, address, heir, second };
}

test('a store that ends leaves what it holds to the next one, with what each entry has yet to live', async () => {
  const { log, first, address, heir, second } = await serve();
  const remote = new RemoteStateStore({ interlink: testInterlink('client'), clock, address });
  await remote.set('stays', patternBytes(1));
  await remote.set('short', patternBytes(2), { ttlMs: 300 });
  await remote.set('long', patternBytes(3), { ttlMs: LONG_MS });
  await remote.set('over', patternBytes(4), { ttlMs: 1 });
  await remote.set('deleted', patternBytes(5));
  await remote.delete('deleted');
  const beganMs = clock.monotonicMs();
  const handed = first.handOver();
  await first.closePorts();
  await second.listen({ host: '127.0.0.1', port: Number(address.split(':')[1]) });
  await handed;
  // The heir is no client, and none is waited for in vain.
  expect(clock.monotonicMs() - beganMs).toBeLessThan(SUCCESSOR_MS);
  await remote.set('last', patternBytes(6));
  first.endService();
  const late = remote.set('late', patternBytes(7));
  await first.stop();
  await second.inherit(heir);
  second.begin(log);
  await late;
  expect(await remote.getMany(['stays', 'long', 'over', 'deleted', 'last', 'late'])).toEqual(
    [1, 3, null, null, 6, 7].map((n) => (n === null ? null : patternBytes(n))),
  );
  const left = (): boolean => second.storeUse.keys === 4;
  await eventually(left, 'the end of what had yet a little time');
  expect(await remote.get('long')).toEqual(patternBytes(3));
  await remote.close();
  await second.stop();
  await log.close();
});

test('an heir is told at once that the ports are free, or that whoever had them is gone', async () => {
  const { log, first, address, heir, second } = await serve();
  const { signal } = new AbortController();
  expect(heir.waits).toBe(true);
  let told = heir.untilItGoes(LONG_MS, signal);
  const handed = first.handOver();
  await told;
  expect(heir.waits).toBe(false);
  await handed;
  const late = new StoreHeir({ interlink: one, clock, address });
  const next = new EmbeddedLogServer({ interlink: two, clock, log });
  await next.listen({ host: '127.0.0.1', port: Number(address.split(':')[1]) });
  await late.seek();
  told = late.untilItGoes(LONG_MS, signal);
  await next.stop();
  await told;
  expect(late.waits).toBe(false);
  for (const each of [heir, late]) each.close();
  for (const each of [first, second]) await each.stop();
  await log.close();
});

test('a server that dies leaves nothing: the next begins empty', async () => {
  const { log, first, heir, second } = await serve();
  await first.store.set('key', patternBytes(1));
  await first.stop();
  await second.inherit(heir);
  expect(second.storeUse.keys).toBe(0);
  await second.stop();
  await log.close();
});

test('of a large store nothing is sent, so that nobody waits for it', () => {
  const store = new TransientStore(() => 0);
  const sent: number[] = [];
  const send = (bytes: Uint8Array): boolean => sent.push(bytes.length) > 0;
  const peer = { process: 'heir', role: 'log' };
  const link = { peer, queuedBytes: 0, send, close: () => undefined };
  store.set('key', new Uint8Array(HERITAGE_BYTES_MAX - 1), {});
  bequeath(link, store);
  store.set('other', new Uint8Array(2), {});
  bequeath(link, store);
  expect(sent[0]).toBeGreaterThan(HERITAGE_BYTES_MAX);
  expect(sent[1]).toBeLessThan(10);
});

test('an heir finds another server when the first is gone, and takes nothing once it serves itself', async () => {
  const { log, first, address, heir, second } = await serve();
  await first.stop();
  let heard = 0;
  const hearing: Interlink = {
    connect: (to, opened) => one.connect(to, opened),
    listen: (bind, accept) =>
      one.listen(bind, (link) => {
        const handlers = accept(link);
        return {
          closed: (reason) => handlers.closed(reason),
          message: (bytes) => {
            handlers.message(bytes);
            heard += 1;
          },
        };
      }),
  };
  const third = new EmbeddedLogServer({ interlink: hearing, clock, log });
  await third.listen({ host: '127.0.0.1', port: Number(address.split(':')[1]) });
  await third.store.set('key', patternBytes(1));
  await eventually(() => (void heir.seek(), heard === 1), 'the heir at the other server');
  third.endService();
  await second.inherit(heir);
  expect(await second.store.get('key')).toEqual(patternBytes(1));
  await second.store.set('key', patternBytes(2));
  await second.inherit(heir);
  expect(await second.store.get('key')).toEqual(patternBytes(2));
  await third.stop();
  await second.stop();
  await log.close();
});
