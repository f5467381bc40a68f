import type { HeuristicConfig } from '../heuristic-config.ts';

/**
 * Entities that border changes may still move: a bucket that fills with a share of the living a
 * minute.
 */
export class MigrationBudget {
  #left = 0;
  #tick: number | null = null;

  /** Fills up to a tick; returns what is left, entities. */
  refill(tick: number, tickHz: number, living: number, config: HeuristicConfig): number {
    const share = config.migrationBudgetPerMinute * living;
    const perMinute = Math.max(share, config.migrationFloorPerMinute);
    const capacity = perMinute * config.migrationBurstMinutes;
    // The first look finds it full: nothing has moved yet.
    const passed = this.#tick === null ? Infinity : Math.max(0, tick - this.#tick);
    const filled = passed === Infinity ? capacity : this.#left + (perMinute * passed) / tickHz / 60;
    this.#left = Math.min(capacity, filled);
    this.#tick = tick;
    return this.#left;
  }

  /** An urgent change may cost more than is left; it leaves an empty bucket, not a debt. */
  spend(entities: number): void {
    this.#left = Math.max(0, this.#left - entities);
  }
}
