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

interface Use {
  readonly offset: number;
  readonly expiresMs: number;
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
  readonly #queues: Promise<unknown>[];
  readonly #answers = new Map<string, Promise<boolean>>();
  readonly #stop = new AbortController();
  readonly #ready: Promise<void>;

  constructor(options: TokenLedgerOptions) {
    this.#options = options;
    const { log, topic, partitions, failed } = options;
    this.#firstUse = Array.from({ length: partitions }, () => new Map());
    this.#queues = Array.from({ length: partitions }, () => Promise.resolve());
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
   * Uses a token up; true when this use is the first for ever, and for each who asks for it
   * again.
   */
  consume(token: string, expiresUnixSeconds: number): Promise<boolean> {
    const known = this.#answers.get(token);
    if (known) return known;
    const answer = this.#consume(token, expiresUnixSeconds * 1000);
    this.#answers.set(token, answer);
    answer.catch(() => this.#answers.delete(token));
    return answer;
  }

  async #consume(token: string, expiresMs: number): Promise<boolean> {
    const partition = hashText(token) % this.#options.partitions;
    await this.#ready;
    if (this.#firstUse[partition].has(token)) return false;
    const process = processBytes(this.#options.process);
    const consumed = { token: hexToBytes(token), process, expiresMs };
    const offset = await this.#append(partition, { consumed });
    await this.#readTo(partition, offset + 1);
    return this.#firstUse[partition].get(token)?.offset === offset;
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

  /** Waits its turn. @returns the record's offset */
  #append(partition: number, body: SessionRecordBody): Promise<number> {
    const turn = this.#queues[partition].then(() => this.#appendNow(partition, body));
    this.#queues[partition] = turn.catch(() => undefined);
    return turn;
  }

  async #appendNow(partition: number, body: SessionRecordBody): Promise<number> {
    const { log, topic, incarnation, clock } = this.#options;
    const record = encodeSessionRecord(incarnation, body);
    for (;;) {
      const outcome = await log.append(topic, partition, [record]);
      if (outcome.kind === 'acknowledged') return outcome.baseOffset;
      if (outcome.kind === 'refused' || !(await sleep(clock, RETRY_MS, this.#stop.signal))) {
        throw outcome.error;
      }
    }
  }

  async #readAll(): Promise<void> {
    const { log, topic, partitions } = this.#options;
    for (let partition = 0; partition < partitions; partition++) {
      const { startOffset, endOffset } = await log.bounds(topic, partition);
      if (startOffset < endOffset) await this.#readTo(partition, endOffset);
    }
  }

  async #readTo(partition: number, offset: number): Promise<void> {
    const { clock } = this.#options;
    const limit = clock.monotonicMs() + READ_BACK_MS;
    while (this.#followers[partition].nextOffset < offset) {
      if (clock.monotonicMs() > limit || !(await sleep(clock, 2, this.#stop.signal))) {
        throw new Error(`partition ${partition} of the sessions topic is not read to ${offset}`);
      }
    }
  }

  #take(partition: number, records: readonly LogRecord[]): void {
    const uses = this.#firstUse[partition];
    for (const { value, offset } of records) {
      const record = this.#read(value);
      if (record) this.#options.heard?.(record);
      const consumed = record?.consumed;
      if (!consumed) continue;
      const token = bytesToHex(consumed.token);
      if (!uses.has(token)) uses.set(token, { offset, expiresMs: consumed.expiresMs });
    }
    this.#forgetExpired(uses);
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

  /** An expired token is refused by its own date. */
  #forgetExpired(uses: Map<string, Use>): void {
    const now = this.#options.clock.wallMs();
    for (const [token, { expiresMs }] of uses) {
      if (expiresMs + 60_000 > now) return;
      uses.delete(token);
      this.#answers.delete(token);
    }
  }
}
