import { invariant } from '@atlasnet/schemas';
import { ProcessGate } from './process-gate.ts';
import { SimulatedClock } from './simulated-clock.ts';
import { SimulatedDatagramNetwork, SimulatedDatagramWorld } from './simulated-datagrams.ts';
import { SimulatedEventLog } from './simulated-event-log.ts';
import { SimulatedInterlink, SimulatedLinkNetwork } from './simulated-interlink.ts';
import { SimulatedLogCluster } from './simulated-log-cluster.ts';
import { SimulatedNetwork } from './simulated-network.ts';
import { SimulatedProcessControl } from './simulated-process-control.ts';
import type { SimulatedProgram } from './simulated-process-control.ts';
import { SimulatedProcess } from './simulated-process.ts';
import type { SimulatedProcessOptions } from './simulated-process.ts';
import { SimulatedStateStore, SimulatedStoreServer } from './simulated-state-store.ts';
import { SimulationKernel } from './simulation-kernel.ts';
import type { SeededRandom } from './seeded-random.ts';

/**
 * All ports for one thread under one seed: a virtual clock, a log, a store, a network, and processes
 * that crash, stop and wake. One seed gives one history; SimulationKernel says under what conditions.
 *
 *     const world = new SimulatedWorld(seed);
 *     const shard = world.process('shard-1', { role: 'shard' });
 *     void new ShardService(shard.clock, shard.log, …).run();
 *     world.schedule(5000, () => shard.crash());
 *     await world.run(60_000);
 *     world.log.records('world.frames', 0);
 */
export class SimulatedWorld {
  readonly seed: number;
  readonly kernel: SimulationKernel;
  readonly network: SimulatedNetwork;
  readonly log: SimulatedLogCluster;
  readonly store: SimulatedStoreServer;
  readonly links: SimulatedLinkNetwork;
  readonly datagrams: SimulatedDatagramWorld;
  readonly #processes = new Map<string, SimulatedProcess>();
  readonly #programs = new Map<string, SimulatedProgram>();
  #spawned = 0;

  constructor(seed: number) {
    this.seed = seed;
    this.kernel = new SimulationKernel(seed);
    this.network = new SimulatedNetwork(this.kernel);
    this.log = new SimulatedLogCluster(this.kernel);
    this.store = new SimulatedStoreServer(this.kernel);
    const { kernel, network } = this;
    this.links = new SimulatedLinkNetwork({ kernel, network, onSent: () => undefined });
    this.datagrams = new SimulatedDatagramWorld(this.kernel, this.network);
  }

  /** Virtual milliseconds since the simulation began. */
  get nowMs(): number {
    return this.kernel.nowMs;
  }

  /** Every process that there was, the dead ones too. */
  get processes(): readonly SimulatedProcess[] {
    return [...this.#processes.values()];
  }

  /** Makes a process. A restarted one is a new one: it needs a new id. */
  process(id: string, options: SimulatedProcessOptions = {}): SimulatedProcess {
    invariant(!this.#processes.has(id), `there was a process ${id} already`);
    const { kernel, network } = this;
    const gate = new ProcessGate(kernel, id);
    const role = options.role ?? 'process';
    const identity = { self: { process: id, role }, clusterKey: options.clusterKey ?? '' };
    const process = new SimulatedProcess(gate, role, {
      clock: new SimulatedClock(kernel, gate, options),
      random: kernel.random(`process ${id}`),
      log: new SimulatedEventLog({ kernel, network, cluster: this.log, gate }),
      store: new SimulatedStateStore(kernel, network, this.store, gate),
      interlink: new SimulatedInterlink(this.links, gate, identity),
      datagrams: new SimulatedDatagramNetwork(this.datagrams, gate),
      processControl: new SimulatedProcessControl(kernel, gate, {
        program: (wanted) => this.#programs.get(wanted) ?? null,
        makeProcess: (wanted) => this.#spawn(wanted),
      }),
    });
    this.#processes.set(id, process);
    return process;
  }

  /** What ProcessControl.spawn(role) runs. */
  program(role: string, program: SimulatedProgram): void {
    this.#programs.set(role, program);
  }

  /** A generator of the world's own (faults, workloads): a function of seed and label. */
  random(label: string): SeededRandom {
    return this.kernel.random(`world ${label}`);
  }

  /** Runs `task` in no process, `delayMs` from now: faults. */
  schedule(delayMs: number, task: () => void): () => void {
    return this.kernel.schedule(delayMs, task);
  }

  /** Runs everything up to and including this virtual time. */
  run(untilMs: number): Promise<void> {
    return this.kernel.run(untilMs);
  }

  #spawn(role: string): { process: SimulatedProcess; pid: number } {
    this.#spawned += 1;
    const id = this.random(`spawn ${this.#spawned}`).bytes(8);
    const name = Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return { process: this.process(name, { role }), pid: this.#spawned };
  }
}
