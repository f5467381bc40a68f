import { afterEach, expect, test } from '@jest/globals';
import { NONE, defineServer } from '@atlasnet/cluster';
import type { Entity } from '@atlasnet/cluster';
import { AtlasNetClient } from '@atlasnet/proxy';
import type { ClientEntity } from '@atlasnet/proxy';
import { defineWorld, field } from '@atlasnet/schemas';
import type { SimCluster } from './sim-cluster.ts';
import { StrollStage } from './stroll-stage.ts';

const EDGE_M = 400;
/** Lanterns every so many metres of height, beside the way up. */
const LANTERN_M = 20;
/** What the stage's proxy shows, metres. */
const RADIUS_M = 120;
/** How far a climber looks for lanterns, metres. */
const REACH_M = 30;

const metres = field.number({ quantum: 0.01 });

const shaftWorld = defineWorld({
  name: 'shaft',
  dimensions: 3,
  bounds: { min: [0, 0, 0], max: [EDGE_M, EDGE_M, EDGE_M] },
  tickHz: 10,
  ghostDistanceM: 40,
  handoffStayTicks: 3,
  components: {
    wind: field.vector3({ quantum: 0.01 }),
    climbed: metres,
    lanterns: field.integer({ min: 0, max: 100 }),
    ghosts: field.integer({ min: 0, max: 100 }),
  },
  inputs: { climb: { by: field.vector3({ quantum: 0.01 }) } },
});

const shaftServer = defineServer({
  world: shaftWorld,
  start(world) {
    for (let z = 0; z < EDGE_M; z += LANTERN_M) {
      world.create({ position: { x: 110, y: 100, z }, wind: { x: 0, y: 1, z: -2 } });
    }
  },
  join: (world) =>
    world.create({ position: { x: 100, y: 100, z: 40 }, climbed: 0, lanterns: 0, ghosts: 0 }),
  input: {
    climb(world, { avatar }, { by }) {
      if (avatar === NONE) return;
      const { position, climbed } = world.components;
      const [x, y, z] = [position.x(avatar), position.y(avatar), position.z(avatar)];
      position.set(avatar, x + by.x, y + by.y, z + by.z);
      climbed.set(avatar, climbed.get(avatar) + by.z);
    },
  },
  tick(world) {
    const { position, lanterns, ghosts } = world.components;
    const lit = world.having('wind');
    const near: Entity[] = [];
    world.each((climber) => {
      const [x, y, z] = [position.x(climber), position.y(climber), position.z(climber)];
      lanterns.set(climber, world.withinRadius(near, REACH_M, x, y, z, lit));
      ghosts.set(climber, near.filter((entity) => world.isGhost(entity)).length);
    }, world.having('climbed'));
  },
});

let stage: StrollStage | null = null;
afterEach(() => {
  if (process.env.SIM_LOG) console.log(stage?.sim.lines.join('\n'));
  expect(stage?.sim.failures).toEqual([]);
  expect(stage?.cipher.repeated).toEqual([]);
});

type Climber = AtlasNetClient<typeof shaftWorld>;

const heightOf = ({ position }: ClientEntity<typeof shaftWorld>): number =>
  'z' in position ? position.z : NaN;

/** Heights of the lanterns that a client sees, in order. */
function seen(client: Climber): number[] {
  const lanterns = [...client.entities.values()].filter((entity) => entity.has('wind'));
  return lanterns.map(heightOf).toSorted((a, b) => a - b);
}

/** Heights of the lanterns within a radius of a height, beside the shaft. */
function within(height: number, radiusM: number): number[] {
  const all = Array.from({ length: EDGE_M / LANTERN_M }, (_, i) => i * LANTERN_M);
  return all.filter((z) => Math.hypot(10, z - height) <= radiusM);
}

test('[V1, V2] a world of three dimensions: up over a border, ghosts above it, and a view that has a height', async () => {
  const server = shaftServer as unknown as SimCluster['options']['server'];
  stage = await StrollStage.open(71, { server, regions: 8 });
  const { sim } = stage;
  const token = stage.token('ada', 301);
  const client: Climber = new AtlasNetClient({
    world: shaftWorld,
    token,
    transport: stage.transport(301),
  });
  await Promise.all([client.connect(), stage.run(1500)]);
  const map = sim.control?.mapInForce?.map;
  expect(map?.regionAt(100, 100, 40)).not.toBe(map?.regionAt(100, 100, 340));
  const avatar = client.avatarId;
  const gone: number[] = [];
  client.on('despawn', ({ id }) => void gone.push(id));
  const heights: number[] = [];
  let mostGhosts = 0;
  for (let step = 0; step < 150; step++) {
    client.input('climb', { by: { x: 0, y: 0, z: 2 } });
    await stage.run(100);
    const own = client.avatar;
    if (!own) throw new Error(`the avatar is not seen in step ${step}`);
    heights.push(heightOf(own));
    mostGhosts = Math.max(mostGhosts, own.get('ghosts') ?? 0);
    // Of the radius only cells, and the margin in which entities stay, decide what else is shown.
    const shown = seen(client);
    const height = heightOf(own);
    expect(shown).toEqual(expect.arrayContaining(within(height, RADIUS_M - 15)));
    expect(shown.filter((z) => Math.abs(z - height) > RADIUS_M + 30)).toEqual([]);
  }
  await stage.run(1000);
  expect(client.avatarId).toBe(avatar);
  expect(gone).not.toContain(avatar);
  expect(heights).toEqual(heights.toSorted((a, b) => a - b));
  const own = client.avatar;
  expect(own && heightOf(own)).toBeGreaterThan(300);
  expect(own?.get('climbed')).toBeCloseTo((own ? heightOf(own) : NaN) - 40, 1);
  // Three or four are within reach anywhere in the shaft: at the border some of them were ghosts.
  expect(own?.get('lanterns')).toBe(within(own ? heightOf(own) : NaN, REACH_M).length);
  expect(mostGhosts).toBeGreaterThan(0);
  const [lantern] = [...client.entities.values()].filter((entity) => entity.has('wind'));
  expect(lantern.get('wind')).toEqual({ x: 0, y: 1, z: -2 });
  // The log alone gives the same: one avatar, where the client saw it, and every lantern (I2, I3, I6).
  const living = sim.rebuild().map(({ table }) => table.count);
  expect(living.reduce((sum, count) => sum + count, 0)).toBe(EDGE_M / LANTERN_M + 1);
  expect(living.filter((count) => count > 0)).toHaveLength(2);
  await client.close();
});
