import type { AtlasNetClient, ClientEntity } from 'atlasnet/client';
import type { arenaWorld } from './world.ts';

type Client = AtlasNetClient<typeof arenaWorld>;
type Fighter = ClientEntity<typeof arenaWorld>;

/** Between two thoughts of a bot, milliseconds. */
export const THINK_MS = 200;
/** How close a bot goes before it acts: a little less than its reach, metres. */
const CLOSE_M = 5;
const RUN_MPS = 8;

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
  #waiting = false;

  /** @param random uniform in [0, 1) */
  constructor(client: Client, random: () => number) {
    this.#client = client;
    this.#random = random;
  }

  think(): void {
    const { avatar } = this.#client;
    if (!avatar) return;
    const near = this.#nearest(avatar);
    if (near === null || near.metres > CLOSE_M || this.#random() < 0.1) {
      this.#run(avatar, near?.fighter ?? null);
    } else if (!this.#waiting) {
      this.#meet(avatar, near.fighter);
    }
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

  /** Towards somebody near, half of the time; anywhere otherwise. */
  #run(avatar: Fighter, towards: Fighter | null): void {
    if (this.#random() < 0.5) return;
    const at = avatar.position;
    const aimed = towards !== null && this.#random() < 0.5;
    const angle = aimed
      ? Math.atan2(towards.position.y - at.y, towards.position.x - at.x)
      : this.#random() * 2 * Math.PI;
    this.#client.input('steer', { vx: Math.cos(angle) * RUN_MPS, vy: Math.sin(angle) * RUN_MPS });
    this.tally.steered++;
  }

  #meet(avatar: Fighter, other: Fighter): void {
    const purse = avatar.get('coins') ?? 0;
    const gives = purse > 0 && this.#random() < 0.3;
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
