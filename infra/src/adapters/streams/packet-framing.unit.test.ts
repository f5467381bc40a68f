import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hexOf } from '../../testing/contract-tools.ts';
import { PacketFrameReader, framePacket } from './packet-framing.ts';

const MAX = 40;

test('packets come out whole and in order, however the stream is cut', () => {
  const packets = fc.array(fc.uint8Array({ minLength: 1, maxLength: MAX }), { maxLength: 12 });
  const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(packets, cuts, (sent, sizes) => {
      const stream = Buffer.concat(sent.map((packet) => framePacket(packet, 0, packet.length)));
      const reader = new PacketFrameReader(MAX);
      const got: string[] = [];
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const end = at + sizes[turn % sizes.length];
        expect(reader.push(stream.subarray(at, end), (each) => got.push(hexOf(each)))).toBe(true);
        at = end;
      }
      expect(got).toEqual(sent.map(hexOf));
    }),
  );
});

test('a length of 0 or over the limit ends the reading, in one piece and byte by byte', () => {
  for (const length of [0, MAX + 1, 0x4547, 0xffff]) {
    const bytes = Uint8Array.of(1, 0, 7, length & 255, length >> 8, 9);
    const got: string[] = [];
    const take = (packet: Uint8Array): void => void got.push(hexOf(packet));
    expect(new PacketFrameReader(MAX).push(bytes, take)).toBe(false);
    const reader = new PacketFrameReader(MAX);
    const each = Array.from(bytes, (byte) => reader.push(Uint8Array.of(byte), take));
    expect(each.slice(0, 5)).toEqual([true, true, true, true, false]);
    expect(got).toEqual(['07', '07']);
  }
});

test('only the part between start and end is framed, as a copy', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4);
  const framed = framePacket(bytes, 1, 3);
  bytes.fill(0);
  expect(hexOf(framed)).toBe('02000203');
});
