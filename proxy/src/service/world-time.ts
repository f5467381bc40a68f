import type { TimeAxis } from '@atlasnet/schemas';

/**
 * Old arrivals lose their say by so many milliseconds a second, so that a drifting clock is
 * followed.
 */
const FORGET_MS_PER_SECOND = 1;

/** World time as a reader knows it: from the frame that came least late, for clients' clocks. */
export class WorldTime {
  #offsetMs = -Infinity;
  #atMs = 0;

  /** A frame of this tick arrived now. */
  heard(axis: TimeAxis, tick: number, nowMs: number): void {
    const offset = axis.worldMsOf(tick) - nowMs;
    const faded = this.#offsetMs - ((nowMs - this.#atMs) * FORGET_MS_PER_SECOND) / 1000;
    if (offset < faded) return;
    this.#offsetMs = offset;
    this.#atMs = nowMs;
  }

  /** World milliseconds; 0 before any frame came. */
  at(nowMs: number): number {
    return this.#offsetMs === -Infinity ? 0 : nowMs + this.#offsetMs;
  }
}
