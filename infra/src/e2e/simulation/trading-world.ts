import { defineServer } from '@atlasnet/cluster';
import { WALKERS, walkersServer } from '../walkers-world.ts';

/** Walkers, some of which are born and leave: only the penniless die, so coins are conserved. */
export const tradingServer = defineServer({
  ...walkersServer,
  // A few walkers a cell, as in a real world, rather than one.
  world: { ...walkersServer.world, cellSizeM: 125 },
  /** A coin that found nobody goes to whoever is first here; in an empty region it is undeliverable. */
  returned(world, { payload }) {
    const { amount } = payload as { amount: number };
    const { coins } = world.components;
    const finder = world.at(0);
    coins.set(finder, coins.get(finder) + amount);
  },
  tick(world) {
    walkersServer.tick?.(world);
    const { coins, velocity, position } = world.components;
    world.each((entity) => {
      if (coins.get(entity) === 0 || world.random() >= LETTERS_PER_TICK) return;
      coins.set(entity, coins.get(entity) - 1);
      const to = world.randomInteger(1, WALKERS) as ReturnType<typeof world.idOf>;
      world.send(to, 'coins', { amount: 1 }, entity);
    });
    world.each((entity) => {
      if (world.random() >= BIRTHS_PER_TICK) return;
      const at = { x: position.x(entity), y: position.y(entity) };
      const child = world.create({ position: at, coins: 0, odometer: 0, ticks: 0 });
      velocity.set(child, world.random() * 80 - 40, world.random() * 80 - 40);
    });
    world.each((entity) => {
      if (coins.get(entity) === 0 && world.random() < DEATHS_PER_TICK) world.destroy(entity);
    });
  },
});

/** Coins sent to somebody who may be anywhere, or dead: they go from region to region, or return. */
const LETTERS_PER_TICK = 0.005;
/** Per walker: about thirty births a simulated minute. */
const BIRTHS_PER_TICK = 0.0002;
/** Per penniless walker. */
const DEATHS_PER_TICK = 0.01;
