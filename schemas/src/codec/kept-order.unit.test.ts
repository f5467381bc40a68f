import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeEntityId, regionId } from '../ids.ts';
import { EntityTable, GONE_DESTROYED } from '../table/entity-table.ts';
import { hashOf } from '../testing/table-hash.ts';
import { defineWorld } from '../world/define-world.ts';
import { field } from '../world/field.ts';
import { compileWorld } from '../world/world-schema.ts';
import { applyCellGroup } from './change-decoder.ts';
import { ChangeEncoder } from './change-encoder.ts';
import { slotsByCell } from './whole-encoder.ts';

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
