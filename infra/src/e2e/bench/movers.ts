import { RegionRuntime, RegionState, defineServer } from '@atlasnet/cluster';
import type { AtlasNetServer } from '@atlasnet/cluster';
import {
  EntityTable,
  PartitionMap,
  compileWorld,
  defineWorld,
  epoch,
  field,
  gridRegions,
  incarnationId,
  processId,
  regionId,
} from '@atlasnet/schemas';
import type { RegionId } from '@atlasnet/schemas';

export const INCARNATION = incarnationId('00112233445566778899aabbccddeeff');
const PROCESS = processId('0011223344556677');
/** Metres: at 100,000 entities, cells of 64 m hold 25 each, a busy town's. */
const SIZE_M = 4096;
/** A quarter of it, for a quarter of the entities. */
export const QUARTER_M = SIZE_M / 2;

const world = defineWorld({
  name: 'movers',
  dimensions: 2,
  bounds: { min: [0, 0], max: [SIZE_M, SIZE_M] },
  tickHz: 20,
  components: {
    velocity: field.vector2({ quantum: 0.001 }),
    heading: field.angle(),
    health: field.integer({ min: 0, max: 1000 }),
    odometer: field.number({ quantum: 0.01 }),
  },
});

/** How the movers' tick is written: through accessors, over columns, or not at all. */
export type Movement = 'accessors' | 'columns' | 'none';

/**
 * `count` entities with five components that all move at 1 to 10 m/s, and bounce off the rim.
 * @param startM they begin within so many metres of the world's corner, and spread from there at their speed
 */
export function movers(count: number, movement: Movement, startM = SIZE_M): AtlasNetServer {
  const server = defineServer({
    world,
    start(place) {
      for (let i = 0; i < count; i++) {
        const position = { x: place.random() * startM, y: place.random() * startM };
        const angle = place.random() * 2 * Math.PI;
        const speed = 1 + place.random() * 9;
        const velocity = { x: Math.cos(angle) * speed, y: Math.sin(angle) * speed };
        place.create({ position, velocity, heading: angle, health: 100, odometer: 0 });
      }
    },
    tick(place) {
      if (movement === 'accessors') moveByAccessors(place);
      else if (movement === 'columns') moveByColumns(place);
    },
  });
  return server as unknown as AtlasNetServer;
}

type Place = Parameters<NonNullable<AtlasNetServer<typeof world>['tick']>>[0];

function moveByAccessors(place: Place): void {
  const { position, velocity } = place.components;
  const { dt } = place;
  place.each((entity) => {
    let vx = velocity.x(entity);
    let vy = velocity.y(entity);
    const x = position.x(entity) + vx * dt;
    const y = position.y(entity) + vy * dt;
    if (x <= 0 || x >= SIZE_M || y <= 0 || y >= SIZE_M) {
      if (x <= 0 || x >= SIZE_M) vx = -vx;
      if (y <= 0 || y >= SIZE_M) vy = -vy;
      velocity.set(entity, vx, vy);
    }
    position.set(entity, x, y);
  });
}

function moveByColumns(place: Place): void {
  const bulk = place.bulk();
  const { slots, length } = bulk;
  const x = bulk.lane('position');
  const y = bulk.lane('position', 'y');
  const vx = bulk.lane('velocity');
  const vy = bulk.lane('velocity', 'y');
  const factor = (bulk.quantum('velocity') * place.dt) / bulk.quantum('position');
  const rim = Math.round(SIZE_M / bulk.quantum('position'));
  if (bounced.length < length) bounced = new Int32Array(length);
  let bouncedCount = 0;
  // Without a call, and with each column read once, the loop runs at the columns' speed.
  for (let i = 0; i < length; i++) {
    const slot = slots[i];
    const speedX = vx[slot];
    const speedY = vy[slot];
    let nextX = x[slot] + Math.floor(speedX * factor + 0.5);
    let nextY = y[slot] + Math.floor(speedY * factor + 0.5);
    if (nextX <= 0 || nextX >= rim || nextY <= 0 || nextY >= rim) {
      if (nextX <= 0 || nextX >= rim) vx[slot] = -speedX;
      if (nextY <= 0 || nextY >= rim) vy[slot] = -speedY;
      nextX = Math.min(Math.max(nextX, 0), rim);
      nextY = Math.min(Math.max(nextY, 0), rim);
      bounced[bouncedCount++] = slot;
    }
    x[slot] = nextX;
    y[slot] = nextY;
  }
  for (let i = 0; i < bouncedCount; i++) bulk.touch('velocity', bounced[i]);
  bulk.touchAll('position');
}

/** Slots whose velocity a tick by columns has turned; nothing of it is kept from tick to tick. */
let bounced = new Int32Array(0);

/** A region of its own with its entities created, as a process would run it, without a log. */
export function moversRegion(
  count: number,
  movement: Movement,
  region: RegionId = regionId(0),
  startM = SIZE_M,
): RegionRuntime {
  const server = movers(count, movement, startM);
  const schema = compileWorld(server.world);
  const bounds = { min: schema.boundsMin, max: schema.boundsMax };
  const [box] = gridRegions(1, bounds);
  const runtime = new RegionRuntime({
    schema,
    server,
    region,
    incarnation: INCARNATION,
    process: PROCESS,
    epoch: epoch(1),
    seed: 7,
    state: RegionState.initial(schema, region, true, 7),
    map: new PartitionMap(1, [{ ...box, region }]),
    homeCount: 1,
    lingerTicks: 100,
    sessionsMax: 100,
    stopwatch: () => performance.now() * 1000,
    neighbourhood: {
      ghosts: new EntityTable(schema),
      ownerOf: () => -1,
      isUp: () => true,
      reads: () => [],
      hold: () => undefined,
      bury: () => undefined,
      confirmedBy: () => 1,
    },
  });
  // `start` is a message of the region to itself (M4).
  for (const queue of runtime.state.outbox.values()) {
    for (const { to, number, message } of queue) {
      runtime.deliver({ from: region, to, number, message, senderOffset: 0 });
    }
  }
  runtime.runTick(1);
  return runtime;
}
