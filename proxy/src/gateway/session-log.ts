import {
  AtlasError,
  ContiguousFollower,
  decodeSessionRecord,
  encodeSessionRecord,
  hashText,
  sleep,
} from '@atlasnet/schemas';
import type {
  Clock,
  EventLog,
  IncarnationId,
  LogRecord,
  SessionRecordBody,
} from '@atlasnet/schemas';
import { GATEWAY_LIMITS } from './limits.ts';
import { SessionDirectory } from './session-directory.ts';

export interface SessionLogOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  /** The sessions topic and how many partitions it has. */
  readonly topic: string;
  readonly partitions: number;
  readonly incarnation: IncarnationId;
  /** The topic cannot be followed any more. */
  readonly failed: (error: AtlasError) => void;
}

/** Records of one request: appended together, or not at all. */
interface Waiting {
  readonly records: readonly Uint8Array[];
  readonly settle: (offset: number) => void;
  readonly fail: (error: AtlasError) => void;
}

/** The partition of an account's bans and match records: all in one, so that they have one order. */
export function sessionPartitionOf(account: string, partitions: number): number {
  return hashText(account) % partitions;
}

/**
 * The sessions topic as the gateway uses it: it reads all of it, and appends to it with one append
 * outstanding per partition (L3). A record holds once it was read back.
 */
export class SessionLog {
  readonly directory = new SessionDirectory();
  readonly #options: SessionLogOptions;
  readonly #partitions: readonly PartitionWriter[];
  readonly #stop = new AbortController();
  #isReady = false;

  constructor(options: SessionLogOptions) {
    this.#options = options;
    this.#partitions = Array.from(
      { length: options.partitions },
      (_, partition) => new PartitionWriter(options, partition, this.directory, this.#stop.signal),
    );
  }

  /** Whether everything that was in the topic at the start has been read. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /**
   * Reads the topic to its present end; from then on it is followed.
   * @throws AtlasError what the log throws
   */
  async open(): Promise<void> {
    const { log, topic } = this.#options;
    for (const [partition, writer] of this.#partitions.entries()) {
      const { startOffset, endOffset } = await log.bounds(topic, partition);
      writer.follow(startOffset);
      await writer.readTo(endOffset);
    }
    this.#isReady = true;
  }

  close(): void {
    this.#isReady = false;
    this.#stop.abort();
    for (const writer of this.#partitions) writer.close();
  }

  /**
   * Appends records about one account, together. Resolves once the directory has them.
   * @throws AtlasError ATLAS_LOG_UNREACHABLE when that takes too long (they may still come), or what
   *   the log refused them with
   */
  append(account: string, bodies: readonly SessionRecordBody[]): Promise<void> {
    const { partitions, incarnation } = this.#options;
    const records = bodies.map((body) => encodeSessionRecord(incarnation, body));
    return this.#partitions[sessionPartitionOf(account, partitions)].append(records);
  }
}

class PartitionWriter {
  readonly #options: SessionLogOptions;
  readonly #partition: number;
  readonly #directory: SessionDirectory;
  readonly #signal: AbortSignal;
  #follower: ContiguousFollower | null = null;
  #waiting: Waiting[] = [];
  #appending = false;
  #readers: { readonly offset: number; readonly wake: () => void }[] = [];

  constructor(
    options: SessionLogOptions,
    partition: number,
    directory: SessionDirectory,
    signal: AbortSignal,
  ) {
    this.#options = options;
    this.#partition = partition;
    this.#directory = directory;
    this.#signal = signal;
  }

  /** Follows from an offset, unless it follows already. */
  follow(fromOffset: number): void {
    if (this.#follower) return;
    const { log, topic, failed } = this.#options;
    this.#follower = new ContiguousFollower(log, {
      topic,
      partition: this.#partition,
      fromOffset,
      onRecords: (records) => this.#take(records),
      onError: failed,
    });
  }

  close(): void {
    this.#follower?.stop();
    for (const { wake } of this.#readers.splice(0)) wake();
  }

  /** @throws AtlasError ATLAS_LOG_UNREACHABLE, also when it is closed meanwhile */
  async append(records: readonly Uint8Array[]): Promise<void> {
    if (this.#waiting.length >= GATEWAY_LIMITS.recordsWaiting) throw this.#late();
    let inTime = true;
    const { clock } = this.#options;
    const cancelled = new AbortController();
    const timer = sleep(clock, GATEWAY_LIMITS.recordWaitMs, cancelled.signal).then((elapsed) => {
      if (!elapsed) return;
      inTime = false;
      throw this.#late();
    });
    const done = new Promise<number>((settle, fail) => {
      this.#waiting.push({ records, settle, fail });
      if (!this.#appending) void this.#appendAll();
    }).then(async (offset) => {
      if (inTime) await this.readTo(offset + records.length);
    });
    try {
      await Promise.race([timer, done]);
      await done;
    } finally {
      // Whoever lost the race has nobody left who waits for it.
      done.catch(() => undefined);
      cancelled.abort();
    }
  }

  /** Resolves once the records below an offset are in the directory. */
  async readTo(offset: number): Promise<void> {
    while ((this.#follower?.nextOffset ?? 0) < offset) {
      if (this.#signal.aborted) throw this.#late();
      await new Promise<void>((wake) => this.#readers.push({ offset, wake }));
    }
  }

  /** What waits goes together, in order; until that is settled nothing overtakes it. */
  async #appendAll(): Promise<void> {
    this.#appending = true;
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#takeBatch();
        try {
          let offset = await this.#appendBatch(batch.flatMap(({ records }) => records));
          for (const { records, settle } of batch) {
            settle(offset);
            offset += records.length;
          }
        } catch (error) {
          if (!(error instanceof AtlasError)) throw error;
          for (const { fail } of batch) fail(error);
        }
      }
    } finally {
      this.#appending = false;
    }
  }

  #takeBatch(): readonly Waiting[] {
    let count = 0;
    let records = 0;
    for (const waiting of this.#waiting) {
      records += waiting.records.length;
      if (count > 0 && records > GATEWAY_LIMITS.recordsPerAppend) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  /**
   * L3: the same bytes again until they are settled: by an acknowledgement, or by refusals that repeat
   * while every try had a definite one.
   */
  async #appendBatch(records: readonly Uint8Array[]): Promise<number> {
    const { log, topic, clock } = this.#options;
    let isUnknown = false;
    for (let tries = 1; ; tries++) {
      const outcome = await log.append(topic, this.#partition, records);
      if (outcome.kind === 'acknowledged') return outcome.baseOffset;
      const { kind, error } = outcome;
      isUnknown ||= kind === 'unknown';
      const isFinal = !error.retriable || tries >= GATEWAY_LIMITS.appendRefusalsMax;
      if (!isUnknown && isFinal) throw error;
      if (!(await sleep(clock, GATEWAY_LIMITS.appendRetryMs, this.#signal))) throw error;
    }
  }

  #take(records: readonly LogRecord[]): void {
    for (const { value } of records) {
      try {
        this.#directory.apply(decodeSessionRecord(value, this.#options.incarnation));
      } catch (error) {
        // Another world's or a damaged record says nothing; a newer program's might be a ban.
        if (!(error instanceof AtlasError)) throw error;
        if (error.code === 'ATLAS_RECORD_VERSION') {
          this.#options.failed(error);
          return;
        }
      }
    }
    this.#wake();
  }

  #wake(): void {
    const next = this.#follower?.nextOffset ?? 0;
    const readers = this.#readers;
    this.#readers = readers.filter(({ offset }) => offset > next);
    for (const { offset, wake } of readers) if (offset <= next) wake();
  }

  #late(): AtlasError {
    const { topic } = this.#options;
    return new AtlasError('ATLAS_LOG_UNREACHABLE', `${topic} does not take records in time`, {
      details: { topic, partition: this.#partition },
      hint: 'Try again; what was asked for may still come to pass.',
    });
  }
}
