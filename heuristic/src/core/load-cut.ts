import type { RegionBounds } from '@atlasnet/schemas';

/** Reports are of one moment when their ticks are apart by this part of a second at most. */
const MOMENT_S = 0.25;
/** So long after a look is due, a region whose report is of another moment is waited for, seconds. */
const PATIENCE_S = 2;

/** The newest report of a region, as far as it matters when. */
export interface Reported {
  readonly tick: number;
}

/**
 * Says when the regions' newest reports make one picture. Shards report at the same seconds of world
 * time, but some reports arrive first: with others from a second before, whoever crossed a border
 * meanwhile would count twice, or not at all, and a crowd that just formed would be half seen.
 */
export class LoadCut {
  #lookedTick: number | null = null;

  /**
   * Whether to look now: one look for each moment, moments `intervalMs` apart. A region that is late
   * (overloaded, being recovered) holds no look up for longer than two seconds.
   */
  due(
    regions: readonly RegionBounds[],
    reports: ReadonlyMap<number, Reported>,
    tickHz: number,
    intervalMs: number,
  ): boolean {
    const ticks = regions.map(({ region }) => reports.get(region)?.tick ?? -Infinity);
    const newest = Math.max(...ticks);
    // With no report at all there is nothing to wait for: the look says what is missing.
    if (newest === -Infinity) return true;
    const intervalS = Math.max(1, Math.round(intervalMs / 1000));
    this.#lookedTick ??= newest - intervalS * tickHz;
    const laterS = (newest - this.#lookedTick) / tickHz;
    if (laterS < intervalS - MOMENT_S) return false;
    const oneMoment = newest - Math.min(...ticks) <= MOMENT_S * tickHz;
    if (!oneMoment && laterS < intervalS + PATIENCE_S) return false;
    this.#lookedTick = newest;
    return true;
  }
}
