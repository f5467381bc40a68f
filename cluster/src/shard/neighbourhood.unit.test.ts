import { expect, test } from '@jest/globals';
import { PartitionMap, compileWorld, epoch, gridRegions, incarnationId } from '@atlasnet/schemas';
import {
  ChangeEncoder,
  decodeEntity,
  encodeEntity,
  processId,
  regionId,
  EntityTable,
} from '@atlasnet/schemas';
import type {
  Clock,
  Departure,
  Frame,
  FrameSlice,
  LinkMessage,
  SubscriptionStart,
} from '@atlasnet/schemas';
import { RegionRuntime } from '../core/region-runtime.ts';
import { RegionState } from '../core/region-state.ts';
import { LIMITS } from '../limits.ts';
import { defineServer, defineWorld, field } from '../server.ts';
import type { AtlasNetServer } from '../server.ts';
import type { LinkBody } from './link-hub.ts';
import { RegionNeighbourhood } from './neighbourhood.ts';

/** One walker that goes east, and what its game sees of it. */
const server = defineServer({
  world: defineWorld({
    name: 'oneWalker',
    dimensions: 2,
    bounds: { min: [0, 0], max: [400, 100] },
    tickHz: 10,
    handoffStayTicks: 1,
    components: { coins: field.integer() },
  }),
  tick(world) {
    const { position } = world.components;
    world.each((entity) => position.set(entity, position.x(entity) + 5, 50));
  },
});

/** Region 0 beside region 1, whose stream the test writes. */
function scene() {
  const schema = compileWorld(server.world);
  const bounds = { min: schema.boundsMin, max: schema.boundsMax };
  const map = new PartitionMap(1, gridRegions(2, bounds));
  const at = { nowMs: 0, reached: 0 };
  const clock = { monotonicMs: () => at.nowMs } as unknown as Clock;
  const sent: LinkBody[] = [];
  const state = RegionState.initial(schema, regionId(0), false, 7);
  const neighbourhood = new RegionNeighbourhood({
    schema,
    region: regionId(0),
    clock,
    send: (_, body) => sent.push(body) > 0,
    isOwn: (entity) => state.table.slotOf(entity) >= 0,
    reached: () => at.reached,
    heard: () => undefined,
  });
  const runtime = new RegionRuntime({
    schema,
    server: server as unknown as AtlasNetServer,
    region: regionId(0),
    incarnation: incarnationId('00112233445566778899aabbccddeeff'),
    process: processId('0011223344556677'),
    epoch: epoch(1),
    seed: 7,
    state,
    map,
    homeCount: 2,
    lingerTicks: 10,
    sessionsMax: 10,
    stopwatch: () => 0,
    neighbourhood,
  });
  neighbourhood.update(map, []);
  return { schema, map, neighbourhood, runtime, state, at, sent };
}

const place = (offset: number) => ({
  region: 1,
  reader: 1,
  offset,
  tick: offset,
  epoch: 1,
  n: offset,
  mapVersion: 1,
});

function start(cells: SubscriptionStart['cells'], offset: number): SubscriptionStart {
  return {
    ...place(offset),
    groups: [],
    cells,
    whole: false,
    inbox: [],
    worldSchema: new Uint8Array(),
  };
}

function slice(offset: number, more: Partial<FrameSlice> = {}): FrameSlice {
  return {
    ...place(offset),
    empty: false,
    groups: [],
    departures: [],
    applied: [],
    sessions: [],
    holdsNothing: false,
    outboxLeft: [],
    parts: 1,
    readerOffset: 0,
    dueMicros: 0,
    worldSchemaHash: 0,
    ...more,
  };
}

const ENTITY = 42;

/** Lets the walker cross; the cells of region 1 that region 0 reads are all there and empty. */
function cross(): ReturnType<typeof scene> & { readonly cells: LinkMessage['subscribe'] } {
  const at = scene();
  const { schema, map, neighbourhood, runtime, state } = at;
  const [nx, ny] = schema.cells.counts;
  const cells = Array.from({ length: nx * ny }, (_, i) => ({
    x: i % nx,
    y: Math.floor(i / nx),
    z: 0,
  }));
  neighbourhood.start(start(cells, 1));
  const walker = new EntityTable(schema);
  const slot = walker.add(ENTITY);
  const border = map.boundsOf(regionId(0))?.max[0] ?? 0;
  walker.writeLane(slot, 0, 0, Math.round((border - 1) / schema.positionQuantumM));
  walker.writeLane(slot, 0, 1, Math.round(50 / schema.positionQuantumM));
  decodeEntity(state.table, encodeEntity(walker, slot));
  state.table.commit();
  for (let tick = 10; state.table.count > 0; tick++) {
    neighbourhood.beginTick();
    expect(neighbourhood.ghosts.count).toBe(0);
    runtime.runTick(tick);
    expect(tick).toBeLessThan(100);
  }
  return { ...at, cells: null };
}

test('[V2] an own entity that is handed off is a ghost until the target’s stream shows it', () => {
  const { neighbourhood, state } = cross();
  expect(state.sentAway.get(ENTITY)?.to).toBe(1);
  expect(neighbourhood.ghosts.slotOf(ENTITY)).toBeGreaterThanOrEqual(0);
  neighbourhood.beginTick();
  neighbourhood.slice(slice(2));
  expect(neighbourhood.ghosts.slotOf(ENTITY)).toBeGreaterThanOrEqual(0);
  // The target has applied the message and does not show the entity: it moved on or died there.
  neighbourhood.slice(slice(3, { applied: [{ region: 0, number: 1 }] }));
  expect(neighbourhood.ghosts.slotOf(ENTITY)).toBe(-1);
});

test('[V2] older word of a neighbour does not bring back what died here', () => {
  const { schema, neighbourhood, runtime, state } = scene();
  const [nx, ny] = schema.cells.counts;
  const cells = Array.from({ length: nx * ny }, (_, i) => ({
    x: i % nx,
    y: Math.floor(i / nx),
    z: 0,
  }));
  const theirs = new EntityTable(schema);
  const slot = theirs.add(ENTITY);
  theirs.writeLane(slot, 0, 0, Math.round(201 / schema.positionQuantumM));
  theirs.writeLane(slot, 0, 1, Math.round(50 / schema.positionQuantumM));
  decodeEntity(state.table, encodeEntity(theirs, slot));
  state.table.commit();
  neighbourhood.start(start(cells, 1));
  const groups = Array.from(new ChangeEncoder(schema).encode(theirs), ({ x, y, z, columns }) => {
    return { x, y, z, columns: columns.slice() };
  });
  state.destroy(state.table.slotOf(ENTITY));
  runtime.runTick(10);
  // What the neighbour's stream says as of tick 2 is older than that.
  neighbourhood.slice(slice(2, { groups }));
  expect(neighbourhood.ghosts.slotOf(ENTITY)).toBe(-1);
});

test('[T2] a neighbour is told of each tick, and up to which message somebody left for it', () => {
  const { neighbourhood, sent } = cross();
  sent.length = 0;
  const frame = { tick: 30, departures: [] as Departure[] };
  neighbourhood.announce(frame as unknown as Frame);
  frame.departures.push({ entity: ENTITY, to: 1, number: 4, cellX: 0, cellY: 0, cellZ: 0 });
  neighbourhood.announce(frame as unknown as Frame);
  const announced = sent.map(({ announcement }) => announcement);
  expect(announced).toEqual([
    { from: 0, to: 1, tick: 30, number: 0 },
    { from: 0, to: 1, tick: 30, number: 4 },
  ]);
});

test('[T2] for a while a region for which somebody left is told of each tick, though it is no neighbour', () => {
  const { neighbourhood, sent } = cross();
  sent.length = 0;
  const departures: Departure[] = [
    { entity: ENTITY, to: 5, number: 4, cellX: 0, cellY: 0, cellZ: 0 },
  ];
  const last = 30 + LIMITS.departedTicks;
  for (const tick of [30, 31, last, last + 1]) {
    const frame = { tick, departures: tick === 30 ? departures : [] };
    neighbourhood.announce(frame as unknown as Frame);
  }
  const told = sent.map(({ announcement }) => announcement).filter((each) => each?.to === 5);
  expect(told.map((each) => [each?.tick, each?.number])).toEqual([
    [30, 4],
    [31, 0],
    [last, 0],
  ]);
});

test('[T2] a region that is no neighbour is waited for as long as it announces, and no longer than a second', () => {
  const { neighbourhood, at } = cross();
  const says = (tick: number, number: number): void => {
    neighbourhood.announced({ from: 5, to: 0, tick, number });
  };
  // The neighbour is not what is waited for.
  neighbourhood.announced({ from: 1, to: 0, tick: 1000, number: 0 });
  says(30, 0);
  expect(neighbourhood.isBehind(32)).toBe(false);
  says(30, 1);
  expect([31, 32].map((tick) => neighbourhood.isBehind(tick))).toEqual([false, true]);
  at.nowMs = LIMITS.neighbourFreshMs;
  expect(neighbourhood.isBehind(32)).toBe(false);
  const last = 30 + LIMITS.departedTicks;
  says(last - 1, 0);
  expect(neighbourhood.isBehind(last + 1)).toBe(true);
  says(last, 0);
  expect(neighbourhood.isBehind(last + 2)).toBe(false);
  says(40, 2);
  neighbourhood.lost(regionId(5));
  expect(neighbourhood.isBehind(42)).toBe(false);
});

test('[T2] a neighbour that said it ran the tick before is not behind, though its frame is not there', () => {
  const { neighbourhood } = cross();
  neighbourhood.slice(slice(2));
  expect(neighbourhood.isBehind(3)).toBe(false);
  expect(neighbourhood.isBehind(4)).toBe(true);
  neighbourhood.announced({ from: 1, to: 0, tick: 3, number: 0 });
  expect(neighbourhood.isBehind(4)).toBe(false);
  expect(neighbourhood.isExpecting(4)).toBe(false);
});

test('[T2] what a region announced is expected until it comes, it has another owner, or a second is over', () => {
  const { neighbourhood, at } = cross();
  const announcement = { from: 1, to: 0, tick: 3, number: 1 };
  neighbourhood.announced(announcement);
  expect([3, 4].map((tick) => neighbourhood.isExpecting(tick))).toEqual([false, true]);
  at.nowMs = 999;
  expect(neighbourhood.isExpecting(4)).toBe(true);
  at.nowMs = 1000;
  expect(neighbourhood.isExpecting(4)).toBe(false);
  neighbourhood.announced(announcement);
  neighbourhood.lost(regionId(1));
  expect(neighbourhood.isExpecting(4)).toBe(false);
  neighbourhood.announced(announcement);
  at.reached = 1;
  expect(neighbourhood.isExpecting(4)).toBe(false);
});
