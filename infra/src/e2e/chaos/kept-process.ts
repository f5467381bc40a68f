import { sleep } from '@atlasnet/schemas';
import type { ChildHandle, Clock, ProcessControl } from '@atlasnet/schemas';
import { identifyProcess, pauseProcess } from '../../dev-services/process-identity.ts';

/** Before a process that ended is started again, milliseconds: as an orchestrator does. */
const RESTART_MS = 1000;

/** An end that nobody asked for. */
export interface UnexpectedEnd {
  readonly name: string;
  readonly code: number | null;
  readonly signal: string | null;
}

/** One process that is kept running, however often it is ended. */
export class KeptProcess {
  readonly name: string;
  readonly role: string;
  readonly #control: ProcessControl;
  readonly #clock: Clock;
  readonly #overrides: Readonly<Record<string, string>>;
  readonly #unexpected: (end: UnexpectedEnd) => void;
  #child: ChildHandle | null = null;
  #expected = false;
  #stopping = false;
  #running: Promise<void> = Promise.resolve();

  constructor(
    name: string,
    role: string,
    ports: { readonly control: ProcessControl; readonly clock: Clock },
    overrides: Readonly<Record<string, string>>,
    unexpected: (end: UnexpectedEnd) => void,
  ) {
    this.name = name;
    this.role = role;
    this.#control = ports.control;
    this.#clock = ports.clock;
    this.#overrides = overrides;
    this.#unexpected = unexpected;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Sends a signal; the end that may follow is an expected one. */
  signal(name: 'SIGKILL' | 'SIGTERM' | 'SIGCONT'): void {
    if (name === 'SIGKILL' || name === 'SIGTERM') this.#expected = true;
    this.#child?.kill(name);
  }

  /** Resolves when every thread of it stands; false when there is none to pause. */
  async pause(): Promise<boolean> {
    const identity = this.#child && identifyProcess(this.#child.pid);
    if (!identity) return false;
    await pauseProcess(identity);
    return true;
  }

  /** Ends it for good, in order; by force after the limit. */
  async stop(limitMs: number): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (child) {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      const cancel = this.#clock.after(limitMs, () => child.kill('SIGKILL'));
      await child.exited;
      cancel();
    }
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#expected = false;
      this.#child = this.#control.spawn(this.role, this.#overrides);
      const { code, signal } = await this.#child.exited;
      this.#child = null;
      if (this.#stopping) return;
      if (!this.#expected) this.#unexpected({ name: this.name, code, signal });
      await sleep(this.#clock, RESTART_MS);
    }
  }
}
