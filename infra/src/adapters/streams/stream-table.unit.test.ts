import { expect, test } from '@jest/globals';
import { SimulatedWorld } from '../simulated/index.ts';
import { STREAM_LIMITS } from './limits.ts';
import type { PacketStream } from './packet-stream.ts';
import { StreamTable, isStreamAddress } from './stream-table.ts';
import type { StreamEntry } from './stream-table.ts';

/** A stream in memory, whose peer reads when it is told to. */
class MemoryStream implements PacketStream {
  queuedBytes = 0;
  readonly sent: number[] = [];
  send(bytes: Uint8Array, start: number, end: number): void {
    this.sent.push(bytes[start]);
    this.queuedBytes += end - start;
  }
  close(): void {}
}

class Bench {
  readonly world = new SimulatedWorld(1);
  readonly refusals: string[] = [];
  readonly received: string[] = [];
  readonly ended: StreamEntry[] = [];
  readonly table: StreamTable;

  constructor(limits: { streamsMax?: number; perAddressMax?: number } = {}) {
    this.table = new StreamTable({
      ...limits,
      clock: this.world.process('edge').clock,
      receive: (bytes, { host, port }) => this.received.push(`${host}:${port} ${bytes.length}`),
      refused: (reason) => this.refusals.push(reason),
    });
  }

  enter(host: string, port: number): { entry: StreamEntry; stream: MemoryStream } | null {
    const entry = this.table.enter({ host, port }, () => entry && this.ended.push(entry));
    if (!entry) return null;
    const stream = new MemoryStream();
    entry.stream = stream;
    return { entry, stream };
  }
}

const packet = Uint8Array.of(7, 1, 2);

test('a stream has an address that no datagram has, and answers find it until it ends', () => {
  const bench = new Bench();
  const own = bench.enter('10.0.0.1', 4000);
  const other = bench.enter('10.0.0.1', 4001);
  if (!own || !other) throw new Error('refused');
  expect(isStreamAddress(own.entry.address)).toBe(true);
  expect(isStreamAddress({ host: '10.0.0.1', port: 4000 })).toBe(false);
  bench.table.receive(own.entry, packet);
  expect(bench.received).toEqual(['stream/10.0.0.1:4000 3']);
  bench.table.send(packet, 0, 3, own.entry.address);
  expect([own.stream.sent, other.stream.sent]).toEqual([[7], []]);
  bench.table.leave(own.entry, null);
  bench.table.send(packet, 0, 3, own.entry.address);
  bench.table.receive(own.entry, packet);
  expect(own.stream.sent).toEqual([7]);
  expect(bench.received).toHaveLength(1);
  expect([bench.table.size, bench.refusals]).toEqual([1, []]);
});

test('streams are limited per address and in all; whoever leaves makes room', () => {
  const bench = new Bench({ streamsMax: 3, perAddressMax: 2 });
  const first = bench.enter('10.0.0.1', 1);
  expect(bench.enter('10.0.0.1', 2)).not.toBeNull();
  expect(bench.enter('10.0.0.1', 3)).toBeNull();
  expect(bench.enter('10.0.0.2', 1)).not.toBeNull();
  expect(bench.enter('10.0.0.3', 1)).toBeNull();
  expect(bench.refusals).toEqual(['streams-per-address', 'streams-full']);
  if (first) bench.table.leave(first.entry, 'packet-size');
  expect(bench.ended).toEqual([first?.entry]);
  expect(bench.enter('10.0.0.1', 4)).not.toBeNull();
  expect(bench.refusals.at(-1)).toBe('packet-size');
});

test('whoever the server does not answer is let go, however busily it sends', async () => {
  const bench = new Bench();
  const loris = bench.enter('10.0.0.1', 1);
  const player = bench.enter('10.0.0.2', 1);
  if (!loris || !player) throw new Error('refused');
  for (let ms = 0; ms < 3 * STREAM_LIMITS.unansweredMs; ms += 100) {
    bench.table.receive(loris.entry, packet);
    bench.table.send(packet, 0, 1, player.entry.address);
    player.stream.queuedBytes = 0;
    await bench.world.run(ms + 100);
  }
  expect(bench.ended).toEqual([loris.entry]);
  expect(bench.refusals).toEqual(['unanswered']);
  await bench.world.run(5 * STREAM_LIMITS.unansweredMs);
  expect(bench.table.size).toBe(0);
});

test('a peer that does not read loses packets instead of filling our memory, and gets new ones later', () => {
  const bench = new Bench();
  const slow = bench.enter('10.0.0.1', 1);
  if (!slow) throw new Error('refused');
  const view = new Uint8Array(1000);
  for (let i = 0; i < 500; i++) {
    view[0] = i & 255;
    bench.table.send(view, 0, view.length, slow.entry.address);
  }
  expect(slow.stream.queuedBytes).toBeLessThanOrEqual(STREAM_LIMITS.queuedBytes + view.length);
  expect(bench.refusals.length).toBe(500 - slow.stream.sent.length);
  expect(new Set(bench.refusals)).toEqual(new Set(['slow-peer']));
  slow.stream.queuedBytes = 0;
  view[0] = 99;
  bench.table.send(view, 0, view.length, slow.entry.address);
  expect(slow.stream.sent.at(-1)).toBe(99);
});

test('streams from the addresses of one IPv6 network are limited together, and make room when they end', () => {
  const bench = new Bench({ perAddressMax: 2 });
  const first = bench.enter('2001:db8:0:1::1', 4000);
  bench.enter('2001:db8:0:1::2', 4000);
  expect(bench.enter('2001:db8:0:1::3', 4000)).toBeNull();
  expect(bench.refusals).toEqual(['streams-per-address']);
  expect(bench.enter('2001:db8:0:2::1', 4000)).not.toBeNull();
  if (first) bench.table.leave(first.entry, null);
  expect(bench.enter('2001:db8:0:1::3', 4000)).not.toBeNull();
});
