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
