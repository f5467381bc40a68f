import { expect, test } from '@jest/globals';
import { defineWorld } from '../world/define-world.ts';
import { compileWorld } from '../world/world-schema.ts';
import { EntityTable, GONE_DESTROYED } from './entity-table.ts';

const schema = compileWorld(
  defineWorld({
    name: 'table',
    dimensions: 2,
    bounds: { min: [0, 0], max: [1, 1] },
    tickHz: 20,
    components: {},
  }),
);

test('[R2] the order by id is whole although slots were freed and taken often between two looks', () => {
  const table = new EntityTable(schema, 4);
  let next = 1;
  const living: number[] = [];
  for (let i = 0; i < 6; i++) living.push(next++);
  for (const id of living) table.add(id);
  for (let round = 0; round < 200; round++) {
    const gone = living.splice(round % living.length, 1)[0];
    table.remove(table.slotOf(gone), GONE_DESTROYED);
    table.commit();
    living.push(next);
    table.add(next++);
  }
  const { slots, length } = table.slotsById();
  const ids = Array.from(slots.subarray(0, length), (slot) => table.ids[slot]);
  expect(ids).toEqual([...living].sort((a, b) => a - b));
});

test('an entity is added once, and one that takes a freed slot finds nothing of the one before', () => {
  const table = new EntityTable(schema, 4);
  const slot = table.slotOrAdd(7);
  table.writeValue(slot, 0, { x: 1, y: 1 });
  table.commit();
  expect(table.slotOrAdd(7)).toBe(slot);
  expect(() => table.add(7)).toThrow(/entity 7 is in the table already/);
  table.remove(slot, GONE_DESTROYED);
  expect(table.slotOrAdd(7)).toBe(slot);
  expect(table.count).toBe(0);
  table.commit();
  const later = 2 ** 40 + 5;
  expect(table.add(later)).toBe(slot);
  expect([table.lanes[0][slot], table.base[0][slot], table.dirtyCount]).toEqual([0, 0, 1]);
  expect(table.hashSlice[slot]).toBe(later % schema.hashSlices);
  expect(table.count).toBe(1);
});
