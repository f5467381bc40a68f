import type { SimulationKernel } from './simulation-kernel.ts';

/** What a call is about, for whoever tells calls apart. */
export interface PortSubject {
  /** A topic, a key, an address; empty where there is none. */
  readonly name: string;
  readonly partition: number;
  /** What is written or sent; the records of an append. */
  readonly bytes: readonly Uint8Array[];
}

/** A call through a port, as a crash point. */
export interface PortCall {
  readonly process: string;
  readonly port: 'clock' | 'log' | 'store' | 'interlink' | 'datagram' | 'process';
  readonly operation: string;
  /** `before`: nothing of it has happened; `after`: it has, and the answer has come back. */
  readonly phase: 'before' | 'after';
  readonly about: PortSubject;
}

const NOTHING: PortSubject = { name: '', partition: 0, bytes: [] };

export type ProcessState = 'running' | 'paused' | 'crashed';

/** How an answer gets back to the process that asked. */
export interface Settle<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

/**
 * What stands between a simulated process and the world. Everything that goes to its code comes
 * through deliver(): a crashed process gets nothing, ever; a paused one gets it all when it resumes,
 * in order, one event each.
 */
export class ProcessGate {
  readonly id: string;
  /** Called at every call of a watched port; may crash or pause this process: then the call stops there. */
  onPortCall: ((call: PortCall) => void) | null = null;
  /** Which ports are watched; null: all of them. */
  watchedPorts: ReadonlySet<PortCall['port']> | null = null;
  readonly #kernel: SimulationKernel;
  readonly #endings: ((silent: boolean) => void)[] = [];
  readonly #changes: (() => void)[] = [];
  #backlog: (() => void)[] = [];
  #state: ProcessState = 'running';

  constructor(kernel: SimulationKernel, id: string) {
    this.#kernel = kernel;
    this.id = id;
  }

  get state(): ProcessState {
    return this.#state;
  }

  /** Whether calls of a port go through as they are: the process runs, and nobody watches that port. */
  isPlain(port: PortCall['port']): boolean {
    return this.#state === 'running' && !this.#isWatched(port);
  }

  #isWatched(port: PortCall['port']): boolean {
    return this.onPortCall !== null && (this.watchedPorts?.has(port) ?? true);
  }

  /** Registers what the operating system does when the process dies: close its sockets. */
  onCrash(ending: (silent: boolean) => void): void {
    this.#endings.push(ending);
  }

  /** Calls `task` after each pause and resume. */
  onChange(task: () => void): void {
    this.#changes.push(task);
  }

  /** Ends the process. A silent end (the machine lost its power) closes no connection. */
  crash(silent: boolean): void {
    if (this.#state === 'crashed') return;
    this.#state = 'crashed';
    this.#backlog = [];
    for (const ending of this.#endings) ending(silent);
  }

  pause(): void {
    if (this.#state !== 'running') return;
    this.#state = 'paused';
    for (const change of this.#changes) change();
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#state = 'running';
    const waiting = this.#backlog;
    this.#backlog = [];
    for (const task of waiting) this.#kernel.schedule(0, () => this.deliver(task));
    for (const change of this.#changes) change();
  }

  /** Runs the task in the process: now, or when it resumes, or never. */
  deliver(task: () => void): void {
    if (this.#state === 'running') task();
    else if (this.#state === 'paused') this.#backlog.push(task);
  }

  /** A call without an answer. False when the process is dead: then nothing happens. */
  visit(
    port: PortCall['port'],
    operation: string,
    phase: PortCall['phase'] = 'before',
    about = NOTHING,
  ): boolean {
    if (this.#state === 'running' && this.#isWatched(port)) {
      this.onPortCall?.({ process: this.id, port, operation, phase, about });
    }
    return this.state !== 'crashed';
  }

  /** A call with an answer; the promise stays pending for ever when the process dies. */
  call<T>(
    port: PortCall['port'],
    operation: string,
    execute: (settle: Settle<T>) => void,
    about = NOTHING,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.visit(port, operation, 'before', about)) return;
      const answer = (settle: () => void): void => {
        this.deliver(() => {
          this.visit(port, operation, 'after', about);
          this.deliver(settle);
        });
      };
      const settling: Settle<T> = {
        resolve: (value) => {
          if (this.isPlain(port)) resolve(value);
          else answer(() => resolve(value));
        },
        reject: (error) => answer(() => reject(error as Error)),
      };
      if (this.#state === 'running') execute(settling);
      else this.deliver(() => execute(settling));
    });
  }
}
