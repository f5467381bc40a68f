import { expect, test } from '@jest/globals';
import { defineServer, defineWorld, field } from '../server.ts';
import { RegionBench } from '../testing/region-bench.ts';
import type { RegionState } from './region-state.ts';

const world = defineWorld({
  name: 'hashed',
  dimensions: 2,
  bounds: { min: [0, 0], max: [100, 100] },
  tickHz: 10,
  components: {
    heading: field.angle(),
    coins: field.integer(),
    speed: field.number({ quantum: 0.01 }),
    name: field.text({ lengthMax: 16 }),
  },
});

const server = defineServer({
  world,
  start(own) {
    for (let i = 0; i < 40; i++) {
      const position = { x: own.random() * 100, y: own.random() * 100 };
      own.create({ position, heading: i / 10, coins: i, speed: i / 100, name: `walker ${i}` });
    }
  },
  join: (own) => own.create({ position: { x: 50, y: 50 }, coins: 7 }),
  tick: () => undefined,
});

function populated(): RegionState {
  const bench = new RegionBench(server, 1);
  const { runtime } = bench.region(bench.map.regions[0]);
  bench.run(2);
  for (let session = 1; session <= 12; session++) {
    runtime.attach({ session, account: `account ${session}`, generation: 1 });
  }
  bench.run(2);
  expect(runtime.state.sessions.size).toBe(12);
  return runtime.state;
}

const text = ({ low, high }: { low: number; high: number }): string => `${low} ${high}`;

test('[R3] no number of the state changes without its hash, each in another way', () => {
  const state = populated();
  const { table } = state;
  const seen = new Set([text(state.hash(-1))]);
  const { slots, length } = table.slotsById();
  const changes: { readonly what: string; readonly change: (by: number) => void }[] = [
    { what: 'tick', change: (by) => (state.tick += by) },
    { what: 'next entity', change: (by) => (state.counter.nextEntity += by) },
  ];
  for (const slot of slots.subarray(0, length)) {
    for (const lane of table.lanes.keys()) {
      changes.push({ what: `${slot}.${lane}`, change: (by) => (table.lanes[lane][slot] += by) });
    }
  }
  for (const session of state.sessions.values()) {
    for (const name of ['commandNumber', 'inputSequence', 'generation', 'avatar'] as const) {
      changes.push({ what: `${session.session}.${name}`, change: (by) => (session[name] += by) });
    }
  }
  const before = text(state.hash(-1));
  for (const { what, change } of changes) {
    change(1);
    const after = text(state.hash(-1));
    expect([what, seen.has(after)]).toEqual([what, false]);
    seen.add(after);
    change(-1);
  }
  expect(changes.length).toBeGreaterThan(200);
  expect(text(state.hash(-1))).toBe(before);
});

test('[R3] the slices of a second cover everything, and each of entities and sessions is in one', () => {
  const state = populated();
  const { table, schema } = state;
  const slices = Array.from({ length: schema.hashSlices }, (_, slice) => slice);
  expect(schema.hashSlices).toBeLessThanOrEqual(schema.tickHz);
  const hashes = (): string[] => slices.map((slice) => text(state.hash(slice)));
  const before = hashes();
  const differing = (): number => hashes().filter((hash, at) => hash !== before[at]).length;
  const { slots, length } = table.slotsById();
  for (const slot of slots.subarray(0, length)) {
    table.lanes[0][slot] += 1;
    expect(differing()).toBe(1);
    table.lanes[0][slot] -= 1;
  }
  for (const session of state.sessions.values()) {
    session.commandNumber += 1;
    expect(differing()).toBe(1);
    session.commandNumber -= 1;
  }
  state.tick += 1;
  expect(differing()).toBe(slices.length);
});
