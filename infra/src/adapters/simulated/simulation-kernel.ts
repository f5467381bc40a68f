import { setImmediate, setTimeout } from 'node:timers';
import { broken, invariant } from '@atlasnet/schemas';
import { EventQueue } from './event-queue.ts';
import { EVENTS_PER_TURN } from './limits.ts';
import { SeededRandom } from './seeded-random.ts';

/**
 * Virtual time: events in the order of (time, sequence), one at a time.
 *
 * Every event runs in a `setImmediate` callback of its own. Node drains the microtask queue after
 * each such callback, so whatever an event resolves (promises, awaits, however deep) has come to rest
 * before the next event begins, and nothing else decides the order. This holds as long as the code
 * under test does no real I/O and sets no real timer, which the lint sees to: the history is then a
 * function of the seed alone.
 */
export class SimulationKernel {
  readonly seed: number;
  readonly #queue = new EventQueue();
  #nowMs = 0;
  #eventNumber = 0;
  #running = false;
  #failure: { readonly error: unknown } | null = null;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** Virtual milliseconds since the simulation began. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** The number of the event that runs: what happens under one number happens in one turn. */
  get eventNumber(): number {
    return this.#eventNumber;
  }

  /** A generator for one purpose: a function of the seed and the label. */
  random(label: string): SeededRandom {
    return new SeededRandom(this.seed, label);
  }

  /** Runs `task` once, `delayMs` from now; the returned function cancels it. */
  schedule(delayMs: number, task: () => void): () => void {
    if (!(delayMs >= 0 && delayMs < Infinity)) broken(`a delay of ${delayMs} ms`);
    const event = this.#queue.push(this.#nowMs + delayMs, task);
    return () => {
      event.task = null;
    };
  }

  /** Ends the run with this error: a bug in what is simulated. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /**
   * Runs every event up to and including `untilMs`, and leaves the clock there.
   * Rejects with what an event threw.
   */
  async run(untilMs: number): Promise<void> {
    invariant(!this.#running, 'the simulation is running already');
    this.#running = true;
    try {
      await turn();
      while ((this.#queue.peek()?.atMs ?? Infinity) <= untilMs) await this.#burst(untilMs);
      this.#throwFailure();
      this.#nowMs = Math.max(this.#nowMs, untilMs);
    } finally {
      this.#running = false;
    }
  }

  /** Runs until `reached` holds after an event; false when the limit came first. */
  async runUntil(reached: () => boolean, limitMs: number): Promise<boolean> {
    invariant(!this.#running, 'the simulation is running already');
    this.#running = true;
    try {
      await turn();
      while (!reached() && (this.#queue.peek()?.atMs ?? Infinity) <= limitMs) {
        this.#step(limitMs);
        await turn();
        this.#throwFailure();
      }
      return reached();
    } finally {
      this.#running = false;
    }
  }

  /**
   * Runs as fast as it can while real code awaits simulated ports (contract suites). The order then
   * depends on that code too. The returned function ends it.
   */
  runFreely(): () => Promise<void> {
    invariant(!this.#running, 'the simulation is running already');
    this.#running = true;
    let stopped = false;
    const loop = async (): Promise<void> => {
      while (!stopped) {
        if (this.#queue.peek() === null) await idle();
        else await this.#burst(Infinity);
      }
      this.#running = false;
      this.#throwFailure();
    };
    const ended = loop();
    return () => {
      stopped = true;
      return ended;
    };
  }

  #burst(untilMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let left = EVENTS_PER_TURN;
      const step = (): void => {
        left -= 1;
        try {
          this.#throwFailure();
          this.#step(untilMs);
        } catch (error) {
          this.fail(error);
        }
        if (left > 0) return;
        setImmediate(() => {
          if (this.#failure === null) resolve();
          else reject(this.#failure.error as Error);
        });
      };
      for (let i = 0; i < EVENTS_PER_TURN; i++) setImmediate(step);
    });
  }

  #step(untilMs: number): void {
    const next = this.#queue.peek();
    if (next === null || next.atMs > untilMs) return;
    this.#queue.pop();
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    this.#eventNumber += 1;
    next.task?.();
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1);
  });
}
