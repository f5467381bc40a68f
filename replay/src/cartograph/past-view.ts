import type { ProcessId, RegionId } from '@atlasnet/schemas';
import { ownerUnder } from '../reader/world-log.ts';
import type { WorldLog } from '../reader/world-log.ts';
import { WorldWalk } from '../reader/world-walk.ts';
import type { WorldMoment } from '../reader/world-walk.ts';

/** A viewer's own place in the past, that may play on from there. */
export class PastView {
  readonly #walk: WorldWalk;
  readonly #startTick: number;
  #at: number;
  /** Ticks of the world that pass in one of ours; 0: paused. */
  speed = 0;

  private constructor(walk: WorldWalk, tick: number) {
    this.#walk = walk;
    this.#startTick = tick;
    this.#at = tick;
  }

  /** @throws AtlasError ATLAS_LOG_OFFSET_OUT_OF_RANGE when the log no longer reaches back so far */
  static async open(source: WorldLog, tick: number): Promise<PastView> {
    const walk = await WorldWalk.open(source, tick);
    await walk.advanceTo(tick);
    return new PastView(walk, tick);
  }

  get tick(): number {
    return Math.floor(this.#at);
  }

  /** Plays on by so many ticks of ours, as far as the log went when this view was opened. */
  async advance(ticks: number): Promise<void> {
    if (this.speed === 0) return;
    this.#at += ticks * this.speed;
    await this.#walk.advanceTo(this.tick);
    const end = Math.max(this.#walk.tick, this.#startTick);
    if (this.#at > end + 1) {
      await this.#walk.extend();
      await this.#walk.advanceTo(this.tick);
      this.#at = Math.min(this.#at, Math.max(this.#walk.tick, end));
    }
  }

  /** Who owned a region under an epoch; null when the log does not say. */
  ownerUnder(region: RegionId, epoch: number): ProcessId | null {
    return ownerUnder(this.#walk.source, region, epoch);
  }

  moment(): WorldMoment {
    return this.#walk.moment(this.tick);
  }
}
