import { sleep } from '@atlasnet/schemas';
import type { Clock, Service } from '@atlasnet/schemas';
import type { SupervisedRole } from './child-supervisor.ts';

/** The spare is started this long after the cluster, whose processes all want the processor, milliseconds. */
const SPARE_AFTER_MS = 10_000;
const SPARE = { 'process.spare': 'true' };

/**
 * The embedded log's process and a spare: loaded, it waits until the first has ended, and serves the
 * log in its place at once (rule L7). Whichever ends is started again as the spare.
 */
export class LogProcesses implements Service {
  readonly #clock: Clock;
  readonly #first: Service;
  readonly #spare: Service;
  readonly #abort = new AbortController();

  constructor(clock: Clock, supervise: (role: SupervisedRole) => Service) {
    this.#clock = clock;
    this.#first = supervise({ role: 'log', overrides: {}, again: SPARE });
    this.#spare = supervise({ role: 'log', overrides: SPARE });
  }

  async run(): Promise<void> {
    await Promise.all([this.#first.run(), this.#runSpare()]);
  }

  async #runSpare(): Promise<void> {
    if (await sleep(this.#clock, SPARE_AFTER_MS, this.#abort.signal)) await this.#spare.run();
  }

  /** Both are told at once: neither takes over from the other. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.all([this.#first.stop(), this.#spare.stop()]);
  }
}
