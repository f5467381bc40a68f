import type { Announcement } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';

interface Expected {
  readonly tick: number;
  readonly number: number;
  readonly heardMs: number;
}

/**
 * What other regions said of frames that are on their way to the log (T2): that a tick was run, and up to
 * which message entities left for here in it. Hints only: nothing is applied before it counts, and what
 * does not come in time is forgotten.
 */
export class Announced {
  readonly #ticks = new Map<number, number>();
  /** By sender, in the order of ticks. */
  readonly #expected = new Map<number, Expected[]>();

  heard({ from, tick, number }: Announcement, nowMs: number): void {
    this.#ticks.set(from, tick);
    if (number === 0) return;
    const expected = this.#expected.get(from) ?? [];
    expected.push({ tick, number, heardMs: nowMs });
    if (expected.length > LIMITS.announcementsMax) expected.shift();
    this.#expected.set(from, expected);
  }

  /** The newest tick that a region said it ran; −1 when it said nothing. */
  tickOf(region: number): number {
    return this.#ticks.get(region) ?? -1;
  }

  /**
   * Whether an entity is missing that left before a tick, and that was announced after `sinceMs`.
   * @param reached the highest number up to which every message of a region has come
   */
  isMissing(tick: number, sinceMs: number, reached: (region: number) => number): boolean {
    let missing = false;
    for (const [region, expected] of this.#expected) {
      const come = reached(region);
      while (expected.length > 0) {
        const { number, heardMs } = expected[0];
        if (number > come && heardMs > sinceMs) break;
        expected.shift();
      }
      if (expected.length === 0) this.#expected.delete(region);
      else missing ||= expected[0].tick < tick;
    }
    return missing;
  }

  /** A region has another owner: what the one before was about to write may never count. */
  forget(region: number): void {
    this.#ticks.delete(region);
    this.#expected.delete(region);
  }
}
