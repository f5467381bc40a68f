import { NONE, defineServer } from 'atlasnet/server';
import type { Entity, EntityId, World } from 'atlasnet/server';
import { unpackRows } from './rows.ts';
import { trafficWorld } from './world.ts';

type City = World<typeof trafficWorld>;

/** Accounts whose sessions have no avatar: they play the trace. */
export const feederAccount = (lane: number): string => `feeder-${lane}`;
const isFeeder = (account: string): boolean => /^feeder-\d+$/.test(account);
/** A vehicle without a row for so many ticks of its own removes itself. */
const FORGOTTEN_TICKS = 15 * 20;
/** Two vehicles closer than this are a near miss, metres. */
const NEAR_M = 2;
/** Each vehicle looks around in every so many ticks. */
const LOOK_TICKS = 5;
/** A walker's fastest, metres a second. */
const WALK_MPS = 12;

/**
 * A city's traffic. The trace's rows come in as commands of one feeder; between rows vehicles are
 * simulated, so a region cannot rebuild one from the file: what it drove is in the log alone.
 */
export const server = defineServer({
  world: trafficWorld,

  join(world, { account }) {
    if (isFeeder(account)) return NONE;
    const position = { x: 200 + world.random() * 3000, y: 200 + world.random() * 3000 };
    const walker = world.create({ position, kind: 'walker', odometer: 0, ticks: 0 });
    world.components.velocity.set(walker, 0, 0);
    return walker;
  },

  command: {
    begin(world, { account }) {
      onlyFeeder(world, account);
      world.answer(String(world.tick));
    },
    depart(world, { account }, { traceId, x, y, heading }) {
      onlyFeeder(world, account);
      const vehicle = world.create({
        position: { x, y },
        kind: 'vehicle',
        traceId,
        heading,
        speed: 0,
        waypoint: { x, y },
        ticksLeft: 0,
        odometer: 0,
        ticks: 0,
        nearMisses: 0,
        rowTicks: 0,
        orphaned: false,
      });
      world.answer(String(world.idOf(vehicle)));
    },
    rows(world, { account }, { packed }) {
      onlyFeeder(world, account);
      const rows = unpackRows(packed);
      if (!rows) return world.refuse('the rows do not unpack');
      for (const { vehicle, at } of rows.rows) {
        if (at === null) world.send(vehicle as EntityId, 'still', {});
        else world.send(vehicle as EntityId, 'waypoint', { ...at, ticks: rows.ticks });
      }
    },
    arrive(world, { account }, { vehicle }) {
      onlyFeeder(world, account);
      world.send(vehicle, 'arrived', {});
    },
  },

  input: {
    steer(world, { avatar }, { x, y }) {
      if (avatar === NONE) return;
      const speed = Math.sqrt(x * x + y * y);
      const scale = speed > WALK_MPS ? WALK_MPS / speed : 1;
      world.components.velocity.set(avatar, x * scale, y * scale);
    },
  },

  message: {
    waypoint(world, vehicle, { x, y, ticks }) {
      const { waypoint, ticksLeft } = world.components;
      waypoint.set(vehicle, x, y);
      ticksLeft.set(vehicle, ticks);
      heard(world, vehicle);
    },
    still: heard,
    arrived(world, vehicle) {
      world.destroy(vehicle);
    },
  },

  tick(world) {
    world.each((entity) => {
      if (world.components.kind.get(entity) === 'vehicle') drive(world, entity);
      else walk(world, entity);
    });
  },
});

function onlyFeeder(world: City, account: string): void {
  if (!isFeeder(account)) world.refuse('only the feeder plays the trace');
}

/** A row came. Time is counted in ticks of its own, since a world that was stopped leaves some out. */
function heard(world: City, vehicle: Entity): void {
  const { rowTicks, ticks } = world.components;
  rowTicks.set(vehicle, ticks.get(vehicle));
}

/** One tick towards the waypoint, so that it is reached when the next row is due. */
function drive(world: City, vehicle: Entity): void {
  const { position, waypoint, ticksLeft, odometer, ticks, speed, heading, rowTicks, orphaned } =
    world.components;
  // It says so for a tick before it goes, so that the log and whoever looks can tell why.
  if (orphaned.get(vehicle)) return world.destroy(vehicle);
  const lived = ticks.get(vehicle) + 1;
  ticks.set(vehicle, lived);
  if (lived - rowTicks.get(vehicle) > FORGOTTEN_TICKS) orphaned.set(vehicle, true);
  const left = ticksLeft.get(vehicle);
  if (left > 0) {
    const dx = (waypoint.x(vehicle) - position.x(vehicle)) / left;
    const dy = (waypoint.y(vehicle) - position.y(vehicle)) / left;
    const step = Math.sqrt(dx * dx + dy * dy);
    position.set(vehicle, position.x(vehicle) + dx, position.y(vehicle) + dy);
    odometer.set(vehicle, odometer.get(vehicle) + step);
    ticksLeft.set(vehicle, left - 1);
    if (step > 0.02) heading.set(vehicle, Math.atan2(dy, dx) + (dy < 0 ? 2 * Math.PI : 0));
    speed.set(vehicle, step / world.dt);
  }
  if (lived % LOOK_TICKS === 0) lookAround(world, vehicle);
}

const near: Entity[] = [];

/** Counts a near miss for each other vehicle that is too close, ghosts included. */
function lookAround(world: City, vehicle: Entity): void {
  const { position, nearMisses, speed } = world.components;
  if (speed.get(vehicle) < 1) return;
  const found = world.withinRadius(near, NEAR_M, position.x(vehicle), position.y(vehicle));
  if (found > 1) nearMisses.set(vehicle, nearMisses.get(vehicle) + found - 1);
}

function walk(world: City, walker: Entity): void {
  const { position, velocity, odometer, ticks } = world.components;
  ticks.set(walker, ticks.get(walker) + 1);
  const dx = velocity.x(walker) * world.dt;
  const dy = velocity.y(walker) * world.dt;
  if (dx === 0 && dy === 0) return;
  position.set(walker, position.x(walker) + dx, position.y(walker) + dy);
  odometer.set(walker, odometer.get(walker) + Math.sqrt(dx * dx + dy * dy));
}
