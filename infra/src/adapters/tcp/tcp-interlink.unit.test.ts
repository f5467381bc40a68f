import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { eventually } from '../../testing/contract-tools.ts';
import { interlinkContract } from '../../testing/interlink-contract.ts';
import { LinkFrameReader, encodeLinkFrame } from './link-framing.ts';
import { ConnectingHandshake, ListeningHandshake } from './link-handshake.ts';
import { TcpInterlink } from './tcp-interlink.ts';

const key = (text: string): Uint8Array => new TextEncoder().encode(text);

function interlink(process: string, role: string, secret = 'one', world = 'w'): TcpInterlink {
  return new TcpInterlink({ self: { process, role }, world, clusterKey: key(secret) });
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
  await listener.close();
});

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
