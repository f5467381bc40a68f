import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NetcodeWorld, SERVER, type SentPacket } from '../testing/netcode-world.ts';
import { SeededRandom } from '../testing/lossy-wire.ts';
import { encodeAddress, decodeAddress } from './addresses.ts';
import { readSessionClaims, writeSessionClaims } from './connect-token-user-data.ts';
import { readConnectToken, readPrivateToken } from './connect-token.ts';
import { sessionId } from '@atlasnet/schemas';

/** Mutated packets of a run; ATLASNET_FUZZ_PACKETS=10000000 for the long one. */
const PACKETS = Number(process.env.ATLASNET_FUZZ_PACKETS ?? 100_000);
const SEED = Number(process.env.ATLASNET_FUZZ_SEED ?? 1);

/** Changes a packet so that it differs from the original for certain. */
function mutate(random: SeededRandom, original: Uint8Array): Uint8Array {
  let packet = new Uint8Array(original);
  switch (random.below(5)) {
    case 0:
      for (let i = 1 + random.below(4); i > 0; i--) flip(random, packet, packet.length);
      break;
    case 1:
      flip(random, packet, Math.min(12, packet.length));
      break;
    case 2:
      packet = packet.slice(0, random.below(packet.length));
      break;
    case 3: {
      const longer = new Uint8Array(packet.length + 1 + random.below(40));
      longer.set(packet);
      packet = longer;
      break;
    }
    default:
      packet.set(random.bytes(random.below(packet.length)), 0);
  }
  if (Buffer.compare(packet, original) === 0) flip(random, packet, packet.length);
  return packet;
}

function flip(random: SeededRandom, packet: Uint8Array, below: number): void {
  const at = random.below(below);
  packet[at] = (packet[at] ?? 0) ^ (1 << random.below(8));
}

test(`no mutated packet is accepted, by server or client, nor throws (seed ${SEED})`, async () => {
  const random = new SeededRandom(SEED);
  const world = new NetcodeWorld(SEED, undefined, {
    requestsPerHostPerSecondMax: 65_535,
    requestsPerSecondMax: Number.MAX_SAFE_INTEGER,
  });
  for (let i = 0; i < 3; i++) world.addClient(world.token(i + 1));
  const absent = world.token(4);
  await world.run(100);
  const waiting = world.addClient(absent);
  waiting.client.update(world.nowMs);
  for (const connection of world.connected) {
    world.server.send(connection, random.bytes(200), 0, 200, world.nowMs);
    // Held back, so that its originals are not replays when they come mutated.
    for (let i = 0; i < 5; i++) world.server.send(connection, random.bytes(30), 0, 30, world.nowMs);
  }
  for (const { client } of world.clients) client.send(random.bytes(100), 0, 100, world.nowMs);
  const corpus: SentPacket[] = world.sent.slice();
  const receivedBefore = world.received.length;
  const sentBefore = world.sent.length;
  const heapBefore = process.memoryUsage().heapUsed;
  for (let i = 0; i < PACKETS; i++) {
    const original = corpus[random.below(corpus.length)];
    if (!original) throw new Error('the corpus is empty');
    const packet = mutate(random, original.bytes);
    if (original.to.port === SERVER.port) {
      world.inject(
        packet,
        random.below(4) === 0 ? { host: '10.7.7.7', port: i & 0xffff } : original.from,
      );
    } else {
      const target = world.clients.find(({ address }) => address.port === original.to.port);
      target?.client.receive(packet, SERVER, world.nowMs);
    }
    if (i % 5000 === 0) world.nowMs += 1;
  }
  const refused = Object.values(world.server.refusals).reduce((sum, count) => sum + count, 0);
  expect(refused).toBeGreaterThan(PACKETS / 3);
  expect(world.received.length).toBe(receivedBefore);
  expect(world.clients.flatMap(({ received }) => received)).toEqual([]);
  expect(world.connected.length).toBe(3);
  expect(world.server.handshakes).toBe(0);
  expect(world.ended).toEqual([]);
  expect(world.sent.length).toBe(sentBefore);
  expect(world.clients.slice(0, 3).map(({ client }) => client.state)).toEqual(
    Array(3).fill('connected'),
  );
  expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(200_000_000);
}, 3_600_000);

test('readers of tokens, claims and addresses take any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2100 }), (bytes) => {
      readConnectToken(bytes);
      readPrivateToken(bytes);
      readSessionClaims(bytes);
      const token = new Uint8Array(2048);
      token.set(bytes.subarray(0, 2048));
      token.set(Buffer.from('NETCODE 1.02\0'), 0);
      readConnectToken(token);
    }),
    { numRuns: 300 },
  );
});

test('session claims come back as they were written', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 50, unit: 'grapheme' }),
      fc.maxSafeNat(),
      fc.maxSafeNat(),
      (account, session, generation) => {
        const claims = { account, session: sessionId(session), generation };
        const written = writeSessionClaims(claims);
        if (Buffer.byteLength(account) > 200) expect(written).toBeNull();
        else expect(written && readSessionClaims(written)).toEqual(claims);
      },
    ),
  );
});

test('addresses come back in the form in which sockets report them', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(65_535), (host, port) => {
      const encoded = encodeAddress({ host, port });
      if (!encoded) throw new Error(`${host} is an address`);
      const decoded = decodeAddress(encoded, 0);
      expect(decoded.port).toBe(port);
      const expected = host.includes(':')
        ? new URL(`http://[${host}]`).hostname.slice(1, -1)
        : host;
      expect(decoded.host).toBe(expected);
    }),
  );
  for (const host of ['', 'localhost', '1.2.3', '1.2.3.256', '::1::', '1:2:3:4:5:6:7', 'g::']) {
    expect(encodeAddress({ host, port: 1 })).toBeNull();
  }
});
