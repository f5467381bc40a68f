import {
  AtlasError,
  ContiguousFollower,
  bytesToHex,
  decodeSessionRecord,
  encodeSessionRecord,
  hashText,
  hexToBytes,
  processBytes,
  sleep,
} from '@atlasnet/schemas';
import type {
  Clock,
  EventLog,
  IncarnationId,
  LogRecord,
  ProcessId,
  SessionRecord,
  SessionRecordBody,
} from '@atlasnet/schemas';
import { MATCH_ENDED } from '../gateway/session-directory.ts';
import { sessionPartitionOf } from '../gateway/session-log.ts';
import type { SessionClaims } from '../netcode/connect-token-user-data.ts';

/** Waiting for one's own record to come back, milliseconds: then the client must ask again. */
const READ_BACK_MS = 5000;
const RETRY_MS = 50;
/** A used token is remembered so long after it has expired: clocks differ. */
const KEPT_MS = 60_000;
/** Records that go in one append: about 20 kB. */
const RECORDS_PER_APPEND = 256;

export interface TokenLedgerOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly topic: string;
  readonly partitions: number;
  readonly incarnation: IncarnationId;
  readonly process: ProcessId;
  readonly failed: (error: AtlasError) => void;
  /** Sees every record of the world, in each partition's order. */
  readonly heard?: (record: SessionRecord) => void;
}

interface AppendQueue {
  readonly waiting: {
    readonly record: Uint8Array;
    readonly resolve: (offset: number) => void;
    readonly reject: (error: unknown) => void;
  }[];
  appending: boolean;
}

interface Reader {
  readonly offset: number;
  readonly wake: () => void;
}

interface Use {
  /** In hex. */
  readonly process: string;
  readonly expiresMs: number;
  /** Until then it is kept whatever the wall clock says: monotonic, milliseconds. */
  readonly keptUntilMs: number;
  /** A client has its slot by it. */
  given: boolean;
}

/**
 * S3: which connect tokens are used up, as the sessions topic says: the first record for a token
 * wins. It reads the whole topic before it answers, so neither a restart nor a wiped store forgets
 * one.
 */
export class TokenLedger {
  readonly #options: TokenLedgerOptions;
  readonly #followers: ContiguousFollower[] = [];
  readonly #firstUse: Map<string, Use>[];
  /** Appends to one partition go one after the other (L3). */
  readonly #queues: readonly AppendQueue[];
  /** Who waits for a partition to be read up to an offset. */
  readonly #readers: Reader[][];
  readonly #answers = new Map<string, Promise<boolean>>();
  readonly #stop = new AbortController();
  readonly #ready: Promise<void>;

  constructor(options: TokenLedgerOptions) {
    this.#options = options;
    const { log, topic, partitions, failed } = options;
    this.#firstUse = Array.from({ length: partitions }, () => new Map());
    this.#queues = Array.from({ length: partitions }, () => ({ waiting: [], appending: false }));
    this.#readers = Array.from({ length: partitions }, () => []);
    for (let partition = 0; partition < partitions; partition++) {
      this.#followers.push(
        new ContiguousFollower(log, {
          topic,
          partition,
          fromOffset: 0,
          onRecords: (records) => this.#take(partition, records),
          onError: failed,
        }),
      );
    }
    this.#ready = this.#readAll();
    // Whoever asks gets the error; nobody may have asked yet.
    this.#ready.catch(() => undefined);
  }

  stop(): void {
    this.#stop.abort();
    for (const follower of this.#followers) follower.stop();
  }

  /**
   * Uses a token up; true when this use is the first for ever. Who asks again is told the same, until {@link give}.
   */
  consume(token: string, expiresUnixSeconds: number): Promise<boolean> {
    const known = this.#answers.get(token);
    if (known) return known;
    const answer = this.#consume(token, expiresUnixSeconds * 1000);
    this.#answers.set(token, answer);
    answer.catch(() => this.#answers.delete(token));
    return answer;
  }

  /** A client has a slot by this token: from now on nobody is let in by it here, too. */
  give(token: string): void {
    const use = this.#firstUse[this.#partitionOf(token)].get(token);
    if (use) use.given = true;
    this.#answers.delete(token);
  }

  #partitionOf(token: string): number {
    return hashText(token) % this.#options.partitions;
  }

  async #consume(token: string, expiresMs: number): Promise<boolean> {
    const partition = this.#partitionOf(token);
    await this.#ready;
    const process = processBytes(this.#options.process);
    // A copy of our own, of an append or a wait whose end was not known, is this very use.
    const isOurs = (): boolean | undefined => {
      const first = this.#firstUse[partition].get(token);
      return first && !first.given && first.process === bytesToHex(process);
    };
    const known = isOurs();
    if (known !== undefined) return known;
    const consumed = { token: hexToBytes(token), process, expiresMs };
    const offset = await this.#append(partition, { consumed });
    await this.#readTo(partition, offset + 1);
    return isOurs() ?? false;
  }

  /**
   * Records that a client left for good: its session is over for every gateway and proxy. What the
   * log does not take by the end of the process is lost; the session is over in its region anyway.
   */
  end({ session, account }: SessionClaims): void {
    const { partitions, clock } = this.#options;
    const match = {
      session,
      account,
      atMs: Math.floor(clock.wallMs()),
      kind: MATCH_ENDED,
      reason: 'the client left',
    };
    this.#append(sessionPartitionOf(account, partitions), { match }).catch((error: unknown) => {
      if (!(error instanceof AtlasError)) throw error;
    });
  }

  /** @returns the record's offset */
  #append(partition: number, body: SessionRecordBody): Promise<number> {
    const { incarnation } = this.#options;
    const queue = this.#queues[partition];
    return new Promise((resolve, reject) => {
      queue.waiting.push({ record: encodeSessionRecord(incarnation, body), resolve, reject });
      if (!queue.appending) void this.#appendAll(partition, queue);
    });
  }

  /** L3: what came while an append was outstanding goes together, after it. */
  async #appendAll(partition: number, queue: AppendQueue): Promise<void> {
    queue.appending = true;
    while (queue.waiting.length > 0) {
      const batch = queue.waiting.splice(0, RECORDS_PER_APPEND);
      try {
        const records = batch.map(({ record }) => record);
        const offset = await this.#appendNow(partition, records);
        for (const [i, { resolve }] of batch.entries()) resolve(offset + i);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    queue.appending = false;
  }

  async #appendNow(partition: number, records: readonly Uint8Array[]): Promise<number> {
    const { log, topic, clock } = this.#options;
    for (;;) {
      const outcome = await log.append(topic, partition, records);
      if (outcome.kind === 'acknowledged') return outcome.baseOffset;
      if (outcome.kind === 'refused' || !(await sleep(clock, RETRY_MS, this.#stop.signal))) {
        throw outcome.error;
      }
    }
  }

  async #readAll(): Promise<void> {
    const { partitions, failed } = this.#options;
    try {
      for (let partition = 0; partition < partitions; partition++) await this.#readOnce(partition);
    } catch (error) {
      if (error instanceof AtlasError && !this.#stop.signal.aborted) failed(error);
      throw error;
    }
  }

  /** Reads a partition to its end; a log that is away when this process starts is waited for (O6). */
  async #readOnce(partition: number): Promise<void> {
    const { log, topic, clock } = this.#options;
    for (;;) {
      try {
        const { startOffset, endOffset } = await log.bounds(topic, partition);
        if (startOffset < endOffset) await this.#readTo(partition, endOffset);
        return;
      } catch (error) {
        const mayPass = error instanceof AtlasError && error.retriable;
        if (!mayPass || !(await sleep(clock, RETRY_MS, this.#stop.signal))) throw error;
      }
    }
  }

  async #readTo(partition: number, offset: number): Promise<void> {
    if (this.#followers[partition].nextOffset >= offset) return;
    const { signal } = this.#stop;
    const read = new Promise<true>((resolve) => {
      this.#readers[partition].push({ offset, wake: () => resolve(true) });
    });
    const waited = new AbortController();
    const late = sleep(this.#options.clock, READ_BACK_MS, AbortSignal.any([signal, waited.signal]));
    const isRead = await Promise.race([read, late.then(() => false)]);
    waited.abort();
    if (isRead) return;
    const text = `partition ${partition} of the sessions topic is not read to ${offset}`;
    throw new AtlasError('ATLAS_LOG_UNREACHABLE', text, { details: { partition, offset } });
  }

  #wake(partition: number, nextOffset: number): void {
    const readers = this.#readers[partition];
    if (readers.length === 0) return;
    this.#readers[partition] = readers.filter(({ offset }) => offset > nextOffset);
    for (const { offset, wake } of readers) if (offset <= nextOffset) wake();
  }

  #take(partition: number, records: readonly LogRecord[]): void {
    const { clock } = this.#options;
    const uses = this.#firstUse[partition];
    for (const { value } of records) {
      const record = this.#read(value);
      if (record) this.#options.heard?.(record);
      const consumed = record?.consumed;
      if (!consumed) continue;
      const token = bytesToHex(consumed.token);
      if (uses.has(token)) continue;
      const { expiresMs } = consumed;
      const leftMs = expiresMs + KEPT_MS - clock.wallMs();
      const keptUntilMs = clock.monotonicMs() + leftMs;
      const process = bytesToHex(consumed.process);
      uses.set(token, { process, expiresMs, keptUntilMs, given: false });
    }
    this.#forgetExpired(uses);
    const last = records.at(-1);
    if (last) this.#wake(partition, last.offset + 1);
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

  /** An expired token is refused by its own date; a wall clock that is set back must not find it forgotten. */
  #forgetExpired(uses: Map<string, Use>): void {
    const { clock } = this.#options;
    const [nowUnixMs, nowMs] = [clock.wallMs(), clock.monotonicMs()];
    for (const [token, { expiresMs, keptUntilMs }] of uses) {
      if (expiresMs + KEPT_MS > nowUnixMs || keptUntilMs > nowMs) return;
      uses.delete(token);
      this.#answers.delete(token);
    }
  }
}
