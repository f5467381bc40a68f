import { defineServer } from '@atlasnet/cluster';
import { defineWorld, field } from '@atlasnet/schemas';

/** Walkers with an odometer and a tick counter that exist nowhere but in the log. */
export const walkersWorld = defineWorld({
  name: 'walkers',
  dimensions: 2,
  bounds: { min: [0, 0], max: [1000, 1000] },
  tickHz: 10,
  components: {
    velocity: field.vector2({ quantum: 0.001 }),
    odometer: field.number({ quantum: 0.001 }),
    ticks: field.integer({ min: 0, max: 2 ** 31 - 1 }),
    coins: field.integer(),
    /** Somebody's avatar. */
    pilot: field.flag(),
  },
  commands: { give: { to: field.entity(), coins: field.integer({ min: 0, max: 1000 }) }, die: {} },
  inputs: { steer: { velocity: field.vector2({ quantum: 0.001 }) } },
  messages: { coins: { amount: field.integer() } },
});

export const WALKERS = 300;
export const COINS_EACH = 10;

export const walkersServer = defineServer({
  world: walkersWorld,
  start(world) {
    const { velocity } = world.components;
    for (let i = 0; i < WALKERS; i++) {
      const position = { x: world.random() * 1000, y: world.random() * 1000 };
      const entity = world.create({ position, coins: COINS_EACH, odometer: 0, ticks: 0 });
      velocity.set(entity, world.random() * 80 - 40, world.random() * 80 - 40);
    }
  },
  message: {
    coins(world, target, { amount }) {
      const { coins } = world.components;
      coins.set(target, coins.get(target) + amount);
    },
  },
  tick(world) {
    const { position, velocity, odometer, ticks, coins } = world.components;
    world.each((entity) => {
      let vx = velocity.x(entity);
      let vy = velocity.y(entity);
      const x = position.x(entity) + vx * world.dt;
      const y = position.y(entity) + vy * world.dt;
      if (x <= 0 || x >= 1000) vx = -vx;
      if (y <= 0 || y >= 1000) vy = -vy;
      position.set(entity, x, y);
      velocity.set(entity, vx, vy);
      odometer.set(entity, odometer.get(entity) + Math.sqrt(vx * vx + vy * vy) * world.dt);
      ticks.set(entity, ticks.get(entity) + 1);
      if (coins.get(entity) > 0 && world.random() < 0.01) trade(world, entity);
    });
  },
});

const near: number[] = [];

/** Gives a coin to somebody near, often across a border. */
function trade(world: Parameters<NonNullable<typeof walkersServer.tick>>[0], entity: number): void {
  const { position, coins } = world.components;
  const from = entity as Parameters<typeof coins.get>[0];
  const into = near as (typeof from)[];
  const found = world.withinRadius(into, 60, position.x(from), position.y(from));
  const other = found > 0 ? into[world.randomInteger(0, found - 1)] : from;
  if (other === from) return;
  coins.set(from, coins.get(from) - 1);
  world.send(world.idOf(other), 'coins', { amount: 1 }, from);
}
