import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nodeTransport } from '../../client/node.ts';
import { eventually } from '../../testing/contract-tools.ts';
import { AttackStage, LIMIT_MS, grown, untilGrown } from './attack-stage.ts';
import type { Counts } from './attack-stage.ts';
import { Bystander } from './bystander.ts';
import { RawClient } from './raw-client.ts';
import { Source, TappedNetwork, dialTo, pour, transportFrom } from './sources.ts';
import type { Dialled } from './sources.ts';

const REQUEST_BYTES = 1078;
/** Streams of a proxy here, more than one address may have. */
const STREAMS_MAX = 80;
/** Of one address, as the configuration has it by default. */
const STREAMS_PER_ADDRESS = 64;
/** Types of packets, as the standard numbers them. */
const RESPONSE = 3;
const KEEP_ALIVE = 4;
const PAYLOAD = 5;

let stage: AttackStage;
let bystander: Bystander;

beforeAll(async () => {
  stage = await AttackStage.start({ 'proxy.streamsMax': String(STREAMS_MAX) });
  bystander = await Bystander.enter(stage);
}, 2 * LIMIT_MS);

afterAll(() => stage?.stop(), LIMIT_MS);

const packets = (): Promise<Counts> => stage.packets();
const streams = (): Promise<Counts> => stage.streams();

/** A client's request, as it is in its token. */
function requestOf(token: Uint8Array): Uint8Array {
  const parts = [token.subarray(0, 21), token.subarray(29, 61), token.subarray(61, 1085)];
  return Buffer.concat([Uint8Array.of(0), ...parts]);
}

async function sources(count: number, network: number): Promise<Source[]> {
  const made = Array.from({ length: count }, (_, i) =>
    Source.open(`127.0.${network}.${i + 1}`, stage.proxy),
  );
  const all = await Promise.all(made);
  stage.atEnd(...all);
  return all;
}

test(
  'replayed packets are all counted as replayed, and nothing is applied twice',
  async () => {
    const tap = new TappedNetwork();
    const client = await stage.enter('replayed', transportFrom('127.0.0.21', tap));
    stage.atEnd(client);
    for (let i = 0; i < 20; i++) {
      client.input('step', {});
      expect(await client.command('add', {})).toMatchObject({ result: 'applied' });
    }
    await eventually(() => bystander.seen('replayed').added === 20, 'all commands', LIMIT_MS);
    const type = (packet: Uint8Array): number => packet[0] & 15;
    const sealed = tap.sent.filter((each) => [KEEP_ALIVE, PAYLOAD].includes(type(each)));
    const handshake = tap.sent.filter(
      (each) => each.length === REQUEST_BYTES || type(each) === RESPONSE,
    );
    expect(sealed.length).toBeGreaterThan(20);
    const { steps } = bystander.seen('replayed');
    const before = await packets();
    await pour([1, 2, 3].flatMap(() => sealed.map((each) => () => tap.again(each))));
    await pour(handshake.map((each) => () => tap.again(each)));
    const [elsewhere] = await sources(1, 21);
    await pour([...sealed, ...handshake].map((each) => () => elsewhere.send(each)));
    const wanted = { replayed: 3 * sealed.length, 'unknown-address': sealed.length };
    const found = await untilGrown(packets, before, wanted);
    expect(found).toMatchObject({ replayed: 3 * sealed.length });
    // Of the handshake, the request stands in its own way, and the response has nobody waiting for it.
    expect(found['address-connected']).toBe(handshake.length);
    const total = Object.values(found).reduce((sum, count) => sum + count, 0);
    expect(total).toBe(4 * sealed.length + 2 * handshake.length);
    expect(elsewhere.got).toEqual([]);
    expect(bystander.seen('replayed')).toEqual({ added: 20, steps });
    await bystander.expectServed(client);
  },
  2 * LIMIT_MS,
);

test(
  'forged requests from many addresses are counted by reason and never answered',
  async () => {
    const attackers = await sources(40, 2);
    const stranger = new Uint8Array(32).fill(9);
    const token = (wish: Parameters<AttackStage['token']>[2]): Uint8Array =>
      requestOf(stage.token('nobody', stage.nextSession(), wish));
    const changed = (at: number): Uint8Array => {
      const request = token({});
      request[at] ^= 1;
      return request;
    };
    const kinds: readonly (readonly [string, () => Uint8Array])[] = [
      ['request-unauthentic', () => token({ key: stranger })],
      ['request-unauthentic', () => changed(300)],
      ['request-version', () => changed(5)],
      ['request-protocol', () => token({ protocolId: 7n })],
      ['request-expired', () => token({ madeMs: Date.now() - 3_600_000 })],
      ['request-not-for-us', () => token({ server: { host: '10.9.9.9', port: 1 } })],
      ['request-size', () => token({}).subarray(0, 1000)],
      ['unknown-address', () => Uint8Array.from({ length: 60 }, (_, i) => (i === 0 ? 0x15 : i))],
    ];
    const before = await packets();
    const forged = attackers.flatMap((from) => kinds.map(([, make]) => [from, make()] as const));
    await pour(
      forged.map(
        ([from, bytes]) =>
          () =>
            from.send(bytes),
      ),
    );
    const wanted: Record<string, number> = {};
    for (const [reason] of kinds) wanted[reason] = (wanted[reason] ?? 0) + attackers.length;
    expect(await untilGrown(packets, before, wanted)).toEqual(wanted);
    expect(attackers.flatMap(({ got }) => got)).toEqual([]);
    await bystander.expectServed();
  },
  2 * LIMIT_MS,
);

test(
  'a request with a good token is answered by one packet, smaller than it is',
  async () => {
    const spoofed = await sources(20, 3);
    const requests = spoofed.map((from, i) => {
      return [from, requestOf(stage.token(`spoofed ${i}`, stage.nextSession()))] as const;
    });
    for (const [from, request] of requests) from.send(request);
    await eventually(() => spoofed.every(({ got }) => got.length > 0), 'the challenges', LIMIT_MS);
    // Again and again: one for one, and never more bytes than came.
    for (let i = 0; i < 5; i++) for (const [from, request] of requests) from.send(request);
    await eventually(() => spoofed.every(({ got }) => got.length >= 6), 'the others', LIMIT_MS);
    await wait(300);
    for (const { got } of spoofed) {
      expect(got).toHaveLength(6);
      expect(Math.max(...got.map(({ length }) => length))).toBeLessThan(REQUEST_BYTES);
    }
  },
  2 * LIMIT_MS,
);

test(
  'requests of one address are opened so often and no more; others connect meanwhile',
  async () => {
    const [flood] = await sources(1, 4);
    const request = requestOf(stage.token('x', 1, { key: new Uint8Array(32).fill(8) }));
    const before = await packets();
    const poured = pour(Array.from({ length: 4000 }, () => () => flood.send(request)));
    const client = await stage.enter('meanwhile', transportFrom('127.0.0.41'));
    await poured;
    const { 'request-host-rate': limited = 0, 'request-unauthentic': opened = 0 } =
      await untilGrown(packets, before, { 'request-host-rate': 1, 'request-unauthentic': 1000 });
    expect(limited).toBeGreaterThan(0);
    expect(opened).toBeGreaterThanOrEqual(1000);
    await bystander.expectServed(client);
    await client.close();
  },
  2 * LIMIT_MS,
);

test(
  'one token at two addresses lets one in, and nobody ever again',
  async () => {
    const token = stage.token('twice', stage.nextSession());
    const before = await packets();
    const rivals = await Promise.all(
      ['127.0.0.51', '127.0.0.52'].map((host) => RawClient.open(token, transportFrom(host))),
    );
    stage.atEnd(...rivals);
    await eventually(() => rivals.some(({ connected }) => connected), 'one of them', LIMIT_MS);
    await wait(1000);
    expect(rivals.filter(({ connected }) => connected)).toHaveLength(1);
    for (const rival of rivals) await rival.close();
    const late = await Promise.all(
      ['127.0.0.51', '127.0.0.52', '127.0.0.53'].map((host) =>
        RawClient.open(token, transportFrom(host)),
      ),
    );
    stage.atEnd(...late);
    await wait(1500);
    expect(late.map(({ connected }) => connected)).toEqual([false, false, false]);
    const found = await untilGrown(packets, before, { 'token-elsewhere': 1 });
    const refusals = ['token-elsewhere', 'token-used', 'client-connected'].map(
      (each) => found[each] ?? 0,
    );
    expect(refusals.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(10);
  },
  2 * LIMIT_MS,
);

test(
  'nothing is logged per packet: 20,000 of junk leave a handful of lines',
  async () => {
    const junk = 20_000;
    const attackers = await sources(50, 8);
    const request = requestOf(stage.token('x', 1, { key: new Uint8Array(32).fill(7) }));
    const shapes = [
      request,
      request.subarray(0, 900),
      Uint8Array.from({ length: 100 }, (_, i) => (i === 0 ? 0x15 : i)),
      Uint8Array.of(1),
      new Uint8Array(1500).fill(0x25),
    ];
    const before = await packets();
    const lines = stage.cluster.lines.length;
    const startedMs = Date.now();
    await pour(
      Array.from(
        { length: junk },
        (_, i) => () => attackers[i % 50].send(shapes[i % shapes.length]),
      ),
    );
    let counted = 0;
    const endMs = Date.now() + LIMIT_MS;
    // The kernel may have lost some of them.
    while (counted < 0.9 * junk && Date.now() < endMs) {
      await wait(100);
      counted = Object.values(grown(before, await packets())).reduce((sum, each) => sum + each, 0);
    }
    expect(counted).toBeGreaterThan(0.5 * junk);
    // What the cluster says of itself in that time: some lines a second, whoever sends what.
    const seconds = (Date.now() - startedMs) / 1000;
    expect(stage.cluster.lines.length - lines).toBeLessThan(100 + 10 * seconds);
    expect(attackers.flatMap(({ got }) => got)).toEqual([]);
    await bystander.expectServed();
  },
  2 * LIMIT_MS,
);

test(
  'streams are limited for each address and in all, and whoever leaves makes room',
  async () => {
    const before = await streams();
    const dial = (host: string, count: number): Dialled[] =>
      Array.from({ length: count }, () => dialTo(stage.proxy, host));
    const greedy = dial('127.0.0.91', STREAMS_PER_ADDRESS + 10);
    const isOver = ({ over }: Dialled): boolean => over;
    await eventually(() => greedy.filter(isOver).length === 10, 'the address limit', LIMIT_MS);
    // Another address gets what is left.
    const others = dial('127.0.0.92', STREAMS_MAX - STREAMS_PER_ADDRESS + 5);
    await eventually(() => others.filter(isOver).length === 5, 'the limit of all', LIMIT_MS);
    expect(await untilGrown(streams, before, { 'streams-full': 5 })).toEqual({
      ...{ 'streams-per-address': 10, 'streams-full': 5 },
    });
    await bystander.expectServed();
    for (const { socket } of [...greedy, ...others]) socket.destroy();
    const token = stage.token('by stream', stage.nextSession());
    const { fallbacks: [tcp] = [], ...transport } = nodeTransport();
    const player = await stage.enter('by stream', { ...transport, ...tcp }, token);
    expect(player.transport).toBe('tcp');
    await bystander.expectServed(player);
    await player.close();
  },
  2 * LIMIT_MS,
);

test(
  'lengths that are too large end their streams before anything is held for them',
  async () => {
    const rounds = 40;
    const each = 10;
    const before = await streams();
    const bytesBefore = await stage.residentBytes();
    const upgrade = 'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';
    // A binary message of 2^40 bytes, and some of them.
    const huge = Buffer.from([0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4]);
    for (let round = 0; round < rounds; round++) {
      const all = Array.from({ length: 2 * each }, (_, i) => {
        const dialled = dialTo(stage.proxy, `127.0.0.${100 + (i % 10)}`);
        if (i % 2 === 0) dialled.socket.write(Uint8Array.of(0xff, 0xff));
        else dialled.socket.write(`${upgrade}${key}`);
        if (i % 2 === 1) dialled.socket.write(huge);
        dialled.socket.write(Buffer.alloc(65_536, 0x77));
        return dialled;
      });
      await eventually(() => all.every(({ over }) => over), 'the ends', LIMIT_MS);
    }
    const count = 2 * rounds * each;
    expect(await untilGrown(streams, before, { 'packet-size': count })).toEqual({
      'packet-size': count,
    });
    // 50 MB were sent, and petabytes announced.
    expect((await stage.residentBytes()) - bytesBefore).toBeLessThan(48 * 1024 * 1024);
    await bystander.expectServed();
  },
  2 * LIMIT_MS,
);
