import { sleep, aborted } from '@atlasnet/schemas';
import type { Clock, Service } from '@atlasnet/schemas';

/** A spare is started this long after the cluster, whose processes all want the processor, milliseconds. */
const SPARE_AFTER_MS = 10_000;

/** What a process is given that waits for another's place, or for its clients. */
export const SPARE = { 'process.spare': 'true' };

/** Runs a spare, not before the cluster has had its time to start. */
export class SpareProcess implements Service {
  readonly #clock: Clock;
  readonly #spare: Service;
  readonly #failed: ((error: unknown) => void) | null;
  readonly #abort = new AbortController();

  /** @param failed takes the spare's failure, which is nobody else's then; without it the failure is thrown */
  constructor(clock: Clock, spare: Service, failed: ((error: unknown) => void) | null = null) {
    this.#clock = clock;
    this.#spare = spare;
    this.#failed = failed;
  }

  async run(): Promise<void> {
    const { signal } = this.#abort;
    if (!(await sleep(this.#clock, SPARE_AFTER_MS, signal))) return;
    try {
      await this.#spare.run();
    } catch (error) {
      if (!this.#failed) throw error;
      this.#failed(error);
      await aborted(signal);
    }
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#spare.stop();
  }
}
