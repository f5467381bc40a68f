import { NONE, defineServer } from 'atlasnet/server';
import type { Entity, EntityId, World } from 'atlasnet/server';
import { COINS_AT_START, COINS_TOTAL, HOT_SPOT, REACH_M } from './world.ts';
import { RUN_MPS, SIZE_M, arenaWorld } from './world.ts';

export { tasks } from './tasks.ts';

type Arena = World<typeof arenaWorld>;

/** The first region's first entity, and so the first of the world: `start` makes the bank. */
const BANK = 1 as EntityId;
/** What a blow takes of 100. */
const DAMAGE = 10;

/**
 * Fighters that clients steer: they strike each other and trade coins, across borders as well. Coins
 * come from one bank and go back to it, so their sum is the same at every moment (I5).
 */
export const server = defineServer({
  world: arenaWorld,

  start(world) {
    const position = { x: SIZE_M / 2, y: SIZE_M / 2 };
    const bank = world.create({ position, kind: 'bank', coins: COINS_TOTAL });
    if (world.idOf(bank) !== BANK) throw new Error(`the bank is entity ${world.idOf(bank)}`);
  },

  join(world, { account }) {
    const hot = livesInHotSpot(account);
    const { min, max } = hot ? HOT_SPOT : { min: 0, max: SIZE_M };
    const position = {
      x: min + world.random() * (max - min),
      y: min + world.random() * (max - min),
    };
    const fighter = world.create({
      position,
      kind: 'fighter',
      velocity: { x: 0, y: 0 },
      health: 100,
      coins: 0,
      hits: 0,
      knockouts: 0,
      hot,
    });
    world.send(BANK, 'lend', {}, fighter);
    return fighter;
  },

  leave(world, fighter) {
    pay(world, fighter, BANK, world.components.coins.get(fighter));
  },

  command: {
    hit(world, { avatar }, { target }) {
      checkReach(world, avatar, target);
      const { hits } = world.components;
      hits.set(avatar, hits.get(avatar) + 1);
      world.send(target, 'blow', { damage: DAMAGE }, avatar);
    },
    give(world, { avatar }, { to, coins }) {
      checkReach(world, avatar, to);
      const purse = world.components.coins.get(avatar);
      if (coins > purse) world.refuse(`you have ${purse} coins`);
      pay(world, avatar, to, coins);
    },
  },

  input: {
    steer(world, { avatar }, { vx, vy }) {
      if (avatar === NONE) return;
      const speed = Math.sqrt(vx * vx + vy * vy);
      const scale = speed > RUN_MPS ? RUN_MPS / speed : 1;
      world.components.velocity.set(avatar, vx * scale, vy * scale);
    },
  },

  message: {
    blow(world, fighter, { damage }, from) {
      const { kind, health, knockouts, coins } = world.components;
      if (kind.get(fighter) !== 'fighter') return;
      const left = health.get(fighter) - damage;
      health.set(fighter, left > 0 ? left : 100);
      if (left > 0) return;
      knockouts.set(fighter, knockouts.get(fighter) + 1);
      world.send(from, 'won', { hits: world.components.hits.get(fighter) });
      // Whoever knocks out takes half the purse.
      pay(world, fighter, from, Math.floor(coins.get(fighter) / 2));
    },
    coins(world, holder, { amount }) {
      const { coins } = world.components;
      coins.set(holder, coins.get(holder) + amount);
    },
    won(world, fighter, { hits }) {
      world.runTask('bounty', { hits }, fighter);
    },
    claim(world, bank, { coins }, fighter) {
      pay(world, bank, fighter, Math.min(coins, world.components.coins.get(bank)));
    },
    lend(world, bank, _, borrower) {
      pay(world, bank, borrower, Math.min(COINS_AT_START, world.components.coins.get(bank)));
    },
  },

  task: {
    /** Whoever has left by then has no use for it. */
    bounty(world, fighter, outcome) {
      if (outcome.status !== 'done' || fighter === NONE) return;
      world.send(BANK, 'claim', { coins: outcome.result.coins }, fighter);
    },
  },

  /** Coins for somebody who has left come back here, and go to the bank. */
  returned(world, { name, payload }) {
    if (name === 'coins') world.send(BANK, 'coins', payload as { amount: number });
  },

  tick(world) {
    const { position, velocity, hot } = world.components;
    world.each((fighter) => {
      if (!velocity.has(fighter)) return;
      const { min, max } = hot.get(fighter) ? HOT_SPOT : { min: 0, max: SIZE_M };
      const x = position.x(fighter) + velocity.x(fighter) * world.dt;
      const y = position.y(fighter) + velocity.y(fighter) * world.dt;
      position.set(fighter, Math.min(max, Math.max(min, x)), Math.min(max, Math.max(min, y)));
    });
  },
});

/** Every fourth of `bot-0`, `bot-1` … */
function livesInHotSpot(account: string): boolean {
  const number = /(\d+)$/.exec(account)?.[1];
  return number !== undefined && Number(number) % 4 === 0;
}

/** Refuses the command unless the target is another fighter within reach; it may be a ghost. */
function checkReach(world: Arena, avatar: Entity, id: EntityId): void {
  if (avatar === NONE) world.refuse('you have no avatar');
  const target = world.find(id);
  if (target === NONE || target === avatar) world.refuse('nobody of that id is near');
  const { position, kind } = world.components;
  const dx = position.x(target) - position.x(avatar);
  const dy = position.y(target) - position.y(avatar);
  if (dx * dx + dy * dy > REACH_M * REACH_M) world.refuse('out of reach');
  if (kind.get(target) !== 'fighter') world.refuse('only fighters fight and trade');
}

/** Coins leave a purse and travel as a message: they are in one place or the other, never in both. */
function pay(world: Arena, from: Entity, to: EntityId, amount: number): void {
  if (amount <= 0) return;
  const { coins } = world.components;
  coins.set(from, coins.get(from) - amount);
  world.send(to, 'coins', { amount }, from);
}
