import { AtlasError, storeKeys } from '@atlasnet/schemas';
import type { IncarnationId, ProcessId, StateStore } from '@atlasnet/schemas';
import { StoreMark } from '../control/store-mark.ts';

/** What the store says of this watchdog; `unknown` while it does not answer. */
export type LeaderStatus = 'leads' | 'follows' | 'unknown';

export interface LeadershipOptions {
  readonly store: StateStore;
  readonly incarnation: IncarnationId;
  readonly process: ProcessId;
  readonly leaseMs: number;
}

const utf8 = new TextEncoder();

/**
 * The lease by which one of several watchdogs leads, and whether the store lost what it held. Two may lead for a moment (a lease is a hint): every record that a watchdog appends
 * is conditional, so that does no harm.
 */
export class Leadership {
  readonly #options: LeadershipOptions;
  readonly #own: Uint8Array;
  readonly #mark: StoreMark;
  #led = false;

  constructor(options: LeadershipOptions) {
    this.#options = options;
    this.#own = utf8.encode(options.process);
    this.#mark = new StoreMark(options);
  }

  /** Whether it led when the store answered last: then it goes on, carefully (O6). */
  get ledLast(): boolean {
    return this.#led;
  }

  /**
   * Takes or renews the lease and looks at the mark.
   * `lostGeneration`: the store was wiped, fell back, or is another one, since the last look.
   */
  async look(): Promise<{ status: LeaderStatus; lostGeneration: boolean }> {
    try {
      const lostGeneration = await this.#mark.look();
      this.#led = await this.#takeLease();
      return { status: this.#led ? 'leads' : 'follows', lostGeneration };
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      return { status: 'unknown', lostGeneration: false };
    }
  }

  /** Gives the lease back, so that another watchdog leads at once. */
  async release(): Promise<void> {
    const { store, incarnation } = this.#options;
    try {
      if (!this.#led) return;
      this.#led = false;
      await store.compareAndSet(storeKeys.watchdogLease(incarnation), this.#own, null);
    } catch (error) {
      // The lease runs out by itself.
      if (!(error instanceof AtlasError)) throw error;
    }
  }

  async #takeLease(): Promise<boolean> {
    const { store, incarnation, leaseMs } = this.#options;
    const key = storeKeys.watchdogLease(incarnation);
    const options = { ttlMs: leaseMs };
    if (await store.compareAndSet(key, this.#own, this.#own, options)) return true;
    return store.compareAndSet(key, null, this.#own, options);
  }
}
