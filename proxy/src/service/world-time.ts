import type { TimeAxis } from '@atlasnet/schemas';

/**
 * Old arrivals lose their say by so many milliseconds a second, so that a drifting clock is
 * followed.
 */
const FORGET_MS_PER_SECOND = 1;

/**
 * World time as clients know it: tick n begins at n × tickMs, so that what they see of a tick has its
 * place in it. Known from the frame that came least late.
 */
export class WorldTime {
  #axis: TimeAxis | null = null;
  #offsetMs = -Infinity;
  #atMs = 0;

  /** A frame of this tick arrived now. */
  heard(axis: TimeAxis, tick: number, nowMs: number): void {
    // The world stood, and goes on where it was (T1): what came before says nothing any more.
    if (axis !== this.#axis) this.#offsetMs = -Infinity;
    this.#axis = axis;
    const offset = tick * axis.tickMs - nowMs;
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
