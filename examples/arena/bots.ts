import type { AtlasNetClient, ClientEntity } from 'atlasnet/client';
import type { arenaWorld } from './world.ts';

type Client = AtlasNetClient<typeof arenaWorld>;
type Fighter = ClientEntity<typeof arenaWorld>;

/** Between two thoughts of a bot, milliseconds: it steers at 10 Hz. */
export const THINK_MS = 100;
/** How close a bot goes before it acts: a little less than its reach, metres. */
const CLOSE_M = 5;
const RUN_MPS = 8;
/** How likely a thought turns the bot, and how likely a turn is towards somebody near. */
const TURN_RATE = 0.25;
const AIM_RATE = 0.5;
/** How likely a bot beside somebody acts in one thought, rather than runs on. */
const MEET_RATE = 0.5;
const GIFT_RATE = 0.3;

/** What a bot did so far. */
export interface BotTally {
  steered: number;
  hits: number;
  gifts: number;
  refused: number;
}

/** One client's mind: it runs about, goes for whoever is near, strikes or gives. */
export class Bot {
  readonly tally: BotTally = { steered: 0, hits: 0, gifts: 0, refused: 0 };
  readonly #client: Client;
  readonly #random: () => number;
  #heading: number;
  #waiting = false;

  /** @param random uniform in [0, 1) */
  constructor(client: Client, random: () => number) {
    this.#client = client;
    this.#random = random;
    this.#heading = this.#anywhere();
  }

  think(): void {
    const { avatar } = this.#client;
    if (!avatar) return;
    const near = this.#nearest(avatar);
    this.#steer(avatar, near?.fighter ?? null);
    if (near === null || near.metres > CLOSE_M || this.#waiting) return;
    if (this.#random() < MEET_RATE) this.#meet(avatar, near.fighter);
  }

  #nearest(avatar: Fighter): { fighter: Fighter; metres: number } | null {
    const { x, y } = avatar.position;
    let best: { fighter: Fighter; metres: number } | null = null;
    for (const fighter of this.#client.entities.values()) {
      if (fighter.id === avatar.id || fighter.get('kind') !== 'fighter') continue;
      const metres = Math.hypot(fighter.position.x - x, fighter.position.y - y);
      if (best === null || metres < best.metres) best = { fighter, metres };
    }
    return best;
  }

  /** Runs on; now and then it turns, towards somebody near or anywhere. */
  #steer(avatar: Fighter, towards: Fighter | null): void {
    if (this.#random() < TURN_RATE) {
      const aims = towards !== null && this.#random() < AIM_RATE;
      this.#heading = aims ? directionTo(avatar, towards) : this.#anywhere();
    }
    const vx = Math.cos(this.#heading) * RUN_MPS;
    const vy = Math.sin(this.#heading) * RUN_MPS;
    this.#client.input('steer', { vx, vy });
    this.tally.steered++;
  }

  #anywhere(): number {
    return this.#random() * 2 * Math.PI;
  }

  #meet(avatar: Fighter, other: Fighter): void {
    const purse = avatar.get('coins') ?? 0;
    const gives = purse > 0 && this.#random() < GIFT_RATE;
    this.#waiting = true;
    const sent = gives
      ? this.#client.command('give', { to: other.id, coins: 1 })
      : this.#client.command('hit', { target: other.id });
    sent
      .then(({ result }) => {
        if (result !== 'applied') this.tally.refused++;
        else if (gives) this.tally.gifts++;
        else this.tally.hits++;
      })
      // The connection ended before it was known: whoever keeps the bots makes another client.
      .catch(() => undefined)
      .finally(() => (this.#waiting = false));
  }
}

function directionTo({ position: from }: Fighter, { position: to }: Fighter): number {
  return Math.atan2(to.y - from.y, to.x - from.x);
}
