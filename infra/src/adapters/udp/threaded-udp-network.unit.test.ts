import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { InlineSealer, PacketCodec, nodePacketCipher } from '@atlasnet/proxy';
import type { AtlasError } from '@atlasnet/schemas';
import { UDP_THREAD_SCRIPT } from '../../cli/root.ts';
import { eventually, patternBytes } from '../../testing/contract-tools.ts';
import { datagramContract } from '../../testing/datagram-contract.ts';
import {
  PAYLOAD,
  SEALER_PROTOCOL_ID,
  SealedInbox,
  packetSealerContract,
} from '../../testing/packet-sealer-contract.ts';
import { ThreadedUdpNetwork, UdpNetwork } from './index.ts';
import type { DatagramWay, ThreadedUdpOptions } from './index.ts';

const ANY = { host: '127.0.0.1', port: 0 };
const KEY = new Uint8Array(32).fill(9);

function network(changes: Partial<ThreadedUdpOptions> = {}): ThreadedUdpNetwork {
  return new ThreadedUdpNetwork({
    ...{ portKey: 'proxy.port', script: UDP_THREAD_SCRIPT, protocolId: SEALER_PROTOCOL_ID },
    ...changes,
  });
}

datagramContract('udp in a thread', () =>
  Promise.resolve({ one: network(), other: network(), close: () => Promise.resolve() }),
);

packetSealerContract('in this thread', async () => {
  const socket = await new UdpNetwork('proxy.port').bind(ANY, () => undefined);
  const codec = new PacketCodec(nodePacketCipher, SEALER_PROTOCOL_ID);
  return { socket, sealer: new InlineSealer(codec, socket) };
});

packetSealerContract('in the thread of the socket', async () => {
  const socket = await network().bind(ANY, () => undefined);
  return { socket, sealer: socket };
});

/** Counts what was lost, by its way. */
class Losses {
  readonly counts = { 'to-clients': 0, 'from-clients': 0, unsent: 0 };
  readonly add = (way: DatagramWay, count: number): void => void (this.counts[way] += count);
}

test('[S3] packets that find no room are counted and leave their numbers unused; the rest goes on in order', async () => {
  const losses = new Losses();
  const inbox = await SealedInbox.open(KEY);
  const socket = await network({ outgoingBytes: 4096, lost: losses.add }).bind(
    ANY,
    () => undefined,
  );
  const data = patternBytes(8);
  let number = 0;
  const seal = (): void => socket.seal(KEY, PAYLOAD, number++, 0, data, data.length, inbox.address);
  // Far more than there is room for, within one turn.
  for (let i = 0; i < 1000; i++) seal();
  const lost = losses.counts['to-clients'];
  expect(lost).toBeGreaterThan(900);
  await eventually(() => inbox.got.length === 1000 - lost, 'those that had room');
  for (let i = 0; i < 10; i++) seal();
  await eventually(() => inbox.got.length === 1010 - lost, 'those after');
  const all = Array.from({ length: 1010 }, (_, n) => inbox.sealed(n, 0, data));
  const places = inbox.got.map((packet) => all.indexOf(packet));
  expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
  expect(places.slice(-10)).toEqual(Array.from({ length: 10 }, (_, i) => 1000 + i));
  // Full again, and closed so: what had room leaves before.
  for (let i = 0; i < 1000; i++) seal();
  await socket.close();
  await eventually(() => inbox.got.length === 2010 - losses.counts['to-clients'], 'the last');
  await inbox.close();
});

test('datagrams that come while nobody takes them are counted once there is no room', async () => {
  const losses = new Losses();
  let got = 0;
  const server = await network({ incomingBytes: 4096, lost: losses.add }).bind(ANY, () => got++);
  const client = await new UdpNetwork('test').bind(ANY, () => undefined);
  for (let i = 0; i < 200; i++) client.send(patternBytes(8), 0, 297, server.address);
  // This thread does nothing, the other one does.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  await eventually(() => got + losses.counts['from-clients'] === 200, 'all to be accounted for');
  expect(got).toBeGreaterThan(0);
  expect(losses.counts['from-clients']).toBeGreaterThan(0);
  await Promise.all([server.close(), client.close()]);
});

test('what the kernel does not take of the thread is told together', async () => {
  const losses = new Losses();
  const socket = await network({ lost: losses.add }).bind(ANY, () => undefined);
  // Nobody may speak to everybody unless the socket was told so.
  for (let i = 0; i < 640; i++) socket.send(KEY, 0, 32, { host: '255.255.255.255', port: 9 });
  await eventually(() => losses.counts.unsent > 0, 'the errors');
  expect(losses.counts).toEqual({ 'to-clients': 0, 'from-clients': 0, unsent: 640 });
  await socket.close();
});

test('a thread that ends by itself is reported once, with its cause, and its socket is silent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'udp-thread-'));
  const script = join(folder, 'thread.mjs');
  const start = `{ address: { host: '127.0.0.1', port: 1 } }`;
  writeFileSync(
    script,
    `import { parentPort } from 'node:worker_threads';
    parentPort.postMessage(${start});
    setTimeout(() => { throw new Error('out of luck'); }, 20);`,
  );
  const errors: AtlasError[] = [];
  const socket = await network({ script }).bind(
    ANY,
    () => undefined,
    (error) => void errors.push(error),
  );
  await eventually(() => errors.length > 0, 'the report');
  expect(errors).toMatchObject([{ code: 'ATLAS_CHILD_FAILED' }]);
  expect(errors[0].message).toContain('out of luck');
  socket.seal(KEY, PAYLOAD, 0, 0, KEY, 32, ANY);
  socket.send(KEY, 0, 32, ANY);
  await socket.close();
  expect(errors).toHaveLength(1);
  writeFileSync(script, `throw new Error('no luck at all');`);
  await expect(network({ script }).bind(ANY, () => undefined)).rejects.toThrow('no luck at all');
  rmSync(folder, { recursive: true });
});
