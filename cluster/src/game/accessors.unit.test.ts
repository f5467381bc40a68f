import { expect, test } from '@jest/globals';
import { EntityTable, compileWorld, defineWorld, field, regionId } from '@atlasnet/schemas';
import { VectorColumns } from './accessors.ts';
import { NONE } from './game-api.ts';
import { GameWorld } from './game-world.ts';
import { ghostHandle, ownHandle } from './ghost-bit.ts';

const schema = compileWorld(
  defineWorld({
    name: 'accessors',
    dimensions: 3,
    bounds: { min: [0, 0, 0], max: [100, 100, 10] },
    tickHz: 20,
    components: { velocity: field.vector2({ quantum: 0.5 }) },
  }),
);

function place() {
  const own = new EntityTable(schema, 4);
  const ghosts = new EntityTable(schema, 4);
  const journal = { active: false };
  const written: number[] = [];
  const beforeWrite = (slot: number): void => void written.push(slot);
  const scope = { own, ghosts, journal, watchedHeaps: false, beforeWrite };
  const limits = { min: schema.boundsMin, max: schema.boundsMax };
  const position = new VectorColumns(scope, schema.components[0], limits);
  const velocity = new VectorColumns(scope, schema.components[1], null);
  const entity = ownHandle(own.add(7));
  own.commit();
  return { own, ghosts, journal, written, position, velocity, entity };
}

test('a vector is quantised and clamped into the world, and marked only where it changes', () => {
  const { own, position, entity } = place();
  position.set(entity, 0, 0, 0);
  expect(own.dirtyCount).toBe(0);
  position.set(entity, 150, -1, 11);
  expect([position.x(entity), position.y(entity), position.z(entity)]).toEqual([100, 0, 10]);
  expect(own.dirty[entity]).toBe(1);
  position.set(entity, 3, 4, 5);
  expect(own.dirtyCount).toBe(1);
});

test('what is no number is refused and leaves the vector as it was', () => {
  const { own, position, entity } = place();
  expect(() => position.set(entity, 5, NaN, 5)).toThrow(/is not a number within/);
  expect(() => position.set(entity, Infinity, 5, 5)).toThrow(/is not a number within/);
  expect(position.x(entity)).toBe(0);
  expect(own.dirtyCount).toBe(0);
});

test('nobody and ghosts cannot be written to; an entity that lacks the vector gets it', () => {
  const { own, ghosts, position, velocity, entity } = place();
  const ghost = ghostHandle(ghosts.add(9));
  expect(() => position.set(NONE, 1, 1)).toThrow(/NONE has no components/);
  expect(() => position.set(ghost, 1, 1)).toThrow(/a ghost is read-only/);
  expect(velocity.has(entity)).toBe(false);
  velocity.set(entity, 1.2, -1.2);
  expect([velocity.x(entity), velocity.y(entity), velocity.z(entity)]).toEqual([1, -1, 0]);
  expect(own.dirty[entity]).toBeGreaterThan(1);
});

test('a ghost is read from its own columns, and nobody has no number', () => {
  const { ghosts, position, velocity } = place();
  const slot = ghosts.add(9);
  ghosts.writeValue(slot, 0, { x: 1, y: 2, z: 3 });
  ghosts.addComponent(slot, 1);
  ghosts.writeValue(slot, 1, { x: -4, y: 5 });
  const ghost = ghostHandle(slot);
  expect([position.x(ghost), position.y(ghost), position.z(ghost)]).toEqual([1, 2, 3]);
  expect([velocity.x(ghost), velocity.y(ghost), velocity.z(ghost)]).toEqual([-4, 5, 0]);
  expect([position.x(NONE), position.y(NONE)]).toEqual([NaN, NaN]);
});

test('a vector of an entity that was just created is quantised, clamped and marked', () => {
  const { own, position, entity } = place();
  position.place(entity, 150, 7, 3);
  expect([position.x(entity), position.y(entity), position.z(entity)]).toEqual([100, 7, 3]);
  expect(own.dirty[entity]).toBe(1);
  expect(() => position.place(entity, NaN, 7, 3)).toThrow(/is not a number within/);
});

test('accessors that a game holds write to the columns of a table that has grown', () => {
  const table = new EntityTable(schema, 4);
  const options = { schema, region: regionId(0), seed: 1, counter: { nextEntity: 1 } };
  const world = new GameWorld({ ...options, table, ghosts: new EntityTable(schema, 4) });
  const { position } = world.components;
  const velocity = world.components['velocity'] as unknown as VectorColumns;
  const fault = world.attempt(() => {
    for (let i = 0; i < 50; i++) {
      const entity = world.create({ position: { x: i, y: 2 * i, z: 1 } });
      velocity.set(entity, i, -i);
      position.set(entity, i + 1, 2 * i, 1);
    }
  });
  expect(fault).toBeNull();
  expect(table.capacity).toBeGreaterThan(50);
  const { slots, length } = table.slotsById();
  const values = Array.from(slots.subarray(0, length), (slot) => {
    const entity = ownHandle(slot);
    return [position.x(entity), position.y(entity), velocity.x(entity), velocity.y(entity)];
  });
  expect(values).toEqual(Array.from({ length: 50 }, (_, i) => [i + 1, 2 * i, i, 0 - i]));
  expect(table.lanes[0][slots[49]] * schema.positionQuantumM).toBe(50);
});

test('a hook that may be undone hears of each write before it', () => {
  const { journal, written, position, entity } = place();
  position.set(entity, 1, 1);
  journal.active = true;
  position.set(entity, 2, 2);
  expect(written).toEqual([entity]);
});
