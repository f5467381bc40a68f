import { expect, test } from '@jest/globals';
import { EntityTable, compileWorld, defineWorld, field } from '@atlasnet/schemas';
import { VectorColumns } from './accessors.ts';
import { NONE } from './game-api.ts';
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

test('a hook that may be undone hears of each write before it', () => {
  const { journal, written, position, entity } = place();
  position.set(entity, 1, 1);
  journal.active = true;
  position.set(entity, 2, 2);
  expect(written).toEqual([entity]);
});
