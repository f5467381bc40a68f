import { AtlasError, bytesToHex, randomHex, storeKeys } from '@atlasnet/schemas';
import type { IncarnationId, ProcessId, RandomSource, StateStore } from '@atlasnet/schemas';

/** What the store says of this watchdog; `unknown` while it does not answer. */
export type LeaderStatus = 'leads' | 'follows' | 'unknown';

export interface LeadershipOptions {
  readonly store: StateStore;
  readonly random: RandomSource;
  readonly incarnation: IncarnationId;
  readonly process: ProcessId;
  readonly leaseMs: number;
}

const utf8 = new TextEncoder();

/**
 * The lease by which one of several watchdogs leads, and the generation key that tells a wiped store
 * from a slow one. Two may lead for a moment (a lease is a hint): every record that a watchdog appends
 * is conditional, so that does no harm.
 */
export class Leadership {
  readonly #options: LeadershipOptions;
  readonly #own: Uint8Array;
  #generation: string | null = null;
  #led = false;

  constructor(options: LeadershipOptions) {
    this.#options = options;
    this.#own = utf8.encode(options.process);
  }

  /** Whether it led when the store answered last: then it goes on, carefully (O6). */
  get ledLast(): boolean {
    return this.#led;
  }

  /**
   * Takes or renews the lease and looks at the generation.
   * `lostGeneration`: the store was wiped (or is another one) since the last look.
   */
  async look(): Promise<{ status: LeaderStatus; lostGeneration: boolean }> {
    try {
      const lostGeneration = await this.#lookAtGeneration();
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

  async #lookAtGeneration(): Promise<boolean> {
    const { store, random, incarnation } = this.#options;
    const key = storeKeys.generation(incarnation);
    let value = await store.get(key);
    if (!value) {
      await store.compareAndSet(key, null, utf8.encode(randomHex(random, 8)));
      value = await store.get(key);
    }
    const found = value ? bytesToHex(value) : null;
    const lost = this.#generation !== null && found !== this.#generation;
    this.#generation = found;
    return lost;
  }
}
