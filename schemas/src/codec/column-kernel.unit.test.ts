import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeEntityId, regionId } from '../ids.ts';
import { EntityTable } from '../table/entity-table.ts';
import { defineWorld } from '../world/define-world.ts';
import { compileWorld } from '../world/world-schema.ts';
import { ByteWriter } from './byte-writer.ts';
import { FORM_ALL } from './change-decoder.ts';
import { ChangeEncoder } from './change-encoder.ts';
import { ColumnKernel } from './column-kernel.ts';

/** One cell, so that all are in one group; a move as long as a note holds stays within it. */
const schema = compileWorld(
  defineWorld({
    name: 'oneCell',
    dimensions: 2,
    bounds: { min: [-1000, -1000], max: [1000, 1000] },
    cellSizeM: 2000,
    tickHz: 20,
    components: {},
  }),
);

interface Step {
  readonly x: number;
  readonly y: number;
}

/** Where a varint grows, and what a note holds at most. */
const distance = fc.oneof(
  fc.integer({ min: -70, max: 70 }),
  fc.constantFrom(0, 0, 63, -64, 64, -65, 8191, -8192),
);
const steps = (length: number): fc.Arbitrary<Step[]> =>
  fc.array(fc.record({ x: distance, y: distance }), { minLength: length, maxLength: length });

/**
 * The only group of a frame in which these moved, byte for byte as docs/protocol.md has it.
 * @param all those who stand are told of, too
 */
function expected(ids: Float64Array, moves: readonly Step[], all: boolean): Uint8Array {
  const writer = new ByteWriter(64 + moves.length * 20);
  const moved = moves.flatMap(({ x, y }, i) =>
    x === 0 && y === 0 && !all ? [] : [{ id: ids[i], x, y }],
  );
  if (moved.length === 0) return new Uint8Array();
  const everyone = moved.length === moves.length;
  for (const value of [0, 0, moved.length, everyone ? FORM_ALL : 0]) writer.varint(value);
  moved.forEach(({ id }, i) => {
    if (!everyone) writer.varint53(id - (i === 0 ? 0 : moved[i - 1].id));
  });
  writer.varint(1);
  for (const { x } of moved) writer.zigzag(x);
  for (const { y } of moved) writer.zigzag(y);
  return writer.slice();
}

/** Tables of several sizes take turns in the one memory, and the longer ones make it grow under the others. */
const frames = fc.array(
  fc
    .constantFrom(1, 3, 7, 8, 9, 31, 127, 128, 300, 3000)
    .chain((length) => fc.record({ length: fc.constant(length), moves: steps(length) })),
  { minLength: 2, maxLength: 6 },
);

test('[V1] a group in which entities moved has the bytes of the specification, however many and far', () => {
  fc.assert(
    fc.property(frames, fc.boolean(), (history, listed) => {
      const worlds = new Map<number, { table: EntityTable; encoder: ChangeEncoder }>();
      for (const { length, moves } of history) {
        const known = worlds.get(length);
        const { table, encoder } = known ?? {
          table: new EntityTable(schema, 4),
          encoder: new ChangeEncoder(schema),
        };
        worlds.set(length, { table, encoder });
        if (!known) {
          for (let i = 0; i < length; i++) table.add(makeEntityId(regionId(1), i * 3 + 1));
          encoder.encode(table);
          table.commit();
        }
        const [x, y] = table.lanes;
        moves.forEach((move, slot) => {
          x[slot] += move.x;
          y[slot] += move.y;
          if (listed && (move.x !== 0 || move.y !== 0)) table.markDirty(slot, 1);
        });
        // The whole column counts as changed.
        if (!listed) table.allDirty |= 1;
        const [group] = encoder.encode(table);
        const bytes = Buffer.from(group?.columns ?? []);
        expect(bytes.equals(expected(table.ids, moves, !listed))).toBe(true);
        table.commit();
      }
    }),
    { numRuns: 200 },
  );
});

const LIMITS = [-(2 ** 31), -3, 0, 2, 2 ** 31 - 1];

test('[P2] who is outside of a box is listed, in 2D and 3D, however many there are', () => {
  const lengths = fc.constantFrom(0, 1, 3, 4, 5, 4095, 4096, 4097, 9001);
  const axes = fc.constantFrom(2, 3);
  const limit = fc.constantFrom(...LIMITS);
  const box = fc.array(fc.tuple(limit, limit), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(lengths, axes, box, fc.integer(), (count, dimensions, limits, seed) => {
      let state = seed;
      const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) | 0);
      // What lies behind the last is outside of any box but the widest.
      const lanes = Array.from({ length: dimensions }, () =>
        Int32Array.from({ length: count + 5 }, (_, slot) =>
          slot < count && random() % 8 !== 0 ? (random() >> 8) % 5 : random(),
        ),
      );
      const low = limits.map(([a, b]) => Math.min(a, b));
      const high = limits.map(([a, b]) => Math.max(a, b));
      const kernel = ColumnKernel.shared;
      const listed = kernel.listOutside(lanes, count, low, high);
      const outside = Array.from({ length: count }, (_, slot) => slot).filter((slot) =>
        lanes.some((lane, axis) => lane[slot] < low[axis] || lane[slot] > high[axis]),
      );
      expect(Array.from(kernel.listed.subarray(0, listed))).toEqual(outside);
    }),
    { numRuns: 200 },
  );
});
