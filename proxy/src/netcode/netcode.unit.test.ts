import { expect, test } from '@jest/globals';
import { AtlasError, sessionId } from '@atlasnet/schemas';
import { CLIENT_PACKETS_BURST, CLIENT_PACKETS_PER_SECOND } from '../limits.ts';
import { NetcodeWorld, SERVER } from '../testing/netcode-world.ts';
import type { TestClient } from '../testing/netcode-world.ts';
import { readSessionClaims, writeSessionClaims } from './connect-token-user-data.ts';
import { writeConnectionRequest } from './connect-token.ts';

const text = (value: string): Uint8Array => Buffer.from(value);

function requestOf(token: Uint8Array): Uint8Array {
  const request = new Uint8Array(1078);
  writeConnectionRequest(token, request, 0);
  return request;
}

/** A server of tokens that never answers. */
const NOBODY = { host: '127.0.0.1', port: 40_001 };

test('a client connects by request, challenge, response and keep-alive, and both sides talk', async () => {
  const world = new NetcodeWorld(1);
  const { client, states, received } = world.addClient(world.token(77));
  await world.run(100);
  expect(states).toEqual([
    'sending-connection-request',
    'sending-connection-response',
    'connected',
  ]);
  const [connection] = world.connected;
  if (!connection) throw new Error('nobody connected');
  expect(connection.clientId).toBe(77n);
  expect(readSessionClaims(connection.userData)).toEqual({
    account: 'account 77',
    session: 77,
    generation: 1,
  });
  expect(client.clientsMax).toBe(8);
  client.send(text('up'), 0, 2, world.nowMs);
  world.server.send(connection, text('xdownx'), 1, 5, world.nowMs);
  await world.run(20);
  expect(world.received).toEqual(['up']);
  expect(received).toEqual(['down']);
  client.disconnect(world.nowMs);
  await world.run(20);
  expect(world.ended).toEqual(['by-client']);
  expect(world.server.clients).toBe(0);
});

test('a token says who its session is for, and whether it only looks on; any other byte makes it no session', () => {
  const player = { account: 'käthe', session: sessionId(7), generation: 3 };
  for (const claims of [player, { ...player, spectator: true }]) {
    const bytes = writeSessionClaims(claims);
    if (!bytes) throw new Error('the claims fit');
    expect(readSessionClaims(bytes)).toEqual(claims);
    const end = 21 + Buffer.byteLength(claims.account);
    for (const [at, byte] of [
      [end, 2],
      [end + 1, 1],
      [255, 1],
    ]) {
      const changed = bytes.slice();
      changed[at] = byte;
      expect(readSessionClaims(changed)).toBeNull();
    }
  }
});

test('no reply is larger than the request it answers', async () => {
  const world = new NetcodeWorld(2);
  world.addClient(world.token(1));
  await world.run(100);
  const [request, challenge, response, keepAlive] = world.sent.map((packet) => packet.bytes.length);
  expect(request).toBe(1078);
  expect(challenge).toBe(333);
  expect(response).toBe(333);
  expect(keepAlive).toBe(26);
});

test('clients connect and stay connected over a wire that loses, doubles and reorders', async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const world = new NetcodeWorld(seed, { loss: 0.3, duplicate: 0.2, delayMs: 20, jitterMs: 80 });
    for (let i = 0; i < 8; i++) world.addClient(world.token(1000 + i));
    await world.run(8000);
    expect(world.clients.map(({ client }) => client.state)).toEqual(Array(8).fill('connected'));
    expect(world.server.clients).toBe(8);
    expect(world.ended).toEqual([]);
  }
});

test('an idle connection costs each side a keep-alive per 100 ms and no more', async () => {
  const world = new NetcodeWorld(3);
  const { address } = world.addClient(world.token(1));
  await world.run(200);
  world.sent.length = 0;
  await world.run(1000);
  const fromClient = world.sent.filter((packet) => packet.from.port === address.port);
  expect(fromClient.length).toBeGreaterThanOrEqual(8);
  expect(world.sent.length).toBeLessThanOrEqual(22);
  expect(Math.max(...world.sent.map((packet) => packet.bytes.length))).toBeLessThanOrEqual(27);
});

test('silence ends a connection on both sides after the timeout of the token', async () => {
  const world = new NetcodeWorld(4);
  const { client } = world.addClient(world.token(1));
  await world.run(100);
  world.clients.length = 0;
  await world.run(4900);
  expect(world.ended).toEqual([]);
  await world.run(300);
  expect(world.ended).toEqual(['timed-out']);
  client.update(world.nowMs);
  expect(client.state).toBe('connection-timed-out');
});

test('the server says goodbye ten times, and the client leaves', async () => {
  const world = new NetcodeWorld(5, { loss: 0.5, duplicate: 0, delayMs: 0, jitterMs: 0 });
  const { client } = world.addClient(world.token(1));
  await world.run(3000);
  const [connection] = world.connected;
  if (!connection) throw new Error('nobody connected');
  world.sent.length = 0;
  world.server.disconnect(connection, world.nowMs);
  expect(world.sent.length).toBe(10);
  await world.run(40);
  expect(client.state).toBe('disconnected');
  expect(world.server.send(connection, text('x'), 0, 1, world.nowMs)).toBe(false);
});

test('a full server denies; the client tries the next server, then gives up as denied', async () => {
  const world = new NetcodeWorld(6, undefined, { clientsMax: 1 });
  world.addClient(world.token(1));
  await world.run(100);
  const nowhere = { host: '127.0.0.1', port: 40001 };
  const second = world.addClient(world.token(2));
  const third = world.addClient(world.token(3, 1, [SERVER, nowhere]));
  await world.run(100);
  expect(second.client.state).toBe('connection-denied');
  expect(third.client.server).toEqual(nowhere);
  await world.run(5000);
  expect(third.client.state).toBe('connection-request-timed-out');
  expect(world.server.refusals['server-full']).toBeGreaterThanOrEqual(2);
});

test('a client stops trying when its token has expired', async () => {
  const world = new NetcodeWorld(7);
  const servers = Array.from({ length: 32 }, (_, i) => ({ host: '10.9.9.9', port: i + 1 }));
  const { client } = world.addClient(world.token(1, 1, servers));
  await world.run(30_100);
  expect(client.state).toBe('connect-token-expired');
});

test('a client refuses a token that is none', () => {
  const world = new NetcodeWorld(8);
  const token = world.token(1);
  token[0] = 0;
  expect(world.addClient(token).client.state).toBe('invalid-connect-token');
  expect(world.addClient(new Uint8Array(3)).client.state).toBe('invalid-connect-token');
});

test('[S3] a token connects once: not again from elsewhere, nor from the same address', async () => {
  const world = new NetcodeWorld(9);
  const token = world.token(1);
  const { client, address } = world.addClient(token);
  await world.run(100);
  world.inject(requestOf(token), address);
  expect(world.server.refusals['address-connected']).toBe(1);
  world.inject(requestOf(token), { host: '10.0.0.2', port: 1 });
  expect(world.server.refusals['client-connected']).toBe(1);
  client.disconnect(world.nowMs);
  await world.run(100);
  world.inject(requestOf(token), address);
  expect(world.server.refusals['token-used']).toBe(1);
  world.inject(requestOf(token), { host: '10.0.0.2', port: 1 });
  expect(world.server.refusals['token-elsewhere']).toBe(1);
  expect(world.connected.length).toBe(1);
});

test('[S3] a token whose handshake came to nothing is good from another address', async () => {
  const world = new NetcodeWorld(20, undefined, { clientsMax: 1 });
  const [unheard, next, full] = [world.token(1), world.token(1), world.token(2)];
  world.inject(requestOf(unheard), { host: '10.0.0.2', port: 1 });
  await world.run(4900);
  const early = world.addClient(unheard);
  await world.run(60);
  expect(early.client.state).toBe('sending-connection-request');
  await world.run(300);
  expect(early.client.state).toBe('connected');
  world.addClient(full);
  await world.run(100);
  world.clients[0].client.disconnect(world.nowMs);
  await world.run(100);
  const again = world.addClient(full);
  await world.run(200);
  expect(again.client.state).toBe('connected');
  again.client.disconnect(world.nowMs);
  await world.run(100);
  // Another token from the same address takes the place of one that was not answered to.
  world.inject(requestOf(next), { host: '10.0.0.3', port: 1 });
  world.inject(requestOf(world.token(3)), { host: '10.0.0.3', port: 1 });
  const last = world.addClient(next);
  await world.run(100);
  expect(last.client.state).toBe('connected');
  expect(world.server.refusals['token-elsewhere']).toBeGreaterThan(0);
  expect(world.server.refusals['token-used']).toBe(0);
});

test('[S3] a token that the log says is used up elsewhere is denied, and seals nothing but numbers above 2^63', async () => {
  const world = new NetcodeWorld(10, undefined, { consumeToken: () => Promise.resolve(false) });
  const { client } = world.addClient(world.token(1));
  await world.run(100);
  expect(client.state).toBe('connection-denied');
  expect(world.server.clients).toBe(0);
  const fromServer = world.sent.filter((packet) => packet.from === SERVER);
  expect(fromServer.length).toBe(2);
  for (const { bytes } of fromServer) {
    expect((bytes[0] ?? 0) >> 4).toBe(8);
    expect(bytes[8]).toBeGreaterThanOrEqual(0x80);
  }
});

test('[S3] while the log cannot tell, the client waits, and connects once it can', async () => {
  let reachable = false;
  const world = new NetcodeWorld(11, undefined, {
    consumeToken: () =>
      reachable
        ? Promise.resolve(true)
        : Promise.reject(new AtlasError('ATLAS_LOG_UNREACHABLE', 'no log')),
  });
  const { client } = world.addClient(world.token(1));
  await world.run(500);
  expect(client.state).toBe('sending-connection-response');
  expect(world.server.refusals['token-undecided']).toBeGreaterThan(2);
  reachable = true;
  await world.run(300);
  expect(client.state).toBe('connected');
});

test('[S3] a slot that the log grants late is taken, although the client asks another server by then', async () => {
  let judge: (first: boolean) => void = () => undefined;
  const consumeToken = (): Promise<boolean> => new Promise((resolve) => (judge = resolve));
  const world = new NetcodeWorld(18, undefined, { consumeToken });
  const token = world.token(1, 1, [SERVER, NOBODY]);
  const { client } = world.addClient(token, 60_000, '10.0.0.1', { retryMs: 400 });
  await world.run(5200);
  expect([client.state, client.server]).toEqual(['sending-connection-request', NOBODY]);
  expect(world.server.handshakes).toBe(1);
  judge(true);
  await world.run(1000);
  expect(client.state).toBe('connected');
  expect(client.server).toEqual(SERVER);
});

test('a server whose challenge takes longer than the client asks it is connected all the same', async () => {
  const slow = { loss: 0, duplicate: 0, delayMs: 600, jitterMs: 0 };
  const world = new NetcodeWorld(19, slow);
  const token = world.token(1, 1, [SERVER, NOBODY]);
  const { client } = world.addClient(token, 60_000, '10.0.0.1', { retryMs: 400 });
  await world.run(4000);
  expect(client.state).toBe('connected');
});

test('[S3] a token judged after its handshake was forgotten gives no slot', async () => {
  let judge: (first: boolean) => void = () => undefined;
  const world = new NetcodeWorld(12, undefined, {
    consumeToken: () => new Promise((resolve) => (judge = resolve)),
  });
  world.addClient(world.token(1));
  await world.run(31_000);
  expect(world.server.handshakes).toBe(0);
  judge(true);
  await world.run(20);
  expect(world.server.clients).toBe(0);
});

test('[S3] no key seals two packets with one number, over connects, losses and resumes', async () => {
  const world = new NetcodeWorld(13, { loss: 0.3, duplicate: 0, delayMs: 5, jitterMs: 30 });
  const seals = new Set<string>();
  const cipherKeys = new Map<string, number>();
  for (let generation = 1; generation <= 4; generation++) {
    const { client } = world.addClient(world.token(1, generation));
    await world.run(3000);
    expect(client.state).toBe('connected');
    for (const connection of world.server.connections()) {
      cipherKeys.set(Buffer.from(connection.serverToClientKey).toString('hex'), generation);
    }
  }
  // Each client has an address of its own and one token: direction and address name the key.
  for (const { bytes, from, to } of world.sent) {
    if (bytes[0] === 0) continue;
    const numbered = Buffer.from(bytes.subarray(1, 1 + ((bytes[0] ?? 0) >> 4))).toString('hex');
    seals.add(`${from.host}:${from.port}>${to.host}:${to.port} ${numbered}`);
  }
  expect(seals.size).toBe(world.sent.filter((packet) => packet.bytes[0] !== 0).length);
  expect(cipherKeys.size).toBe(4);
  expect(seals.size).toBeGreaterThan(100);
});

test('[S1] a later generation of a session takes the place of the older connection', async () => {
  const world = new NetcodeWorld(14);
  const first = world.addClient(world.token(1, 1));
  await world.run(100);
  const second = world.addClient(world.token(1, 2), 60_000, '10.0.0.2');
  await world.run(100);
  expect(second.client.state).toBe('connected');
  expect(first.client.state).toBe('disconnected');
  expect(world.ended).toEqual(['superseded']);
  const stale = world.addClient(world.token(1, 1), 60_001, '10.0.0.3');
  await world.run(500);
  expect(stale.client.state).toBe('sending-connection-request');
  expect(world.server.refusals['client-connected']).toBeGreaterThan(0);
});

test('a resume from the same address also takes the place of its older connection', async () => {
  const world = new NetcodeWorld(15);
  const { address } = world.addClient(world.token(1, 1));
  await world.run(100);
  world.clients.length = 0;
  const second = world.addClient(world.token(1, 2), address.port, address.host);
  await world.run(200);
  expect(second.client.state).toBe('connected');
  expect(world.server.clients).toBe(1);
});

test('an unconfirmed client gets a keep-alive before each payload', async () => {
  const world = new NetcodeWorld(16);
  const { client, received } = world.addClient(world.token(1));
  await world.run(20);
  const [connection] = world.connected;
  if (!connection) throw new Error('nobody connected');
  connection.confirmed = false;
  world.sent.length = 0;
  world.server.send(connection, text('early'), 0, 5, world.nowMs);
  expect(world.sent.map((packet) => (packet.bytes[0] ?? 0) & 15)).toEqual([4, 5]);
  await world.run(140);
  expect(client.state).toBe('connected');
  expect(received).toEqual(['early']);
  expect(connection.confirmed).toBe(true);
});

test('connections that come and go leave nothing behind', async () => {
  const world = new NetcodeWorld(17);
  for (let i = 0; i < 300; i++) {
    const { client } = world.addClient(world.token(i + 1));
    await world.run(40);
    expect(client.state).toBe('connected');
    client.disconnect(world.nowMs);
    await world.run(20);
    world.clients.length = 0;
    world.sent.length = 0;
  }
  expect(world.server.clients).toBe(0);
  expect(world.server.handshakes).toBe(0);
  expect(world.ended.length).toBe(300);
});

test('who is connected is heard so often and no more, the rest unopened; what others forge in its name costs it nothing', async () => {
  const world = new NetcodeWorld(31);
  const { client, address } = world.addClient(world.token(1));
  const other = world.addClient(world.token(2));
  await world.run(400);
  const forged = new Uint8Array(40).fill(0x15);
  for (let i = 0; i < 5000; i++) world.inject(forged, address);
  expect(world.server.refusals).toMatchObject({ unauthentic: 5000, 'packet-rate': 0 });
  const say = (who: TestClient['client'], what: string): void => {
    who.send(text(what), 0, what.length, world.nowMs);
    world.deliver();
  };
  for (let i = 0; i < 3000; i++) say(client, 'much');
  const dropped = world.sent.at(-1)?.bytes ?? new Uint8Array(0);
  say(other.client, 'little');
  expect(world.received.filter((each) => each === 'much')).toHaveLength(CLIENT_PACKETS_BURST);
  expect(world.received.at(-1)).toBe('little');
  expect(world.server.refusals['packet-rate']).toBe(3000 - CLIENT_PACKETS_BURST);
  // What was dropped was not opened: its number is not used up.
  await world.run(20);
  world.inject(dropped, address);
  expect(world.received.at(-1)).toBe('much');
  // Keep-alives of a second count as well.
  await world.run(1000);
  for (let i = 0; i < 3000; i++) say(client, 'more');
  const more = world.received.filter((each) => each === 'more').length;
  expect(more).toBeGreaterThan(CLIENT_PACKETS_PER_SECOND - 20);
  expect(more).toBeLessThanOrEqual(CLIENT_PACKETS_PER_SECOND);
  expect(world.ended).toEqual([]);
});
