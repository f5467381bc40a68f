import {
  AtlasError,
  ContiguousFollower,
  decodeSessionRecord,
  encodeSessionRecord,
  sleep,
} from '@atlasnet/schemas';
import type {
  Clock,
  EventLog,
  IncarnationId,
  LogRecord,
  SessionRecord,
  SessionRecordBody,
} from '@atlasnet/schemas';

/** Waiting for a record to come back, milliseconds: then the client must ask again. */
const READ_BACK_MS = 5000;
const RETRY_MS = 50;
/** Records that go in one append: about 20 kB. */
const RECORDS_PER_APPEND = 256;

export interface RecordFeedOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly topic: string;
  readonly partition: number;
  readonly incarnation: IncarnationId;
  /** Ends what waits. */
  readonly signal: AbortSignal;
  /** The partition cannot be followed any more. */
  readonly failed: (error: AtlasError) => void;
  /** Sees every record that is ours, in order, with its offset and the log's time. */
  readonly heard: (record: SessionRecord, offset: number, timestampMs: number) => void;
}

interface Waiting {
  readonly record: Uint8Array;
  readonly resolve: (offset: number) => void;
  readonly reject: (error: unknown) => void;
}

/** One partition of session records as a proxy uses it: read from its start on, one append outstanding (L3). */
export class RecordFeed {
  readonly #options: RecordFeedOptions;
  readonly #waiting: Waiting[] = [];
  #appending = false;
  #follower: ContiguousFollower | null = null;
  /** Who waits for the partition to be read up to an offset. */
  #readers: { readonly offset: number; readonly wake: () => void }[] = [];

  constructor(options: RecordFeedOptions) {
    this.#options = options;
  }

  /**
   * Reads to the present end; a log that is away when this process starts is waited for (O6).
   * @throws AtlasError what the log throws, unless it may pass
   */
  async open(): Promise<void> {
    const { log, topic, partition, clock, signal, failed } = this.#options;
    for (;;) {
      try {
        const { startOffset, endOffset } = await log.bounds(topic, partition);
        this.#follower ??= new ContiguousFollower(log, {
          topic,
          partition,
          fromOffset: startOffset,
          onRecords: (records) => this.#take(records),
          onError: failed,
        });
        if (startOffset < endOffset) await this.readTo(endOffset);
        return;
      } catch (error) {
        const mayPass = error instanceof AtlasError && error.retriable;
        if (!mayPass || !(await sleep(clock, RETRY_MS, signal))) throw error;
      }
    }
  }

  stop(): void {
    this.#follower?.stop();
  }

  /** @returns the record's offset */
  append(body: SessionRecordBody): Promise<number> {
    const record = encodeSessionRecord(this.#options.incarnation, body);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, resolve, reject });
      if (!this.#appending) void this.#appendAll();
    });
  }

  /** @throws AtlasError ATLAS_LOG_UNREACHABLE when that takes too long */
  async readTo(offset: number): Promise<void> {
    const { clock, signal, topic, partition } = this.#options;
    if ((this.#follower?.nextOffset ?? 0) >= offset) return;
    const read = new Promise<true>((resolve) => {
      this.#readers.push({ offset, wake: () => resolve(true) });
    });
    const waited = new AbortController();
    const late = sleep(clock, READ_BACK_MS, AbortSignal.any([signal, waited.signal]));
    const isRead = await Promise.race([read, late.then(() => false)]);
    waited.abort();
    if (isRead) return;
    const text = `partition ${partition} of ${topic} is not read to ${offset}`;
    throw new AtlasError('ATLAS_LOG_UNREACHABLE', text, { details: { topic, partition, offset } });
  }

  /** Nobody needs what is below an offset; should the log be away, that is said again with the next. */
  async deleteBefore(offset: number): Promise<void> {
    const { log, topic, partition } = this.#options;
    try {
      await log.deleteBefore(topic, partition, offset);
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
    }
  }

  /** L3: what came while an append was outstanding goes together, after it. */
  async #appendAll(): Promise<void> {
    this.#appending = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, RECORDS_PER_APPEND);
      try {
        const offset = await this.#appendNow(batch.map(({ record }) => record));
        for (const [i, { resolve }] of batch.entries()) resolve(offset + i);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#appending = false;
  }

  async #appendNow(records: readonly Uint8Array[]): Promise<number> {
    const { log, topic, partition, clock, signal } = this.#options;
    for (;;) {
      const outcome = await log.append(topic, partition, records);
      if (outcome.kind === 'acknowledged') return outcome.baseOffset;
      if (outcome.kind === 'refused' || !(await sleep(clock, RETRY_MS, signal))) {
        throw outcome.error;
      }
    }
  }

  #take(records: readonly LogRecord[]): void {
    for (const { value, offset, timestampMs } of records) {
      const record = this.#read(value);
      if (record) this.#options.heard(record, offset, timestampMs);
    }
    const next = (records.at(-1)?.offset ?? -1) + 1;
    const readers = this.#readers;
    if (readers.length === 0) return;
    this.#readers = readers.filter(({ offset }) => offset > next);
    for (const { offset, wake } of readers) if (offset <= next) wake();
  }

  /** Null for a record that is not ours. */
  #read(value: Uint8Array): SessionRecord | null {
    try {
      return decodeSessionRecord(value, this.#options.incarnation);
    } catch (error) {
      if (!(error instanceof AtlasError) || error.code === 'ATLAS_RECORD_VERSION') throw error;
      return null;
    }
  }
}
