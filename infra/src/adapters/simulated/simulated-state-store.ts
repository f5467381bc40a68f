import { AtlasError } from '@atlasnet/schemas';
import type { SetOptions, StateStore } from '@atlasnet/schemas';
import { TransientStore } from '../embedded/transient-store.ts';
import { STORE_REQUEST_TIMEOUT_MS, STORE_UNDO_MS } from './limits.ts';
import type { ProcessGate } from './process-gate.ts';
import { STORE_NODE } from './simulated-network.ts';
import type { SimulatedNetwork } from './simulated-network.ts';
import { simulatedRequest } from './simulated-request.ts';
import type { SimulationKernel } from './simulation-kernel.ts';

interface Undo {
  readonly atMs: number;
  readonly key: string;
  readonly previous: Uint8Array | null;
  readonly expiresMs: number;
}

/** The transient store's server, and what may happen to it. */
export class SimulatedStoreServer {
  readonly #kernel: SimulationKernel;
  readonly #undo: Undo[] = [];
  readonly #values: TransientStore;
  #reachable = true;
  #lagMs = 0;

  constructor(kernel: SimulationKernel) {
    this.#kernel = kernel;
    this.#values = new TransientStore(() => kernel.nowMs);
  }

  get reachable(): boolean {
    return this.#reachable;
  }

  /** Fault: everything is gone (FLUSHALL, or a restart). */
  wipe(): void {
    this.#values.clear();
    this.#undo.length = 0;
  }

  /** Fault: every request takes this much longer; 0 ends it. */
  setLag(lagMs: number): void {
    this.#lagMs = lagMs;
  }

  get lagMs(): number {
    return this.#lagMs;
  }

  /** Fault: nobody gets an answer. */
  setReachable(reachable: boolean): void {
    this.#reachable = reachable;
  }

  /** Fault: a replica takes over that has not seen the writes of the last `lostMs` (5 s at most). */
  failOver(lostMs: number): void {
    for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) {
      if (undo.atMs < this.#kernel.nowMs - lostMs) break;
      if (undo.previous === null) this.#values.delete(undo.key);
      else {
        const ttlMs = undo.expiresMs - this.#kernel.nowMs;
        this.#values.set(undo.key, undo.previous, ttlMs === Infinity ? {} : { ttlMs });
      }
    }
    this.#undo.length = 0;
  }

  /** What the store holds, for checkers. */
  get values(): TransientStore {
    return this.#values;
  }

  /** Remembers what a write replaces. */
  noteWrite(key: string): void {
    const atMs = this.#kernel.nowMs;
    while ((this.#undo[0]?.atMs ?? Infinity) < atMs - STORE_UNDO_MS) this.#undo.shift();
    const previous = this.#values.get(key);
    this.#undo.push({ atMs, key, previous, expiresMs: this.#values.expiresMs(key) });
  }
}

/** One process's client of the simulated store. */
export class SimulatedStateStore implements StateStore {
  readonly #kernel: SimulationKernel;
  readonly #network: SimulatedNetwork;
  readonly #server: SimulatedStoreServer;
  readonly #gate: ProcessGate;
  #closed = false;

  constructor(
    kernel: SimulationKernel,
    network: SimulatedNetwork,
    server: SimulatedStoreServer,
    gate: ProcessGate,
  ) {
    this.#kernel = kernel;
    this.#network = network;
    this.#server = server;
    this.#gate = gate;
  }

  get(key: string): Promise<Uint8Array | null> {
    return this.#ask('get', { key }, (values) => values.get(key));
  }

  getMany(keys: readonly string[]): Promise<readonly (Uint8Array | null)[]> {
    return this.#ask('getMany', { key: keys[0] ?? '' }, (values) =>
      keys.map((key) => values.get(key)),
    );
  }

  set(key: string, value: Uint8Array, options: SetOptions = {}): Promise<void> {
    const copy = value.slice();
    return this.#ask('set', { key, value: copy }, (values) => {
      this.#server.noteWrite(key);
      values.set(key, copy, options);
    });
  }

  compareAndSet(
    key: string,
    expected: Uint8Array | null,
    value: Uint8Array | null,
    options: SetOptions = {},
  ): Promise<boolean> {
    const [was, becomes] = [expected?.slice() ?? null, value?.slice() ?? null];
    return this.#ask('compareAndSet', { key, value: becomes }, (values) => {
      this.#server.noteWrite(key);
      return values.compareAndSet(key, was, becomes, options);
    });
  }

  delete(key: string): Promise<void> {
    return this.#ask('delete', { key }, (values) => {
      this.#server.noteWrite(key);
      values.delete(key);
    });
  }

  keys(prefix: string, limit: number): Promise<readonly string[]> {
    return this.#ask('keys', { key: prefix }, (values) => values.keys(prefix, limit));
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }

  #ask<T>(
    operation: string,
    { key, value }: { readonly key: string; readonly value?: Uint8Array | null },
    serve: (values: TransientStore) => T,
  ): Promise<T> {
    if (this.#closed) return Promise.reject(unreachable('this client is closed'));
    const server = this.#server;
    return simulatedRequest<T>(this.#kernel, this.#network, this.#gate, {
      port: 'store',
      operation,
      about: { name: key, partition: 0, bytes: value ? [value] : [] },
      node: STORE_NODE,
      timeoutMs: STORE_REQUEST_TIMEOUT_MS,
      serve: (answer) => {
        const execute = (): void => {
          if (!server.reachable) return;
          const result = serve(server.values);
          answer(() => result);
        };
        if (server.lagMs > 0) this.#kernel.schedule(server.lagMs, execute);
        else execute();
      },
      timedOut: () => {
        throw unreachable(`no answer to ${operation}`);
      },
    });
  }
}

function unreachable(what: string): AtlasError {
  return new AtlasError(
    'ATLAS_STORE_UNREACHABLE',
    `the store does not answer (simulated): ${what}`,
  );
}
