import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { BodyBeside } from './body-beside.ts';

/** A request as kafkajs frames it: length, kind, version. */
function request(kind: number, body: readonly number[] = []): Buffer {
  const bytes = Buffer.alloc(8 + body.length);
  bytes.writeInt32BE(bytes.length - 4, 0);
  bytes.writeInt16BE(kind, 4);
  bytes.writeInt16BE(7, 6);
  bytes.set(body, 8);
  return bytes;
}

test('the body goes behind the next produce request, which tells the length of both', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [peer] = (await once(server, 'connection')) as [Socket];
  const received: Buffer[] = [];
  peer.on('data', (bytes: Buffer) => void received.push(bytes));
  const beside = new BodyBeside();
  beside.attach(socket);
  socket.write(request(0));
  const large = Buffer.alloc(300_000, 5);
  const taken = beside.take({ buf: large, buffer: large });
  expect(taken.buffer).toHaveLength(0);
  // Another kind of request in between, as a login that ran out, has no body of it.
  socket.write(request(18, [1, 2]));
  socket.write(request(0));
  socket.write(request(0, [9]));
  socket.end();
  await once(peer, 'end');
  server.close();
  const longer = request(0, Array.from(large));
  const sent = Buffer.concat([request(0), request(18, [1, 2]), longer, request(0, [9])]);
  expect(Buffer.concat(received).equals(sent)).toBe(true);
});
