import { AtlasError } from '@atlasnet/schemas';
import type { DatagramAddress, DatagramNetwork, DatagramSocket } from '@atlasnet/schemas';
import { DATAGRAMS_WAITING_MAX, DATAGRAM_BYTES_MAX } from './limits.ts';
import type { ProcessGate } from './process-gate.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedNetwork } from './simulated-network.ts';
import type { SimulationKernel } from './simulation-kernel.ts';

/** Probabilities per datagram; absent is 0. */
export interface DatagramFaultRates {
  readonly loss?: number;
  readonly duplication?: number;
  /** This share is held back for up to `reorderingMs`, so that later ones overtake it. */
  readonly reordering?: number;
  readonly reorderingMs?: number;
}

type Receive = (bytes: Uint8Array, from: DatagramAddress) => void;
type Fail = (error: AtlasError) => void;

interface Bound {
  readonly gate: ProcessGate;
  readonly receive: Receive;
  readonly failed: Fail;
  waiting: number;
  lastArrivalMs: number;
  closed: boolean;
}

/** All datagram sockets of the simulated world. */
export class SimulatedDatagramWorld {
  /** Fault: what happens to datagrams on their way. */
  faultRates: DatagramFaultRates = {};
  readonly #kernel: SimulationKernel;
  readonly #network: SimulatedNetwork;
  readonly #random: SeededRandom;
  readonly #bound = new Map<string, Bound>();
  #nextPort = 50_000;

  constructor(kernel: SimulationKernel, network: SimulatedNetwork) {
    this.#kernel = kernel;
    this.#network = network;
    this.#random = kernel.random('datagrams');
  }

  bind(local: DatagramAddress, gate: ProcessGate, receive: Receive, failed: Fail): DatagramAddress {
    const address = { host: local.host, port: local.port === 0 ? this.#nextPort++ : local.port };
    const name = nameOf(address);
    if (this.#bound.has(name)) {
      throw new AtlasError('ATLAS_PORT_IN_USE', `${name}/udp is in use`, {
        details: { host: address.host, port: address.port },
      });
    }
    const bound = { gate, receive, failed, waiting: 0, lastArrivalMs: 0, closed: false };
    this.#bound.set(name, bound);
    return address;
  }

  close(address: DatagramAddress): void {
    this.#forget(nameOf(address));
  }

  /** Fault: whoever is bound to this address loses the socket, and is told. */
  lose(address: DatagramAddress): void {
    const bound = this.#bound.get(nameOf(address));
    this.#forget(nameOf(address));
    bound?.gate.deliver(() => {
      bound.failed(new AtlasError('ATLAS_CHILD_FAILED', 'the thread of the socket ended'));
    });
  }

  processEnded(gate: ProcessGate): void {
    for (const [name, bound] of this.#bound) if (bound.gate === gate) this.#forget(name);
  }

  #forget(name: string): void {
    const bound = this.#bound.get(name);
    if (bound) bound.closed = true;
    this.#bound.delete(name);
  }

  send(gate: ProcessGate, bytes: Uint8Array, from: DatagramAddress, to: DatagramAddress): void {
    if (this.#random.chance(this.faultRates.loss ?? 0)) return;
    this.#travel(gate, bytes, from, to);
    if (this.#random.chance(this.faultRates.duplication ?? 0)) {
      this.#travel(gate, bytes.slice(), from, to);
    }
  }

  #travel(gate: ProcessGate, bytes: Uint8Array, from: DatagramAddress, to: DatagramAddress): void {
    const target = this.#bound.get(nameOf(to));
    if (target === undefined || this.#network.isCut(gate.id, target.gate.id)) return;
    const nowMs = this.#kernel.nowMs;
    let arrivalMs = nowMs + this.#network.delayMs(gate.id, target.gate.id);
    if (this.#random.chance(this.faultRates.reordering ?? 0)) {
      arrivalMs += this.#random.between(0, this.faultRates.reorderingMs ?? 50);
    } else {
      arrivalMs = Math.max(arrivalMs, target.lastArrivalMs);
      target.lastArrivalMs = arrivalMs;
    }
    this.#kernel.schedule(arrivalMs - nowMs, () => {
      if (target.closed) return;
      if (target.waiting >= DATAGRAMS_WAITING_MAX) return;
      target.waiting += 1;
      target.gate.deliver(() => receive(target, bytes, from));
    });
  }
}

function receive(target: Bound, bytes: Uint8Array, from: DatagramAddress): void {
  target.waiting -= 1;
  const { gate } = target;
  if (gate.isPlain('datagram')) {
    if (!target.closed) target.receive(bytes, from);
    return;
  }
  if (target.closed || !gate.visit('datagram', 'receive')) return;
  // A process that was stopped right here takes it when it goes on.
  gate.deliver(() => {
    if (!target.closed) target.receive(bytes, from);
    gate.visit('datagram', 'receive', 'after');
  });
}

/** One process's datagram port. */
export class SimulatedDatagramNetwork implements DatagramNetwork {
  readonly #world: SimulatedDatagramWorld;
  readonly #gate: ProcessGate;

  constructor(world: SimulatedDatagramWorld, gate: ProcessGate) {
    this.#world = world;
    this.#gate = gate;
    gate.onCrash(() => world.processEnded(gate));
  }

  bind(local: DatagramAddress, receive: Receive, failed?: Fail): Promise<DatagramSocket> {
    return this.#gate.call<DatagramSocket>('datagram', 'bind', (settle) => {
      const state = { closed: false };
      const fail = (error: AtlasError): void => {
        state.closed = true;
        failed?.(error);
      };
      try {
        settle.resolve(this.#open(this.#world.bind(local, this.#gate, receive, fail), state));
      } catch (error) {
        settle.reject(error);
      }
    });
  }

  #open(address: DatagramAddress, state: { closed: boolean }): DatagramSocket {
    return {
      address,
      send: (bytes, start, end, to) => {
        if (state.closed || end - start > DATAGRAM_BYTES_MAX) return;
        if (!this.#gate.visit('datagram', 'send')) return;
        this.#world.send(this.#gate, bytes.slice(start, end), address, to);
        this.#gate.visit('datagram', 'send', 'after');
      },
      close: () => {
        state.closed = true;
        this.#world.close(address);
        return Promise.resolve();
      },
    };
  }
}

const nameOf = (address: DatagramAddress): string => `${address.host}:${address.port}`;
