import { expect, test } from '@jest/globals';
import {
  cellIndex,
  compileWorld,
  decodeMessage,
  defineWorld,
  encodeMessage,
  field,
  interlinkMessages,
  logMessages,
} from '@atlasnet/schemas';
import type { CellGroup } from '@atlasnet/schemas';
import { FrameGroups } from './frame-groups.ts';

const schema = compileWorld(
  defineWorld({
    name: 'groups',
    dimensions: 3,
    bounds: { min: [0, 0, 0], max: [1000, 1000, 1000] },
    tickHz: 20,
    components: { count: field.integer() },
  }),
);
const SLICE_GROUPS_FIELD = 8;

/** In cells all over the world, columns from none to more than one byte of length can say. */
const groups: CellGroup[] = Array.from({ length: 40 }, (_, i) => ({
  ...{ x: i % 4, y: (i * 7) % 5, z: Math.floor(i / 8) },
  columns: Uint8Array.from({ length: (i * 31) % 300 }, (__, at) => at),
}));
const frame = { groups };
const cellOf = ({ x, y, z }: CellGroup): number => cellIndex(schema, x, y, z);

function plain(list: readonly CellGroup[]): unknown[] {
  return list.map(({ x, y, z, columns }) => ({ x, y, z, columns: Array.from(columns) }));
}

/** What a reader of a slice makes of the bytes. */
function read(bytes: Uint8Array): CellGroup[] {
  return decodeMessage(interlinkMessages.FrameSlice, bytes, 'a slice').groups;
}

test('[V1] a slice has the groups of its reader’s cells, as the bytes that they are in the frame', () => {
  const own = FrameGroups.of(frame);
  expect(plain(own.groups)).toEqual(plain(groups));
  const some = new Set(groups.filter((_, i) => i % 3 === 0 || (i > 10 && i < 20)).map(cellOf));
  const wanted = groups.filter((group) => some.has(cellOf(group)));
  expect(wanted.length).toBeLessThan(groups.length);
  for (const [cells, expected] of [
    [null, groups],
    [some, wanted],
    [new Set([cellOf(groups[39])]), groups.filter((each) => cellOf(each) === cellOf(groups[39]))],
    [new Set<number>(), []],
  ] as const) {
    expect(plain(own.pick(schema, cells))).toEqual(plain(expected));
    const bytes = new Uint8Array(3 + own.groupBytes);
    const end = own.copy(schema, cells, { field: SLICE_GROUPS_FIELD, bytes, at: 3 });
    const copied = bytes.subarray(3, end);
    expect(plain(read(copied))).toEqual(plain(expected));
    const encoded = encodeMessage(interlinkMessages.FrameSlice, { groups: [...expected] });
    expect(Array.from(copied)).toEqual(Array.from(encoded));
  }
});

test('groups that end too early, or have a field that nobody knows, are refused', () => {
  const bytes = encodeMessage(logMessages.Frame, frame);
  const cut = new FrameGroups(bytes.subarray(0, bytes.length - 1));
  expect(() => cut.pick(schema, null)).toThrow();
  const odd = new FrameGroups(Uint8Array.of((10 << 3) | 2, 2, 7 << 3, 1));
  expect(() => odd.pick(schema, null)).toThrow('no field');
});
