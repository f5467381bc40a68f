import { AtlasError, invariant } from '@atlasnet/schemas';
import type { AppendOutcome, LogRecord, PartitionBounds } from '@atlasnet/schemas';
import { isDiskFull, logFull } from '../disk-budget.ts';
import type { DiskBudget } from '../disk-budget.ts';
import { logClosed, outOfRange } from '../log-rules.ts';
import { GROUP_BYTES_MAX, PENDING_BYTES_MAX } from './limits.ts';
import { readSmallFile, replaceFile } from './log-files.ts';
import type { LogFiles } from './log-files.ts';
import { RecentRecords } from './recent-records.ts';
import { GROUP_HEADER_BYTES, encodeGroup } from './segment-format.ts';
import { Segment, SegmentWriteError, segmentBase } from './segment.ts';
import type { CleanSegment } from './segment.ts';

/** What a partition stands on. */
export interface PartitionParts {
  readonly files: LogFiles;
  readonly budget: DiskBudget;
  /** Wall clock, for LogAppendTime. */
  readonly wallMs: () => number;
  readonly topic: string;
  readonly partition: number;
  readonly directory: string;
  /** A new file begins beyond this. */
  readonly segmentBytesMax: () => number;
}

interface PendingBatch {
  readonly values: readonly Uint8Array[];
  readonly bytes: number;
  readonly yields: boolean;
  readonly settle: (outcome: AppendOutcome) => void;
}

const START_FILE = 'start';

/** One partition on the disk: segments, the newest of which grows by one flushed group at a time. */
export class PartitionLog {
  readonly #parts: PartitionParts;
  readonly #segments: Segment[];
  readonly #recent = new RecentRecords();
  readonly #watchers = new Set<() => void>();
  #startOffset: number;
  #endOffset: number;
  #lastTimestampMs: number;
  #pending: PendingBatch[] = [];
  #pendingBytes = 0;
  #committing: Promise<void> | null = null;
  /** File reads and removals, one after the other: nobody reads a file that is being removed. */
  #fileWork: Promise<unknown> = Promise.resolve();
  #failure: AtlasError | null = null;
  #closed = false;

  private constructor(parts: PartitionParts, segments: Segment[], startOffset: number) {
    this.#parts = parts;
    this.#segments = segments;
    this.#startOffset = startOffset;
    this.#endOffset = this.#active.endOffset;
    this.#lastTimestampMs = this.#active.lastTimestampMs;
    for (const segment of segments) parts.budget.note(segment.bytes);
  }

  /**
   * Opens a partition and repairs its end. `clean` is what a clean stop said it held; null: unknown.
   * @throws AtlasError ATLAS_LOG_CORRUPT
   */
  static async open(parts: PartitionParts, clean: CleanSegment | null): Promise<PartitionLog> {
    const { files, directory } = parts;
    // Whoever stopped cleanly had made it.
    if (clean === null) await files.makeDirectory(directory);
    const names = await files.list(directory);
    const bases = names.flatMap((name) => segmentBase(name) ?? []);
    const startOffset = names.includes(START_FILE) ? await readStart(files, directory) : 0;
    if (bases.length === 0 && startOffset > 0) throw segmentsMissing(parts, startOffset);
    // Whoever stopped cleanly had flushed every name.
    const isFlushed = clean !== null && bases.length > 0;
    if (bases.length === 0) bases.push(0);
    if ((bases[0] ?? 0) > startOffset) throw segmentsMissing(parts, startOffset);
    const segments: Segment[] = [];
    for (const base of bases) segments.push(await Segment.open(files, directory, base));
    await segments[segments.length - 1]?.recover(clean);
    if (!isFlushed) await files.flushDirectory(directory);
    return new PartitionLog(parts, segments, startOffset);
  }

  bounds(): PartitionBounds {
    return { startOffset: this.#startOffset, endOffset: this.#endOffset };
  }

  append(values: readonly Uint8Array[], yields = false): Promise<AppendOutcome> {
    const error = this.#refusal();
    if (error !== null) return Promise.resolve({ kind: 'refused', error });
    return new Promise((settle) => {
      let bytes = 0;
      for (const value of values) bytes += value.length;
      this.#pending.push({ values, bytes, yields, settle });
      this.#pendingBytes += bytes;
      this.#committing ??= this.#commitAll();
    });
  }

  /** @throws AtlasError ATLAS_LOG_OFFSET_OUT_OF_RANGE, ATLAS_LOG_CORRUPT */
  read(fromOffset: number, bytesMax: number): Promise<readonly LogRecord[]> {
    this.#checkRange(fromOffset);
    if (fromOffset === this.#endOffset) return Promise.resolve([]);
    const recent = this.#recent.read(fromOffset, bytesMax);
    if (recent !== null) return Promise.resolve(recent);
    return this.#withFiles(async () => {
      this.#checkRange(fromOffset);
      let at = this.#segments.length - 1;
      while (at > 0 && (this.#segments[at]?.baseOffset ?? 0) > fromOffset) at -= 1;
      const next = this.#segments[at + 1]?.baseOffset ?? null;
      return (await this.#segments[at]?.read(fromOffset, bytesMax, next)) ?? [];
    });
  }

  /** Records below `offset` are gone for good once this settles. */
  async deleteBefore(offset: number): Promise<void> {
    this.#checkEnd(offset);
    if (offset <= this.#startOffset) return;
    await this.#withFiles(async () => {
      const { files, directory, budget } = this.#parts;
      await this.#writeStart(offset);
      this.#startOffset = Math.max(this.#startOffset, offset);
      this.#wake();
      while ((this.#segments[1]?.baseOffset ?? Infinity) <= offset) {
        const segment = this.#segments.shift();
        const bytes = segment?.bytes ?? 0;
        await segment?.remove();
        budget.give(bytes);
      }
      await files.flushDirectory(directory);
    });
  }

  /** Calls `wake` after each change of the bounds, and at the close; the returned function ends it. */
  watch(wake: () => void): () => void {
    this.#watchers.add(wake);
    return () => {
      this.#watchers.delete(wake);
    };
  }

  /** Takes nothing more, writes what was taken, and closes the files. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#committing;
    await this.#withFiles(async () => {
      for (const segment of this.#segments) await segment.close();
    });
    this.#wake();
  }

  /** What the next start is to be told; after the close. */
  get clean(): CleanSegment {
    return this.#active.clean;
  }

  /** The newest files: one grows, and the one before it goes only once all in it may. */
  get fixedBytes(): number {
    return this.#segments.slice(-2).reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Whether a write failed in a way that only a restart mends. */
  get hasFailed(): boolean {
    return this.#failure !== null;
  }

  get #active(): Segment {
    const active = this.#segments[this.#segments.length - 1];
    invariant(active !== undefined, 'a partition has a segment');
    return active;
  }

  async #commitAll(): Promise<void> {
    // What the rest of this turn appends goes with the first group.
    await Promise.resolve();
    while (this.#pending.length > 0) await this.#commitGroup(this.#takeGroup());
    this.#committing = null;
  }

  #takeGroup(): readonly PendingBatch[] {
    let count = 0;
    let bytes = 0;
    for (const batch of this.#pending) {
      if (count > 0 && bytes + batch.bytes > GROUP_BYTES_MAX) break;
      if (batch.yields !== this.#pending[0]?.yields) break;
      bytes += batch.bytes;
      count += 1;
    }
    this.#pendingBytes -= bytes;
    const group = this.#pending.slice(0, count);
    this.#pending = this.#pending.slice(count);
    return group;
  }

  async #commitGroup(batches: readonly PendingBatch[]): Promise<void> {
    const { budget, files } = this.#parts;
    const values = batches.flatMap((batch) => batch.values);
    const timestampMs = Math.max(this.#lastTimestampMs, Math.floor(this.#parts.wallMs()));
    const group = encodeGroup(this.#endOffset, timestampMs, values);
    if (this.#failure !== null) return settleAll(batches, 'refused', this.#failure);
    if (!budget.take(group.length, batches[0]?.yields ?? false)) {
      return settleAll(batches, 'refused', budget.full(files.name));
    }
    try {
      if (this.#active.bytes >= this.#parts.segmentBytesMax()) await this.#roll();
      await this.#active.append(group, values.length, timestampMs);
    } catch (error) {
      budget.give(group.length);
      this.#writeFailed(batches, error);
      return;
    }
    this.#lastTimestampMs = timestampMs;
    this.#accept(batches, timestampMs, group);
  }

  /** Shown and acknowledged only here: after the flush (L7). */
  #accept(batches: readonly PendingBatch[], timestampMs: number, group: Uint8Array): void {
    let position = GROUP_HEADER_BYTES;
    for (const { values, settle } of batches) {
      const baseOffset = this.#endOffset;
      for (const { length } of values) {
        const value = group.subarray(position + 4, position + 4 + length);
        this.#recent.push({ offset: this.#endOffset, timestampMs, value });
        this.#endOffset += 1;
        position += 4 + length;
      }
      settle({ kind: 'acknowledged', baseOffset });
    }
    this.#wake();
  }

  #writeFailed(batches: readonly PendingBatch[], error: unknown): void {
    const undone = !(error instanceof SegmentWriteError) || error.undone;
    const cause = error instanceof SegmentWriteError ? error.cause : error;
    const { topic, partition } = this.#parts;
    const what = `${topic}/${partition} cannot be written: ${String(cause)}`;
    if (!undone) {
      const hint = 'Restart `atlasnet log`: it reads what the file holds.';
      this.#failure = new AtlasError('ATLAS_LOG_APPEND_REFUSED', what, { cause, hint });
      const unknown = new AtlasError('ATLAS_LOG_APPEND_UNKNOWN', what, { cause, hint });
      settleAll(batches, 'unknown', unknown);
    } else if (isDiskFull(cause)) {
      settleAll(batches, 'refused', logFull(what, cause));
    } else {
      settleAll(batches, 'refused', new AtlasError('ATLAS_LOG_APPEND_REFUSED', what, { cause }));
    }
  }

  async #roll(): Promise<void> {
    const { files, directory } = this.#parts;
    const segment = await Segment.open(files, directory, this.#endOffset);
    await files.flushDirectory(directory);
    this.#segments.push(segment);
  }

  /** @throws AtlasError ATLAS_LOG_FULL when the disk has no room even for that */
  async #writeStart(offset: number): Promise<void> {
    const { files, directory, topic, partition } = this.#parts;
    const text = new TextEncoder().encode(`${offset}\n`);
    try {
      await replaceFile(files, directory, START_FILE, text);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      throw logFull(`${topic}/${partition} cannot drop its history: ${String(error)}`, error);
    }
  }

  #withFiles<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#fileWork.then(work);
    this.#fileWork = result.catch(() => {});
    return result;
  }

  #refusal(): AtlasError | null {
    if (this.#closed) return logClosed('append');
    if (this.#failure !== null) return this.#failure;
    if (this.#pendingBytes <= PENDING_BYTES_MAX) return null;
    const { topic, partition } = this.#parts;
    return new AtlasError(
      'ATLAS_LOG_APPEND_REFUSED',
      `${topic}/${partition}: ${this.#pendingBytes} bytes wait for the disk already`,
    );
  }

  #checkRange(offset: number): void {
    if (this.#closed) throw logClosed('read');
    if (offset < this.#startOffset) throw outOfRange(this.#at(offset), this.bounds());
    this.#checkEnd(offset);
  }

  #checkEnd(offset: number): void {
    if (offset > this.#endOffset) throw outOfRange(this.#at(offset), this.bounds());
  }

  #at(offset: number): { topic: string; partition: number; offset: number } {
    return { topic: this.#parts.topic, partition: this.#parts.partition, offset };
  }

  #wake(): void {
    for (const wake of [...this.#watchers]) wake();
  }
}

function settleAll(
  batches: readonly PendingBatch[],
  kind: 'refused' | 'unknown',
  error: AtlasError,
): void {
  for (const batch of batches) batch.settle({ kind, error });
}

async function readStart(files: LogFiles, directory: string): Promise<number> {
  const bytes = await readSmallFile(files, directory, START_FILE);
  if (bytes === null) return 0;
  const start = Number(new TextDecoder().decode(bytes));
  if (Number.isSafeInteger(start) && start >= 0) return start;
  const file = `${files.name}/${directory}/${START_FILE}`;
  throw new AtlasError('ATLAS_LOG_CORRUPT', `${file} holds no offset`, {
    details: { file, position: 0 },
    hint: 'Restore the file from a copy, or begin a fresh world; nothing was changed.',
  });
}

function segmentsMissing(parts: PartitionParts, startOffset: number): AtlasError {
  const file = `${parts.files.name}/${parts.directory}`;
  return new AtlasError(
    'ATLAS_LOG_CORRUPT',
    `${file}: the segment that holds offset ${startOffset} is missing`,
    { details: { file, position: 0, offset: startOffset }, hint: 'Restore the file from a copy.' },
  );
}
