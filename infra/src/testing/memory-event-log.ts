import { AtlasError } from '@atlasnet/schemas';
import type {
  AppendOutcome,
  EventLog,
  FollowRequest,
  Following,
  LogRecord,
  PartitionBounds,
  ReadRequest,
  ReadResult,
  TopicSpec,
} from '@atlasnet/schemas';

interface Partition {
  start: number;
  readonly records: LogRecord[];
  readonly followers: Set<() => void>;
}

/** A log in memory for tests that write a history by hand; it keeps the port's promises, not more. */
export class MemoryEventLog implements EventLog {
  readonly #partitions = new Map<string, Partition>();
  /** LogAppendTime of the next record. */
  nowMs = 1_700_000_000_000;

  ensureTopic(_spec: TopicSpec): Promise<void> {
    return Promise.resolve();
  }

  append(topic: string, partition: number, records: readonly Uint8Array[]): Promise<AppendOutcome> {
    return Promise.resolve({
      kind: 'acknowledged',
      baseOffset: this.write(topic, partition, records),
    });
  }

  /** Appends at once; returns the first record's offset. */
  write(topic: string, partition: number, records: readonly Uint8Array[]): number {
    const found = this.#partition(topic, partition);
    const baseOffset = found.start + found.records.length;
    for (const [index, value] of records.entries()) {
      found.records.push({
        offset: baseOffset + index,
        timestampMs: this.nowMs,
        value: value.slice(),
      });
    }
    for (const wake of found.followers) wake();
    return baseOffset;
  }

  /** The record at an offset, to be changed by a test that damages a log. */
  recordAt(topic: string, partition: number, offset: number): LogRecord {
    const found = this.#partition(topic, partition);
    return found.records[offset - found.start];
  }

  replace(topic: string, partition: number, offset: number, value: Uint8Array): void {
    const found = this.#partition(topic, partition);
    found.records[offset - found.start] = { ...found.records[offset - found.start], value };
  }

  bounds(topic: string, partition: number): Promise<PartitionBounds> {
    return Promise.resolve(boundsOf(this.#partition(topic, partition)));
  }

  read({ topic, partition, fromOffset, bytesMax }: ReadRequest): Promise<ReadResult> {
    const found = this.#partition(topic, partition);
    const bounds = boundsOf(found);
    if (fromOffset < bounds.startOffset || fromOffset > bounds.endOffset) {
      const message = `offset ${fromOffset} of ${topic}/${partition} is out of range`;
      return Promise.reject(new AtlasError('ATLAS_LOG_OFFSET_OUT_OF_RANGE', message));
    }
    const records: LogRecord[] = [];
    let bytes = 0;
    for (let at = fromOffset - found.start; at < found.records.length; at++) {
      const record = found.records[at];
      bytes += record.value.length;
      if (records.length > 0 && bytes > bytesMax) break;
      records.push(record);
    }
    return Promise.resolve({ records, bounds });
  }

  follow({ topic, partition, fromOffset, onRecords }: FollowRequest): Following {
    const found = this.#partition(topic, partition);
    let next = fromOffset;
    let stopped = false;
    let running = false;
    const pump = async (): Promise<void> => {
      if (running) return;
      running = true;
      while (!stopped && next < found.start + found.records.length) {
        const records = found.records.slice(next - found.start);
        next += records.length;
        await onRecords(records);
      }
      running = false;
    };
    const wake = (): void => void pump();
    found.followers.add(wake);
    queueMicrotask(wake);
    return {
      stop: () => {
        stopped = true;
        found.followers.delete(wake);
      },
    };
  }

  deleteBefore(topic: string, partition: number, offset: number): Promise<void> {
    const found = this.#partition(topic, partition);
    found.records.splice(0, Math.max(0, offset - found.start));
    found.start = Math.max(found.start, offset);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #partition(topic: string, partition: number): Partition {
    const key = `${topic}/${partition}`;
    let found = this.#partitions.get(key);
    if (!found) {
      found = { start: 0, records: [], followers: new Set() };
      this.#partitions.set(key, found);
    }
    return found;
  }
}

function boundsOf({ start, records }: Partition): PartitionBounds {
  return { startOffset: start, endOffset: start + records.length };
}
