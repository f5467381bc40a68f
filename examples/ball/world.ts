import { defineWorld, field } from 'atlasnet/world';

/** Edge of the field, metres. */
export const SIZE_M = 200;
/** How far a ball is thrown, metres. */
export const THROW_M = 12;
/** The fastest a player runs, metres a second. */
export const RUN_MPS = 8;
/** Balls in the world, for ever. */
export const BALLS = 3;

export const ballWorld = defineWorld({
  name: 'ball',
  dimensions: 2,
  bounds: { min: [0, 0], max: [SIZE_M, SIZE_M] },
  tickHz: 20,
  ghostDistanceM: 20,
  components: {
    kind: field.enumeration(['player', 'basket']),
    /** Clients see where a player is, not where it is going. */
    velocity: field.vector2({ quantum: 0.01, hidden: true }),
    balls: field.integer({ min: 0, max: BALLS }),
    catches: field.integer({ min: 0, max: 1_000_000 }),
  },
  inputs: {
    /** Metres a second, clamped to the fastest that a player runs. */
    run: { vx: field.number({ quantum: 0.01 }), vy: field.number({ quantum: 0.01 }) },
  },
  commands: {
    /** Throws a ball to another player in reach, also across a border. */
    throw: { to: field.entity() },
  },
  messages: {
    /** Carries balls: what has left one hand arrives in another, or comes back. */
    catch: { balls: field.integer({ min: 1, max: BALLS }) },
    /** Asks the basket for a ball. */
    wish: {},
  },
});
