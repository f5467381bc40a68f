import type { AtlasError } from '../errors.ts';

/** One record as a reader gets it. */
export interface LogRecord {
  readonly offset: number;
  /** The broker's LogAppendTime, milliseconds since the Unix epoch. */
  readonly timestampMs: number;
  readonly value: Uint8Array;
}

/**
 * What became of an append (rule L3).
 * - `acknowledged`: the records are in the log, contiguous, the first at `baseOffset`, and durable as
 *   far as the log's settings go.
 * - `refused`: definitely not in the log, now or later.
 * - `unknown`: perhaps in the log, perhaps not yet, perhaps never: the same bytes must be sent again,
 *   and nothing may overtake them.
 */
export type AppendOutcome =
  | { readonly kind: 'acknowledged'; readonly baseOffset: number }
  | { readonly kind: 'refused'; readonly error: AtlasError }
  | { readonly kind: 'unknown'; readonly error: AtlasError };

/** What a topic must look like; checked against an existing one. */
export interface TopicSpec {
  readonly topic: string;
  readonly partitions: number;
  /** Copies of each partition; 1 on a single broker. */
  readonly replicationFactor: number;
  readonly minInsyncReplicas: number;
  /** The largest record that will be appended, bytes; the topic's `max.message.bytes` is above it. */
  readonly recordBytesMax: number;
}

/** A partition's first kept offset and the offset that the next record will get. */
export interface PartitionBounds {
  readonly startOffset: number;
  readonly endOffset: number;
}

export interface ReadRequest {
  readonly topic: string;
  readonly partition: number;
  readonly fromOffset: number;
  /** At least one record is returned if there is one, however large. */
  readonly bytesMax: number;
}

/** A bounded look into a partition; `records` is empty only at the end of the log. */
export interface ReadResult {
  readonly records: readonly LogRecord[];
  readonly bounds: PartitionBounds;
}

export interface FollowRequest {
  readonly topic: string;
  readonly partition: number;
  readonly fromOffset: number;
  /** Gets records in offset order; the next batch waits until a returned promise settles. */
  readonly onRecords: (records: readonly LogRecord[]) => void | Promise<void>;
  /**
   * The reader cannot go on by itself: the offset is below the log's start or beyond its end, or the
   * reader was closed under it. Transient trouble is not reported: the adapter retries.
   */
  readonly onError: (error: AtlasError) => void;
}

/** A running {@link EventLog.follow}; stop() is idempotent and no callback comes after it returns. */
export interface Following {
  stop(): void;
}

/**
 * The log: topics of partitions of records, each partition an append-only sequence with contiguous
 * offsets from 0. Implementations: Kafka by two drivers, an embedded one, a simulated one. All of
 * them pass the same contract suite.
 */
export interface EventLog {
  /**
   * Creates the topic as specified, or checks the existing one.
   * @throws AtlasError ATLAS_LOG_TOPIC_MISMATCH naming topic, setting, wanted and found value;
   *   ATLAS_LOG_UNREACHABLE.
   */
  ensureTopic(spec: TopicSpec): Promise<void>;

  /**
   * Appends records to one partition as one batch: all or none, contiguous. The promise never
   * rejects. Appends of the same turn of the event loop may share a request; per partition the
   * caller keeps at most one outstanding (rule L3).
   * @param yields a log that is nearly full refuses it as ATLAS_LOG_FULL before others: what room is left is
   *   for checkpoints, with which history goes (L1), and for who takes a region over
   */
  append(
    topic: string,
    partition: number,
    records: readonly Uint8Array[],
    yields?: boolean,
  ): Promise<AppendOutcome>;

  /** @throws AtlasError ATLAS_LOG_UNREACHABLE, ATLAS_LOG_TOPIC_MISSING */
  bounds(topic: string, partition: number): Promise<PartitionBounds>;

  /**
   * Reads what is there, without waiting for more.
   * @throws AtlasError ATLAS_LOG_OFFSET_OUT_OF_RANGE when `fromOffset` is below the start or beyond
   *   the end; ATLAS_LOG_UNREACHABLE; ATLAS_LOG_TOPIC_MISSING.
   */
  read(request: ReadRequest): Promise<ReadResult>;

  /** Reads from an offset and goes on at the end as records come. */
  follow(request: FollowRequest): Following;

  /** Deletes records below `offset` (rule L1: the caller decides; the log never does by itself). */
  deleteBefore(topic: string, partition: number, offset: number): Promise<void>;

  close(): Promise<void>;
}
