import type { Counter, Gauge, Logger, Metrics } from '@atlasnet/schemas';
import { BALANCE_HOLDS } from './decision.ts';
import type { BalanceHold, BalanceState } from './decision.ts';

/** Shards that stay uneven this long because no region may be moved are worth a line, milliseconds. */
const HELD_MS = 15_000;
/** These are not in the way of balance: it is there, or on its way. */
const FINE: readonly BalanceHold[] = ['even', 'draining', 'warming-up', 'interval', 'none'];

/** Says, once each, why a watchdog that would move regions between shards does not. */
export class BalanceReport {
  readonly #logger: Logger;
  readonly #holds: Gauge;
  readonly #givenUp: Counter;
  #hold: BalanceHold | null = null;
  #heldSinceMs: number | null = null;
  #said = false;

  constructor(logger: Logger, metrics: Metrics) {
    this.#logger = logger;
    this.#holds = metrics.gauge(
      'atlasnet_watchdog_balance_hold',
      'Why no region is moved between shards now: 1 for the reason.',
      ['hold'],
    );
    this.#givenUp = metrics.counter(
      'atlasnet_watchdog_balance_given_up_total',
      'Moves for balance whose target did not warm up.',
    );
  }

  /** Where balancing stands after a look. */
  look({ hold, loadMicros, givenUp }: BalanceState, nowMs: number): void {
    for (const [region, { to }] of givenUp) {
      this.#givenUp.add(1);
      const text =
        'a move for balance is given up: its target does not keep the region warm in time';
      this.#logger.info(text, { region, process: to });
    }
    if (hold !== this.#hold) {
      this.#hold = hold;
      this.#logger.debug('balance of shards', { hold, loadMicros });
      for (const each of BALANCE_HOLDS) this.#holds.set(each === hold ? 1 : 0, { hold: each });
    }
    if (FINE.includes(hold)) {
      this.#heldSinceMs = null;
      this.#said = false;
      return;
    }
    this.#heldSinceMs ??= nowMs;
    if (this.#said || nowMs - this.#heldSinceMs < HELD_MS) return;
    this.#said = true;
    this.#logger.info('shards are loaded unevenly, and no region can be moved', {
      hold,
      loadMicros,
    });
  }
}
