import { expect, test } from '@jest/globals';
import {
  ChangeEncoder,
  EntityTable,
  GONE_DESTROYED,
  applyCellGroup,
  compileWorld,
  defineWorld,
  field,
} from '@atlasnet/schemas';
import type { WorldSchema } from '@atlasnet/schemas';
import { rehearseEncoding } from './rehearse-encoding.ts';

const ENTITIES = 300;
const FRAMES = 20;

function declared(dimensions: 2 | 3): WorldSchema {
  const [min, max] = [
    [0, 0, 0],
    [400, 400, 400],
  ].map((bound) => bound.slice(0, dimensions));
  const components = { coins: field.integer(), label: field.text({ lengthMax: 9 }) };
  const bounds = { min, max };
  const world = { name: 'rehearsed', dimensions, bounds, tickHz: 20, components };
  return compileWorld(defineWorld(world as Parameters<typeof defineWorld>[0]));
}

/** Somebody moves, somebody comes or goes, somebody gets a component or loses it. */
function change(table: EntityTable, schema: WorldSchema, frame: number): void {
  const { slots, length } = table.slotsById();
  for (let i = 0; i < length; i++) {
    const kind = (i * 31 + frame * 7) % 10;
    if (kind < 7) table.writeLane(slots[i], 0, 0, ((i * 7919 + frame * 311) % 400) * 100);
    else if (kind === 7) table.addComponent(slots[i], 1);
    else if (kind === 8) table.removeComponent(slots[i], 1);
    else if (frame % 3 === 0 && i % 4 === 0) table.remove(slots[i], GONE_DESTROYED);
  }
  for (let i = 0; i < 5; i++) {
    const slot = table.add(10_000 + frame * 10 + i);
    table.writeLane(slot, 0, schema.components[0].laneCount - 1, i * 1000);
  }
}

test.each([2, 3] as const)(
  'a rehearsed encoding in %d dimensions leaves a table as it was',
  (dimensions) => {
    const schema = declared(dimensions);
    const owner = new EntityTable(schema);
    const [reader, other] = [new EntityTable(schema), new EntityTable(schema)];
    for (let id = 1; id <= ENTITIES; id++) owner.add(id);
    const encoder = new ChangeEncoder(schema);
    for (let frame = 0; frame < FRAMES; frame++) {
      if (frame > 0) change(owner, schema, frame);
      const groups = encoder.encode(owner);
      owner.commit();
      for (const group of groups) applyCellGroup(reader, group);
      for (const group of groups) applyCellGroup(other, group);
      rehearseEncoding(reader);
      expect(contents(reader)).toEqual(contents(other));
      reader.commit();
      other.commit();
    }
    expect(reader.count).toBe(owner.count);
    // Whoever goes on from it writes what one writes who rehearsed nothing.
    for (const table of [reader, other]) change(table, schema, FRAMES);
    expect(new ChangeEncoder(schema).encode(reader)).toEqual(
      new ChangeEncoder(schema).encode(other),
    );
  },
);

/** What a table holds of each entity, and which of it is marked as changed. */
function contents(table: EntityTable): readonly unknown[] {
  const { slots, length } = table.slotsById();
  return Array.from(slots.subarray(0, length), (slot) => [
    table.ids[slot],
    table.cell[slot],
    table.present[slot],
    table.dirty[slot],
    table.lanes.map((lane) => lane[slot]),
    table.base.map((lane) => lane[slot]),
  ]);
}
