import { sleep } from '@atlasnet/schemas';
import type { ChildHandle, Clock, ProcessControl } from '@atlasnet/schemas';
import { identifyProcess, pauseProcess } from '../../dev-services/process-identity.ts';

/** Before a process that ended is started again, milliseconds: as an orchestrator does. */
const RESTART_MS = 1000;

/** An end that nobody asked for, or another than the one that was asked for. */
export interface UnexpectedEnd {
  readonly name: string;
  /** What it was asked to end by before that. */
  readonly asked: readonly EndSignal[];
  readonly code: number | null;
  readonly signal: string | null;
}

type EndSignal = 'SIGKILL' | 'SIGTERM';

/** One process that is kept running, however often it is ended. */
export class KeptProcess {
  readonly name: string;
  readonly role: string;
  readonly #control: ProcessControl;
  readonly #clock: Clock;
  readonly #overrides: Readonly<Record<string, string>>;
  readonly #unexpected: (end: UnexpectedEnd) => void;
  #child: ChildHandle | null = null;
  readonly #asked = new Set<EndSignal>();
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

  /**
   * Sends a signal. An end by it, or in order after SIGTERM, is an expected one. A second SIGTERM is not
   * sent: it would end the process in the midst of its orderly stop.
   */
  signal(name: EndSignal | 'SIGCONT'): void {
    if (!this.#child || (name === 'SIGTERM' && this.#asked.has(name))) return;
    if (name !== 'SIGCONT') this.#asked.add(name);
    this.#child.kill(name);
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
      this.signal('SIGCONT');
      this.signal('SIGTERM');
      const cancel = this.#clock.after(limitMs, () => child.kill('SIGKILL'));
      await child.exited;
      cancel();
    }
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#asked.clear();
      this.#child = this.#control.spawn(this.role, this.#overrides);
      const end = await this.#child.exited;
      this.#child = null;
      const asked = [...this.#asked];
      if (!wasAskedFor(end, asked)) this.#unexpected({ name: this.name, asked, ...end });
      if (!this.#stopping) await sleep(this.#clock, RESTART_MS);
    }
  }
}

/** By one of the signals, or in order where that was asked for: an error after SIGTERM is an error. */
function wasAskedFor(
  { code, signal }: { readonly code: number | null; readonly signal: string | null },
  asked: readonly EndSignal[],
): boolean {
  if (signal !== null) return asked.some((each) => each === signal);
  return code === 0 && asked.includes('SIGTERM');
}

/** Says it in a line. */
export function endLine({ name, asked, code, signal }: UnexpectedEnd): string {
  const why = asked.length > 0 ? `ended wrongly after ${asked.join(', ')}` : 'ended by itself';
  return `${name} ${why}: code ${code}, signal ${signal}`;
}
