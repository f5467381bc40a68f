import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defineWorld } from '../world/define-world.ts';
import { field } from '../world/field.ts';
import { compileWorld } from '../world/world-schema.ts';
import { decodePayload, encodePayload } from './payload-codec.ts';

const [kind] = compileWorld(
  defineWorld({
    name: 'payloads',
    dimensions: 2,
    bounds: { min: [0, 0], max: [10, 10] },
    tickHz: 20,
    components: {},
    commands: {
      act: {
        text: field.text({ lengthMax: 24 }),
        bytes: field.bytes({ lengthMax: 8 }),
        count: field.integer({ min: -5, max: 1000 }),
        wide: field.integer(),
        flag: field.flag(),
        mood: field.enumeration(['calm', 'angry']),
        place: field.vector3({ quantum: 0.25 }),
        target: field.entity(),
        speed: field.number({ quantum: 0.5 }),
        mass: field.float(),
      },
    },
  }),
).kinds;

const quarter = fc.integer({ min: -40_000, max: 40_000 }).map((value) => value / 4);
const payload = fc.record(
  {
    text: fc.string({ maxLength: 6, unit: 'grapheme-composite' }),
    bytes: fc.uint8Array({ maxLength: 8 }),
    count: fc.integer({ min: -5, max: 1000 }),
    wide: fc.maxSafeInteger(),
    flag: fc.boolean(),
    mood: fc.constantFrom('calm', 'angry'),
    place: fc.record({ x: quarter, y: quarter, z: quarter }, { noNullPrototype: true }),
    target: fc.maxSafeNat(),
    speed: fc.integer({ min: -1000, max: 1000 }).map((value) => value / 2),
    mass: fc.float({ noNaN: true, noDefaultInfinity: true }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

test('a payload that fits its declaration comes back as it was, with defaults for what it lacks', () => {
  fc.assert(
    fc.property(payload, (values) => {
      fc.pre(Buffer.byteLength(values.text ?? '') <= 24);
      const defaults = decodePayload(kind, encodePayload(kind, {}));
      expect(decodePayload(kind, encodePayload(kind, values))).toEqual({ ...defaults, ...values });
    }),
  );
});

test('any bytes as a payload give values within their ranges or a typed error', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.tuple(payload, fc.nat(60), fc.nat(255)).map(([values, at, byte]) => {
      const edited = encodePayload(kind, { ...values, text: 'a' });
      edited[at % edited.length] = byte;
      return edited;
    }),
  );
  fc.assert(
    fc.property(bytes, (input) => {
      try {
        const { count, mood } = decodePayload(kind, input);
        expect(count).toBeGreaterThanOrEqual(-5);
        expect(count).toBeLessThanOrEqual(1000);
        expect(['calm', 'angry']).toContain(mood);
      } catch (error) {
        expect(error).toMatchObject({ code: 'ATLAS_COMMAND_MALFORMED' });
      }
    }),
    { numRuns: 1000 },
  );
});

test('a value that does not fit is refused by kind and field', () => {
  expect(() => encodePayload(kind, { count: 1001 })).toThrow(/act\.count/);
  expect(() => decodePayload(kind, new Uint8Array(16_385))).toThrow(/more than 16384 bytes/);
  expect(() => encodePayload(kind, { text: 'x'.repeat(25) })).toThrow(/act\.text/);
});
