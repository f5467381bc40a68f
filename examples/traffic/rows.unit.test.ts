import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ROWS_PER_COMMAND, packRows, placeKey, unpackRows } from './rows.ts';

const row = fc.record({
  vehicle: fc.oneof(
    fc.nat(5000),
    fc.maxSafeNat().map((n) => n % 2 ** 41),
  ),
  at: fc.option(fc.record({ x: fc.nat(65_535), y: fc.nat(65_535) })),
});

test('rows come out as they went in', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(row, { selector: (each) => each.vehicle, minLength: 1, maxLength: 120 }),
      fc.integer({ min: 1, max: 1000 }),
      fc.nat(4095),
      (drawn, ticks, home) => {
        const rows = drawn
          .map(({ vehicle, at }) => ({
            vehicle: home * 2 ** 41 + vehicle,
            at: at && { x: at.x / 16 - 50, y: at.y / 16 - 50 },
          }))
          .sort((a, b) => a.vehicle - b.vehicle);
        expect(unpackRows(packRows({ ticks, rows }))).toEqual({ ticks, rows });
      },
    ),
  );
});

test('any bytes unpack or are refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      const unpacked = unpackRows(bytes);
      if (unpacked) expect(unpacked.rows.length).toBeLessThanOrEqual(ROWS_PER_COMMAND);
    }),
  );
});

test('a full command of moving vehicles is one datagram, and standing ones cost two bytes', () => {
  const at = { x: 1234.5, y: 2345.6 };
  const rows = Array.from({ length: ROWS_PER_COMMAND }, (_, i) => ({ vehicle: 10 + i * 32, at }));
  expect(packRows({ ticks: 20, rows }).length).toBeLessThan(900);
  const still = rows.map(({ vehicle }) => ({ vehicle, at: null }));
  expect(packRows({ ticks: 20, rows: still }).length).toBeLessThan(300);
});

test('places that pack to the same bytes have the same key', () => {
  expect(placeKey(100, 200)).toBe(placeKey(100.01, 199.99));
  expect(placeKey(100, 200)).not.toBe(placeKey(100.1, 200));
});
