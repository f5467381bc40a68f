/** Despawns remembered; above it the oldest are forgotten and counted as such. */
export const TOMBSTONES_MAX = 262_144;

interface Tombstone {
  readonly tick: number;
  /** Whose word it was: that region's stream is in order, so what it says later is newer. */
  readonly region: number;
}

/**
 * V2: what went, and when, so that older word of another region does not bring it back. Kept until
 * every stream has passed the tick, and some seconds longer for streams that are opened late.
 */
export class Tombstones {
  /** Forgotten for want of room. */
  overflow = 0;
  readonly #byId = new Map<number, Tombstone>();
  readonly #keepTicks: number;

  constructor(keepTicks: number) {
    this.#keepTicks = keepTicks;
  }

  get size(): number {
    return this.#byId.size;
  }

  bury(id: number, tick: number, region: number): void {
    const before = this.#byId.get(id);
    if (before && before.tick > tick) return;
    // Deleted first, so that the map stays in the order of burial.
    this.#byId.delete(id);
    this.#byId.set(id, { tick, region });
    if (this.#byId.size <= TOMBSTONES_MAX) return;
    const oldest = this.#byId.keys().next();
    if (oldest.done !== true) this.#byId.delete(oldest.value);
    this.overflow++;
  }

  /** Whether word of a region as of a tick is older than what is buried. */
  silences(id: number, tick: number, region: number): boolean {
    const tombstone = this.#byId.get(id);
    return tombstone !== undefined && tombstone.region !== region && tick <= tombstone.tick;
  }

  /** Forgets what every stream has passed; `oldest` and `newest` are ticks of streams. */
  prune(oldest: number, newest: number): void {
    for (const [id, { tick }] of this.#byId) {
      if (tick >= oldest || tick + this.#keepTicks > newest) return;
      this.#byId.delete(id);
    }
  }
}
