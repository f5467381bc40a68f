import { NONE, defineServer } from 'atlasnet/server';
import type { Entity, EntityId, World } from 'atlasnet/server';
import { BALLS, RUN_MPS, SIZE_M, THROW_M, ballWorld } from './world.ts';

/** The first region's first entity, and so the first of the world: `start` makes it. */
const BASKET = 1 as EntityId;

export const server = defineServer({
  world: ballWorld,

  start(world) {
    world.create({ position: { x: SIZE_M / 2, y: SIZE_M / 2 }, kind: 'basket', balls: BALLS });
  },

  join(world) {
    const position = { x: world.random() * SIZE_M, y: world.random() * SIZE_M };
    const velocity = { x: 0, y: 0 };
    const player = world.create({ position, kind: 'player', velocity, balls: 0, catches: 0 });
    world.send(BASKET, 'wish', {}, player);
    return player;
  },

  leave(world, player) {
    const { balls } = world.components;
    if (balls.get(player) > 0) pass(world, player, BASKET, balls.get(player));
  },

  input: {
    run(world, { avatar }, { vx, vy }) {
      if (avatar === NONE) return;
      const scale = RUN_MPS / Math.max(RUN_MPS, Math.sqrt(vx * vx + vy * vy));
      world.components.velocity.set(avatar, vx * scale, vy * scale);
    },
  },

  command: {
    throw(world, { avatar }, { to }) {
      if (avatar === NONE) world.refuse('you are not on the field');
      if (world.components.balls.get(avatar) === 0) world.refuse('you have no ball');
      const target = world.find(to);
      if (target === NONE || target === avatar) world.refuse('nobody of that id is near');
      const { position } = world.components;
      const dx = position.x(target) - position.x(avatar);
      const dy = position.y(target) - position.y(avatar);
      if (dx * dx + dy * dy > THROW_M * THROW_M) world.refuse('too far');
      pass(world, avatar, to, 1);
    },
  },

  message: {
    catch(world, holder, caught) {
      const { kind, balls, catches } = world.components;
      balls.set(holder, balls.get(holder) + caught.balls);
      if (kind.get(holder) === 'player') catches.set(holder, catches.get(holder) + 1);
    },
    wish(world, basket, _, player) {
      if (world.components.balls.get(basket) > 0) pass(world, basket, player, 1);
    },
  },

  /** Whoever it was thrown to has left. */
  returned(world, { name, payload }) {
    if (name === 'catch') world.send(BASKET, 'catch', payload as { balls: number });
  },

  tick(world) {
    const { position, velocity } = world.components;
    world.each((player) => {
      const x = position.x(player) + velocity.x(player) * world.dt;
      const y = position.y(player) + velocity.y(player) * world.dt;
      position.set(player, x, y);
    }, world.having('velocity'));
  },
});

/** A ball is in one hand or in one message, never in both. */
function pass(world: World<typeof ballWorld>, from: Entity, to: EntityId, count: number): void {
  const { balls } = world.components;
  balls.set(from, balls.get(from) - count);
  world.send(to, 'catch', { balls: count }, from);
}
