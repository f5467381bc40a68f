import { expect, test } from '@jest/globals';
import {
  NetcodeWorld,
  PRIVATE_KEY,
  PROTOCOL_ID,
  SERVER,
  START_UNIX_MS,
} from '../testing/netcode-world.ts';
import { encodeAddressOrFail } from './addresses.ts';
import { writeBigUint64, writeUint64 } from './bytes.ts';
import { writeChallengeToken } from './challenge-token.ts';
import { writeConnectionRequest, writeConnectToken, writePrivateToken } from './connect-token.ts';
import type { NetcodeConnection } from './netcode-connection.ts';
import { nodePacketCipher } from './packet-cipher-node.ts';
import { sealExtended } from './packet-cipher.ts';
import { PacketCodec } from './packet-codec.ts';
import { NETCODE_REFUSALS, type NetcodeRefusal } from './refusals.ts';

const ELSEWHERE = { host: '10.9.9.9', port: 9 };

interface Scene {
  readonly world: NetcodeWorld;
  readonly codec: PacketCodec;
  /** A connected client's slot, and its address. */
  readonly connection: NetcodeConnection;
}

async function connectedScene(): Promise<Scene> {
  const world = new NetcodeWorld(21);
  world.addClient(world.token(1));
  await world.run(40);
  const [connection] = world.connected;
  if (!connection) throw new Error('nobody connected');
  world.clients.length = 0;
  return { world, codec: new PacketCodec(nodePacketCipher, PROTOCOL_ID), connection };
}

function requestOf(token: Uint8Array): Uint8Array {
  const request = new Uint8Array(1078);
  writeConnectionRequest(token, request, 0);
  return request;
}

function seal(scene: Scene, type: number, sequence: number, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(1400);
  const high = Math.floor(sequence / 2 ** 32);
  const key = scene.connection.clientToServerKey;
  return out.slice(0, scene.codec.seal(key, type, sequence >>> 0, high, data, data.length, out, 0));
}

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}

/** A request whose private part says what we like, properly sealed. */
function forgedRequest(world: NetcodeWorld, edit: (plain: Uint8Array) => void): Uint8Array {
  const parts = {
    protocolId: PROTOCOL_ID,
    createdUnixSeconds: START_UNIX_MS / 1000,
    expiresUnixSeconds: START_UNIX_MS / 1000 + 30,
    nonce: world.random.bytes(24),
    private: {
      clientId: 500n,
      timeoutSeconds: 5,
      servers: [encodeAddressOrFail(SERVER)],
      clientToServerKey: world.random.bytes(32),
      serverToClientKey: world.random.bytes(32),
      userData: new Uint8Array(256),
    },
  };
  const token = writeConnectToken(nodePacketCipher, PRIVATE_KEY, parts);
  const plain = writePrivateToken(parts.private);
  edit(plain);
  const associated = new Uint8Array(29);
  associated.set(token.subarray(0, 21), 0);
  associated.set(token.subarray(29, 37), 21);
  token.set(sealExtended(nodePacketCipher, PRIVATE_KEY, parts.nonce, associated, plain), 61);
  return requestOf(token);
}

/** Per reason, what earns it. Those with tests of their own say where. */
const EARNED: Record<
  NetcodeRefusal,
  ((scene: Scene) => void) | 'netcode.unit.test.ts' | 'address-moves.unit.test.ts'
> = {
  'too-small': ({ world }) => world.inject(new Uint8Array(17).fill(0x15), ELSEWHERE),
  'too-large': ({ world }) => world.inject(new Uint8Array(1226).fill(0x15), ELSEWHERE),
  'packet-type': ({ world }) => world.inject(new Uint8Array(30).fill(0x1a), ELSEWHERE),
  'packet-rate': 'netcode.unit.test.ts',
  'move-rate': 'address-moves.unit.test.ts',
  'move-slot': 'address-moves.unit.test.ts',
  'move-unchallenged': 'address-moves.unit.test.ts',
  'unexpected-type': ({ world }) => world.inject(new Uint8Array(30).fill(0x12), ELSEWHERE),
  'sequence-length': ({ world }) => world.inject(new Uint8Array(30).fill(0x95), ELSEWHERE),
  truncated: ({ world }) => world.inject(new Uint8Array(20).fill(0x85), ELSEWHERE),
  'unknown-address': ({ world }) => world.inject(new Uint8Array(30).fill(0x15), ELSEWHERE),
  'sequence-range': (scene) =>
    scene.world.inject(seal(scene, 5, 2 ** 53, new Uint8Array(1)), scene.connection.address),
  replayed: (scene) => {
    const packet = seal(scene, 5, 1000, Uint8Array.of(65));
    scene.world.inject(packet, scene.connection.address);
    expect(scene.world.received).toEqual(['A']);
    scene.world.inject(packet, scene.connection.address);
    scene.world.inject(seal(scene, 5, 744, Uint8Array.of(66)), scene.connection.address);
    scene.world.inject(seal(scene, 5, 745, Uint8Array.of(67)), scene.connection.address);
    expect(scene.world.received).toEqual(['A', 'C']);
  },
  unauthentic: (scene) =>
    scene.world.inject(
      changed(seal(scene, 5, 1000, new Uint8Array(8)), 4, 1),
      scene.connection.address,
    ),
  'data-size': (scene) => {
    for (const [i, [type, length]] of [
      [4, 7],
      [5, 0],
      [6, 1],
      [5, 1201],
    ].entries()) {
      const data = new Uint8Array(length ?? 0);
      scene.world.inject(seal(scene, type ?? 0, 2000 + i, data), scene.connection.address);
    }
    expect(scene.world.server.refusals['data-size']).toBe(4);
  },
  'not-connected': (scene) => {
    scene.world.inject(requestOf(scene.world.token(2)), ELSEWHERE);
    scene.world.inject(seal(scene, 5, 1, new Uint8Array(1)), ELSEWHERE);
  },
  'request-size': ({ world }) => {
    world.inject(requestOf(world.token(2)).slice(1), ELSEWHERE);
    world.inject(new Uint8Array(1), ELSEWHERE);
    world.inject(new Uint8Array(1079), ELSEWHERE);
    expect(world.server.refusals['request-size']).toBe(2);
  },
  'request-version': ({ world }) =>
    world.inject(changed(requestOf(world.token(2)), 12, 0x33), ELSEWHERE),
  'request-protocol': ({ world }) =>
    world.inject(changed(requestOf(world.token(2)), 14, 1), ELSEWHERE),
  'request-expired': ({ world }) => {
    const request = requestOf(world.token(2));
    world.nowMs += 30_000;
    world.inject(request, ELSEWHERE);
  },
  'request-host-rate': ({ world }) => {
    const request = changed(requestOf(world.token(2)), 100, 1);
    for (let i = 0; i < 1100; i++) world.inject(request, { host: '10.9.9.9', port: i });
    expect(world.server.refusals['request-unauthentic']).toBe(1000);
  },
  'request-rate': ({ world }) => {
    const request = changed(requestOf(world.token(2)), 100, 1);
    for (let i = 0; i < 20_500; i++)
      world.inject(request, { host: `10.1.${i >> 8}.${i & 255}`, port: 1 });
  },
  'request-unauthentic': ({ world }) =>
    world.inject(changed(requestOf(world.token(2)), 1077, 1), ELSEWHERE),
  'request-malformed': ({ world }) => {
    world.inject(
      forgedRequest(world, (plain) => (plain[12] = 0)),
      ELSEWHERE,
    );
    world.inject(
      forgedRequest(world, (plain) => (plain[12] = 33)),
      ELSEWHERE,
    );
    world.inject(
      forgedRequest(world, (plain) => (plain[16] = 3)),
      ELSEWHERE,
    );
    expect(world.server.refusals['request-malformed']).toBe(3);
  },
  'request-not-for-us': ({ world }) =>
    world.inject(requestOf(world.token(2, 1, [{ host: '127.0.0.1', port: 1 }])), ELSEWHERE),
  'address-connected': ({ world, connection }) =>
    world.inject(requestOf(world.token(2)), connection.address),
  'client-connected': ({ world }) => world.inject(requestOf(world.token(1)), ELSEWHERE),
  'token-elsewhere': ({ world }) => {
    const request = requestOf(world.token(2));
    world.inject(request, ELSEWHERE);
    world.inject(request, { host: '10.9.9.9', port: 10 });
  },
  'token-used': 'netcode.unit.test.ts',
  'server-full': 'netcode.unit.test.ts',
  'handshakes-full': ({ world }) => {
    for (let i = 0; i < 4097; i++) {
      const token = world.token(100 + i);
      world.inject(requestOf(token), { host: `10.1.${i >> 8}.${i & 255}`, port: 1 });
    }
    expect(world.server.handshakes).toBe(4096);
  },
  'challenge-unauthentic': (scene) => respond(scene, (data) => data.fill(1, 8)),
  'challenge-mismatch': (scene) => {
    // A challenge that was made for another client of the same server.
    respond(scene, null);
  },
  'response-pending': ({ world }) => {
    const request = requestOf(world.token(2));
    world.inject(request, ELSEWHERE);
    const client = world.addClient(world.token(3), 51_000);
    client.client.update(world.nowMs);
    world.deliver();
    world.inject(lastResponse(world), client.address);
  },
  'token-undecided': 'netcode.unit.test.ts',
  'handshake-expired': ({ world, connection }) => {
    world.inject(requestOf(world.token(2)), ELSEWHERE);
    world.nowMs += 11_000;
    connection.lastReceivedMs = world.nowMs;
    world.server.update(world.nowMs, world.unixMs);
    expect(world.server.handshakes).toBe(0);
  },
};

/** The newest connection response on the wire. */
function lastResponse(world: NetcodeWorld): Uint8Array {
  const found = world.sent.findLast(({ bytes }) => ((bytes[0] ?? 0) & 15) === 3);
  if (!found) throw new Error('no response was sent');
  return found.bytes;
}

/** Answers a challenge with something else: changed bytes, or the challenge of another client. */
function respond({ world, codec }: Scene, edit: ((data: Uint8Array) => void) | null): void {
  const key = world.random.bytes(32);
  const request = forgedRequest(world, (plain) => {
    writeBigUint64(plain, 0, 600n);
    plain.set(key, 16 + 7);
    plain.set(key, 16 + 7 + 32);
  });
  const other = forgedRequest(world, (plain) => {
    writeBigUint64(plain, 0, 601n);
    plain.set(key, 16 + 7);
    plain.set(key, 16 + 7 + 32);
  });
  world.inject(request, ELSEWHERE);
  world.inject(other, { host: '10.9.9.9', port: 10 });
  const challenge = world.sent.at(-1)?.bytes ?? new Uint8Array(0);
  expect(codec.parseHeader(challenge, 0xff)).toBeNull();
  const data = codec.open(key, challenge, null);
  if (typeof data === 'string') throw new Error(data);
  edit?.(data);
  const out = new Uint8Array(400);
  world.inject(out.slice(0, codec.seal(key, 3, 1, 0, data, data.length, out, 0)), ELSEWHERE);
}

for (const reason of NETCODE_REFUSALS) {
  const earn = EARNED[reason];
  if (typeof earn === 'string') continue;
  test(`a packet is dropped and counted as ${reason}`, async () => {
    const scene = await connectedScene();
    const before = scene.world.server.refusals[reason];
    const clients = scene.world.server.clients;
    earn(scene);
    expect(scene.world.server.refusals[reason]).toBeGreaterThan(before);
    expect(scene.world.server.clients).toBe(clients);
    expect(scene.world.ended).toEqual([]);
  });
}

test('a challenge sealed with another process key is refused', async () => {
  const scene = await connectedScene();
  respond(scene, (data) => {
    writeUint64(data, 0, 7);
    const token = { clientId: 600n, userData: new Uint8Array(256) };
    writeChallengeToken(nodePacketCipher, new Uint8Array(32), 7, token, data, 8);
  });
  expect(scene.world.server.refusals['challenge-unauthentic']).toBe(1);
});
