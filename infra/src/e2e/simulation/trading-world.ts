import { NONE, defineServer, defineTasks } from '@atlasnet/cluster';
import type { AtlasNetServer, Entity, TaskFunctions, World } from '@atlasnet/cluster';
import { defineWorld, field, hashText, sleep } from '@atlasnet/schemas';
import type { Clock, EntityId } from '@atlasnet/schemas';
import { WALKERS, walkersServer, walkersWorld } from '../walkers-world.ts';

/** A few walkers a cell, as in a real world, rather than one. */
export const tradingWorld = defineWorld({
  ...walkersWorld,
  cellSizeM: 125,
  tasks: {
    /** Takes a coin along, and brings it back. */
    appraise: { arguments: { amount: field.integer() }, result: { amount: field.integer() } },
  },
});

/** Their world has tasks beside: hooks that know nothing of them are the same. */
const walkers = walkersServer as unknown as AtlasNetServer<typeof tradingWorld>;

/** Walkers, some of which are born and leave: only the penniless die, so coins are conserved. */
export const tradingServer = defineServer({
  ...walkers,
  world: tradingWorld,
  /** A coin that found nobody goes to whoever is first here; in an empty region it is undeliverable. */
  returned(world, { payload }) {
    give(world, world.at(0), (payload as { amount: number }).amount);
  },
  task: {
    /** Whoever died or went meanwhile leaves it to a finder, too. */
    appraise(world, owner, outcome) {
      const { amount } = outcome.status === 'done' ? outcome.result : outcome.arguments;
      give(world, owner === NONE ? world.at(0) : owner, amount);
    },
  },
  /** An avatar begins anywhere with nothing: what it has was given to it. */
  join(world) {
    const position = { x: world.random() * 1000, y: world.random() * 1000 };
    return world.create({ position, pilot: true, coins: 0, odometer: 0, ticks: 0 });
  },
  /** What somebody had who leaves goes to one of the first walkers, or comes back and is found. */
  leave(world, avatar) {
    bequeath(world, avatar);
  },
  command: {
    give(world, { avatar }, { to, coins: amount }) {
      if (avatar === NONE) world.refuse('without an avatar nobody gives');
      const { coins } = world.components;
      if (amount === 0 || coins.get(avatar) < amount) world.refuse('not so many coins');
      coins.set(avatar, coins.get(avatar) - amount);
      world.send(to, 'coins', { amount }, avatar);
      world.answer(`${coins.get(avatar)} left`);
    },
    die(world, { avatar }) {
      if (avatar === NONE) world.refuse('dead already');
      bequeath(world, avatar);
      world.destroy(avatar);
    },
  },
  input: {
    steer(world, { avatar }, { velocity }) {
      if (avatar !== NONE) world.components.velocity.set(avatar, velocity.x, velocity.y);
    },
  },
  tick(world) {
    walkers.tick?.(world);
    const { coins, velocity, position, pilot } = world.components;
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
      if (coins.get(entity) > 0 || pilot.has(entity)) return;
      if (world.random() < DEATHS_PER_TICK) world.destroy(entity);
    });
    world.each((entity) => {
      if (coins.get(entity) === 0 || world.random() >= JOBS_PER_TICK) return;
      coins.set(entity, coins.get(entity) - 1);
      world.runTask('appraise', { amount: 1 }, entity);
    });
  },
});

function give(world: World<typeof tradingWorld>, entity: Entity, amount: number): void {
  const { coins } = world.components;
  coins.set(entity, coins.get(entity) + amount);
}

/** What workers do: it takes its time, and of ten jobs one always fails and one never ends. */
export function tradingTasks(clock: Clock): TaskFunctions {
  const tasks = defineTasks(tradingWorld, {
    async appraise({ amount }, { id, signal }) {
      const lot = hashText(id);
      if (lot % 10 === 0) throw new Error('no idea what it is worth');
      await sleep(clock, lot % 10 === 1 ? NEVER_MS : lot % LONGEST_MS, signal);
      return { amount };
    },
  });
  return tasks as unknown as TaskFunctions;
}

/** Somebody is about to go, and his coins stay in the world. */
function bequeath(world: World<typeof tradingWorld>, avatar: Entity): void {
  const { coins } = world.components;
  const amount = coins.get(avatar);
  if (amount === 0) return;
  coins.set(avatar, 0);
  world.send(world.randomInteger(1, WALKERS) as EntityId, 'coins', { amount });
}

/** Coins sent to somebody who may be anywhere, or dead: they go from region to region, or return. */
const LETTERS_PER_TICK = 0.005;
/** Per walker with coins: two or three a simulated second in all. */
const JOBS_PER_TICK = 0.001;
/** A job takes at most so long, milliseconds; or longer than the whole run. */
const LONGEST_MS = 1200;
const NEVER_MS = 3_600_000;
/** Per walker: about thirty births a simulated minute. */
const BIRTHS_PER_TICK = 0.0002;
/** Per penniless walker. */
const DEATHS_PER_TICK = 0.01;
