import type { AtlasError, FollowRequest, Following, LogRecord } from '@atlasnet/schemas';
import { outOfRange, topicMissing } from '../log-rules.ts';
import { FOLLOW_BATCH_BYTES, FOLLOW_RETRY_MS } from './limits.ts';
import type { SimulatedLogParts } from './simulated-event-log.ts';
import { LOG_NODE } from './simulated-network.ts';
import type { SimulatedPartition } from './simulated-partition.ts';

/** Reads one partition from an offset, and goes on at its end. */
export class SimulatedFollower implements Following {
  readonly #parts: SimulatedLogParts;
  readonly #request: FollowRequest;
  readonly #ended: () => void;
  #nextOffset: number;
  #busy = false;
  #stopped = false;
  #unwatch: (() => void) | null = null;

  constructor(parts: SimulatedLogParts, request: FollowRequest, ended: () => void) {
    this.#parts = parts;
    this.#request = request;
    this.#ended = ended;
    this.#nextOffset = request.fromOffset;
  }

  start(): void {
    this.#later(this.#parts.network.delayMs(this.#parts.gate.id, LOG_NODE));
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#unwatch?.();
    this.#ended();
  }

  /** Ends with a word to the reader. */
  fail(error: AtlasError): void {
    if (this.#stopped) return;
    this.stop();
    const { gate, kernel } = this.#parts;
    kernel.schedule(0, () => gate.deliver(() => this.#request.onError(error)));
  }

  #wake(): void {
    if (this.#busy || this.#stopped) return;
    const { network, gate } = this.#parts;
    this.#later(network.delayMs(LOG_NODE, gate.id));
  }

  #later(delayMs: number): void {
    this.#busy = true;
    this.#parts.kernel.schedule(delayMs, () => this.#fetch());
  }

  #fetch(): void {
    if (this.#stopped) return;
    const partition = this.#find();
    if (partition === null) return;
    const { network, gate } = this.#parts;
    const cut = network.isCut(gate.id, LOG_NODE) || network.isCut(LOG_NODE, gate.id);
    if (cut || !partition.available) {
      this.#later(FOLLOW_RETRY_MS);
      return;
    }
    this.#unwatch ??= partition.watch(() => this.#wake());
    const bounds = partition.bounds();
    if (this.#nextOffset < bounds.startOffset || this.#nextOffset > bounds.endOffset) {
      const { topic, partition: index } = this.#request;
      this.fail(outOfRange({ topic, partition: index, offset: this.#nextOffset }, bounds));
      return;
    }
    const records = partition.read(this.#nextOffset, FOLLOW_BATCH_BYTES);
    if (records.length === 0) {
      this.#busy = false;
      return;
    }
    this.#nextOffset += records.length;
    if (gate.isPlain('log')) {
      this.#hand(records);
      return;
    }
    gate.deliver(() => {
      const { topic, partition: index } = this.#request;
      const about = { name: topic, partition: index, bytes: [] };
      if (this.#stopped || !gate.visit('log', 'follow', 'before', about)) return;
      gate.deliver(() => {
        this.#hand(records);
        gate.visit('log', 'follow', 'after', about);
      });
    });
  }

  #hand(records: readonly LogRecord[]): void {
    if (this.#stopped) return;
    const done = this.#request.onRecords(records);
    if (done === undefined) this.#goOn();
    else done.then(() => this.#goOn()).catch((error: unknown) => this.#parts.kernel.fail(error));
  }

  /** Whoever has read to the end waits for what comes: to ask for nothing would be half of all fetches. */
  #goOn(): void {
    this.#busy = false;
    const partition = this.#stopped ? null : this.#find();
    if (partition && partition.bounds().endOffset !== this.#nextOffset) this.#wake();
  }

  #find(): SimulatedPartition | null {
    const { topic, partition } = this.#request;
    try {
      return this.#parts.cluster.partition(topic, partition);
    } catch {
      this.fail(topicMissing(topic, partition));
      return null;
    }
  }
}
