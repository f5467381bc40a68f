import { PlayoutClock, Track } from 'atlasnet/client';
import type { AtlasNetClient, ClientEntity } from 'atlasnet/client';
import { arenaWorld } from '../world.ts';

export type Client = AtlasNetClient<typeof arenaWorld>;
export type Fighter = ClientEntity<typeof arenaWorld>;

/** Somebody to draw. */
export interface Seen {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly kind: string;
  readonly health: number;
}

const TICK_MS = 1000 / arenaWorld.tickHz;

/** Everybody else in sight, a little in the past, so that they move evenly. */
export class Others {
  readonly #client: Client;
  readonly #playout = new PlayoutClock(TICK_MS);
  readonly #tracks = new Map<number, Track>();
  #tick = -1;

  constructor(client: Client) {
    this.#client = client;
    for (const fighter of client.entities.values()) this.#heard(fighter);
    client.on('spawn', (fighter) => this.#heard(fighter));
    client.on('update', (fighter) => this.#heard(fighter));
    client.on('despawn', ({ id }) => void this.#tracks.delete(id));
  }

  shown(): Seen[] {
    const { entities, avatarId, worldMs } = this.#client;
    const atMs = this.#playout.shownMs(worldMs);
    return Array.from(entities.values())
      .filter(({ id }) => id !== avatarId)
      .map((fighter) => {
        const { x: newestX, y: newestY } = fighter.position;
        const [x = newestX, y = newestY] = this.#tracks.get(fighter.id)?.at(atMs) ?? [];
        const kind = fighter.get('kind') ?? '';
        return { id: fighter.id, x, y, kind, health: fighter.get('health') ?? 0 };
      });
  }

  #heard(fighter: Fighter): void {
    const { tick } = fighter;
    if (tick > this.#tick && this.#client.worldMs > 0) {
      this.#tick = tick;
      this.#playout.heard(tick, this.#client.worldMs);
    }
    const track = this.#tracks.get(fighter.id) ?? new Track(TICK_MS);
    this.#tracks.set(fighter.id, track);
    const { x, y } = fighter.position;
    track.add(tick, [x, y]);
  }
}
