import { invariant } from '@atlasnet/schemas';
import type { LogRecord, PartitionBounds } from '@atlasnet/schemas';

/** One partition: its records, and whether anybody can reach it. */
export class SimulatedPartition {
  readonly #records: LogRecord[] = [];
  readonly #deleted: LogRecord[] = [];
  readonly #followers = new Set<() => void>();
  #startOffset = 0;
  #away = 0;
  #waiting: (() => void)[] = [];

  get available(): boolean {
    return this.#away === 0;
  }

  append(records: readonly Uint8Array[], timestampMs: number): number {
    const baseOffset = this.#endOffset;
    for (const value of records) {
      this.#records.push({ offset: this.#endOffset, timestampMs, value: value.slice() });
    }
    this.#wake();
    return baseOffset;
  }

  bounds(): PartitionBounds {
    return { startOffset: this.#startOffset, endOffset: this.#endOffset };
  }

  /** Records from an offset, at least one if there is one; the offset is within the bounds. */
  read(fromOffset: number, bytesMax: number): readonly LogRecord[] {
    const records: LogRecord[] = [];
    let bytes = 0;
    for (let at = fromOffset - this.#startOffset; at < this.#records.length; at++) {
      const record = this.#records[at];
      invariant(record !== undefined, 'the offset is within the bounds');
      bytes += record.value.length;
      if (records.length > 0 && bytes > bytesMax) break;
      records.push(record);
    }
    return records;
  }

  /** Everything that ever was in it, deleted records too: for checkers. */
  history(): readonly LogRecord[] {
    return this.#deleted.length === 0 ? this.#records : [...this.#deleted, ...this.#records];
  }

  deleteBefore(offset: number): void {
    if (offset <= this.#startOffset) return;
    this.#deleted.push(...this.#records.splice(0, offset - this.#startOffset));
    this.#startOffset = offset;
    this.#wake();
  }

  /** Calls `wake` whenever there may be something new; the returned function ends it. */
  watch(wake: () => void): () => void {
    this.#followers.add(wake);
    return () => {
      this.#followers.delete(wake);
    };
  }

  /** Fault: nobody reaches the partition until giveBack() was called as often. */
  takeAway(): void {
    this.#away += 1;
  }

  giveBack(): void {
    this.#away -= 1;
    if (this.#away > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const task of waiting) task();
    this.#wake();
  }

  whenAvailable(task: () => void): void {
    this.#waiting.push(task);
  }

  get #endOffset(): number {
    return this.#startOffset + this.#records.length;
  }

  #wake(): void {
    for (const wake of [...this.#followers]) wake();
  }
}
