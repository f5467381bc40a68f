import type { Clock } from '@atlasnet/schemas';
import type { ClientDesk } from './client-desk.ts';
import { SERVICE_LIMITS } from './limits.ts';
import type { ProxyMeters } from './proxy-meters.ts';

/**
 * Sends a tick's views some at a time: in between, what clients sent is taken in, or it would be lost
 * in a full socket while thousands of views leave.
 */
export class PacedViews {
  readonly #desk: ClientDesk;
  readonly #clock: Clock;
  readonly #meters: ProxyMeters;
  readonly #signal: AbortSignal;

  constructor(desk: ClientDesk, clock: Clock, meters: ProxyMeters, signal: AbortSignal) {
    this.#desk = desk;
    this.#clock = clock;
    this.#meters = meters;
    this.#signal = signal;
  }

  /** The view source has a new tick, and takes no newer one before {@link finish}. */
  begin(): void {
    this.#desk.beginViews();
    this.#sendSome(this.#clock.monotonicMs());
  }

  /** Views are of one state of the world: those that are left go before it changes. */
  finish(): void {
    this.#meters.viewBytes.add(this.#desk.sendViews(Infinity) ?? 0);
  }

  #sendSome(startedMs: number): void {
    if (this.#signal.aborted) return;
    const sent = this.#desk.sendViews(SERVICE_LIMITS.viewsPerTurn);
    if (sent === null) {
      this.#meters.viewMs.observe(this.#clock.monotonicMs() - startedMs);
      return;
    }
    this.#meters.viewBytes.add(sent);
    this.#clock.after(0, () => this.#sendSome(startedMs));
  }
}
