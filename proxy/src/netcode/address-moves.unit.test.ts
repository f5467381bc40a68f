import { expect, test } from '@jest/globals';
import type { DatagramAddress } from '@atlasnet/schemas';
import { MOVES_PER_HOST_PER_SECOND_MAX } from '../limits.ts';
import { NetcodeWorld, SERVER } from '../testing/netcode-world.ts';
import type { SentPacket, TestClient } from '../testing/netcode-world.ts';
import { nodePacketCipher } from './packet-cipher-node.ts';
import type { PacketCipher } from './packet-cipher.ts';
import { PERFECT_WIRE } from '../testing/lossy-wire.ts';
import type { WireFaults } from '../testing/lossy-wire.ts';

const OTHER = { host: '10.9.9.9', port: 1234 };

/** A client that is connected, and everything that any key sealed. */
async function connected(
  faults: WireFaults = PERFECT_WIRE,
): Promise<{ world: NetcodeWorld; mobile: TestClient; repeated: string[] }> {
  const seen = new Set<string>();
  const repeated: string[] = [];
  const cipher: PacketCipher = {
    open: (...given) => nodePacketCipher.open(...given),
    seal: (key, nonce, ...rest) => {
      const name = Buffer.from(key).toString('hex') + Buffer.from(nonce).toString('hex');
      if (seen.has(name)) repeated.push(name);
      seen.add(name);
      nodePacketCipher.seal(key, nonce, ...rest);
    },
  };
  const world = new NetcodeWorld(5, faults, { cipher });
  const mobile = world.addClient(world.token(1), 50_000, '10.0.0.1', { cipher, moveAfterMs: 220 });
  await world.run(1000);
  expect(mobile.client.state).toBe('connected');
  return { world, mobile, repeated };
}

function say(world: NetcodeWorld, mobile: TestClient, text: string): void {
  const bytes = Buffer.from(text);
  mobile.client.send(bytes, 0, bytes.length, world.nowMs);
  const [connection] = world.connected;
  world.server.send(connection, bytes, 0, bytes.length, world.nowMs);
}

const typeOf = ({ bytes }: SentPacket): number => bytes[0] & 15;
const fromClient = ({ to }: SentPacket): boolean => to.port === SERVER.port;

test('[S3] a client whose address changes goes on under the same keys, and no number is sealed twice', async () => {
  const lossy = { ...PERFECT_WIRE, loss: 0.1, duplicate: 0.1, delayMs: 20, jitterMs: 30 };
  for (const faults of [PERFECT_WIRE, lossy]) {
    const { world, mobile, repeated } = await connected(faults);
    for (let round = 0; round < 20; round++) {
      mobile.address = { host: `10.0.1.${round}`, port: 40_000 + round };
      await world.run(800);
      say(world, mobile, `round ${round}`);
      await world.run(300);
    }
    expect(mobile.states.at(-1)).toBe('connected');
    expect(world.connected).toHaveLength(1);
    expect(world.server.moves).toBeGreaterThanOrEqual(20);
    expect(world.connected[0].address).toEqual(mobile.address);
    expect(repeated).toEqual([]);
    if (faults !== PERFECT_WIRE) continue;
    expect(world.received).toEqual(Array.from({ length: 20 }, (_, i) => `round ${i}`));
    expect(mobile.received).toEqual(world.received);
  }
});

test('the change takes a fraction of a second, and nothing goes to the old address after it', async () => {
  const { world, mobile } = await connected();
  mobile.address = OTHER;
  await world.run(300);
  expect(world.server.moves).toBe(1);
  const count = world.sent.length;
  await world.run(1000);
  const later = world.sent.slice(count).filter((packet) => !fromClient(packet));
  expect(later.length).toBeGreaterThan(5);
  expect(later.every(({ to }) => to.port === OTHER.port)).toBe(true);
});

test('a new address is sent less than it sent until it has proved itself', async () => {
  const { world, mobile } = await connected();
  mobile.address = OTHER;
  await world.run(400);
  const at = world.sent.findIndex((each) => typeOf(each) === 9);
  const before = world.sent.slice(0, at);
  const sum = (packets: SentPacket[]): number =>
    packets.reduce((n, { bytes }) => n + bytes.length, 0);
  const challenges = before.filter(({ to }) => to.port === OTHER.port);
  const moves = before.filter((each) => typeOf(each) === 7 && each.from.port === OTHER.port);
  expect(challenges.map(typeOf)).toEqual([8]);
  expect(sum(challenges)).toBeLessThan(sum(moves));
});

test('who copies a move to another address gets no stream: the challenge cannot be answered from there', async () => {
  const { world, mobile } = await connected();
  mobile.address = { host: '10.0.0.1', port: 50_099 };
  const stolen: Uint8Array[] = [];
  for (let i = 0; i < 100 && stolen.length === 0; i++) {
    world.nowMs += 10;
    mobile.client.update(world.nowMs);
    stolen.push(...world.sent.filter((each) => typeOf(each) === 7).map(({ bytes }) => bytes));
  }
  // The thief is first; what it is sent it can only send back, as it is.
  world.inject(stolen[0], OTHER);
  const challenge = world.sent.findLast(({ to }) => to.port === OTHER.port);
  expect(challenge && typeOf(challenge)).toBe(8);
  world.inject(challenge?.bytes ?? new Uint8Array(0), OTHER);
  await world.run(600);
  expect(world.connected[0].address).toEqual(mobile.address);
  const { refusals } = world.server;
  expect(refusals['unexpected-type']).toBe(1);
  expect(refusals.replayed).toBeGreaterThanOrEqual(1);
  // Nor does a response that was overheard help from elsewhere, or a second time.
  const response = world.sent.findLast((each) => typeOf(each) === 9);
  world.inject(response?.bytes ?? new Uint8Array(0), OTHER);
  expect(world.connected[0].address).toEqual(mobile.address);
});

test('forged moves, moves of nobody and floods of them are counted and answered by nothing', async () => {
  const { world } = await connected();
  const count = world.sent.length;
  const forged = new Uint8Array(46).fill(0x17);
  forged.fill(0, 42);
  world.inject(forged, OTHER);
  expect(world.server.refusals.unauthentic).toBe(1);
  forged[42] = 5;
  world.inject(forged, OTHER);
  expect(world.server.refusals['move-slot']).toBe(1);
  for (let i = 0; i < 2 * MOVES_PER_HOST_PER_SECOND_MAX; i++) world.inject(forged, OTHER);
  expect(world.server.refusals['move-rate']).toBeGreaterThan(MOVES_PER_HOST_PER_SECOND_MAX / 2);
  expect(world.sent.length).toBe(count);
});

test('moves from the addresses of one IPv6 network are limited together', async () => {
  const { world } = await connected();
  const forged = new Uint8Array(46).fill(0x17);
  const from = (network: number, host: number): DatagramAddress => {
    return { host: `2001:db8:0:${network}::${host.toString(16)}`, port: 9 };
  };
  for (let i = 0; i < 2 * MOVES_PER_HOST_PER_SECOND_MAX; i++) world.inject(forged, from(1, i));
  expect(world.server.refusals['move-rate']).toBe(MOVES_PER_HOST_PER_SECOND_MAX);
  world.inject(forged, from(2, 1));
  expect(world.server.refusals['move-rate']).toBe(MOVES_PER_HOST_PER_SECOND_MAX);
});

test('a response that nobody was asked for, or that comes too late, moves nobody', async () => {
  const { world, mobile } = await connected({ ...PERFECT_WIRE, delayMs: 50 });
  const before = world.connected[0].address;
  mobile.address = OTHER;
  for (let i = 0; i < 60; i++) {
    await world.run(20);
    // The server forgets what it asked.
    world.connected[0].move = null;
  }
  expect(world.server.moves).toBe(0);
  expect(world.server.refusals['move-unchallenged']).toBeGreaterThan(1);
  expect(world.connected[0].address).toEqual(before);
});

test('without the option a client says nothing that the standard does not know', async () => {
  const world = new NetcodeWorld(6);
  const plain = world.addClient(world.token(1));
  await world.run(500);
  plain.address = OTHER;
  await world.run(3000);
  expect(world.sent.filter((each) => typeOf(each) > 6)).toEqual([]);
});
