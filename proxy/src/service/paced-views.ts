import type { Clock } from '@atlasnet/schemas';
import type { ClientDesk } from './client-desk.ts';
import { SERVICE_LIMITS } from './limits.ts';
import type { ProxyMeters } from './proxy-meters.ts';

/** What sends the views: the desk of a proxy. */
export type ViewSender = Pick<ClientDesk, 'beginViews' | 'sendViews'>;

export interface PacedViewsOptions {
  readonly desk: ViewSender;
  readonly clock: Clock;
  readonly meters: Pick<ProxyMeters, 'viewBytes' | 'viewMs'>;
  readonly signal: AbortSignal;
  /** Takes the newest tick into the view source; false when there is no newer one. */
  readonly next: () => boolean;
}

/**
 * Sends a tick's views some at a time: in between, what clients sent is taken in, or it would be lost
 * in a full socket while thousands of views leave. Views are of one state of the world, so whatever
 * changes it waits until the last has gone, and is then taken in whole before the next views begin: a
 * proxy that cannot keep up leaves ticks out, and neither falls behind nor loses a command.
 */
export class PacedViews {
  readonly #options: PacedViewsOptions;
  readonly #waiting: (() => void)[] = [];
  #due = false;
  #cancelGathering: (() => void) | null = null;
  #sending = false;
  #cancelTurn: () => void = () => undefined;
  #taking = false;

  constructor(options: PacedViewsOptions) {
    this.#options = options;
  }

  /**
   * A frame of a newer tick was taken in. Frames of one tick come within milliseconds: views are built
   * once, when all are in or the others were waited for long enough, and no task waits.
   */
  gather(complete: boolean): void {
    if (complete) this.#begin();
    else {
      this.#cancelGathering ??= this.#options.clock.after(SERVICE_LIMITS.gatherMs, () => {
        this.whenSent(() => this.#begin());
      });
    }
  }

  #begin(): void {
    this.#cancelGathering?.();
    this.#cancelGathering = null;
    this.#due = true;
  }

  /** Runs a task that changes what views are made of: now, or in its order once all views have gone. */
  whenSent(task: () => void): void {
    this.#waiting.push(task);
    if (this.#waiting.length >= SERVICE_LIMITS.waitingMax) {
      this.#cancelTurn();
      while (this.#sending) this.#send(Infinity);
    }
    this.#takeWaiting();
  }

  #sendSome(startedMs: number): void {
    const { signal, clock, meters } = this.#options;
    if (signal.aborted) return;
    this.#send(SERVICE_LIMITS.viewsPerTurn);
    if (this.#sending) {
      this.#cancelTurn = clock.after(0, () => this.#sendSome(startedMs));
      return;
    }
    meters.viewMs.observe(clock.monotonicMs() - startedMs);
    this.#takeWaiting();
  }

  #send(most: number): void {
    const sent = this.#options.desk.sendViews(most);
    if (sent === null) this.#sending = false;
    else this.#options.meters.viewBytes.add(sent);
  }

  #takeWaiting(): void {
    if (this.#taking || this.#sending) return;
    this.#taking = true;
    try {
      for (let task = this.#waiting.shift(); task; task = this.#waiting.shift()) task();
    } finally {
      this.#taking = false;
    }
    const { signal, desk, clock, next } = this.#options;
    if (!this.#due || signal.aborted) return;
    this.#due = false;
    if (!next()) return;
    this.#sending = true;
    desk.beginViews();
    this.#sendSome(clock.monotonicMs());
  }
}
