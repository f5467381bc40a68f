import { AtlasError } from '@atlasnet/schemas';
import type { ChildHandle, ProcessControl } from '@atlasnet/schemas';
import { PROCESS_START_MS } from './limits.ts';
import type { ProcessGate } from './process-gate.ts';
import type { ProcessExit, SimulatedProcess } from './simulated-process.ts';
import type { SimulationKernel } from './simulation-kernel.ts';

/** What runs in a spawned process. Errors that it throws end the simulation. */
export type SimulatedProgram = (
  process: SimulatedProcess,
  overrides: Readonly<Record<string, string>>,
) => void;

/** Where programs are found and processes made. */
export interface ProcessNursery {
  program(role: string): SimulatedProgram | null;
  makeProcess(role: string): { readonly process: SimulatedProcess; readonly pid: number };
}

/** Starts simulated processes. */
export class SimulatedProcessControl implements ProcessControl {
  readonly #kernel: SimulationKernel;
  readonly #gate: ProcessGate;
  readonly #nursery: ProcessNursery;

  constructor(kernel: SimulationKernel, gate: ProcessGate, nursery: ProcessNursery) {
    this.#kernel = kernel;
    this.#gate = gate;
    this.#nursery = nursery;
  }

  spawn(role: string, overrides: Readonly<Record<string, string>>): ChildHandle {
    if (!this.#gate.visit('process', 'spawn')) return DEAD_CHILD;
    const program = this.#nursery.program(role);
    if (program === null) {
      throw new AtlasError('ATLAS_USAGE', `the simulation has no program for the role ${role}`);
    }
    const { process, pid } = this.#nursery.makeProcess(role);
    const exited = new Promise<ProcessExit>((resolve) => {
      process.onExit((exit) => {
        this.#kernel.schedule(0, () => this.#gate.deliver(() => resolve(exit)));
      });
    });
    this.#kernel.schedule(PROCESS_START_MS, () => {
      if (process.state !== 'crashed') program(process, overrides);
    });
    if (!this.#gate.visit('process', 'spawn', 'after')) return DEAD_CHILD;
    return { pid, exited, kill: (signal) => this.#kill(process, signal) };
  }

  #kill(process: SimulatedProcess, signal: Parameters<ChildHandle['kill']>[0]): void {
    if (!this.#gate.visit('process', signal)) return;
    this.#kernel.schedule(0, () => {
      if (signal === 'SIGKILL') process.crash();
      else if (signal === 'SIGTERM') process.terminate();
      else if (signal === 'SIGSTOP') process.pause();
      else process.resume();
    });
  }
}

/** What a dead process gets. */
const DEAD_CHILD: ChildHandle = { pid: 0, exited: new Promise(() => {}), kill: () => {} };
