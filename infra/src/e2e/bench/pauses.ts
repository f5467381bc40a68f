import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';

/** Collects the pauses of the garbage collector while something runs. */
export class PauseWatch {
  readonly #pausesMs: number[] = [];
  readonly #observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) this.#pausesMs.push(entry.duration);
  });

  constructor() {
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  /** Ends it. @returns every pause, milliseconds */
  async stop(): Promise<readonly number[]> {
    // Entries are delivered from the event loop.
    await turn();
    await turn();
    this.#observer.disconnect();
    return this.#pausesMs;
  }
}
