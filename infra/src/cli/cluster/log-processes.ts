import type { Clock, Service } from '@atlasnet/schemas';
import type { SupervisedRole } from './child-supervisor.ts';
import { SPARE, SpareProcess } from './spare-process.ts';

/**
 * The embedded log's process and a spare: loaded, it waits until the first has ended, and serves the
 * log in its place at once (rule L7). Whichever ends is started again as the spare.
 */
export class LogProcesses implements Service {
  readonly #first: Service;
  readonly #spare: Service;

  constructor(clock: Clock, supervise: (role: SupervisedRole) => Service) {
    this.#first = supervise({ role: 'log', overrides: {}, again: SPARE });
    this.#spare = new SpareProcess(clock, supervise({ role: 'log', overrides: SPARE }));
  }

  async run(): Promise<void> {
    await Promise.all([this.#first.run(), this.#spare.run()]);
  }

  /** Both are told at once: neither takes over from the other. */
  async stop(): Promise<void> {
    await Promise.all([this.#first.stop(), this.#spare.stop()]);
  }
}
