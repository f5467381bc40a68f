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
} from '@atlasnet/schemas';

/** A log in memory, without faults: whoever follows it is told at once. */
export class MemoryLog implements EventLog {
  readonly #records = new Map<string, LogRecord[]>();
  readonly #followers = new Map<FollowRequest, number>();

  ensureTopic(): Promise<void> {
    return Promise.resolve();
  }

  append(topic: string, partition: number, records: readonly Uint8Array[]): Promise<AppendOutcome> {
    const all = this.#at(topic, partition);
    const baseOffset = all.length;
    for (const value of records) all.push({ offset: all.length, timestampMs: 0, value });
    for (const request of this.#followers.keys()) this.#tell(request);
    return Promise.resolve({ kind: 'acknowledged', baseOffset });
  }

  bounds(topic: string, partition: number): Promise<PartitionBounds> {
    return Promise.resolve({ startOffset: 0, endOffset: this.#at(topic, partition).length });
  }

  async read({ topic, partition, fromOffset }: ReadRequest): Promise<ReadResult> {
    const records = this.#at(topic, partition).slice(fromOffset);
    return { records, bounds: await this.bounds(topic, partition) };
  }

  follow(request: FollowRequest): Following {
    this.#followers.set(request, request.fromOffset);
    queueMicrotask(() => this.#tell(request));
    return { stop: () => void this.#followers.delete(request) };
  }

  deleteBefore(): Promise<void> {
    return Promise.reject(new AtlasError('ATLAS_LOG_UNREACHABLE', 'nothing is deleted here'));
  }

  close(): Promise<void> {
    this.#followers.clear();
    return Promise.resolve();
  }

  #tell(request: FollowRequest): void {
    const next = this.#followers.get(request);
    if (next === undefined) return;
    const records = this.#at(request.topic, request.partition).slice(next);
    this.#followers.set(request, next + records.length);
    if (records.length > 0) void request.onRecords(records);
  }

  #at(topic: string, partition: number): LogRecord[] {
    const key = `${topic} ${partition}`;
    let records = this.#records.get(key);
    if (!records) this.#records.set(key, (records = []));
    return records;
  }
}
