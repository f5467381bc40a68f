import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeEntityId, regionId } from '../ids.ts';
import { EntityTable, GONE_DESTROYED } from '../table/entity-table.ts';
import { defineWorld } from '../world/define-world.ts';
import { field } from '../world/field.ts';
import { compileWorld } from '../world/world-schema.ts';
import { applyCellGroup, decodeEntity } from './change-decoder.ts';
import { ChangeEncoder, encodeEntity } from './change-encoder.ts';
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
const operation = fc.oneof(
  fc.record({ kind: fc.constant('spawn' as const), id: fc.nat(30), x: coordinate, y: coordinate }),
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

test('[V1] a reader that applies the groups of each frame, in any order, has the writer’s state bit for bit', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 120 }), fc.boolean(), (operations, reversed) => {
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
      for (const group of encoder.encodeWhole(writer)) applyCellGroup(whole, group);
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
