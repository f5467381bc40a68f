import type { Clock, Service } from '@atlasnet/schemas';
import type { SupervisedRole } from './child-supervisor.ts';
import { SPARE, SpareProcess } from './spare-process.ts';

/** Whoever waited for the log has caught up after this, milliseconds. */
const SPARE_AGAIN_MS = 5000;

/** Keeps a process running, and tells whether there is one. */
export interface SupervisedProcess extends Service {
  readonly isUp: boolean;
}

/**
 * The embedded log's process and a spare: loaded, it waits until the first has ended, and serves the
 * log in its place at once (rule L7). Whichever ends is started again as the spare: not before the
 * others, who have all waited, have caught up, since to load a spare takes a processor for a second.
 */
export class LogProcesses implements Service {
  readonly #first: Service;
  readonly #spare: Service;

  constructor(clock: Clock, supervise: (role: SupervisedRole) => SupervisedProcess) {
    const first = supervise({
      ...{ role: 'log', overrides: {}, again: SPARE },
      againAfterMs: () => (second.isUp ? SPARE_AGAIN_MS : 0),
    });
    const second = supervise({
      ...{ role: 'log', overrides: SPARE },
      againAfterMs: () => (first.isUp ? SPARE_AGAIN_MS : 0),
    });
    this.#first = first;
    this.#spare = new SpareProcess(clock, second);
  }

  async run(): Promise<void> {
    await Promise.all([this.#first.run(), this.#spare.run()]);
  }

  /** Both are told at once: neither takes over from the other. */
  async stop(): Promise<void> {
    await Promise.all([this.#first.stop(), this.#spare.stop()]);
  }
}
