import type { ProcessId, RegionId } from '@atlasnet/schemas';
import { isWarm } from '../control/standby-plan.ts';
import type { StandbyPlan } from '../control/standby-plan.ts';
import { ownedRegions } from './decide-owners.ts';
import type { WatchdogView } from './decision.ts';
import { targetShards } from './planned-moves.ts';

/**
 * Who keeps which region warm (C3): as many as wanted of the living shards, never the owner, spread so
 * that the regions of one shard have different ones, and the targets of planned moves. A hint, not a
 * rule: it is changed only where it must be, or, one region a look, where it is lopsided.
 */
export function decideStandbys(view: WatchdogView): StandbyPlan {
  const { memory, storeAnswers } = view;
  if (!storeAnswers) return memory.standbys;
  const spread = new StandbySpread(view);
  for (const region of spread.regions) spread.keep(region, memory.standbys.get(region) ?? []);
  for (const region of spread.regions) spread.fill(region);
  spread.levelOne();
  memory.standbys = spread.plan;
  if (memory.moves.size === 0) return spread.plan;
  const plan = new Map<RegionId, readonly ProcessId[]>(spread.plan);
  for (const [region, { to }] of memory.moves) {
    plan.set(region, Array.from(new Set([...(plan.get(region) ?? []), to])));
  }
  return plan;
}

class StandbySpread {
  readonly plan = new Map<RegionId, ProcessId[]>();
  readonly regions: readonly RegionId[];
  readonly #view: WatchdogView;
  readonly #shards: readonly ProcessId[];
  readonly #wanted: number;
  /** Standbys of each shard, in all and for each owner. */
  readonly #counts = new Map<string, number>();

  constructor(view: WatchdogView) {
    this.#view = view;
    this.#shards = targetShards(view).map(({ id }) => id);
    this.#wanted = Math.min(view.options.standbys, this.#shards.length);
    this.regions = ownedRegions(view).filter(
      (region) => view.control.assignmentOf(region)?.process,
    );
  }

  keep(region: RegionId, before: readonly ProcessId[]): void {
    const owner = this.#ownerOf(region);
    const kept = before.filter((id) => id !== owner && this.#shards.includes(id));
    for (const id of kept.slice(0, this.#wanted)) this.#add(region, id);
  }

  fill(region: RegionId): void {
    const owner = this.#ownerOf(region);
    for (;;) {
      const has = this.plan.get(region) ?? [];
      if (has.length >= this.#wanted) return;
      const free = this.#shards.filter((id) => id !== owner && !has.includes(id));
      if (free.length === 0) return;
      // A new leader finds what the last one wanted in what the shards keep warm.
      const [best] = free.sort(
        (a, b) =>
          this.#isWarm(b, region) - this.#isWarm(a, region) ||
          this.#of(a, owner) - this.#of(b, owner) ||
          this.#of(a) - this.#of(b),
      );
      this.#add(region, best);
    }
  }

  /** Moves one standby from the shard that has most to the one that has fewest, if that evens out. */
  levelOne(): void {
    const byCount = Array.from(this.#shards).sort((a, b) => this.#of(a) - this.#of(b));
    const fewest = byCount[0];
    const most = byCount.at(-1);
    if (fewest === undefined || most === undefined) return;
    if (this.#of(most) - this.#of(fewest) < 2) return;
    for (const [region, processes] of this.plan) {
      const movable = processes.includes(most) && !processes.includes(fewest);
      if (!movable || this.#ownerOf(region) === fewest) continue;
      this.#count(region, most, -1);
      this.plan.set(
        region,
        processes.filter((id) => id !== most),
      );
      return this.#add(region, fewest);
    }
  }

  #isWarm(process: ProcessId, region: RegionId): number {
    const shard = this.#view.shards.find(({ id }) => id === process);
    return shard && isWarm(shard, region) ? 1 : 0;
  }

  #add(region: RegionId, process: ProcessId): void {
    this.plan.set(region, [...(this.plan.get(region) ?? []), process]);
    this.#count(region, process, 1);
  }

  #count(region: RegionId, process: ProcessId, by: number): void {
    const owner = this.#ownerOf(region);
    this.#counts.set(process, this.#of(process) + by);
    this.#counts.set(`${process} for ${owner}`, this.#of(process, owner) + by);
  }

  #of(process: ProcessId, owner?: string): number {
    return this.#counts.get(owner === undefined ? process : `${process} for ${owner}`) ?? 0;
  }

  #ownerOf(region: RegionId): string {
    return this.#view.control.assignmentOf(region)?.process ?? '';
  }
}
