import { defineWorld, field } from 'atlasnet/world';

/** Edge of the arena, metres. */
export const SIZE_M = 2000;
/** Every fourth avatar lives in this square and stays there, metres on both axes. */
export const HOT_SPOT = { min: 900, max: 1100 } as const;
/** How far a blow or a hand reaches, metres. */
export const REACH_M = 6;
/** The fastest a fighter runs, metres a second. */
export const RUN_MPS = 10;
/** Coins in the world, for ever: they change hands, they never appear or vanish. */
export const COINS_TOTAL = 1_000_000;
/** The most that the bank pays for a knockout. */
export const BOUNTY_MAX = 10;
/** Coins that the bank lends an avatar that comes in. */
export const COINS_AT_START = 20;

/** An arena of two kilometres, at 20 ticks a second. */
export const arenaWorld = defineWorld({
  name: 'arena',
  dimensions: 2,
  bounds: { min: [0, 0], max: [SIZE_M, SIZE_M] },
  tickHz: 20,
  ghostDistanceM: 25,
  components: {
    kind: field.enumeration(['fighter', 'bank']),
    velocity: field.vector2({ quantum: 0.001, viewQuantum: 0.125, hidden: true }),
    health: field.integer({ min: 0, max: 100, default: 100 }),
    coins: field.integer({ min: 0, max: COINS_TOTAL }),
    /** Blows that landed, and times that it was knocked out. */
    hits: field.integer({ min: 0, max: 2 ** 31 - 1 }),
    knockouts: field.integer({ min: 0, max: 2 ** 31 - 1 }),
    /** Whether it stays in the hot spot. */
    hot: field.flag({ hidden: true }),
  },
  commands: {
    /** Strikes another fighter within reach, also across a border. */
    hit: { target: field.entity() },
    /** Gives coins to another fighter within reach. */
    give: { to: field.entity(), coins: field.integer({ min: 1, max: COINS_TOTAL }) },
  },
  inputs: {
    /** Metres a second, clamped to the fastest that a fighter runs. */
    steer: { vx: field.number({ quantum: 0.01 }), vy: field.number({ quantum: 0.01 }) },
  },
  messages: {
    blow: { damage: field.integer({ min: 0, max: 100 }) },
    /** Carries coins: what `amount` says left its sender and arrives, or comes back. */
    coins: { amount: field.integer({ min: 0, max: COINS_TOTAL }) },
    /** Asks the bank for the coins that a newcomer starts with. */
    lend: {},
    /** Tells a fighter whom it knocked out: how many blows of that one had landed. */
    won: { hits: field.integer({ min: 0, max: 2 ** 31 - 1 }) },
    /** Asks the bank for a bounty. */
    claim: { coins: field.integer({ min: 0, max: BOUNTY_MAX }) },
  },
  tasks: {
    /** What it is worth to knock out somebody who has landed so many blows. */
    bounty: {
      arguments: { hits: field.integer({ min: 0, max: 2 ** 31 - 1 }) },
      result: { coins: field.integer({ min: 0, max: BOUNTY_MAX }) },
    },
  },
});
