import { AtlasError, bytesToHex, hashText, hexToBytes, processBytes } from '@atlasnet/schemas';
import type {
  Clock,
  EventLog,
  IncarnationId,
  ProcessId,
  SessionRecord,
  TopicNames,
} from '@atlasnet/schemas';
import { MATCH_ENDED } from '../gateway/session-directory.ts';
import { sessionPartitionOf } from '../gateway/session-log.ts';
import type { SessionClaims } from '../netcode/connect-token-user-data.ts';
import { RecordFeed } from './record-feed.ts';

/** So long after its expiry a token is forgotten, milliseconds: clocks differ. */
const FORGET_MS = 60_000;
/**
 * So long after its expiry its record goes, milliseconds: whoever is further behind than that has missed more than
 * tokens.
 */
const DELETE_MS = 600_000;
/** Records of a partition that go at once, at least: each time is a request to the log. */
const DELETE_RECORDS = 1000;

export interface TokenLedgerOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly topics: Pick<TopicNames, 'sessions' | 'tokens'>;
  /** Of each of the two. */
  readonly partitions: number;
  readonly incarnation: IncarnationId;
  readonly process: ProcessId;
  readonly failed: (error: AtlasError) => void;
  /** Sees every record of the sessions topic, in each partition's order. */
  readonly heard?: (record: SessionRecord) => void;
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

/** A record of a token that the log still has. */
interface KeptRecord {
  readonly offset: number;
  readonly expiresMs: number;
}

/**
 * S3: which connect tokens are used up, as the tokens topic says: the first record for a token wins. It reads
 * that topic, and all bans and ends of matches, before it answers, so neither a restart nor a wiped store forgets
 * one. Records of tokens that expired long ago are deleted (L1).
 */
export class TokenLedger {
  readonly #options: TokenLedgerOptions;
  readonly #tokens: readonly RecordFeed[];
  readonly #sessions: readonly RecordFeed[];
  readonly #firstUse = new Map<string, Use>();
  /** By partition, the oldest first. */
  readonly #kept: readonly KeptRecord[][];
  readonly #answers = new Map<string, Promise<boolean>>();
  readonly #stop = new AbortController();
  readonly #ready: Promise<void>;

  constructor(options: TokenLedgerOptions) {
    this.#options = options;
    const { topics, partitions } = options;
    const { signal } = this.#stop;
    const numbers = Array.from({ length: partitions }, (_, partition) => partition);
    this.#kept = numbers.map(() => []);
    this.#tokens = numbers.map((partition) => {
      return new RecordFeed({
        ...options,
        topic: topics.tokens,
        partition,
        signal,
        heard: (record, offset, timestampMs) => this.#take(partition, record, offset, timestampMs),
      });
    });
    this.#sessions = numbers.map((partition) => {
      return new RecordFeed({
        ...options,
        topic: topics.sessions,
        partition,
        signal,
        heard: (record) => options.heard?.(record),
      });
    });
    this.#ready = this.#readAll();
    // Whoever asks gets the error; nobody may have asked yet.
    this.#ready.catch(() => undefined);
  }

  stop(): void {
    this.#stop.abort();
    for (const feed of [...this.#tokens, ...this.#sessions]) feed.stop();
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
    const use = this.#firstUse.get(token);
    if (use) use.given = true;
    this.#answers.delete(token);
  }

  async #consume(token: string, expiresMs: number): Promise<boolean> {
    const feed = this.#tokens[hashText(token) % this.#tokens.length];
    await this.#ready;
    const process = processBytes(this.#options.process);
    // A copy of our own, of an append or a wait whose end was not known, is this very use.
    const isOurs = (): boolean | undefined => {
      const first = this.#firstUse.get(token);
      return first && !first.given && first.process === bytesToHex(process);
    };
    const known = isOurs();
    if (known !== undefined) return known;
    const offset = await feed.append({
      consumed: { token: hexToBytes(token), process, expiresMs },
    });
    await feed.readTo(offset + 1);
    return isOurs() ?? false;
  }

  /**
   * Records that a client left for good: its session is over for every gateway and proxy. What the
   * log does not take by the end of the process is lost; the session is over in its region anyway.
   */
  end({ session, account }: SessionClaims): void {
    const match = {
      session,
      account,
      atMs: Math.floor(this.#options.clock.wallMs()),
      kind: MATCH_ENDED,
      reason: 'the client left',
    };
    const feed = this.#sessions[sessionPartitionOf(account, this.#sessions.length)];
    feed.append({ match }).catch((error: unknown) => {
      if (!(error instanceof AtlasError)) throw error;
    });
  }

  async #readAll(): Promise<void> {
    try {
      for (const feed of [...this.#tokens, ...this.#sessions]) await feed.open();
    } catch (error) {
      if (error instanceof AtlasError && !this.#stop.signal.aborted) this.#options.failed(error);
      throw error;
    }
  }

  #take(partition: number, { consumed }: SessionRecord, offset: number, timestampMs: number): void {
    if (!consumed) return;
    const { clock } = this.#options;
    const { expiresMs } = consumed;
    const token = bytesToHex(consumed.token);
    if (!this.#firstUse.has(token)) {
      const keptUntilMs = clock.monotonicMs() + expiresMs + FORGET_MS - clock.wallMs();
      const process = bytesToHex(consumed.process);
      this.#firstUse.set(token, { process, expiresMs, keptUntilMs, given: false });
    }
    // By the earlier of two clocks: one of them may be an hour ahead.
    const nowMs = Math.min(timestampMs, clock.wallMs());
    this.#forgetExpired();
    this.#deleteExpired(partition, { offset, expiresMs }, nowMs);
  }

  /** An expired token is refused by its own date; a wall clock that is set back must not find it forgotten. */
  #forgetExpired(): void {
    const { clock } = this.#options;
    const [nowUnixMs, nowMs] = [clock.wallMs(), clock.monotonicMs()];
    for (const [token, { expiresMs, keptUntilMs }] of this.#firstUse) {
      if (expiresMs + FORGET_MS > nowUnixMs || keptUntilMs > nowMs) return;
      this.#firstUse.delete(token);
      this.#answers.delete(token);
    }
  }

  /** L1: whoever reads the partition does so; that several do is one deletion. */
  #deleteExpired(partition: number, record: KeptRecord, nowMs: number): void {
    const kept = this.#kept[partition];
    kept.push(record);
    const expired = (at: number): boolean => kept[at].expiresMs + DELETE_MS <= nowMs;
    if (kept.length <= DELETE_RECORDS || !expired(DELETE_RECORDS - 1)) return;
    let count = DELETE_RECORDS;
    while (count < kept.length - 1 && expired(count)) count++;
    kept.splice(0, count);
    void this.#tokens[partition].deleteBefore(kept[0].offset);
  }
}
