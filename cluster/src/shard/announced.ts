import type { Announcement } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';

interface Expected {
  readonly tick: number;
  readonly number: number;
  readonly heardMs: number;
}

interface Sender {
  /** The newest tick that it said it ran. */
  readonly tick: number;
  readonly heardMs: number;
  /** The newest tick in which somebody left it for here; −Infinity before that. */
  readonly departedTick: number;
}

/**
 * What other regions said of frames that are on their way to the log (T2): that a tick was run, and up to
 * which message entities left for here in it. Hints only: nothing is applied before it counts, and what
 * does not come in time is forgotten.
 */
export class Announced {
  readonly #senders = new Map<number, Sender>();
  /** By sender, in the order of ticks. */
  readonly #expected = new Map<number, Expected[]>();

  heard({ from, tick, number }: Announcement, nowMs: number): void {
    const departedTick = number > 0 ? tick : (this.#senders.get(from)?.departedTick ?? -Infinity);
    this.#senders.set(from, { tick, heardMs: nowMs, departedTick });
    if (number === 0) return;
    const expected = this.#expected.get(from) ?? [];
    expected.push({ tick, number, heardMs: nowMs });
    if (expected.length > LIMITS.announcementsMax) expected.shift();
    this.#expected.set(from, expected);
  }

  /** The newest tick that a region said it ran; −1 when it said nothing. */
  tickOf(region: number): number {
    return this.#senders.get(region)?.tick ?? -1;
  }

  /**
   * Whether a region that announces for a while yet (departedTicks) has not said that it ran a tick.
   * @param sinceMs one that said nothing after this is waited for no more, nor one before `oldest`
   */
  isBehind(tick: number, oldest: number, sinceMs: number): boolean {
    for (const sender of this.#senders.values()) {
      if (sender.tick >= tick || sender.tick < oldest || sender.heardMs <= sinceMs) continue;
      if (tick - sender.departedTick <= LIMITS.departedTicks) return true;
    }
    return false;
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
    this.#senders.delete(region);
    this.#expected.delete(region);
  }
}
