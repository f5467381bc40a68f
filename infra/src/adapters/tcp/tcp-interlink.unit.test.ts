import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { eventually } from '../../testing/contract-tools.ts';
import { interlinkContract } from '../../testing/interlink-contract.ts';
import { PrometheusMetrics } from '../telemetry/index.ts';
import { HANDSHAKES_MAX, HANDSHAKE_TIMEOUT_MS } from './limits.ts';
import { FRAME_HELLO, FRAME_PROOF, LinkFrameReader, encodeLinkFrame } from './link-framing.ts';
import { ConnectingHandshake, ListeningHandshake } from './link-handshake.ts';
import { TcpInterlink } from './tcp-interlink.ts';

const key = (text: string): Uint8Array => new TextEncoder().encode(text);

function interlink(process: string, role: string, secret = 'one', world = 'w'): TcpInterlink {
  const metrics = countersOf(process);
  return new TcpInterlink({ self: { process, role }, world, clusterKey: key(secret), metrics });
}

/** What each process counted, by its name. */
const counted = new Map<string, PrometheusMetrics>();
const sockets: Socket[] = [];
afterEach(() => {
  counted.clear();
  for (const socket of sockets.splice(0)) socket.destroy();
});

function countersOf(process: string): PrometheusMetrics {
  const metrics = counted.get(process) ?? new PrometheusMetrics();
  counted.set(process, metrics);
  return metrics;
}

/** What a process refused: end and reason, with how often. */
async function refusalsOf(process: string): Promise<Record<string, number>> {
  const text = await countersOf(process).text();
  const found = text.matchAll(/interlink_refused_total\{end="(\w+)",reason="([\w-]+)"\} (\d+)/g);
  return Object.fromEntries(
    Array.from(found, ([, end, reason, count]) => [`${end} ${reason}`, Number(count)]),
  );
}

interlinkContract('tcp', async () => {
  const server = interlink('server', 'shard');
  const listeners: { close(): Promise<void> }[] = [];
  const listen = server.listen.bind(server);
  server.listen = async (bind, accept) => {
    const listener = await listen(bind, accept);
    listeners.push(listener);
    return listener;
  };
  const dead = await interlink('dead', 'x').listen({ host: '127.0.0.1', port: 0 }, () => {
    throw new Error('nobody connects here');
  });
  await dead.close();
  return {
    server,
    client: interlink('client', 'proxy'),
    stranger: interlink('stranger', 'proxy', 'two'),
    deadAddress: dead.address,
    close: async () => {
      for (const listener of listeners) await listener.close();
    },
  };
});

/** A raw connection from an address of this machine. */
function dial(localAddress: string, address: string): Socket {
  const socket = connect({ host: '127.0.0.1', port: Number(address.split(':')[1]), localAddress });
  sockets.push(socket.on('error', () => {}).resume());
  return socket;
}

const ANY = { host: '127.0.0.1', port: 0 };
const IGNORE = { message(): void {}, closed(): void {} };

test('a process of another world is refused, and an occupied port is named', async () => {
  const listener = await interlink('a', 'shard').listen(
    { host: '127.0.0.1', port: 0 },
    () => IGNORE,
  );
  const other = interlink('b', 'proxy', 'one', 'another');
  await expect(other.connect(listener.address, () => IGNORE)).rejects.toMatchObject({
    code: 'ATLAS_LINK_REFUSED',
  });
  const port = Number(listener.address.split(':')[1]);
  const again = interlink('c', 'shard').listen({ host: '127.0.0.1', port }, () => IGNORE);
  await expect(again).rejects.toMatchObject({ code: 'ATLAS_PORT_IN_USE' });
  expect(await refusalsOf('b')).toEqual({ 'connecting by-peer': 1 });
  expect(await refusalsOf('a')).toEqual({ 'listening world': 1 });
  await listener.close();
});

test('a listener tells others the address that it was given for them', async () => {
  const self = { process: 'a', role: 'shard' };
  const advertise = ({ port }: { readonly port: number }): string => `shard-1:${port}`;
  const options = { self, world: 'w', clusterKey: key('one'), advertise };
  const listener = await new TcpInterlink(options).listen(
    { host: '0.0.0.0', port: 0 },
    () => IGNORE,
  );
  expect(listener.address).toMatch(/^shard-1:[1-9]\d*$/);
  await listener.close();
});

test('a process with another key is refused at both ends, and each counts it', async () => {
  const listening = await interlink('a', 'shard').listen(ANY, () => {
    throw new Error('nothing is accepted');
  });
  const opened: unknown[] = [];
  const dialled = interlink('stranger', 'proxy', 'two').connect(listening.address, (link) => {
    opened.push(link);
    return IGNORE;
  });
  await expect(dialled).rejects.toMatchObject({ code: 'ATLAS_LINK_REFUSED' });
  expect(opened).toEqual([]);
  // The listening end says first what it has: so the stranger is who refuses.
  expect(await refusalsOf('stranger')).toEqual({ 'connecting key': 1 });
  // One that pretends goes on, with a proof of its own making.
  const socket = dial('127.0.0.1', listening.address);
  const pretender = new ConnectingHandshake({
    ...{ self: { process: 'x', role: 'shard' }, world: 'w', clusterKey: key('two') },
  });
  socket.write(encodeLinkFrame(FRAME_HELLO, pretender.hello));
  socket.write(encodeLinkFrame(FRAME_PROOF, new Uint8Array(32)));
  let closed = false;
  socket.on('close', () => (closed = true));
  await eventually(() => closed, 'the end of the pretender');
  expect(await refusalsOf('a')).toMatchObject({ 'listening key': 1 });
  await listening.close();
});

test('a crowd of unfinished handshakes from one address locks nobody out, and is counted', async () => {
  let accepted = 0;
  const listening = await interlink('a', 'shard').listen(ANY, () => {
    accepted++;
    return IGNORE;
  });
  const extra = 20;
  const hello = encodeLinkFrame(FRAME_HELLO, new Uint8Array(10)).subarray(0, 7);
  // Bytes that begin a handshake, and never end it.
  const crowd = Array.from({ length: HANDSHAKES_MAX + extra }, () => {
    const socket = dial('127.0.0.66', listening.address);
    socket.write(hello);
    return socket;
  });
  await eventually(() => crowd.filter((each) => each.destroyed).length >= extra, 'the crowd');
  const [same, other] = [interlink('b', 'proxy'), interlink('c', 'proxy')];
  const links = await Promise.all(
    [same, other].map((each) => each.connect(listening.address, () => IGNORE)),
  );
  expect(links.map(({ peer }) => peer.process)).toEqual(['a', 'a']);
  await eventually(() => accepted === 2, 'the links');
  const { 'listening crowd': crowded = 0, ...rest } = await refusalsOf('a');
  expect(crowded).toBeGreaterThanOrEqual(extra);
  expect(crowded).toBeLessThanOrEqual(extra + 2);
  expect(rest).toEqual({});
  for (const link of links) link.close('done');
  await listening.close();
});

test('whoever trickles its handshake is cut off in time, and counted', async () => {
  const listening = await interlink('a', 'shard').listen(ANY, () => IGNORE);
  const socket = dial('127.0.0.1', listening.address);
  const hello = encodeLinkFrame(FRAME_HELLO, new Uint8Array(200));
  let at = 0;
  const timer = setInterval(() => socket.write(hello.subarray(at, ++at)), 100);
  let closed = false;
  socket.on('close', () => (closed = true));
  await eventually(() => closed, 'the end', 10 * HANDSHAKE_TIMEOUT_MS);
  clearInterval(timer);
  expect(at).toBeLessThan(hello.length);
  expect(await refusalsOf('a')).toEqual({ 'listening timeout': 1 });
  await listening.close();
}, 60_000);

test('garbage and oversized frames before the proof end the connection, unanswered', async () => {
  const listener = await interlink('a', 'shard').listen({ host: '127.0.0.1', port: 0 }, () => {
    throw new Error('nothing is accepted');
  });
  const port = Number(listener.address.split(':')[1]);
  for (const junk of [
    Buffer.alloc(64, 0xff),
    Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    Buffer.alloc(9),
  ]) {
    let closed = false;
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('close', () => (closed = true)).on('error', () => {});
    socket.resume().write(junk);
    await eventually(() => closed, 'the end of the connection');
  }
  await listener.close();
});

test('a proof is bound to the key, the label, both nonces and both names', () => {
  const identity = (process: string, secret: string) => ({
    self: { process, role: 'shard' },
    world: 'w',
    clusterKey: key(secret),
  });
  const connecting = new ConnectingHandshake(identity('a', 'one'));
  const listening = new ListeningHandshake(identity('b', 'one'), connecting.hello);
  const { peer, proof } = connecting.answer(listening.challenge);
  expect(peer.process).toBe('b');
  listening.check(proof);
  const refused = expect.objectContaining({ code: 'ATLAS_LINK_REFUSED' });
  expect(() => listening.check(listening.challenge.subarray(-32))).toThrow(refused);
  const second = new ListeningHandshake(identity('b', 'one'), connecting.hello);
  expect(() => second.check(proof)).toThrow(refused);
  for (let i = 0; i < listening.challenge.length; i++) {
    const forged = Uint8Array.from(listening.challenge);
    forged[i] = (forged[i] ?? 0) ^ 1;
    expect(() => connecting.answer(forged)).toThrow(refused);
  }
});

test('while a rotation is under way whoever has the key before or the new one gets a link, and no other', async () => {
  const holding = (process: string, now: string, before: string | null): TcpInterlink =>
    new TcpInterlink({
      ...{ self: { process, role: 'shard' }, world: 'w', metrics: countersOf(process) },
      ...{ clusterKey: key(now), previousKey: before === null ? null : key(before) },
    });
  const before = holding('before', 'one', null);
  const between = holding('between', 'two', 'one');
  const after = holding('after', 'two', null);
  const linked = async (listening: TcpInterlink, connecting: TcpInterlink): Promise<boolean> => {
    const listener = await listening.listen(ANY, () => IGNORE);
    try {
      const link = await connecting.connect(listener.address, () => IGNORE);
      link.close('done');
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'ATLAS_LINK_REFUSED' });
      return false;
    } finally {
      await listener.close();
    }
  };
  for (const [one, other, wanted] of [
    [before, between, true],
    [between, between, true],
    [between, after, true],
    [before, after, false],
    [between, holding('stranger', 'three', null), false],
    [between, holding('late', 'three', 'two'), true],
    [before, holding('late', 'three', 'two'), false],
  ] as const) {
    expect(await linked(one, other)).toBe(wanted);
    expect(await linked(other, one)).toBe(wanted);
  }
});

test('of two proofs in a challenge none can be left out, doubled or taken for one alone', () => {
  const identity = (process: string, previousKey: Uint8Array | null) => ({
    ...{ self: { process, role: 'shard' }, world: 'w', clusterKey: key('two'), previousKey },
  });
  const refused = expect.objectContaining({ code: 'ATLAS_LINK_REFUSED' });
  const connecting = new ConnectingHandshake(identity('a', key('one')));
  const both = new ListeningHandshake(identity('b', key('one')), connecting.hello).challenge;
  expect(connecting.answer(both).peer.process).toBe('b');
  for (const cut of [both.subarray(0, -32), both.subarray(0, -1), both.subarray(0, -64)]) {
    expect(() => connecting.answer(cut)).toThrow(refused);
  }
  const alone = new ListeningHandshake(identity('b', null), connecting.hello).challenge;
  for (const more of [alone.subarray(-32), new Uint8Array(32), new Uint8Array(64)]) {
    expect(() => connecting.answer(Buffer.concat([alone, more]))).toThrow(refused);
  }
});

test('frames come out whole however the stream is cut', () => {
  const bodies = [0, 1, 5, 300, 0, 70_000].map((length) => new Uint8Array(length).fill(length));
  const stream = Buffer.concat(bodies.map((body, kind) => encodeLinkFrame(kind, body)));
  for (const step of [1, 2, 3, 7, 1000, stream.length]) {
    const reader = new LinkFrameReader(100_000);
    const got: [number, Uint8Array][] = [];
    for (let at = 0; at < stream.length; at += step) {
      reader.push(stream.subarray(at, at + step), (kind, body) => got.push([kind, body]) > 0);
    }
    expect(got.map(([kind]) => kind)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(got.every(([kind, body]) => Buffer.compare(body, bodies[kind] ?? body) === 0)).toBe(
      true,
    );
  }
});
