import { describe, expect, test } from '@jest/globals';
import { EntityTable, compileWorld, decodeEntity, defineWorld, field } from '@atlasnet/schemas';
import type { Fields } from '@atlasnet/schemas';
import { defineServer } from '../server.ts';
import { RegionBench } from '../testing/region-bench.ts';
import { migrateState } from './migrate-state.ts';

function worldOf(components: Fields) {
  return defineWorld({
    name: 'grows',
    dimensions: 2,
    bounds: { min: [0, 0], max: [400, 400] },
    tickHz: 10,
    components,
  });
}

const before = worldOf({ coins: field.integer(), name: field.text({ lengthMax: 8 }) });
const server = defineServer({
  world: before,
  start(world) {
    for (let i = 0; i < 20; i++) {
      const at = world.create({ position: { x: i * 20, y: 10 } });
      world.components['coins'].set(at, i as never);
      world.components['name'].set(at, `n${i}` as never);
    }
  },
});

describe('a declaration that changed since the log was written', () => {
  test('a new component is fine: everybody keeps what he has, on his way or not', () => {
    const bench = new RegionBench(server, 4);
    bench.run(3);
    bench.down.add(1);
    bench.run(1);
    const { state } = bench.region(0).runtime;
    const added = compileWorld(
      worldOf({
        coins: field.integer(),
        name: field.text({ lengthMax: 16 }),
        armour: field.integer({ min: 0, max: 9 }),
      }),
    );
    const migrated = migrateState(state, added);
    expect(migrated.table.count).toBe(state.table.count);
    const coins = added.components.find(({ name }) => name === 'coins')?.firstLane ?? -1;
    for (const entry of Array.from(migrated.outbox.values()).flat()) {
      if (!entry.message?.handoff) continue;
      const table = new EntityTable(added, 1);
      const slot = decodeEntity(table, entry.message.handoff.state);
      const number = (entry.message.handoff.entity % 2 ** 41) - 1;
      expect(table.lanes[coins + 1][slot]).toBe(number);
      expect(entry.message.handoff.worldSchemaHash).toBe(added.hash);
    }
    const { slots, length } = migrated.table.slotsById();
    for (const slot of slots.subarray(0, length)) {
      const number = (migrated.table.ids[slot] % 2 ** 41) - 1;
      expect(migrated.table.lanes[coins + 1][slot]).toBe(number);
    }
    expect(length + Array.from(migrated.outbox.values()).flat().length).toBeGreaterThan(0);
  });

  test.each([
    ['coins was removed', { name: field.text({ lengthMax: 8 }) }],
    ['coins changed its type', { coins: field.flag(), name: field.text({ lengthMax: 8 }) }],
    ['name became shorter', { coins: field.integer(), name: field.text({ lengthMax: 4 }) }],
  ])('%s: refused by name', (what, components) => {
    const bench = new RegionBench(server, 1);
    bench.run(2);
    const schema = compileWorld(worldOf(components as Fields));
    const [component, ...how] = what.split(' ');
    expect(() => migrateState(bench.region(0).runtime.state, schema)).toThrow(
      new RegExp(`component ${component} ${how.join(' ')}`),
    );
  });
});
