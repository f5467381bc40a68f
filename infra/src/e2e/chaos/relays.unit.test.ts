import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { LinkFaults } from '../../drill/link-faults.ts';
import { TcpRelay } from '../../drill/tcp-relay.ts';
import { UdpRelay } from './udp-relay.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Long enough for bytes on loopback that are not held up, milliseconds. */
const SOON_MS = 150;

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}

/** A server that sends everything back, behind a relay; and a client's connection through it. */
async function echoBehindRelay(): Promise<{ relay: TcpRelay; dial: () => Socket }> {
  const server = createServer((socket) => socket.pipe(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const relay = await TcpRelay.listen(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  closing.push(
    () => server.close(),
    () => relay.close(),
  );
  const dial = (): Socket => {
    const socket = connect(portOf(relay.address), '127.0.0.1');
    closing.push(() => socket.destroy());
    return socket;
  };
  return { relay, dial };
}

function heard(socket: Socket): { text: string; ended: boolean } {
  const all = { text: '', ended: false };
  socket.on('data', (bytes) => (all.text += bytes.toString()));
  socket.on('close', () => (all.ended = true));
  return all;
}

test('a TCP link that is cut holds bytes back without an end, and delivers them when it heals', async () => {
  const { relay, dial } = await echoBehindRelay();
  const socket = dial();
  const got = heard(socket);
  socket.write('one ');
  await delay(SOON_MS);
  expect(got.text).toBe('one ');
  const heal = relay.cut();
  socket.write('two ');
  const late = dial();
  const lateGot = heard(late);
  late.write('three');
  await delay(SOON_MS);
  expect([got.text, got.ended, lateGot.text, lateGot.ended]).toEqual(['one ', false, '', false]);
  heal();
  await delay(SOON_MS);
  expect([got.text, lateGot.text]).toEqual(['one two ', 'three']);
});

test('a slow TCP link keeps the order, and an end travels after the bytes before it', async () => {
  const { relay, dial } = await echoBehindRelay();
  const socket = dial();
  const got = heard(socket);
  relay.slow(200);
  socket.write('a');
  await delay(20);
  socket.end('b');
  await delay(SOON_MS);
  expect(got.text).toBe('');
  await delay(900);
  expect(got).toEqual({ text: 'ab', ended: true });
});

test('a slow TCP link that heals, or is slowed less, lets no byte overtake another', async () => {
  const { relay, dial } = await echoBehindRelay();
  const socket = dial();
  const got = heard(socket);
  socket.write('a');
  await delay(SOON_MS);
  const heal = relay.slow(300);
  socket.write('b');
  await delay(20);
  heal();
  socket.write('c');
  await delay(20);
  relay.slow(40);
  socket.write('d');
  await delay(1000);
  expect(got.text).toBe('abcd');
});

test('disturbances of one TCP link add up, and each that ends leaves the others', async () => {
  const { relay, dial } = await echoBehindRelay();
  const socket = dial();
  const got = heard(socket);
  const healSlow = relay.slow(100);
  relay.slow(200);
  healSlow();
  healSlow();
  socket.write('slow ');
  await delay(SOON_MS);
  const healCut = relay.cut();
  const healOther = relay.cut();
  healCut();
  await delay(700);
  // What the link held as it was cut does not get through either.
  expect(got.text).toBe('');
  healOther();
  await delay(700);
  expect(got.text).toBe('slow ');
});

test('a UDP link that loses all of what another loses half of loses all, until that ends', () => {
  const faults = new LinkFaults();
  const heal = faults.add({ loss: 1 });
  faults.add({ loss: 0.5 });
  expect([faults.loss, faults.isCut, faults.delayMs]).toEqual([1, false, 0]);
  heal();
  expect(faults.loss).toBe(0.5);
});

test('a UDP link gives every client a way of its own; cut, it drops', async () => {
  const server = createSocket('udp4');
  server.on('message', (bytes, from) => server.send(`${bytes.toString()}!`, from.port));
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  const relay = await UdpRelay.listen(server.address().port);
  closing.push(
    () => server.close(),
    () => relay.close(),
  );
  const clients = [0, 1].map(() => {
    const socket = createSocket('udp4');
    const got: string[] = [];
    socket.on('message', (bytes) => got.push(bytes.toString()));
    closing.push(() => socket.close());
    return { got, say: (text: string) => socket.send(text, portOf(relay.address), '127.0.0.1') };
  });
  clients[0].say('a');
  clients[1].say('b');
  await delay(SOON_MS);
  const heal = relay.cut();
  clients[0].say('lost');
  await delay(SOON_MS);
  heal();
  clients[0].say('c');
  await delay(SOON_MS);
  expect(clients.map(({ got }) => got)).toEqual([['a!', 'c!'], ['b!']]);
});
