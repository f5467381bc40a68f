/** Samples kept of one entity: a second at 20 Hz. */
const SAMPLES_MAX = 20;
/** What one second with less delay than needed takes off the playout delay, of its excess. */
const RELAX_PER_SECOND = 0.2;

/**
 * When to show what: a little behind the world, so that the states on both sides of the moment shown
 * have come. It grows at once when a view comes late, and shrinks slowly. Times are world
 * milliseconds.
 */
export class PlayoutClock {
  readonly #tickMs: number;
  readonly #delayMsMax: number;
  #ageMs = 0;
  #heardMs = -1;

  /**
   * @param tickMs between two ticks of the world
   * @param delayMsMax more than this it never lags; entities then stand still until word of them comes
   */
  constructor(tickMs: number, delayMsMax = 500) {
    this.#tickMs = tickMs;
    this.#delayMsMax = delayMsMax;
  }

  /** A view of this tick came at `worldMs`. */
  heard(tick: number, worldMs: number): void {
    const ageMs = Math.max(0, worldMs - tick * this.#tickMs);
    const passedMs = this.#heardMs < 0 ? 0 : Math.max(0, worldMs - this.#heardMs);
    this.#heardMs = worldMs;
    const kept = Math.max(0, 1 - (RELAX_PER_SECOND * passedMs) / 1000);
    this.#ageMs = ageMs > this.#ageMs ? ageMs : ageMs + (this.#ageMs - ageMs) * kept;
  }

  /** How far behind the world is shown: the age of late views, and one tick to go between. */
  get delayMs(): number {
    return Math.min(this.#ageMs + this.#tickMs, this.#delayMsMax);
  }

  /** The moment to show at `worldMs`. */
  shownMs(worldMs: number): number {
    return worldMs - this.delayMs;
  }
}

/** What is known of one entity's moving numbers over time, for showing it between two ticks. */
export class Track {
  readonly #tickMs: number;
  readonly #samples: { readonly atMs: number; readonly values: readonly number[] }[] = [];

  constructor(tickMs: number) {
    this.#tickMs = tickMs;
  }

  /** The entity's values as of a tick; older word than the newest is ignored. */
  add(tick: number, values: readonly number[]): void {
    const atMs = tick * this.#tickMs;
    const last = this.#samples.at(-1);
    if (last && atMs <= last.atMs) return;
    // Whoever is not spoken of has not changed: it stood there until the tick before.
    const stoodMs = atMs - this.#tickMs;
    if (last && last.atMs < stoodMs) this.#push(stoodMs, last.values);
    this.#push(atMs, [...values]);
  }

  /** The values at a moment: between two samples, or the nearest one. Empty before any. */
  at(shownMs: number): readonly number[] {
    for (let i = this.#samples.length - 1; i >= 0; i--) {
      const from = this.#samples[i];
      if (from.atMs > shownMs && i > 0) continue;
      const to = this.#samples[i + 1];
      if (!to || from.atMs >= shownMs) return from.values;
      const share = (shownMs - from.atMs) / (to.atMs - from.atMs);
      return from.values.map((value, axis) => value + (to.values[axis] - value) * share);
    }
    return [];
  }

  #push(atMs: number, values: readonly number[]): void {
    this.#samples.push({ atMs, values });
    if (this.#samples.length > SAMPLES_MAX) this.#samples.shift();
  }
}
