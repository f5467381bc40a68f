import type { FollowRequest } from '@atlasnet/schemas';
import type {
  BrokerAddress,
  BrokerConnection,
  ConnectBroker,
  FetchAnswer,
} from './broker-connection.ts';
import {
  FETCH_BYTES_MAX,
  FETCH_PARTITION_BYTES_MAX,
  FETCH_WAIT_BUSY_MS,
  FETCH_WAIT_MS,
  REQUEST_MS,
} from './limits.ts';
import { limited } from './waiting.ts';

/** One follow() and how far it is. */
export interface Tail {
  readonly request: FollowRequest;
  nextOffset: number;
  /** A callback, or a look at the bounds, is under way. */
  busy: boolean;
  stopped: boolean;
  gaps: number;
  failures: number;
}

export interface LoopEvents {
  answered(tail: Tail, answer: FetchAnswer): boolean;
  /** The broker cannot be read any more. */
  lost(tails: readonly Tail[]): void;
}

/** The one request that asks a broker for all partitions that are read from it. */
export class FetchLoop {
  readonly #address: BrokerAddress;
  readonly #connect: ConnectBroker;
  readonly #events: LoopEvents;
  readonly #tails = new Set<Tail>();
  #connection: BrokerConnection | null = null;
  #wake: (() => void) | null = null;
  #running = false;
  #closed = false;
  #turn = 0;

  constructor(address: BrokerAddress, connect: ConnectBroker, events: LoopEvents) {
    this.#address = address;
    this.#connect = connect;
    this.#events = events;
  }

  add(tail: Tail): void {
    this.#tails.add(tail);
    this.wake();
    if (!this.#running) {
      this.#running = true;
      void this.#run();
    }
  }

  remove(tail: Tail): void {
    this.#tails.delete(tail);
  }

  wake(): void {
    this.#wake?.();
  }

  close(): void {
    this.#closed = true;
    this.#connection?.close();
    this.wake();
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const ready = this.#rotated().filter((tail) => !tail.busy);
      if (ready.length === 0) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        this.#wake = null;
        continue;
      }
      let answers: readonly FetchAnswer[];
      try {
        answers = await this.#fetch(ready);
      } catch {
        // Whatever it was, the partitions' leaders are looked up anew, after a while.
        this.#connection?.close();
        if (!this.#closed) this.#events.lost([...this.#tails]);
        return;
      }
      for (const answer of answers) {
        for (const tail of ready) {
          const { topic, partition } = tail.request;
          if (topic !== answer.topic || partition !== answer.partition) continue;
          if (tail.stopped || this.#closed) continue;
          if (!this.#events.answered(tail, answer)) this.#tails.delete(tail);
        }
      }
    }
  }

  async #fetch(tails: readonly Tail[]): Promise<readonly FetchAnswer[]> {
    let connection = this.#connection;
    if (connection === null) {
      connection = await this.#connect(this.#address);
      this.#connection = connection;
      if (this.#closed) connection.close();
    }
    const waitMs = tails.length < this.#tails.size ? FETCH_WAIT_BUSY_MS : FETCH_WAIT_MS;
    const parts = lowestOffsets(tails).map(({ request, nextOffset }) => ({
      topic: request.topic,
      partition: request.partition,
      fromOffset: nextOffset,
      bytesMax: FETCH_PARTITION_BYTES_MAX,
    }));
    const answer = connection.fetch(parts, { waitMs, bytesMax: FETCH_BYTES_MAX });
    return await limited(
      answer,
      waitMs + REQUEST_MS,
      `${this.#address.host}:${this.#address.port}`,
    );
  }

  /** Another partition is first in each request: the first one gets its bytes whatever it holds. */
  #rotated(): Tail[] {
    const tails = [...this.#tails];
    if (tails.length === 0) return tails;
    const start = this.#turn++ % tails.length;
    return [...tails.slice(start), ...tails.slice(0, start)];
  }
}

/** A partition may be named once in a request: for its reader that is furthest behind. */
function lowestOffsets(tails: readonly Tail[]): Tail[] {
  const lowest = new Map<string, Tail>();
  for (const tail of tails) {
    const key = `${tail.request.topic}/${tail.request.partition}`;
    const other = lowest.get(key);
    if (other === undefined || tail.nextOffset < other.nextOffset) lowest.set(key, tail);
  }
  return [...lowest.values()];
}
