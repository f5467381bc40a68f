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

  move({ region, from, to }: { region: RegionId; from: ProcessId; to: ProcessId }): void {
    const cost = this.#regions.get(from)?.get(region) ?? 0;
    this.remove(from, region);
    this.add(to, region, cost);
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

  /**
   * The move from the most to the least loaded shard that lowers the higher of the two most. Null when
   * they are even enough, or no region is of use: a move costs its target a warm-up, so it must pay.
   * Whether they are even is asked of the shards and not of one region, which may be a small part of
   * what is uneven: a new shard beside one that has everything gets its half, one by one.
   */
  bestMove(): { region: RegionId; from: ProcessId; to: ProcessId } | null {
    const shards = [...this.#loads.keys()].sort((a, b) => this.#compare(a, b));
    const to = shards[0];
    const from = shards.at(-1);
    if (to === undefined || from === undefined || to === from) return null;
    const high = this.#loads.get(from) ?? 0;
    const low = this.#loads.get(to) ?? 0;
    const { load, regionCount } = this.#total();
    const gainable = (high - low) / 2;
    if (gainable <= (WATCHDOG_LIMITS.balanceGain * load) / shards.length) return null;
    let best: RegionId | null = null;
    let bestGain = (WATCHDOG_LIMITS.balanceRegionGain * load) / regionCount;
    for (const [region, cost] of this.#regions.get(from) ?? []) {
      const gain = high - Math.max(high - cost, low + cost);
      if (gain > bestGain) {
        best = region;
        bestGain = gain;
      }
    }
    return best === null ? null : { region: best, from, to };
  }

  /** `SHARD load (REGION:cost …), …`, microseconds. */
  get summary(): string {
    return Array.from(this.#loads, ([shard, load]) => {
      const costs = Array.from(this.#regions.get(shard) ?? [], ([region, cost]) => {
        return `${region}:${Math.round(cost)}`;
      });
      return `${shard} ${Math.round(load)} (${costs.join(' ')})`;
    }).join(', ');
  }

  #total(): { load: number; regionCount: number } {
    let load = 0;
    let regionCount = 0;
    for (const each of this.#loads.values()) load += each;
    for (const regions of this.#regions.values()) regionCount += regions.size;
    return { load, regionCount };
  }

  #compare(a: ProcessId, b: ProcessId): number {
    const byLoad = (this.#loads.get(a) ?? 0) - (this.#loads.get(b) ?? 0);
    return byLoad || (this.#regions.get(a)?.size ?? 0) - (this.#regions.get(b)?.size ?? 0);
  }
}
