import type { HeuristicConfig } from '../heuristic-config.ts';
import { URGENT_LEAVES_MINUTES } from '../limits.ts';

/**
 * Entities that border changes may still move: a bucket that fills with a share of the living a
 * minute.
 */
export class MigrationBudget {
  #left = 0;
  #perMinute = 0;
  #tick: number | null = null;

  /** Fills up to a tick; returns what is left, entities. */
  refill(tick: number, tickHz: number, living: number, config: HeuristicConfig): number {
    const share = config.migrationBudgetPerMinute * living;
    const perMinute = Math.max(share, config.migrationFloorPerMinute);
    this.#perMinute = perMinute;
    const capacity = perMinute * config.migrationBurstMinutes;
    // The first look finds it full: nothing has moved yet.
    const passed = this.#tick === null ? Infinity : Math.max(0, tick - this.#tick);
    const filled = passed === Infinity ? capacity : this.#left + (perMinute * passed) / tickHz / 60;
    this.#left = Math.min(capacity, filled);
    this.#tick = tick;
    return this.#left;
  }

  /**
   * Only an urgent change costs more than is left. It leaves a small rest, not a debt: what it could
   * not foresee is corrected next.
   */
  spend(entities: number): void {
    const rest = this.#perMinute * URGENT_LEAVES_MINUTES;
    this.#left = entities > this.#left ? Math.min(this.#left, rest) : this.#left - entities;
  }
}
