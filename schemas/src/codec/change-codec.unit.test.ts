import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeEntityId, regionId } from '../ids.ts';
import { EntityTable, GONE_DESTROYED } from '../table/entity-table.ts';
import { defineWorld } from '../world/define-world.ts';
import { field } from '../world/field.ts';
import { compileWorld } from '../world/world-schema.ts';
import { ByteWriter } from './byte-writer.ts';
import { cellIndex } from './cell-geometry.ts';
import { FORM_ALL, FORM_MASKS, applyCellGroup, decodeEntity } from './change-decoder.ts';
import { ChangeEncoder } from './change-encoder.ts';
import { WholeEncoder, slotsByCell } from './whole-encoder.ts';
import { encodeEntity } from './entity-encoding.ts';
import { addTableToHash, emptyHash } from './state-hash.ts';

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

function hashOf(table: EntityTable): string {
  const hash = emptyHash();
  addTableToHash(hash, table, -1);
  return `${table.count}:${hash.low}:${hash.high}`;
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

const flatSchema = compileWorld(
  defineWorld({
    name: 'flat',
    dimensions: 2,
    bounds: { min: [0, 0], max: [200, 100] },
    cellSizeM: 20,
    tickHz: 20,
    components: { coins: field.integer(), label: field.text({ lengthMax: 8 }) },
  }),
);

/** What happens to an entity: a step of some quanta, whichever cell it leads to, or another change. */
const deed = fc.record({
  entity: fc.nat(40),
  kind: fc.constantFrom('step', 'step', 'step', 'jump', 'coins', 'label', 'destroy', 'undo'),
  // Where a varint grows, and where a move is more than a note holds.
  x: fc.oneof(fc.integer({ min: -40, max: 40 }), fc.constantFrom(63, 64, -64, -65, 8191, 8192)),
  y: fc.oneof(fc.integer({ min: -40, max: 40 }), fc.constantFrom(0, -8192, -8193, 40_000)),
});

type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never;

function act(table: EntityTable, { entity, kind, x, y }: Deed): void {
  const id = makeEntityId(regionId(1), entity + 1);
  const slot = table.slotOf(id);
  if (slot < 0) {
    if (table.slotWithGone(id) >= 0) return;
    const added = table.add(id);
    table.writeValue(added, 0, { x: (entity * 37) % 200, y: (entity * 11) % 100 });
    // A hook that throws: the slot is free again, and listed.
    if (kind === 'undo') table.forget(added);
    return;
  }
  const [laneX, laneY] = table.lanes;
  if (kind === 'step') {
    table.writeLane(slot, 0, 0, laneX[slot] + x);
    table.writeLane(slot, 0, 1, laneY[slot] + y);
  } else if (kind === 'jump')
    table.writeValue(slot, 0, { x: Math.abs(x) % 200, y: Math.abs(y) % 100 });
  else if (kind === 'coins') {
    table.addComponent(slot, 1);
    table.writeValue(slot, 1, x);
  } else if (kind === 'label') {
    table.addComponent(slot, 2);
    table.writeValue(slot, 2, `${x}`);
  } else {
    table.remove(slot, GONE_DESTROYED);
    if (kind === 'undo') table.restore(slot);
  }
}

test('[V1] the order of the cells is kept over steps, jumps, births, deaths and what is undone', () => {
  const steps = fc.constantFrom('some', 'listed', 'column');
  const frame = fc.record({ deeds: fc.array(deed, { maxLength: 60 }), steps });
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 12 }), (history) => {
      const writer = new EntityTable(flatSchema, 4);
      const reader = new EntityTable(flatSchema, 4);
      const encoder = new ChangeEncoder(flatSchema);
      for (const { deeds, steps } of history) {
        for (const each of deeds) act(writer, each);
        const { slots, length } = writer.slotsById();
        for (let i = 0; steps !== 'some' && i < length; i++) {
          if (writer.dirty[slots[i]] < 0) continue;
          if (steps === 'column') writer.lanes[0][slots[i]]++;
          else writer.writeLane(slots[i], 0, 0, writer.lanes[0][slots[i]] + 1);
        }
        if (steps === 'column') writer.allDirty |= 1;
        const cells: number[] = [];
        for (const group of encoder.encode(writer)) {
          cells.push(group.cell);
          applyCellGroup(reader, group);
        }
        writer.commit();
        reader.commit();
        expect(hashOf(reader)).toBe(hashOf(writer));
        // R2: whoever goes on from a checkpoint has the groups in the same order.
        expect(cells).toEqual([...cells].sort((a, b) => a - b));
        const shown = writer.slotsById();
        const sorted = slotsByCell(writer.cell, shown.slots.slice(0, shown.length));
        const kept = Array.from(writer.cellOrder?.list() ?? []);
        expect(new Set(kept)).toEqual(new Set(sorted));
        for (let i = 1; i < kept.length; i++) {
          const [a, b] = [kept[i - 1], kept[i]];
          const cellsAhead = writer.cell[b] - writer.cell[a];
          expect(cellsAhead || writer.ids[b] - writer.ids[a]).toBeGreaterThan(0);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('[V1] whoever creeps over a cell’s edge leaves it, whatever frames came between', () => {
  const table = new EntityTable(flatSchema);
  const encoder = new ChangeEncoder(flatSchema);
  const slots = Array.from({ length: 9 }, (_, i) => table.add(makeEntityId(regionId(1), i + 1)));
  for (const slot of slots) table.writeValue(slot, 0, { x: 30, y: 30 });
  const [left, right, other] = slots;
  const [x] = table.lanes;
  for (let frame = 0; frame < 100; frame++) {
    encoder.encode(table);
    table.commit();
    expect(table.cell[left] === table.cell[other]).toBe(x[left] >= 20 * 4096);
    expect(table.cell[right] === table.cell[other]).toBe(x[right] < 40 * 4096);
    // Ever shorter steps: the last one before the edge is a quantum.
    const step = Math.max(1, Math.min(1024, (40 * 4096 - x[right]) >> 1));
    // Some frames list one entity, most are of all.
    if (frame % 7 === 3) table.writeLane(left, 0, 0, x[left] - step);
    else {
      x[left] -= step;
      x[right] += step;
      table.allDirty |= 1;
    }
  }
  expect([x[left] < 20 * 4096, x[right] >= 40 * 4096]).toEqual([true, true]);
});

test('[V1] groups are written by cell while a table comes to have hundreds of them', () => {
  const many = compileWorld(
    defineWorld({
      name: 'many',
      dimensions: 2,
      bounds: { min: [0, 0], max: [400, 400] },
      cellSizeM: 20,
      tickHz: 20,
      components: {},
    }),
  );
  const [writer, reader] = [new EntityTable(many), new EntityTable(many)];
  const encoder = new ChangeEncoder(many);
  for (let frame = 0; frame < 12; frame++) {
    // 7 has no divisor in common with 20 rows and columns: every cell is come to, in no order.
    for (let i = frame * 50; i < frame * 50 + 50; i++) {
      const slot = writer.add(makeEntityId(regionId(1), i + 1));
      writer.writeValue(slot, 0, { x: ((i * 7) % 20) * 20 + 5, y: ((i * 77) % 400) + 0.5 });
    }
    const { slots, length } = writer.slotsById();
    for (let i = 0; i < length; i++) writer.lanes[1][slots[i]] += 4096;
    writer.allDirty |= 1;
    const groups = encoder.encode(writer);
    const cells = groups.map(({ cell }) => cell);
    expect(cells).toEqual([...cells].sort((a, b) => a - b));
    for (const group of groups) applyCellGroup(reader, group);
    writer.commit();
    reader.commit();
    expect(hashOf(reader)).toBe(hashOf(writer));
  }
  expect(writer.cellOrder?.groups).toBeGreaterThan(128);
});

test('a whole column beside the position is written like one that was touched entity by entity', () => {
  const frames = [true, false].map((whole) => {
    const table = new EntityTable(flatSchema, 4);
    const encoder = new ChangeEncoder(flatSchema);
    for (let i = 0; i < 50; i++) {
      const slot = table.add(makeEntityId(regionId(1), i + 1));
      table.writeValue(slot, 0, { x: (i * 37) % 200, y: (i * 11) % 100 });
      table.addComponent(slot, 1);
    }
    encoder.encode(table);
    table.commit();
    const coins = flatSchema.components[1].firstLane;
    for (let slot = 0; slot < 50; slot++) {
      table.lanes[coins][slot] += slot;
      if (!whole) table.markDirty(slot, 2);
    }
    if (whole) table.allDirty |= 2;
    const bytes = encoder.encode(table).map(({ columns }) => Buffer.from(columns).toString('hex'));
    table.commit();
    expect(table.base[coins]).toEqual(table.lanes[coins]);
    return bytes;
  });
  expect(frames[0]).toEqual(frames[1]);
});
