import type {
  AppendOutcome,
  EventLog,
  FollowRequest,
  Following,
  LogRecord,
  ReadRequest,
} from '@atlasnet/schemas';

/** An event log in memory: one partition a topic, followers are served at once. For tests. */
export class MemoryLog implements EventLog {
  /** Outcomes forced on the next appends; the records are kept for `unknown`. */
  readonly outcomes: AppendOutcome[] = [];
  readonly #topics = new Map<string, Uint8Array[]>();
  readonly #followers = new Set<FollowRequest>();

  ensureTopic(): Promise<void> {
    return Promise.resolve();
  }

  append(topic: string, _partition: number, records: readonly Uint8Array[]) {
    const all = this.records(topic);
    const forced = this.outcomes.shift();
    if (forced?.kind === 'refused') return Promise.resolve(forced);
    const baseOffset = all.length;
    all.push(...records);
    const fresh = records.map((value, i) => entry(baseOffset + i, value));
    for (const each of this.#followers) if (each.topic === topic) void each.onRecords(fresh);
    return Promise.resolve<AppendOutcome>(forced ?? { kind: 'acknowledged', baseOffset });
  }

  bounds(topic: string) {
    return Promise.resolve({ startOffset: 0, endOffset: this.records(topic).length });
  }

  read({ topic, fromOffset }: ReadRequest) {
    const all = this.records(topic);
    const records = all.slice(fromOffset).map((value, i) => entry(fromOffset + i, value));
    return Promise.resolve({ records, bounds: { startOffset: 0, endOffset: all.length } });
  }

  follow(request: FollowRequest): Following {
    const { topic, fromOffset } = request;
    const kept = this.records(topic).slice(fromOffset);
    void request.onRecords(kept.map((value, i) => entry(fromOffset + i, value)));
    this.#followers.add(request);
    return { stop: () => void this.#followers.delete(request) };
  }

  deleteBefore(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Everything that the topic holds. */
  records(topic: string): Uint8Array[] {
    const known = this.#topics.get(topic) ?? [];
    this.#topics.set(topic, known);
    return known;
  }
}

function entry(offset: number, value: Uint8Array): LogRecord {
  return { offset, timestampMs: 0, value };
}
