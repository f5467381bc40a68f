import { setTimeout as delay } from 'node:timers/promises';
import { AtlasError } from '@atlasnet/schemas';
import type { Following, FollowRequest, LogRecord, PartitionBounds } from '@atlasnet/schemas';
import { logClosed, outOfRange } from '../log-rules.ts';
import type { BrokerAddress, ConnectBroker, FetchAnswer } from './broker-connection.ts';
import { BROKER_ERRORS } from './broker-error-codes.ts';
import type { ClusterView } from './cluster-view.ts';
import type { Tail } from './fetch-loop.ts';
import { FetchLoop } from './fetch-loop.ts';
import { FOLLOW_RETRY_MAX_MS, FOLLOW_RETRY_MIN_MS, GAPS_MAX } from './limits.ts';

type LookAtBounds = (topic: string, partition: number) => Promise<PartitionBounds>;

/**
 * Reads partitions from an offset for as long as it is asked to. All readers of a broker share one
 * connection and one long-polling request; no consumer group is involved, so nothing rebalances
 * and no offset is kept but the reader's own.
 */
export class TailReader {
  readonly #view: ClusterView;
  readonly #connect: ConnectBroker;
  readonly #bounds: LookAtBounds;
  readonly #loops = new Map<string, FetchLoop>();
  readonly #tails = new Set<Tail>();
  #closed = false;

  constructor(view: ClusterView, connect: ConnectBroker, bounds: LookAtBounds) {
    this.#view = view;
    this.#connect = connect;
    this.#bounds = bounds;
  }

  follow(request: FollowRequest): Following {
    const nextOffset = request.fromOffset;
    const tail: Tail = { request, nextOffset, busy: false, stopped: false, gaps: 0, failures: 0 };
    if (this.#closed) {
      queueMicrotask(() => this.#fail(tail, closedUnder(request)));
    } else {
      this.#tails.add(tail);
      void this.#assign(tail);
    }
    return {
      stop: () => {
        tail.stopped = true;
        this.#tails.delete(tail);
        for (const loop of this.#loops.values()) loop.remove(tail);
      },
    };
  }

  close(): void {
    this.#closed = true;
    for (const loop of this.#loops.values()) loop.close();
    this.#loops.clear();
    for (const tail of [...this.#tails]) this.#fail(tail, closedUnder(tail.request));
  }

  /** Finds the partition's leader and joins the readers of that broker. */
  async #assign(tail: Tail): Promise<void> {
    const { topic, partition } = tail.request;
    while (!tail.stopped && !this.#closed) {
      try {
        const leader = await this.#view.leader(topic, partition);
        if (!tail.stopped && !this.#closed) this.#loop(leader).add(tail);
        return;
      } catch (error) {
        if (error instanceof AtlasError && !error.retriable) {
          this.#fail(tail, error);
          return;
        }
        await this.#backOff(tail);
      }
    }
  }

  async #backOff(tail: Tail): Promise<void> {
    const waitMs = FOLLOW_RETRY_MIN_MS * 2 ** Math.min(tail.failures++, 10);
    await delay(Math.min(waitMs, FOLLOW_RETRY_MAX_MS), undefined, { ref: false });
  }

  #loop(address: BrokerAddress): FetchLoop {
    const key = `${address.host}:${address.port}`;
    let loop = this.#loops.get(key);
    if (loop === undefined) {
      loop = new FetchLoop(address, this.#connect, {
        answered: (tail, answer) => this.#answered(tail, answer),
        lost: (tails) => {
          this.#loops.delete(key);
          for (const tail of tails) this.#reassign(tail);
        },
      });
      this.#loops.set(key, loop);
    }
    return loop;
  }

  #reassign(tail: Tail): void {
    this.#view.forget(tail.request.topic);
    void this.#backOff(tail).then(() => this.#assign(tail));
  }

  /** True while the reader stays with this broker. */
  #answered(tail: Tail, answer: FetchAnswer): boolean {
    if (answer.errorCode === BROKER_ERRORS.offsetOutOfRange) {
      void this.#checkRange(tail);
      return true;
    }
    if (answer.errorCode !== BROKER_ERRORS.none) {
      this.#reassign(tail);
      return false;
    }
    tail.failures = 0;
    this.#deliver(tail, answer.records);
    return true;
  }

  #deliver(tail: Tail, fetched: readonly LogRecord[]): void {
    const { request } = tail;
    // An answer starts with a whole batch, so its first records may be known already.
    const records = contiguous(fetched, tail.nextOffset);
    if (records.length === 0) {
      const beyond = fetched.some((record) => record.offset > tail.nextOffset);
      if (beyond && ++tail.gaps >= GAPS_MAX) this.#fail(tail, gapError(tail));
      return;
    }
    tail.gaps = 0;
    tail.nextOffset += records.length;
    const handled = request.onRecords(records);
    if (handled === undefined) return;
    tail.busy = true;
    void handled.then(() => this.#free(tail));
  }

  /** Tells an offset that is really outside from a new leader that does not know its end yet. */
  async #checkRange(tail: Tail): Promise<void> {
    const { topic, partition } = tail.request;
    tail.busy = true;
    try {
      const { startOffset, endOffset } = await this.#bounds(topic, partition);
      if (tail.nextOffset < startOffset || tail.nextOffset > endOffset) {
        this.#fail(
          tail,
          outOfRange({ topic, partition, offset: tail.nextOffset }, { startOffset, endOffset }),
        );
      }
    } catch (error) {
      if (error instanceof AtlasError && !error.retriable) this.#fail(tail, error);
    }
    await this.#backOff(tail);
    this.#free(tail);
  }

  #free(tail: Tail): void {
    tail.busy = false;
    for (const loop of this.#loops.values()) loop.wake();
  }

  #fail(tail: Tail, error: AtlasError): void {
    if (tail.stopped) return;
    tail.stopped = true;
    this.#tails.delete(tail);
    for (const loop of this.#loops.values()) loop.remove(tail);
    tail.request.onError(error);
  }
}

/** The records from `offset` on, up to the first hole. */
export function contiguous(records: readonly LogRecord[], offset: number): LogRecord[] {
  const found: LogRecord[] = [];
  for (const record of records) {
    if (record.offset < offset + found.length) continue;
    if (record.offset > offset + found.length) break;
    found.push(record);
  }
  return found;
}

function gapError(tail: Tail): AtlasError {
  const { topic, partition } = tail.request;
  return new AtlasError(
    'ATLAS_LOG_GAP',
    `${topic}/${partition} has no record at ${tail.nextOffset}, but later ones`,
    { details: { topic, partition, offset: tail.nextOffset }, hint: 'Check the topic’s settings.' },
  );
}

function closedUnder({ topic, partition }: FollowRequest): AtlasError {
  return logClosed(`a reader of ${topic}/${partition}`);
}
