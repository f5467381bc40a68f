import type { ProcessId, RegionId } from '@atlasnet/schemas';
import { WATCHDOG_LIMITS } from './watchdog-options.ts';

/** The load of shards, as it is and as it will be after the moves that were decided. Pure. */
export class ShardLoads {
  readonly #loads = new Map<ProcessId, number>();
  readonly #regions = new Map<ProcessId, Map<RegionId, number>>();

  constructor(shards: readonly ProcessId[]) {
    for (const shard of [...shards].sort()) {
      this.#loads.set(shard, 0);
      this.#regions.set(shard, new Map());
    }
  }

  /** Counts a region towards a shard; other processes' regions do not matter. */
  add(shard: ProcessId, region: RegionId, cost: number): void {
    const load = this.#loads.get(shard);
    if (load === undefined) return;
    this.#loads.set(shard, load + cost);
    this.#regions.get(shard)?.set(region, cost);
  }

  remove(shard: ProcessId, region: RegionId): void {
    const cost = this.#regions.get(shard)?.get(region);
    if (cost === undefined) return;
    this.#regions.get(shard)?.delete(region);
    this.#loads.set(shard, (this.#loads.get(shard) ?? 0) - cost);
  }

  /** The least loaded shard, another than `not` if there is one; null when there is none at all. */
  least(not: ProcessId | null): ProcessId | null {
    const others = Array.from(this.#loads.keys()).filter((shard) => shard !== not);
    return this.leastOf(others) ?? (not !== null && this.#loads.has(not) ? not : null);
  }

  /** The least loaded of these; null when none of them is known. */
  leastOf(shards: Iterable<ProcessId>): ProcessId | null {
    let best: ProcessId | null = null;
    for (const shard of shards) {
      if (!this.#loads.has(shard)) continue;
      if (best === null || this.#compare(shard, best) < 0) best = shard;
    }
    return best;
  }

  #compare(a: ProcessId, b: ProcessId): number {
    const byLoad = (this.#loads.get(a) ?? 0) - (this.#loads.get(b) ?? 0);
    return byLoad || (this.#regions.get(a)?.size ?? 0) - (this.#regions.get(b)?.size ?? 0);
  }

  /**
   * The move from the most to the least loaded shard that lowers the higher of the two most, or null
   * when none gains enough: a move costs its target a warm-up, so it must pay.
   */
  bestMove(): { region: RegionId; from: ProcessId; to: ProcessId } | null {
    const shards = [...this.#loads.keys()].sort((a, b) => this.#compare(a, b));
    const to = shards[0];
    const from = shards.at(-1);
    if (to === undefined || from === undefined || to === from) return null;
    const high = this.#loads.get(from) ?? 0;
    const low = this.#loads.get(to) ?? 0;
    let total = 0;
    for (const load of this.#loads.values()) total += load;
    let best: RegionId | null = null;
    let bestGain = (WATCHDOG_LIMITS.balanceGain * total) / shards.length;
    for (const [region, cost] of this.#regions.get(from) ?? []) {
      const gain = high - Math.max(high - cost, low + cost);
      if (gain > bestGain) {
        best = region;
        bestGain = gain;
      }
    }
    return best === null ? null : { region: best, from, to };
  }
}
