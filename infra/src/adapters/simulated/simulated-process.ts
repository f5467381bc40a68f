import type {
  DatagramNetwork,
  EventLog,
  Interlink,
  ProcessControl,
  RandomSource,
  StateStore,
} from '@atlasnet/schemas';
import type { PortCall, ProcessGate, ProcessState } from './process-gate.ts';
import type { ClockOptions, SimulatedClock } from './simulated-clock.ts';

/** How a simulated process begins. */
export interface SimulatedProcessOptions extends ClockOptions {
  /** For its links: `shard`, `proxy`, … */
  readonly role?: string;
  readonly clusterKey?: string;
}

/** Everything through which a process's code reaches the world. */
export interface SimulatedPorts {
  readonly clock: SimulatedClock;
  readonly random: RandomSource;
  readonly log: EventLog;
  readonly store: StateStore;
  readonly interlink: Interlink;
  readonly datagrams: DatagramNetwork;
  readonly processControl: ProcessControl;
}

/** How a process ended. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/**
 * A process of the simulated world: its ports, and a hand on it. Once it has crashed its ports never
 * answer and never call back, whatever of its code is still around.
 */
export class SimulatedProcess implements SimulatedPorts {
  readonly id: string;
  readonly role: string;
  readonly clock: SimulatedClock;
  readonly random: RandomSource;
  readonly log: EventLog;
  readonly store: StateStore;
  readonly interlink: Interlink;
  readonly datagrams: DatagramNetwork;
  readonly processControl: ProcessControl;
  readonly #gate: ProcessGate;
  readonly #terminate: (() => void)[] = [];
  readonly #exits: ((exit: ProcessExit) => void)[] = [];

  constructor(gate: ProcessGate, role: string, ports: SimulatedPorts) {
    this.id = gate.id;
    this.role = role;
    this.clock = ports.clock;
    this.random = ports.random;
    this.log = ports.log;
    this.store = ports.store;
    this.interlink = ports.interlink;
    this.datagrams = ports.datagrams;
    this.processControl = ports.processControl;
    this.#gate = gate;
  }

  get state(): ProcessState {
    return this.#gate.state;
  }

  /** Sees every port call, before and after; may call crash() or pause() right there. */
  set onPortCall(hook: ((call: PortCall) => void) | null) {
    this.watch(hook, null);
  }

  /** The same for some ports alone: the others' calls go the shorter way. */
  watch(
    hook: ((call: PortCall) => void) | null,
    ports: ReadonlySet<PortCall['port']> | null,
  ): void {
    this.#gate.onPortCall = hook;
    this.#gate.watchedPorts = ports;
  }

  /** kill -9. `silent`: the whole machine is gone, so that no connection is closed. */
  crash(options: { readonly silent?: boolean } = {}): void {
    this.#end({ code: null, signal: 'SIGKILL' }, options.silent ?? false);
  }

  /** The process ends by itself. */
  exit(code: number): void {
    this.#end({ code, signal: null }, false);
  }

  /** SIGSTOP: time and messages go on without it. */
  pause(): void {
    this.#gate.pause();
  }

  /** SIGCONT: everything that came meanwhile comes now. */
  resume(): void {
    this.#gate.resume();
  }

  /** SIGTERM: calls what the program registered; without any it ends at once. */
  terminate(): void {
    if (this.#terminate.length === 0) this.#end({ code: null, signal: 'SIGTERM' }, false);
    for (const task of this.#terminate) this.#gate.deliver(task);
  }

  /** The program's answer to SIGTERM. */
  onTerminate(task: () => void): void {
    this.#terminate.push(task);
  }

  /** For the world: how the process ended, once. */
  onExit(task: (exit: ProcessExit) => void): void {
    this.#exits.push(task);
  }

  #end(exit: ProcessExit, silent: boolean): void {
    if (this.#gate.state === 'crashed') return;
    this.#gate.crash(silent);
    for (const task of this.#exits) task(exit);
  }
}
