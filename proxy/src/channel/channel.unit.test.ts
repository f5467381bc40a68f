import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LossyWire, PERFECT_WIRE, SeededRandom, type WireFaults } from '../testing/lossy-wire.ts';
import { ChannelEndpoint, type ChannelEndpointOptions } from './channel-endpoint.ts';

const A = { host: 'a', port: 1 };
const B = { host: 'b', port: 2 };

/** An endpoint, and all that it told. */
class Peer {
  readonly reliable: Uint8Array[] = [];
  readonly unreliable: { channel: number; bytes: Uint8Array }[] = [];
  readonly delivered: number[] = [];
  readonly lost: number[] = [];
  readonly endpoint: ChannelEndpoint;

  constructor(options: Partial<ChannelEndpointOptions> = {}) {
    this.endpoint = new ChannelEndpoint({
      sendBytesPerSecond: 10_000_000,
      sendBurstBytes: 1_000_000,
      ...options,
      handlers: {
        reliable: (bytes) => void this.reliable.push(bytes),
        unreliable: (channel, bytes) => void this.unreliable.push({ channel, bytes }),
        delivered: (_, message) => void this.delivered.push(message),
        lost: (_, message) => void this.lost.push(message),
      },
    });
  }
}

/** Two peers on a wire. */
class Pair {
  nowMs = 0;
  readonly a: Peer;
  readonly b: Peer;
  readonly sizes: number[] = [];
  readonly wire: LossyWire;

  constructor(
    seed = 1,
    faults: WireFaults = PERFECT_WIRE,
    options: Partial<ChannelEndpointOptions> = {},
  ) {
    this.wire = new LossyWire(new SeededRandom(seed), faults);
    this.a = new Peer(options);
    this.b = new Peer(options);
  }

  step(stepMs = 10): void {
    this.nowMs += stepMs;
    this.a.endpoint.flush(this.nowMs, (bytes, start, end) => {
      this.sizes.push(end - start);
      this.wire.send(bytes, start, end, A, B, this.nowMs);
    });
    this.b.endpoint.flush(this.nowMs, (bytes, start, end) =>
      this.wire.send(bytes, start, end, B, A, this.nowMs),
    );
    this.wire.deliver(this.nowMs, (bytes, _, to) =>
      (to === A ? this.a : this.b).endpoint.receive(bytes, this.nowMs),
    );
  }

  run(durationMs: number, stepMs = 10): void {
    for (const endMs = this.nowMs + durationMs; this.nowMs < endMs;) this.step(stepMs);
  }
}

function numbered(number: number, length: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(4, length)).fill(number);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

const faultsArbitrary = fc.record({
  loss: fc.double({ min: 0, max: 0.5, noNaN: true }),
  duplicate: fc.double({ min: 0, max: 0.5, noNaN: true }),
  delayMs: fc.integer({ min: 0, max: 100 }),
  jitterMs: fc.integer({ min: 0, max: 100 }),
});

test('reliable messages of any size come exactly once and in order, both ways, on any wire', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      faultsArbitrary,
      fc.array(
        fc.oneof(
          { weight: 9, arbitrary: fc.integer({ min: 0, max: 300 }) },
          fc.integer({ min: 0, max: 65_536 }),
        ),
        { minLength: 80, maxLength: 160 },
      ),
      (seed, faults, lengths) => {
        const pair = new Pair(seed, faults);
        let sent = 0;
        const expected: Uint8Array[] = [];
        while (
          sent < lengths.length ||
          pair.b.reliable.length < expected.length ||
          pair.a.endpoint.queuedBytes + pair.b.endpoint.queuedBytes > 0 ||
          pair.a.reliable.length < expected.length
        ) {
          const length = lengths[sent];
          if (length !== undefined) {
            const message = numbered(sent, length);
            if (pair.a.endpoint.queuedBytes + pair.b.endpoint.queuedBytes < 150_000) {
              expect(pair.a.endpoint.sendReliable(message)).toBe(true);
              expect(pair.b.endpoint.sendReliable(message)).toBe(true);
              expected.push(message);
              sent++;
            }
          }
          pair.a.endpoint.sendUnreliable(0, Uint8Array.of(1));
          pair.step(20);
          if (pair.nowMs > 3_000_000) throw new Error('it never came');
        }
        expect(pair.b.reliable.map((bytes) => Buffer.from(bytes).toString('base64'))).toEqual(
          expected.map((bytes) => Buffer.from(bytes).toString('base64')),
        );
        expect(pair.a.reliable.length).toBe(expected.length);
        expect(
          pair.a.reliable.every((bytes, i) => Buffer.compare(bytes, expected[i] ?? A0) === 0),
        ).toBe(true);
        expect(pair.a.endpoint.stats.malformed + pair.b.endpoint.stats.malformed).toBe(0);
      },
    ),
    { numRuns: 25 },
  );
});
const A0 = new Uint8Array(0);

test('unreliable messages never go backwards, come at most once, and are whole', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      faultsArbitrary,
      fc.integer({ min: 4, max: 20_000 }),
      (seed, faults, size) => {
        const pair = new Pair(seed, faults);
        for (let i = 0; i < 60; i++) {
          pair.a.endpoint.sendUnreliable(3, numbered(i, i % 3 === 0 ? size : 40));
          pair.step(50);
        }
        pair.run(4000);
        const seen = pair.b.unreliable.map(({ bytes }) => Buffer.from(bytes).readUInt32BE(0));
        expect(seen).toEqual([...new Set(seen)].sort((x, y) => x - y));
        for (const { channel, bytes } of pair.b.unreliable) {
          const number = Buffer.from(bytes).readUInt32BE(0);
          expect(channel).toBe(3);
          expect(Buffer.compare(bytes, numbered(number, number % 3 === 0 ? size : 40))).toBe(0);
        }
        // Every message's fate is told once.
        const told = [...pair.a.delivered, ...pair.a.lost].sort((x, y) => x - y);
        expect(told).toEqual(Array.from({ length: 60 }, (_, i) => i));
        // What counts as delivered is there, or something newer is.
        const newest = Math.max(-1, ...seen);
        for (const message of pair.a.delivered) expect(message).toBeLessThanOrEqual(newest);
      },
    ),
    { numRuns: 60 },
  );
});

test('on a perfect wire everything arrives at once, and is acknowledged', () => {
  const pair = new Pair();
  const message = pair.a.endpoint.sendUnreliable(1, Uint8Array.of(1, 2, 3));
  pair.a.endpoint.sendReliable(Uint8Array.of(4));
  pair.a.endpoint.sendReliable(new Uint8Array(0));
  pair.step();
  expect(pair.b.unreliable).toEqual([{ channel: 1, bytes: Uint8Array.of(1, 2, 3) }]);
  expect(pair.b.reliable).toEqual([Uint8Array.of(4), new Uint8Array(0)]);
  expect(pair.sizes).toEqual([3 + 4 + 1 + 4 + 1 - 1 + 3 + 1]);
  pair.run(30);
  expect(pair.a.delivered).toEqual([message]);
  expect(pair.a.endpoint.queuedBytes).toBe(0);
  pair.sizes.length = 0;
  pair.run(1000);
  expect(pair.sizes).toEqual([]);
});

test('a view packet a tick, with inputs the other way, costs at most seven bytes above its data', () => {
  const pair = new Pair();
  for (let tick = 0; tick < 100; tick++) {
    if (tick % 2 === 0) pair.b.endpoint.sendUnreliable(1, new Uint8Array(10));
    pair.a.endpoint.sendUnreliable(0, new Uint8Array(200));
    pair.step(50);
  }
  expect(pair.sizes.length).toBe(100);
  expect(Math.max(...pair.sizes)).toBeLessThanOrEqual(207);
  expect(pair.b.unreliable.length).toBe(100);
  expect(pair.a.delivered.length).toBeGreaterThanOrEqual(97);
});

test('round trip and loss are estimated', () => {
  const pair = new Pair(5, { loss: 0.1, duplicate: 0, delayMs: 40, jitterMs: 0 });
  for (let tick = 0; tick < 1000; tick++) {
    pair.a.endpoint.sendUnreliable(0, new Uint8Array(50));
    pair.b.endpoint.sendUnreliable(0, new Uint8Array(50));
    pair.run(50, 5);
  }
  const { rttMs, loss } = pair.a.endpoint.stats;
  expect(rttMs).toBeGreaterThan(70);
  expect(rttMs).toBeLessThan(110);
  expect(loss).toBeGreaterThan(0.02);
  expect(loss).toBeLessThan(0.25);
});

test('the budget holds, the latest view wins, and reliable messages are not starved', () => {
  const pair = new Pair(6, PERFECT_WIRE, { sendBytesPerSecond: 10_000, sendBurstBytes: 2000 });
  let sentBytes = 0;
  for (let tick = 0; tick < 200; tick++) {
    pair.a.endpoint.sendUnreliable(0, numbered(tick, 1000));
    if (tick % 20 === 0) pair.a.endpoint.sendReliable(numbered(tick, 500));
    pair.step(50);
  }
  for (const size of pair.sizes) sentBytes += size;
  expect(sentBytes).toBeLessThan(10_000 * 10 + 4000);
  expect(sentBytes).toBeGreaterThan(80_000);
  expect(pair.b.reliable.length).toBe(10);
  const last = pair.b.unreliable.at(-1)?.bytes ?? A0;
  expect(Buffer.from(last).readUInt32BE(0)).toBeGreaterThan(195);
});

test('the send queue is bounded, and says so', () => {
  const { endpoint } = new Peer();
  expect(endpoint.sendReliable(new Uint8Array(65_537))).toBe(false);
  let taken = 0;
  while (endpoint.sendReliable(new Uint8Array(65_536))) taken++;
  expect(taken).toBe(4);
  const small = new Peer().endpoint;
  taken = 0;
  while (small.sendReliable(new Uint8Array(0))) taken++;
  expect(taken).toBe(4096);
});

test('a message over the receiver limit ends the conversation', () => {
  const pair = new Pair(7, PERFECT_WIRE, { receiveReliableBytesMax: 2000 });
  pair.a.endpoint.sendReliable(new Uint8Array(3000));
  pair.run(100);
  expect(pair.b.endpoint.failed).toContain('limit');
  expect(pair.b.reliable).toEqual([]);
});

test('garbage is counted, harmless, and does not stop the conversation', () => {
  const pair = new Pair(8);
  const random = new SeededRandom(8);
  pair.a.endpoint.sendReliable(numbered(1, 100));
  pair.run(50);
  const peer = new Peer({ receiveReliableBytesMax: 5000, receiveUnreliableBytesMax: 5000 });
  for (let i = 0; i < 50_000; i++) {
    const bytes = random.bytes(random.below(60));
    if (bytes.length > 0 && i % 2 === 0) bytes[0] = (bytes[0] ?? 0) & 7;
    peer.endpoint.receive(bytes, i);
    peer.endpoint.flush(i, () => undefined);
  }
  expect(peer.endpoint.stats.malformed).toBeGreaterThan(20_000);
  for (const { bytes } of peer.unreliable) expect(bytes.length).toBeLessThanOrEqual(5000);
});

test('mutated packets of a real conversation never throw, and memory stays bounded', () => {
  const pair = new Pair(9);
  const random = new SeededRandom(9);
  const captured: Uint8Array[] = [];
  for (let i = 0; i < 40; i++) {
    pair.a.endpoint.sendReliable(numbered(i, random.below(3000)));
    pair.a.endpoint.sendUnreliable(i % 3, numbered(i, random.below(5000)));
    pair.a.endpoint.flush(i * 50, (bytes, start, end) => captured.push(bytes.slice(start, end)));
  }
  const victim = new Peer();
  for (let i = 0; i < 30_000; i++) {
    const packet = (captured[random.below(captured.length)] ?? A0).slice();
    for (let flips = 1 + random.below(3); flips > 0; flips--) {
      packet[random.below(Math.min(packet.length, 12))] = random.below(256);
    }
    victim.endpoint.receive(packet.subarray(0, 1 + random.below(packet.length)), i);
    if (i % 10 === 0) victim.endpoint.flush(i, () => undefined);
    victim.reliable.length = 0;
    victim.unreliable.length = 0;
  }
  expect(
    victim.endpoint.stats.packetsReceived + (victim.endpoint.failed ? 30_000 : 0),
  ).toBeGreaterThanOrEqual(30_000);
});

/** A packet that holds one reliable chunk. */
function chunkPacket(number: number, chunk: number, bytes: Uint8Array, end: boolean): Uint8Array {
  const kind = (end ? 2 : 3) | 4;
  return Uint8Array.of(4, number, number >> 8, kind, chunk, chunk >> 8, ...bytes);
}

test('a chunk that another continues is a whole one: of smaller ones, each of which keeps its packet, none is kept', () => {
  for (const bytes of [0, 1, 1135, 1137]) {
    const peer = new Peer({ receiveReliableBytesMax: 20_000 });
    for (let i = 0; i < 500; i++) {
      peer.endpoint.receive(chunkPacket(i, i, new Uint8Array(bytes), false), i);
    }
    expect(peer.endpoint.stats.malformed).toBe(500);
    // Had the first been taken, this one would be a copy of it.
    peer.endpoint.receive(chunkPacket(500, 0, Uint8Array.of(7), true), 500);
    expect(peer.reliable).toEqual([Uint8Array.of(7)]);
    expect(peer.endpoint.failed).toBeNull();
  }
  const peer = new Peer();
  peer.endpoint.receive(chunkPacket(0, 0, new Uint8Array(1136), false), 0);
  peer.endpoint.receive(chunkPacket(1, 1, new Uint8Array(1137), true), 0);
  expect(peer.endpoint.stats.malformed).toBe(1);
  peer.endpoint.receive(chunkPacket(2, 1, new Uint8Array(1136), true), 0);
  expect(peer.reliable.map(({ length }) => length)).toEqual([2 * 1136]);
});

test('a message on a channel that the peer has no business on is malformed, and nothing of it is kept', () => {
  const peer = new Peer({ receiveChannels: 1 });
  peer.endpoint.receive(Uint8Array.of(4, 0, 0, 4, 65), 0);
  peer.endpoint.receive(Uint8Array.of(4, 1, 0, 4 | (1 << 3), 66), 0);
  const fragment = new Uint8Array(6 + 1136);
  fragment.set([4, 2, 0, 1 | 4 | (31 << 3), 0, 2]);
  peer.endpoint.receive(fragment, 0);
  expect(peer.unreliable).toEqual([{ channel: 0, bytes: Uint8Array.of(65) }]);
  expect(peer.endpoint.stats.malformed).toBe(2);
});
