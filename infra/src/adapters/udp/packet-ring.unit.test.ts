import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hexOf } from '../../testing/contract-tools.ts';
import { PacketRingReader, PacketRingWriter, makePacketRing } from './packet-ring.ts';

const BYTES = 1024;
/** Before each record's bytes. */
const HEADER_BYTES = 32;

class Ring {
  readonly writer: PacketRingWriter;
  readonly reader: PacketRingReader;

  constructor(position = 0) {
    const memory = makePacketRing(BYTES, position);
    this.writer = new PacketRingWriter(memory);
    this.reader = new PacketRingReader(memory);
  }

  write(number: number, text: string, bytes: Uint8Array): boolean {
    if (!this.writer.begin(text.length + bytes.length)) return false;
    this.writer.setNumber(0, number);
    this.writer.setNumber(6, text.length);
    this.writer.addText(text);
    this.writer.add(bytes);
    this.writer.end();
    return true;
  }

  read(length: number): string | null {
    const { reader } = this;
    if (!reader.next()) return null;
    const textEnd = reader.number(6);
    const bytes = new Uint8Array(length + 1);
    reader.copy(textEnd, textEnd + length, bytes, 1);
    const read = `${reader.number(0)} ${reader.text(0, textEnd)} ${hexOf(bytes)}`;
    reader.done();
    return read;
  }
}

test('records come out as they went in, in their order, whatever their sizes and whoever is ahead', () => {
  const step = fc.record({
    write: fc.boolean(),
    bytes: fc.uint8Array({ maxLength: 400 }),
    text: fc.string({ unit: fc.constantFrom('1', '.', 'f', ':'), maxLength: 45 }),
  });
  // Positions go round at 2^32, by way of the smallest number of 32 bits.
  const position = fc.constantFrom(0, 2 ** 31 - 1600, -1600);
  fc.assert(
    fc.property(fc.array(step, { minLength: 50, maxLength: 300 }), position, (steps, begin) => {
      const ring = new Ring(begin);
      const waiting: { read: string; length: number; room: number }[] = [];
      let lost = 0;
      for (const [i, { write, bytes, text }] of steps.entries()) {
        if (!write) {
          const first = waiting.shift();
          expect(ring.read(first?.length ?? 0)).toBe(first?.read ?? null);
          continue;
        }
        const room = HEADER_BYTES + Math.ceil((text.length + bytes.length) / 4) * 4;
        const used = waiting.reduce((sum, record) => sum + record.room, 0);
        if (ring.write(-i, text, bytes)) {
          expect(used + room).toBeLessThanOrEqual(BYTES);
          const read = `${i === 0 ? 0 : -i} ${text} 00${hexOf(bytes)}`;
          waiting.push({ read, length: bytes.length, room });
        } else {
          lost++;
          // At worst a rest as long as the record, less a word, is left out at the ring's end.
          expect(used + 2 * room).toBeGreaterThan(BYTES);
        }
        expect(ring.reader.lost).toBe(lost);
      }
      for (const { read, length } of waiting) expect(ring.read(length)).toBe(read);
      expect(ring.reader.next()).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('who waits is woken by a record, and by the end, and not before', async () => {
  const ring = new Ring();
  let woken = 0;
  const wait = (): Promise<void> => ring.reader.wait().then(() => void woken++);
  const first = wait();
  await new Promise(setImmediate);
  expect(woken).toBe(0);
  ring.write(1, '', new Uint8Array(3));
  ring.writer.wake();
  await first;
  // Nobody sleeps while there is something to read.
  await wait();
  expect(ring.read(3)).toContain('1 ');
  const last = wait();
  expect(ring.reader.ended).toBe(false);
  ring.write(2, '', new Uint8Array(3));
  ring.writer.close();
  await last;
  expect(ring.reader.ended).toBe(false);
  expect(ring.read(3)).toContain('2 ');
  expect(ring.reader.ended).toBe(true);
  await wait();
});
