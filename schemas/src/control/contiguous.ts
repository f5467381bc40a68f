import { AtlasError } from '../errors.ts';
import type {
  EventLog,
  FollowRequest,
  Following,
  LogRecord,
  ReadResult,
} from '../ports/event-log.ts';

/** Bytes of one read of {@link readToEnd}: two reads of 1 MB cost less than a broker's fetch limit. */
const READ_BYTES_MAX = 1024 * 1024;
/**
 * Times in a row that a reader seeks back without getting the record it wants. A healthy log gives it
 * at once; one that does not after this many has lost it.
 */
const SEEKS_MAX = 5;

/** Where {@link readToEnd} reads. */
export interface ReadToEndRequest {
  readonly log: EventLog;
  readonly topic: string;
  readonly partition: number;
  readonly fromOffset: number;
  /** Gets every record in order, none twice; a returned promise is awaited. */
  readonly onRecord: (record: LogRecord) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Reads from an offset to the end that the partition has when the call begins, or later, and checks
 * that no offset is missing (L5); the next records are read while those before are taken. Resolves with the offset of the next record to read.
 * @throws AtlasError ATLAS_LOG_GAP; what {@link EventLog.read} throws; the signal's reason.
 */
export async function readToEnd(request: ReadToEndRequest): Promise<number> {
  const { log, topic, partition, onRecord, signal } = request;
  let next = request.fromOffset;
  let end: number | null = null;
  let seeks = 0;
  const readFrom = (fromOffset: number): Promise<ReadResult> =>
    log.read({ topic, partition, fromOffset, bytesMax: READ_BYTES_MAX });
  let ahead: { readonly from: number; readonly read: Promise<ReadResult> } | null = null;
  while (end === null || next < end) {
    signal?.throwIfAborted();
    const { records, bounds }: ReadResult = await (ahead?.from === next
      ? ahead.read
      : readFrom(next));
    end ??= bounds.endOffset;
    ahead = null;
    const from: number = next + records.length;
    // What comes next is on its way while this is taken: a recovery takes as long over it as the log.
    if (records.at(-1)?.offset === from - 1 && from < end) {
      ahead = { from, read: readFrom(from) };
      // Whoever throws before it is wanted has no use for what became of it.
      ahead.read.catch(() => undefined);
    }
    const before = next;
    for (const record of records) {
      if (record.offset < next) continue;
      if (record.offset > next) break;
      next += 1;
      const done = onRecord(record);
      if (done) await done;
    }
    seeks = next === before ? seeks + 1 : 0;
    if (next < end && seeks > SEEKS_MAX) throw gap(topic, partition, next);
  }
  return next;
}

/**
 * Follows a partition and keeps rule L5: every record comes once, in order, without a gap. Records
 * delivered again are dropped; after a gap it seeks back by following anew from the offset it wants.
 */
export class ContiguousFollower implements Following {
  readonly #log: EventLog;
  readonly #request: FollowRequest;
  #following: Following | null = null;
  #next: number;
  #seeks = 0;
  #stopped = false;

  constructor(log: EventLog, request: FollowRequest) {
    this.#log = log;
    this.#request = request;
    this.#next = request.fromOffset;
    this.#follow();
  }

  /** The offset of the next record to come. */
  get nextOffset(): number {
    return this.#next;
  }

  stop(): void {
    this.#stopped = true;
    this.#following?.stop();
  }

  #follow(): void {
    let active = true;
    let following: Following | null = null;
    const live = (): boolean => active && !this.#stopped;
    const end = (): void => {
      active = false;
      following?.stop();
    };
    following = this.#log.follow({
      topic: this.#request.topic,
      partition: this.#request.partition,
      fromOffset: this.#next,
      onRecords: (records) => {
        if (!live()) return;
        return this.#take(records, end);
      },
      onError: (error) => {
        if (live()) this.#request.onError(error);
      },
    });
    if (!active) following.stop();
    else this.#following = following;
  }

  #take(records: readonly LogRecord[], endCurrent: () => void): void | Promise<void> {
    const { topic, partition } = this.#request;
    let first = 0;
    while (first < records.length && records[first].offset < this.#next) first += 1;
    let last = first;
    while (last < records.length && records[last].offset === this.#next + (last - first)) last += 1;
    const broken = last < records.length;
    const fresh = first === 0 && !broken ? records : records.slice(first, last);
    this.#next += fresh.length;
    if (fresh.length > 0) this.#seeks = 0;
    const done = fresh.length > 0 ? this.#request.onRecords(fresh) : undefined;
    if (!broken) return done;
    endCurrent();
    this.#seeks += 1;
    if (this.#seeks > SEEKS_MAX) {
      this.#stopped = true;
      this.#request.onError(gap(topic, partition, this.#next));
      return done;
    }
    const again = (): void => {
      if (!this.#stopped) this.#follow();
    };
    if (done) return done.then(again);
    again();
  }
}

function gap(topic: string, partition: number, offset: number): AtlasError {
  return new AtlasError(
    'ATLAS_LOG_GAP',
    `partition ${partition} of ${topic} does not give the record at offset ${offset}`,
    {
      details: { topic, partition, offset },
      hint: 'begin again from a verified checkpoint above it; check the topic’s retention',
    },
  );
}
