import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AtlasError } from '../errors.ts';
import {
  InputColumnReader,
  InputColumnWriter,
  checkInputColumn,
  packInput,
} from './input-column.ts';

const number53 = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const inputs = fc.array(
  fc.record({
    session: number53,
    generation: number53,
    sequence: number53,
    afterCommand: number53,
    kind: fc.integer({ min: 0, max: 0xffff_ffff }),
    payload: fc.uint8Array({ maxLength: 300 }),
  }),
  { maxLength: 30 },
);

type Input = ReturnType<typeof read>[number];

function write(given: readonly Input[]): Uint8Array {
  const writer = new InputColumnWriter();
  for (const { session, generation, payload, ...numbers } of given) {
    writer.add(session, generation, packInput(numbers, payload));
  }
  return writer.take();
}

function read(column: Uint8Array) {
  const reader = new InputColumnReader(column);
  const found = [];
  while (reader.next()) {
    const { session, generation, sequence, afterCommand, kind } = reader;
    const payload = reader.payload();
    found.push({ session, generation, sequence, afterCommand, kind, payload });
  }
  return found;
}

test('a column of inputs reads as it was written', () => {
  fc.assert(
    fc.property(inputs, (given) => {
      const plain = given.map(({ payload, ...rest }) => ({
        ...rest,
        payload: Array.from(payload),
      }));
      const found = read(write(given));
      expect(
        found.map(({ payload, ...rest }) => ({ ...rest, payload: Array.from(payload) })),
      ).toEqual(plain);
    }),
  );
});

test('what was taken is not written again', () => {
  const writer = new InputColumnWriter();
  writer.add(1, 1, packInput({ sequence: 1, afterCommand: 0, kind: 0 }, new Uint8Array(2000)));
  const first = writer.take();
  writer.add(2, 1, packInput({ sequence: 1, afterCommand: 0, kind: 0 }, Uint8Array.of(7)));
  expect(read(first).map(({ session }) => session)).toEqual([1]);
  expect(read(writer.take()).map(({ session }) => session)).toEqual([2]);
  expect(writer.length).toBe(0);
});

test('garbage is refused with a typed error, in steps that its length bounds', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (garbage) => {
      const reader = new InputColumnReader(garbage);
      let steps = 0;
      try {
        // An input has six bytes at least.
        while (reader.next()) expect(++steps * 6).toBeLessThanOrEqual(garbage.length);
        checkInputColumn(garbage);
      } catch (error) {
        if (!(error instanceof AtlasError)) throw error;
        expect(error.code).toBe('ATLAS_LINK_MALFORMED');
        expect(() => checkInputColumn(garbage)).toThrow(error.message);
      }
    }),
  );
});

test('an input that is cut off, or longer than its length, is refused', () => {
  const payload = Uint8Array.of(1, 2, 3);
  const numbers = { sequence: 300, afterCommand: 2, kind: 1 };
  const column = write([{ session: 5, generation: 1, ...numbers, payload }]);
  for (let end = 1; end < column.length; end++) {
    expect(() => checkInputColumn(column.subarray(0, end))).toThrow(AtlasError);
  }
  // The length says that it ends within its sequence.
  const short = column.slice();
  short[2] = 1;
  expect(() => checkInputColumn(short)).toThrow('an input is longer than it says');
});
