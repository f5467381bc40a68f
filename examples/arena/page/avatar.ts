import { CorrectionSmoother, Predictor } from 'atlasnet/client';
import { RUN_MPS, SIZE_M, arenaWorld } from '../world.ts';
import type { Client } from './others.ts';

interface Place {
  readonly x: number;
  readonly y: number;
}

const TICK_MS = 1000 / arenaWorld.tickHz;

/** The own fighter: it runs as soon as a key is pressed, and is where the server will say. */
export class Avatar {
  readonly #client: Client;
  readonly #smoother = new CorrectionSmoother();
  #predictor = new Predictor<Place, Place>({ tickMs: TICK_MS, step });
  #tick = -1;

  constructor(client: Client) {
    this.#client = client;
    client.on('avatar', () => {
      this.#predictor = new Predictor<Place, Place>({ tickMs: TICK_MS, step });
      this.#tick = -1;
    });
    client.on('update', ({ id }) => {
      if (id === client.avatarId) this.#heard();
    });
  }

  steer(direction: Place): void {
    const velocity = { x: direction.x * RUN_MPS, y: direction.y * RUN_MPS };
    this.#client.input('steer', { vx: velocity.x, vy: velocity.y });
    this.#predictor.input(velocity, this.#aheadMs());
  }

  /** Where to draw it; null while there is none. */
  shown(): Place | null {
    this.#heard();
    const predicted = this.#predictor.at(this.#aheadMs());
    if (!this.#client.avatar || !predicted) return null;
    const [x, y] = this.#smoother.shown([predicted.x, predicted.y], this.#client.worldMs);
    return { x, y };
  }

  /** When the server has what is said now: half a round trip on its way. */
  #aheadMs(): number {
    return this.#client.worldMs + this.#client.statistics.rttMs / 2;
  }

  /** Who is not spoken of in a tick has not moved in it: the newest tick is the state's. */
  #heard(): void {
    const { avatar, tick } = this.#client;
    if (!avatar || tick === this.#tick) return;
    this.#tick = tick;
    const nowMs = this.#aheadMs();
    const before = this.#predictor.at(nowMs);
    const { x, y } = avatar.position;
    this.#predictor.reconcile(tick, { x, y });
    const after = this.#predictor.at(nowMs);
    if (!before || !after) return;
    this.#smoother.corrected([before.x, before.y], [after.x, after.y], this.#client.worldMs);
  }
}

/** A fighter's tick, as the game has it. */
function step({ x, y }: Place, velocity: Place | null, seconds: number): Place {
  const clamp = (value: number): number => Math.min(SIZE_M, Math.max(0, value));
  return {
    x: clamp(x + (velocity?.x ?? 0) * seconds),
    y: clamp(y + (velocity?.y ?? 0) * seconds),
  };
}
