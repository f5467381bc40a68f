import { invariant } from '@atlasnet/schemas';
import type { LogRecord, PartitionBounds } from '@atlasnet/schemas';

/** One partition: its records, and whether anybody can reach it. */
export class SimulatedPartition {
  /** Every record that was ever kept, by offset: those that were deleted stay for checkers. */
  readonly #records: LogRecord[] = [];
  readonly #positions: number[] = [];
  readonly #followers = new Set<() => void>();
  #startOffset = 0;
  #away = 0;
  #waiting: (() => void)[] = [];

  get available(): boolean {
    return this.#away === 0;
  }

  /**
   * @param records kept, not copied
   * @param position of the first record among all of the log's, in the order in which they were kept
   */
  append(records: readonly Uint8Array[], timestampMs: number, position: number): number {
    const baseOffset = this.#endOffset;
    for (const [index, value] of records.entries()) {
      this.#positions.push(position + index);
      this.#records.push({ offset: this.#endOffset, timestampMs, value });
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
    for (let at = fromOffset; at < this.#records.length; at++) {
      const record = this.#records[at];
      invariant(record !== undefined, 'the offset is within the bounds');
      bytes += record.value.length;
      if (records.length > 0 && bytes > bytesMax) break;
      records.push(record);
    }
    return records;
  }

  /** From offset 0, deleted or not: for checkers. */
  history(): readonly LogRecord[] {
    return this.#records;
  }

  positionOf(offset: number): number {
    return this.#positions[offset];
  }

  /** @returns how many bytes are no longer kept */
  deleteBefore(offset: number): number {
    let bytes = 0;
    for (let at = this.#startOffset; at < offset; at++) bytes += this.#records[at].value.length;
    if (offset <= this.#startOffset) return 0;
    this.#startOffset = offset;
    this.#wake();
    return bytes;
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
    return this.#records.length;
  }

  #wake(): void {
    // One that ends meanwhile has nothing to say, and one that begins has just looked.
    for (const wake of this.#followers) wake();
  }
}
