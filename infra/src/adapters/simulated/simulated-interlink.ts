import { AtlasError, invariant } from '@atlasnet/schemas';
import type { Interlink, InterlinkListener, Link, LinkHandlers, LinkPeer } from '@atlasnet/schemas';
import { LINK_CONNECT_TIMEOUT_MS } from './limits.ts';
import type { ProcessGate, Settle } from './process-gate.ts';
import { SimulatedLinkEnd } from './simulated-link.ts';
import type { LinkParts } from './simulated-link.ts';

/** A process as the interlink knows it. */
export interface LinkIdentity {
  readonly self: LinkPeer;
  /** Processes with different keys refuse each other. */
  readonly clusterKey: string;
}

interface Listening {
  readonly gate: ProcessGate;
  readonly identity: LinkIdentity;
  accept(link: Link): LinkHandlers;
}

/** All listeners and links of the simulated world. */
export class SimulatedLinkNetwork {
  readonly parts: LinkParts;
  readonly #listeners = new Map<string, Listening>();
  readonly #ends = new Set<SimulatedLinkEnd>();
  #nextPort = 40_000;

  constructor(parts: LinkParts) {
    this.parts = parts;
    parts.network.onChange(() => this.checkSilence());
  }

  /** Fault: every link of a process breaks; it may connect anew at once. */
  dropAll(process: string): void {
    for (const end of [...this.#ends]) if (end.gate.id === process && !end.isClosed) end.drop();
  }

  listen(address: string | null, listening: Listening): string {
    const taken = address ?? `${listening.gate.id}:${this.#nextPort++}`;
    if (this.#listeners.has(taken)) {
      throw new AtlasError('ATLAS_PORT_IN_USE', `${taken} is in use by another process`);
    }
    this.#listeners.set(taken, listening);
    return taken;
  }

  close(address: string): void {
    this.#listeners.delete(address);
  }

  find(address: string): Listening | null {
    const found = this.#listeners.get(address);
    return found === undefined || found.gate.state === 'crashed' ? null : found;
  }

  makeEnd(gate: ProcessGate, peer: LinkPeer): SimulatedLinkEnd {
    const end: SimulatedLinkEnd = new SimulatedLinkEnd(this.parts, gate, peer, () => {
      this.#ends.delete(end);
    });
    this.#ends.add(end);
    return end;
  }

  /** The process is gone: so are its listeners and its ends of links. */
  processEnded(gate: ProcessGate, silent: boolean): void {
    for (const [address, listening] of this.#listeners) {
      if (listening.gate === gate) this.#listeners.delete(address);
    }
    for (const end of [...this.#ends]) if (end.gate === gate) end.die(silent);
  }

  checkSilence(): void {
    for (const end of [...this.#ends]) end.watchSilence();
  }
}

/** One process's side of the simulated interlink. */
export class SimulatedInterlink implements Interlink {
  readonly #network: SimulatedLinkNetwork;
  readonly #gate: ProcessGate;
  readonly #identity: LinkIdentity;

  constructor(network: SimulatedLinkNetwork, gate: ProcessGate, identity: LinkIdentity) {
    this.#network = network;
    this.#gate = gate;
    this.#identity = identity;
    gate.onCrash((silent) => network.processEnded(gate, silent));
    gate.onChange(() => network.checkSilence());
  }

  listen(
    bind: { readonly host: string; readonly port: number },
    accept: (link: Link) => LinkHandlers,
  ): Promise<InterlinkListener> {
    return this.#gate.call('interlink', 'listen', (settle) => {
      const listening = { gate: this.#gate, identity: this.#identity, accept };
      const wanted = bind.port === 0 ? null : `${bind.host}:${bind.port}`;
      try {
        const address = this.#network.listen(wanted, listening);
        const close = (): Promise<void> => {
          this.#network.close(address);
          return Promise.resolve();
        };
        settle.resolve({ address, close });
      } catch (error) {
        settle.reject(error);
      }
    });
  }

  connect(
    address: string,
    opened: (link: Link) => LinkHandlers,
    signal?: AbortSignal,
  ): Promise<Link> {
    return this.#gate.call<Link>('interlink', 'connect', (settle) => {
      if (signal?.aborted) settle.reject(linkClosed(address, 'given up'));
      else this.#attempt(address, opened, settle, signal);
    });
  }

  #attempt(
    address: string,
    opened: (link: Link) => LinkHandlers,
    settle: Settle<Link>,
    signal: AbortSignal | undefined,
  ): void {
    const { kernel, network } = this.#network.parts;
    let pending = true;
    const fail = (error: AtlasError): void => {
      if (!pending) return;
      pending = false;
      cancelTimeout();
      signal?.removeEventListener('abort', onAbort);
      settle.reject(error);
    };
    const onAbort = (): void => fail(linkClosed(address, 'given up'));
    signal?.addEventListener('abort', onAbort, { once: true });
    const cancelTimeout = kernel.schedule(LINK_CONNECT_TIMEOUT_MS, () => {
      fail(linkClosed(address, 'no answer'));
    });
    const target = this.#network.find(address);
    const to = target?.gate.id ?? address;
    if (network.isCut(this.#gate.id, to)) return;
    const back = (task: () => void): void => {
      if (network.isCut(to, this.#gate.id)) return;
      kernel.schedule(network.delayMs(to, this.#gate.id), task);
    };
    kernel.schedule(network.delayMs(this.#gate.id, to), () => {
      const listening = this.#network.find(address);
      if (listening === null) {
        back(() => fail(linkClosed(address, 'nobody listens there')));
        return;
      }
      listening.gate.deliver(() => {
        if (!this.#isAlike(listening)) {
          back(() => fail(linkRefused(address)));
          return;
        }
        const [near, far] = this.#makePair(listening);
        far.open(listening.accept(far));
        back(() => {
          if (!pending || this.#gate.state === 'crashed') {
            near.close('given up');
            near.die(false);
            return;
          }
          this.#gate.deliver(() => {
            pending = false;
            cancelTimeout();
            signal?.removeEventListener('abort', onAbort);
            near.open(opened(near));
            settle.resolve(near);
          });
        });
      });
    });
  }

  #makePair(listening: Listening): [SimulatedLinkEnd, SimulatedLinkEnd] {
    const near = this.#network.makeEnd(this.#gate, listening.identity.self);
    const far = this.#network.makeEnd(listening.gate, this.#identity.self);
    near.join(far);
    far.join(near);
    return [near, far];
  }

  #isAlike(listening: Listening): boolean {
    invariant(listening.gate !== this.#gate, 'a process does not link to itself');
    return listening.identity.clusterKey === this.#identity.clusterKey;
  }
}

function linkClosed(address: string, why: string): AtlasError {
  return new AtlasError('ATLAS_LINK_CLOSED', `no link to ${address}: ${why}`, {
    details: { address },
  });
}

function linkRefused(address: string): AtlasError {
  return new AtlasError('ATLAS_LINK_REFUSED', `${address} has another cluster key`, {
    details: { address },
    hint: 'Give every process of a cluster the same key.',
  });
}
