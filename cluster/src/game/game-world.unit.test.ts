import { describe, expect, test } from '@jest/globals';
import { EntityTable, compileWorld, defineWorld, field, regionId } from '@atlasnet/schemas';
import type { Entity } from './game-api.ts';
import { GameWorld } from './game-world.ts';

function worldOf(dimensions: 2 | 3, seed = 1) {
  const schema = compileWorld(
    defineWorld({
      name: 'queries',
      dimensions,
      bounds: { min: Array(dimensions).fill(0), max: Array(dimensions).fill(400) },
      tickHz: 20,
      components: {
        armour: field.integer({ min: 2, max: 9, default: 4 }),
        colour: field.enumeration(['red', 'blue'], { default: 'blue' }),
        name: field.text({ lengthMax: 8, default: 'nobody' }),
        wind: field.vector2({ quantum: 0.5, default: { x: 1.2, y: -3 } }),
      },
    }),
  );
  const table = new EntityTable(schema);
  const ghosts = new EntityTable(schema);
  const counter = { nextEntity: 1 };
  const region = regionId(0);
  const world = new GameWorld({ schema, region, seed, table, ghosts, counter });
  world.beginTick(1, 0);
  /** Every 10 m along the diagonal; each third has armour. */
  world.attempt(() => {
    for (let i = 0; i < 40; i++) {
      const at = { x: i * 10, y: i * 10, z: i * 10 };
      world.create(i % 3 === 0 ? ({ position: at, armour: 5 } as never) : { position: at });
    }
  });
  for (let i = 0; i < 4; i++) {
    const slot = ghosts.add(1000 + i);
    ghosts.writeValue(slot, 0, { x: i * 10, y: i * 10, z: i * 10 });
    if (i === 2) ghosts.addComponent(slot, 1);
  }
  table.commit();
  ghosts.commit();
  world.beginTick(2, 0);
  return { world, table };
}

const armourOf = (world: GameWorld) =>
  world.components['armour' as never] as { has(entity: Entity): boolean };

describe.each([2, 3] as const)('queries in %i dimensions', (dimensions) => {
  const { world } = worldOf(dimensions);
  const into: Entity[] = [];
  const idsOf = (count: number) => {
    expect(into).toHaveLength(count);
    return into.map((entity) => Number(world.idOf(entity)) % 2 ** 41).sort((a, b) => a - b);
  };
  const diagonal = Math.sqrt(dimensions) * 10;

  test('a radius takes what is within it, ghosts included and marked, borders too', () => {
    const found = world.withinRadius(into, diagonal * 1.001, 20, 20, 20);
    expect(idsOf(found)).toEqual([2, 3, 4, 1001, 1002, 1003]);
    expect(into.filter((entity) => world.isGhost(entity))).toHaveLength(3);
    expect(world.withinRadius(into, diagonal * 0.999, 20, 20, 20)).toBe(2);
  });

  test('a box takes what is within it, and one outside of everything nothing', () => {
    const corner = (metres: number): number[] => Array(dimensions).fill(metres);
    expect(idsOf(world.withinBox(into, corner(20), corner(50)))).toEqual([3, 4, 5, 6, 1002, 1003]);
    expect(idsOf(world.withinBox(into, corner(-9), corner(-1)))).toEqual([]);
    expect(world.withinBox(into, corner(0), corner(400))).toBe(44);
  });

  test('a filter takes those that have all of its components, ghosts too', () => {
    const armed = world.having('armour' as never);
    const found = world.withinRadius(into, diagonal * 4.5, 20, 20, 20, armed);
    expect(idsOf(found)).toEqual([1, 4, 7, 1002]);
    const low = Array(dimensions).fill(0);
    const all = world.withinBox(into, low, Array(dimensions).fill(400), armed);
    expect(all).toBe(15);
    expect(into.every((entity) => armourOf(world).has(entity))).toBe(true);
    const both = world.having('armour' as never, 'name' as never);
    expect(world.withinBox(into, low, Array(dimensions).fill(400), both)).toBe(0);
    const visited: number[] = [];
    world.attempt(() => world.each((entity) => void visited.push(world.idOf(entity)), armed));
    expect(visited).toHaveLength(14);
    expect(visited.every((id) => ((id % 2 ** 41) - 1) % 3 === 0)).toBe(true);
    expect(() => world.having('shoes' as never)).toThrow(/no component is called "shoes"/);
  });
});

test('an entity that gets a component within the tick is found by it from then on', () => {
  const { world } = worldOf(2);
  const armed = world.having('armour' as never);
  const into: Entity[] = [];
  const before = world.withinBox(into, [0, 0], [400, 400], armed);
  world.attempt(() => {
    const armour = world.components['armour' as never] as { set(e: Entity, value: number): void };
    armour.set(world.at(1), 3);
  });
  expect(world.withinBox(into, [0, 0], [400, 400], armed)).toBe(before + 1);
});

test('what an entity lacks is its declared default, in whole quanta, and is not written by reading', () => {
  const { world, table } = worldOf(2);
  const { armour, colour, name, wind } = world.components as unknown as Record<
    string,
    { get(e: Entity): unknown; x(e: Entity): number; y(e: Entity): number; has(e: Entity): boolean }
  >;
  world.attempt(() => {
    const [with5, without] = [world.at(0), world.at(1)];
    expect([armour.get(with5), armour.get(without)]).toEqual([5, 4]);
    expect([colour.get(without), name.get(without)]).toEqual(['blue', 'nobody']);
    expect([wind.x(without), wind.y(without), wind.has(without)]).toEqual([1, -3, false]);
  });
  expect(table.dirtyCount).toBe(0);
});

test('[R2] randomness is a function of seed, region, tick and call', () => {
  const draw = (seed: number, tick: number): number[] => {
    const { world } = worldOf(2, seed);
    world.beginTick(tick, 0);
    return [world.random(), world.random(), world.randomInteger(1, 1e9)];
  };
  expect(draw(1, 5)).toEqual(draw(1, 5));
  expect(draw(1, 6)).not.toEqual(draw(1, 5));
  expect(draw(2, 5)).not.toEqual(draw(1, 5));
  expect(new Set(draw(1, 5)).size).toBe(3);
});
