import { drawLatency } from './seeded-random.ts';
import type { Latency, SeededRandom } from './seeded-random.ts';
import type { SimulationKernel } from './simulation-kernel.ts';

/** The log's and the store's names on the network, beside the processes' ids. */
export const LOG_NODE = 'log';
export const STORE_NODE = 'store';
/** Stands for every node in cut() and heal(). */
export const ANY_NODE = '*';

/** Who reaches whom, and how fast. One for links, datagrams, log and store. */
export class SimulatedNetwork {
  readonly #random: SeededRandom;
  readonly #cuts = new Set<string>();
  readonly #slow = new Map<string, Latency>();
  readonly #changed: (() => void)[] = [];
  #latency: Latency = { minMs: 0.1, maxMs: 2 };

  constructor(kernel: SimulationKernel) {
    this.#random = kernel.random('network');
  }

  /** Fault: nothing goes from one node to the other any more. The way back is not touched. */
  cut(from: string, to: string): void {
    this.#cuts.add(way(from, to));
    this.#tell();
  }

  /** Fault: nothing goes either way. */
  cutBoth(one: string, other: string): void {
    this.cut(one, other);
    this.cut(other, one);
  }

  heal(from: string, to: string): void {
    this.#cuts.delete(way(from, to));
    this.#tell();
  }

  healAll(): void {
    this.#cuts.clear();
    this.#slow.clear();
    this.#tell();
  }

  /** The delay of every way that has none of its own. */
  setLatency(latency: Latency): void {
    this.#latency = latency;
  }

  /** Fault: this way is slow (or, with null, normal again). */
  setWayLatency(from: string, to: string, latency: Latency | null): void {
    if (latency === null) this.#slow.delete(way(from, to));
    else this.#slow.set(way(from, to), latency);
  }

  isCut(from: string, to: string): boolean {
    if (this.#cuts.size === 0) return false;
    return (
      this.#cuts.has(way(from, to)) ||
      this.#cuts.has(way(from, ANY_NODE)) ||
      this.#cuts.has(way(ANY_NODE, to))
    );
  }

  /** One way's delay, drawn anew each time, milliseconds. */
  delayMs(from: string, to: string): number {
    const slow = this.#slow.size === 0 ? undefined : this.#slow.get(way(from, to));
    return drawLatency(this.#random, slow ?? this.#latency);
  }

  /** Calls `task` after each cut and heal. */
  onChange(task: () => void): void {
    this.#changed.push(task);
  }

  #tell(): void {
    for (const task of this.#changed) task();
  }
}

const way = (from: string, to: string): string => `${from}\n${to}`;
