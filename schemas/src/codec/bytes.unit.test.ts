import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AtlasError } from '../errors.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

const item = fc.oneof(
  fc.record({ kind: fc.constant('varint' as const), value: fc.nat(0xffffffff) }),
  fc.record({ kind: fc.constant('varint53' as const), value: fc.maxSafeNat() }),
  fc.record({ kind: fc.constant('zigzag' as const), value: fc.integer() }),
  fc.record({ kind: fc.constant('text' as const), value: fc.string({ unit: 'binary' }) }),
  fc.record({ kind: fc.constant('blob' as const), value: fc.uint8Array() }),
);

test('what was written is read, and nothing is left', () => {
  fc.assert(
    fc.property(fc.array(item), (items) => {
      const writer = new ByteWriter(1);
      for (const each of items) {
        writer.ensure(16);
        if (each.kind === 'text') writer.text(each.value);
        else if (each.kind === 'blob') writer.blob(each.value);
        else writer[each.kind](each.value);
      }
      const reader = new ByteReader(writer.slice(), 'test');
      for (const each of items) {
        const read =
          each.kind === 'text' || each.kind === 'blob'
            ? reader[each.kind](1000)
            : reader[each.kind]();
        expect(read).toEqual(each.value);
      }
      reader.finish();
    }),
  );
});

test('numbers added to a column as one are those that are read one by one, to the last byte', () => {
  const bytes = fc.oneof(fc.uint8Array(), fc.uint8Array({ max: 127 }));
  const outcome = (run: (reader: ByteReader, column: Int32Array) => void, all: Uint8Array) => {
    const column = new Int32Array(4).fill(0x7ffffff0);
    const reader = new ByteReader(all, 'test');
    try {
      run(reader, column);
      return { column, position: reader.position };
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      return error.message;
    }
  };
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(3), { maxLength: 12 }), (all, places) => {
      const slots = Int32Array.from(places);
      const asOne = outcome((reader, column) => {
        reader.addToColumn(column, slots, slots.length);
      }, all);
      const oneByOne = outcome((reader, column) => {
        for (const slot of slots) column[slot] = (column[slot] + reader.zigzag()) | 0;
      }, all);
      expect(asOne).toEqual(oneByOne);
    }),
    { numRuns: 2000 },
  );
});

test('any bytes give a value of the range or a typed error, and never go beyond the end', () => {
  const kinds = fc.array(fc.constantFrom('varint', 'varint53', 'zigzag', 'count', 'byte', 'text'));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), kinds, (bytes, reads) => {
      const reader = new ByteReader(bytes, 'test');
      try {
        for (const kind of reads) {
          if (kind === 'text') expect(reader.text(10).length).toBeLessThanOrEqual(10);
          else expect(Number.isSafeInteger(reader[kind as 'varint']())).toBe(true);
          expect(reader.remaining).toBeGreaterThanOrEqual(0);
        }
      } catch (error) {
        if (!(error instanceof AtlasError)) throw error;
        expect(error.code).toBe('ATLAS_FRAME_MALFORMED');
      }
    }),
    { numRuns: 2000 },
  );
});
