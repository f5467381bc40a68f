import { invariant } from '@atlasnet/schemas';
import type {
  AppendOutcome,
  AtlasError,
  EventLog,
  FollowRequest,
  Following,
  PartitionBounds,
  ReadRequest,
  ReadResult,
  TopicSpec,
} from '@atlasnet/schemas';
import { DiskBudget, isDiskFull, logFull } from '../disk-budget.ts';
import type { DiskUse } from '../disk-budget.ts';
import { batchTooLarge, checkTopic, logClosed, topicMissing } from '../log-rules.ts';
import {
  BATCH_OVERHEAD_BYTES,
  OPENING_MAX,
  SEGMENTS_OF_CAP,
  SEGMENT_BYTES_MAX,
  SEGMENT_BYTES_MIN,
} from './limits.ts';
import type { LogFiles } from './log-files.ts';
import { PartitionFollower } from './partition-follower.ts';
import { PartitionLog } from './partition-log.ts';
import type { CleanSegment } from './segment.ts';
import {
  checkSpec,
  dropCleanEnds,
  partitionDirectory,
  readCleanEnds,
  readTopics,
  writeCleanEnds,
  writeTopics,
} from './topic-table.ts';

export interface EmbeddedEventLogOptions {
  readonly files: LogFiles;
  /** The cap on what the segments take; beyond it appends are refused as ATLAS_LOG_FULL. */
  readonly diskBytesMax: number;
  readonly wallMs: () => number;
  /** A new file begins beyond this; a partition's history is reclaimed in such steps. By default as the cap allows. */
  readonly segmentBytesMax?: number;
}

interface Topic {
  readonly spec: TopicSpec;
  readonly partitions: readonly PartitionLog[];
}

/**
 * The log on this machine's disk, for one process (rule L7: `atlasnet log`; the others append through
 * RemoteEventLog). An append is acknowledged, and shown to anybody, once it is flushed.
 */
export class EmbeddedEventLog implements EventLog {
  readonly #options: EmbeddedEventLogOptions;
  readonly #budget: DiskBudget;
  readonly #topics = new Map<string, Topic>();
  readonly #followers = new Set<PartitionFollower>();
  readonly #unlock: () => Promise<void>;
  #making: Promise<unknown> = Promise.resolve();
  /** The last stop's words about the files are gone, or may stay. */
  #endsDropped: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(options: EmbeddedEventLogOptions, unlock: () => Promise<void>) {
    this.#options = options;
    this.#budget = new DiskBudget(options.diskBytesMax);
    this.#unlock = unlock;
  }

  /**
   * Takes the directory and reads what is there. A write that a crash or power cut tore, and that was
   * never acknowledged, is cut off.
   * @throws AtlasError ATLAS_LOG_LOCKED; ATLAS_LOG_CORRUPT naming file and position; ATLAS_LOG_FULL when the disk
   *   is so full that nothing can be opened
   */
  static async open(options: EmbeddedEventLogOptions): Promise<EmbeddedEventLog> {
    try {
      return await EmbeddedEventLog.#open(options);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      throw logFull(`${options.files.name} cannot be opened: ${String(error)}`, error);
    }
  }

  static async #open(options: EmbeddedEventLogOptions): Promise<EmbeddedEventLog> {
    const log = new EmbeddedEventLog(options, await options.files.lock());
    try {
      const [specs, ends] = await Promise.all([
        readTopics(options.files),
        readCleanEnds(options.files),
      ]);
      // All are awaited, whatever becomes of one: none goes on repairing a directory that was given back.
      const opened = await Promise.allSettled(specs.map((spec) => log.#openTopic(spec, ends)));
      for (const each of opened) if (each.status === 'rejected') throw each.reason;
      log.#budget.opened();
      await log.measureDisk();
      if (ends !== null) log.#endsDropped = dropCleanEnds(options.files).catch(() => undefined);
      return log;
    } catch (error) {
      // Whatever has befallen the files since the clean stop: the next start reads them whole.
      await dropCleanEnds(options.files).catch(() => undefined);
      await log.#unlock();
      throw error;
    }
  }

  get diskUse(): DiskUse {
    return this.#budget.use;
  }

  /** Since the log was opened. */
  get writtenBytes(): number {
    return this.#budget.writtenBytes;
  }

  /** What stays at most, whatever is deleted. */
  get fixedBytes(): number {
    let bytes = 0;
    for (const { partitions } of this.#topics.values()) {
      for (const partition of partitions) bytes += partition.fixedBytes;
    }
    return bytes;
  }

  /** Looks how much room the disk has left: who else writes there takes of it, too. */
  async measureDisk(): Promise<DiskUse> {
    this.#budget.measured(await this.#options.files.freeBytes());
    return this.diskUse;
  }

  ensureTopic(spec: TopicSpec): Promise<void> {
    const work = this.#making.then(async () => {
      this.#check('ensureTopic');
      checkSpec(spec);
      const existing = this.#topics.get(spec.topic);
      if (existing !== undefined) {
        checkTopic(spec, existing.spec);
        return;
      }
      const specs = [...this.#topics.values()].map((topic) => topic.spec);
      await writeTopics(this.#options.files, [...specs, spec]);
      await this.#openTopic(spec, null);
    });
    this.#making = work.catch(() => {});
    return work;
  }

  append(
    topic: string,
    partition: number,
    records: readonly Uint8Array[],
    yields = false,
  ): Promise<AppendOutcome> {
    invariant(records.length > 0, 'an append of nothing');
    const refused = (error: AtlasError): Promise<AppendOutcome> =>
      Promise.resolve({ kind: 'refused', error });
    if (this.#closed) return refused(logClosed(`append to ${topic}`));
    const found = this.#topics.get(topic);
    const log = found?.partitions[partition];
    if (found === undefined || log === undefined) return refused(topicMissing(topic, partition));
    const { recordBytesMax } = found.spec;
    const batchBytesMax = recordBytesMax + BATCH_OVERHEAD_BYTES;
    const error = batchTooLarge({ topic, partition, records }, recordBytesMax, batchBytesMax);
    return error === null ? log.append(records, yields) : refused(error);
  }

  async bounds(topic: string, partition: number): Promise<PartitionBounds> {
    return this.#find(topic, partition).bounds();
  }

  async read(request: ReadRequest): Promise<ReadResult> {
    const log = this.#find(request.topic, request.partition);
    const records = await log.read(request.fromOffset, request.bytesMax);
    return { records, bounds: log.bounds() };
  }

  follow(request: FollowRequest): Following {
    const log = this.#topics.get(request.topic)?.partitions[request.partition];
    if (this.#closed || log === undefined) {
      const error = this.#closed
        ? logClosed('follow')
        : topicMissing(request.topic, request.partition);
      let stopped = false;
      queueMicrotask(() => {
        if (!stopped) request.onError(error);
      });
      return { stop: () => void (stopped = true) };
    }
    const follower = new PartitionFollower(log, request);
    this.#followers.add(follower);
    return {
      stop: () => {
        follower.stop();
        this.#followers.delete(follower);
      },
    };
  }

  async deleteBefore(topic: string, partition: number, offset: number): Promise<void> {
    await this.#find(topic, partition).deleteBefore(offset);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([this.#making, this.#endsDropped]);
    const ends = new Map<string, CleanSegment>();
    let hasFailed = false;
    const closeOne = async (name: string, log: PartitionLog): Promise<void> => {
      await log.close();
      ends.set(name, log.clean);
      hasFailed ||= log.hasFailed;
    };
    const closing = [...this.#topics].flatMap(([topic, { partitions }]) =>
      partitions.map((log, partition) => closeOne(`${topic}/${partition}`, log)),
    );
    await Promise.all(closing);
    for (const follower of this.#followers) follower.fail(logClosed('follow'));
    try {
      if (!hasFailed) await writeCleanEnds(this.#options.files, ends);
    } catch (error) {
      // The next start reads the files whole, as after a power cut.
      if (!isDiskFull(error)) throw error;
    } finally {
      await this.#unlock();
    }
  }

  async #openTopic(spec: TopicSpec, ends: ReadonlyMap<string, CleanSegment> | null): Promise<void> {
    const { files, wallMs } = this.#options;
    const { topic } = spec;
    const budget = this.#budget;
    const segmentBytesMax = (): number =>
      this.#options.segmentBytesMax ?? segmentBytesOf(budget.use.bytesMax);
    const partitions: PartitionLog[] = [];
    const openOne = async (partition: number): Promise<void> => {
      const directory = partitionDirectory(topic, partition);
      const parts = { files, budget, wallMs, topic, partition, directory, segmentBytesMax };
      const clean = ends?.get(`${topic}/${partition}`) ?? null;
      partitions[partition] = await PartitionLog.open(parts, clean);
    };
    for (let from = 0; from < spec.partitions; from += OPENING_MAX) {
      const length = Math.min(OPENING_MAX, spec.partitions - from);
      // All are awaited, whatever becomes of one: none goes on repairing a directory that was given back.
      const opened = await Promise.allSettled(Array.from({ length }, (_, i) => openOne(from + i)));
      for (const each of opened) if (each.status === 'rejected') throw each.reason;
    }
    this.#topics.set(topic, { spec, partitions });
  }

  #find(topic: string, partition: number): PartitionLog {
    this.#check(`${topic}/${partition}`);
    const found = this.#topics.get(topic)?.partitions[partition];
    if (found === undefined) throw topicMissing(topic, partition);
    return found;
  }

  #check(what: string): void {
    if (this.#closed) throw logClosed(what);
  }
}

/** How large a segment may become under a disk cap, or on a disk that has room for no more. */
function segmentBytesOf(bytesMax: number): number {
  const share = Math.floor(bytesMax / SEGMENTS_OF_CAP);
  return Math.min(Math.max(share, SEGMENT_BYTES_MIN), SEGMENT_BYTES_MAX);
}
