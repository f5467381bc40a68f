import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeEntityId, regionId } from '../ids.ts';
import { EntityTable, GONE_DESTROYED } from '../table/entity-table.ts';
import { hashOf } from '../testing/table-hash.ts';
import { defineWorld } from '../world/define-world.ts';
import { field } from '../world/field.ts';
import { compileWorld } from '../world/world-schema.ts';
import { ByteWriter } from './byte-writer.ts';
import { cellIndex } from './cell-geometry.ts';
import { FORM_ALL, FORM_MASKS, applyCellGroup, decodeEntity } from './change-decoder.ts';
import { ChangeEncoder } from './change-encoder.ts';
import { WholeEncoder } from './whole-encoder.ts';
import { encodeEntity } from './entity-encoding.ts';

const schema = compileWorld(
  defineWorld({
    name: 'codec',
    dimensions: 3,
    bounds: { min: [-500, -500, -100], max: [500, 500, 100] },
    tickHz: 20,
    components: {
      heading: field.angle(),
      speed: field.number({ quantum: 0.01 }),
      coins: field.integer(),
      alive: field.flag(),
      temper: field.enumeration(['calm', 'angry']),
      label: field.text({ lengthMax: 40 }),
      blob: field.bytes({ lengthMax: 40 }),
      mass: field.float(),
      target: field.entity(),
    },
  }),
);

const coordinate = fc.double({ min: -500, max: 500, noNaN: true });
/** A few cells, so that they hold several entities and whole cells move. */
const crowded = fc.double({ min: -30, max: 60, noNaN: true });
const operationIn = (coordinate: fc.Arbitrary<number>) =>
  fc.oneof(
    fc.record({
      kind: fc.constant('spawn' as const),
      id: fc.nat(30),
      x: coordinate,
      y: coordinate,
    }),
    fc.record({ kind: fc.constant('move' as const), id: fc.nat(30), x: coordinate, y: coordinate }),
    fc.record({ kind: fc.constant('destroy' as const), id: fc.nat(30) }),
    fc.record({
      kind: fc.constant('write' as const),
      id: fc.nat(30),
      coins: fc.maxSafeInteger(),
      label: fc.string({ maxLength: 10 }),
    }),
    fc.record({ kind: fc.constant('drop' as const), id: fc.nat(30), component: fc.nat(9) }),
    fc.record({ kind: fc.constant('frame' as const) }),
  );

function component(name: string): number {
  return schema.components.find((each) => each.name === name)?.index ?? -1;
}

const history = fc.oneof(
  fc.array(operationIn(coordinate), { maxLength: 120 }),
  fc.array(operationIn(crowded), { maxLength: 200 }),
);

test('[V1] a reader that applies the groups of each frame, in any order, has the writer’s state bit for bit', () => {
  fc.assert(
    fc.property(history, fc.boolean(), (operations, reversed) => {
      const writer = new EntityTable(schema, 4);
      const reader = new EntityTable(schema, 4);
      const encoder = new ChangeEncoder(schema);
      const frame = (): void => {
        const groups = encoder.encode(writer);
        const copies = groups.map((group) => ({ ...group, columns: group.columns.slice() }));
        if (reversed) copies.reverse();
        for (const group of copies) applyCellGroup(reader, group);
        writer.commit();
        reader.commit();
        expect(hashOf(reader)).toBe(hashOf(writer));
      };
      for (const each of operations) {
        if (each.kind === 'frame') {
          frame();
          continue;
        }
        const id = makeEntityId(regionId(each.id % 3), each.id);
        const slot = writer.slotOf(id);
        if (each.kind === 'spawn') {
          if (writer.slotWithGone(id) >= 0) continue;
          const added = writer.add(id);
          writer.writeValue(added, 0, { x: each.x, y: each.y, z: 3 });
          if (each.id % 2 === 0) writer.addComponent(added, component('label'));
        } else if (slot < 0) continue;
        else if (each.kind === 'move') writer.writeValue(slot, 0, { x: each.x, y: each.y, z: -4 });
        else if (each.kind === 'destroy') writer.remove(slot, GONE_DESTROYED);
        else if (each.kind === 'drop') writer.removeComponent(slot, each.component);
        else {
          writer.addComponent(slot, component('coins'));
          writer.addComponent(slot, component('label'));
          writer.writeValue(slot, component('coins'), each.coins);
          writer.writeValue(slot, component('label'), each.label);
        }
      }
      frame();
      const whole = new EntityTable(schema);
      for (const group of new WholeEncoder(schema).encodeTable(writer))
        applyCellGroup(whole, group);
      expect(hashOf(whole)).toBe(hashOf(writer));
    }),
    { numRuns: 300 },
  );
});

test('[I4] an entity arrives from its handoff bytes in exactly the state in which it left', () => {
  const from = new EntityTable(schema);
  const slot = from.add(77);
  from.writeValue(slot, 0, { x: 1.23456, y: -7, z: 9.5 });
  from.addComponent(slot, component('mass'));
  from.writeValue(slot, component('mass'), 1.1);
  from.addComponent(slot, component('blob'));
  from.writeValue(slot, component('blob'), Uint8Array.of(1, 2, 3));
  const to = new EntityTable(schema);
  decodeEntity(to, encodeEntity(from, slot));
  expect(hashOf(to)).toBe(hashOf(from));
  expect(() => decodeEntity(to, encodeEntity(from, slot))).toThrow(/is here already/);
});

test('any bytes as a cell group give a typed error or a state, never a crash', () => {
  const source = new EntityTable(schema);
  for (let i = 0; i < 20; i++) {
    const slot = source.add(i + 1);
    source.writeValue(slot, 0, { x: i, y: i, z: 0 });
    source.addComponent(slot, component('label'));
    source.writeValue(slot, component('label'), `name ${i}`);
  }
  const [group] = new ChangeEncoder(schema).encode(source);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(group.columns.length - 1), fc.nat(255)), { minLength: 1 }),
      fc.nat(group.columns.length),
      (edits, cut) => {
        const columns = group.columns.slice(0, cut);
        for (const [at, value] of edits) if (at < cut) columns[at] = value;
        try {
          applyCellGroup(new EntityTable(schema), { ...group, columns });
        } catch (error) {
          expect(error).toMatchObject({ code: 'ATLAS_FRAME_MALFORMED' });
        }
      },
    ),
    { numRuns: 2000 },
  );
});

function crowd(count: number): {
  writer: EntityTable;
  reader: EntityTable;
  encoder: ChangeEncoder;
} {
  const writer = new EntityTable(schema);
  for (let i = 0; i < count; i++) {
    writer.writeValue(writer.add(100 + i * 1000), 0, { x: i, y: 1, z: 0 });
  }
  const reader = new EntityTable(schema);
  const encoder = new ChangeEncoder(schema);
  for (const group of encoder.encode(writer)) applyCellGroup(reader, group);
  writer.commit();
  reader.commit();
  return { writer, reader, encoder };
}

test('a cell of which every entity moves names none of them', () => {
  const { writer, reader, encoder } = crowd(12);
  for (let slot = 0; slot < 12; slot++) writer.writeValue(slot, 0, { x: slot, y: 2, z: 0 });
  const groups = encoder.encode(writer);
  expect(groups).toHaveLength(1);
  // No entity gone or whole; twelve of them, form "all", mask 1; x, y and z of each: 0, 4096, 0.
  const deltas = [...Array(12).fill('00'), ...Array(12).fill('8040'), ...Array(12).fill('00')];
  expect(Buffer.from(groups[0].columns).toString('hex')).toBe(`00000c0201${deltas.join('')}`);
  for (const group of groups) applyCellGroup(reader, group);
  expect(hashOf(reader)).toBe(hashOf(writer));
});

test('"every entity of the cell" of another number than the reader has is refused', () => {
  const { writer, reader, encoder } = crowd(5);
  for (let slot = 0; slot < 5; slot++) writer.writeValue(slot, 0, { x: slot, y: 2, z: 0 });
  const [group] = encoder.encode(writer);
  reader.remove(2, GONE_DESTROYED);
  reader.commit();
  expect(() => applyCellGroup(reader, group)).toThrow(/5 entities, but 4 are in this cell/);
});

test('a change of a component that one of many lacks is refused, alike for all or each by itself', () => {
  const [region, lacking] = [regionId(0), makeEntityId(regionId(0), 2)];
  for (const [form, masks] of [
    [FORM_ALL, [0b11]],
    [FORM_ALL, [0]],
    [FORM_ALL | FORM_MASKS, [1, 0b11, 1]],
  ] as const) {
    const table = new EntityTable(schema, 4);
    const cell = cellIndex(schema, 0, 0, 0);
    for (const n of [1, 2, 3]) {
      const slot = table.add(makeEntityId(region, n));
      table.cell[slot] = cell;
      if (n !== 2) table.addComponent(slot, 1);
    }
    table.commit();
    const writer = new ByteWriter(64);
    for (const value of [0, 0, 3, form, ...masks, 0, 0, 0]) writer.varint(value);
    const group = { x: 0, y: 0, z: 0, columns: writer.slice() };
    const what = masks[0] === 0 ? '' : `entity ${lacking} lacks`;
    expect(() => applyCellGroup(table, group)).toThrow(
      expect.objectContaining({
        code: 'ATLAS_FRAME_MALFORMED',
        message: expect.stringContaining(what),
      }),
    );
  }
});

test('members of a cell are right after slots change hands and lists are swept unasked', () => {
  const { writer, reader, encoder } = crowd(3);
  let next = 1_000_000;
  for (let round = 0; round < 400; round++) {
    const { slots, length } = writer.slotsById();
    if (length > 2) writer.remove(slots[round % length], GONE_DESTROYED);
    writer.writeValue(writer.add(next--), 0, { x: round % 7, y: 1, z: 0 });
    if (round % 100 > 90) {
      for (let i = 0; i < length; i++) writer.writeValue(slots[i], 0, { x: i, y: round, z: 0 });
    }
    for (const group of encoder.encode(writer)) applyCellGroup(reader, group);
    writer.commit();
    reader.commit();
    expect(hashOf(reader)).toBe(hashOf(writer));
  }
});
