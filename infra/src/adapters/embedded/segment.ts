import { AtlasError, invariant } from '@atlasnet/schemas';
import type { LogRecord } from '@atlasnet/schemas';
import { INDEX_STEP_BYTES } from './limits.ts';
import type { LogFile, LogFiles } from './log-files.ts';
import { decodeGroup, groupBytesAt } from './segment-format.ts';

const SUFFIX = '.segment';

/** What a clean stop says of a partition's newest segment, so that the next start need not read it all. */
export interface CleanSegment {
  readonly endOffset: number;
  readonly bytes: number;
  readonly timestampMs: number;
  /** Every so many bytes, where a group begins: offset and position, in turn. */
  readonly index: readonly number[];
}

type ReadBytes = (from: number, length: number) => Promise<Uint8Array> | Uint8Array;

/** The name of the segment that begins at an offset. */
export const segmentName = (baseOffset: number): string =>
  `${String(baseOffset).padStart(16, '0')}${SUFFIX}`;

/** The offset that a segment's name tells; null for another file. */
export function segmentBase(name: string): number | null {
  const match = /^(\d{16})\.segment$/.exec(name);
  return match === null ? null : Number(match[1]);
}

/** A write failed; `undone` tells whether nothing of it is left in the file for certain. */
export class SegmentWriteError extends Error {
  readonly undone: boolean;

  constructor(path: string, undone: boolean, cause: unknown) {
    super(`${path} cannot be written: ${cause instanceof Error ? cause.message : ''}`, { cause });
    this.undone = undone;
  }
}

/** One file of a partition: its records from baseOffset on. */
export class Segment {
  readonly baseOffset: number;
  readonly path: string;
  readonly #files: LogFiles;
  readonly #file: LogFile;
  /** Every so many bytes, where a group begins: offset and position, in turn. */
  #index: number[] = [];
  #indexedBytes = 0;
  #endOffset: number;
  #lastTimestampMs = 0;
  readonly #read: ReadBytes = (from, length) => this.#file.read(from, length);
  readonly #readNow: ReadBytes = (from, length) => this.#file.readNow(from, length);

  private constructor(files: LogFiles, path: string, file: LogFile, baseOffset: number) {
    this.#files = files;
    this.path = path;
    this.#file = file;
    this.baseOffset = baseOffset;
    this.#endOffset = baseOffset;
  }

  static async open(files: LogFiles, directory: string, baseOffset: number): Promise<Segment> {
    const path = `${directory}/${segmentName(baseOffset)}`;
    return new Segment(files, path, await files.open(path, true), baseOffset);
  }

  get bytes(): number {
    return this.#file.bytes;
  }

  /** The offset after the last that is indexed: of the newest segment, the partition's end. */
  get endOffset(): number {
    return this.#endOffset;
  }

  get lastTimestampMs(): number {
    return this.#lastTimestampMs;
  }

  /** What the next start is to be told, if this is the newest segment. */
  get clean(): CleanSegment {
    return {
      endOffset: this.#endOffset,
      bytes: this.#indexedBytes,
      timestampMs: this.#lastTimestampMs,
      index: this.#index,
    };
  }

  /**
   * Reads the newest segment after a start; after a clean stop, which says what it holds, only the end,
   * and damage before that is found when it is read. What follows the last whole group is cut off if
   * it can be the rest of a write that was never acknowledged; returns how many bytes that were.
   * @throws AtlasError ATLAS_LOG_CORRUPT when a whole group follows what is not one
   */
  async recover(clean: CleanSegment | null): Promise<number> {
    const wholeUntil = clean?.endOffset ?? 0;
    const isClean = clean?.bytes === this.#file.bytes && clean.index[0] === this.baseOffset;
    if (isClean) this.#startAtLast(clean);
    // A clean segment's end is little; all of another is read beside those of other partitions.
    await this.#indexAll(isClean ? this.#readNow : this.#read);
    const torn = this.#file.bytes - this.#indexedBytes;
    if (torn > 0) {
      if (this.#endOffset < wholeUntil || (await this.#hasGroupAfter(this.#indexedBytes))) {
        throw this.#corrupt(this.#indexedBytes);
      }
      await this.#file.truncate(this.#indexedBytes);
      await this.#file.flush();
    }
    if (this.#endOffset < wholeUntil) throw this.#corrupt(this.#indexedBytes);
    return torn;
  }

  /**
   * Appends an encoded group of `count` records and flushes it.
   * @throws SegmentWriteError
   */
  async append(group: Uint8Array, count: number, timestampMs: number): Promise<void> {
    const position = this.#file.bytes;
    invariant(position === this.#indexedBytes, 'a segment is indexed to its end');
    try {
      await this.#file.append(group);
    } catch (cause) {
      throw new SegmentWriteError(this.path, await this.#takeBack(position), cause);
    }
    this.#note(position, this.#endOffset, group.length, count, timestampMs);
  }

  /** Records from an offset on; `nextBase` is where the next segment begins, if there is one. */
  async read(
    fromOffset: number,
    bytesMax: number,
    nextBase: number | null,
  ): Promise<readonly LogRecord[]> {
    if (nextBase !== null && this.#endOffset !== nextBase) await this.#indexAll(this.#read);
    if (nextBase !== null && this.#endOffset !== nextBase) throw this.#corrupt(this.#indexedBytes);
    const records: LogRecord[] = [];
    let bytes = 0;
    for (let at = this.#positionOf(fromOffset); at < this.#indexedBytes;) {
      const chunk = await this.#chunkAt(at, this.#read);
      let used = 0;
      for (;;) {
        const group = decodeGroup(chunk, used);
        if (group === null) break;
        for (const [i, value] of group.values.entries()) {
          const offset = group.baseOffset + i;
          if (offset < fromOffset) continue;
          bytes += value.length;
          if (records.length > 0 && bytes > bytesMax) return records;
          records.push({ offset, timestampMs: group.timestampMs, value });
        }
        used += group.bytes;
        if (at + used >= this.#indexedBytes) return records;
      }
      if (used === 0) throw this.#corrupt(at);
      at += used;
    }
    return records;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async remove(): Promise<void> {
    await this.#file.close();
    await this.#files.remove(this.path);
  }

  /** How much a failed write or flush left in the file cannot be known: it must go. */
  async #takeBack(position: number): Promise<boolean> {
    try {
      await this.#file.truncate(position);
      await this.#file.flush();
      return true;
    } catch {
      return false;
    }
  }

  /** Goes on from the last place of an index: what comes after it is read, and so proved. */
  #startAtLast({ index, timestampMs }: CleanSegment): void {
    if (index.length < 4) return;
    const [offset = this.baseOffset, position = 0] = index.slice(-2);
    this.#index = index.slice(0, -2);
    this.#endOffset = offset;
    this.#indexedBytes = position;
    this.#lastTimestampMs = timestampMs;
  }

  async #indexAll(read: ReadBytes): Promise<void> {
    while (this.#indexedBytes < this.#file.bytes) {
      const at = this.#indexedBytes;
      const chunk = await this.#chunkAt(at, read);
      let used = 0;
      for (;;) {
        const group = decodeGroup(chunk, used);
        if (group === null || group.baseOffset !== this.#endOffset) break;
        const count = group.values.length;
        this.#note(at + used, this.#endOffset, group.bytes, count, group.timestampMs);
        used += group.bytes;
      }
      if (used === 0) return;
    }
  }

  /** Bytes from a position on: at least the whole group there, if it is whole. */
  async #chunkAt(at: number, read: ReadBytes): Promise<Uint8Array> {
    const chunk = await read(at, 4 * INDEX_STEP_BYTES);
    const groupBytes = groupBytesAt(chunk, 0);
    if (groupBytes === null || groupBytes <= chunk.length) return chunk;
    return read(at, groupBytes);
  }

  async #hasGroupAfter(from: number): Promise<boolean> {
    const rest = await this.#file.read(from, this.#file.bytes - from);
    for (let at = 1; at < rest.length; at++) {
      const group = groupBytesAt(rest, at) === null ? null : decodeGroup(rest, at);
      if (group !== null && group.baseOffset > this.#endOffset) return true;
    }
    return false;
  }

  #note(at: number, offset: number, bytes: number, count: number, timestampMs: number): void {
    const last = this.#index[this.#index.length - 1];
    if (last === undefined || at - last >= INDEX_STEP_BYTES) this.#index.push(offset, at);
    this.#indexedBytes = at + bytes;
    this.#endOffset = offset + count;
    this.#lastTimestampMs = timestampMs;
  }

  #positionOf(offset: number): number {
    let low = 0;
    let high = this.#index.length / 2;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#index[2 * middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return this.#index[2 * low + 1] ?? 0;
  }

  #corrupt(position: number): AtlasError {
    const file = `${this.#files.name}/${this.path}`;
    return new AtlasError(
      'ATLAS_LOG_CORRUPT',
      `${file} is damaged at byte ${position}, after offset ${this.#endOffset - 1}`,
      {
        details: { file, position, offset: this.#endOffset },
        hint: 'Restore the file from a copy, or begin a fresh world; nothing was changed.',
      },
    );
  }
}
