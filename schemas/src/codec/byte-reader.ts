import { AtlasError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Reads what ByteWriter wrote; anything short, long or out of range is a typed error. */
export class ByteReader {
  private readonly bytes: Uint8Array;
  private readonly end: number;
  private readonly what: string;
  private readonly code: ErrorCode;
  position = 0;

  constructor(bytes: Uint8Array, what: string, code: ErrorCode = 'ATLAS_FRAME_MALFORMED') {
    this.bytes = bytes;
    this.end = bytes.length;
    this.what = what;
    this.code = code;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  fail(problem: string): never {
    throw new AtlasError(this.code, `${this.what}, byte ${this.position}: ${problem}`);
  }

  byte(): number {
    if (this.position >= this.end) this.fail('ends too early');
    return this.bytes[this.position++];
  }

  varint(): number {
    const { bytes, position } = this;
    // One to three bytes with more behind them, as nearly all are: looked at without a question each.
    if (position + 2 < this.end) {
      const first = bytes[position];
      if (first < 128) {
        this.position = position + 1;
        return first;
      }
      const second = bytes[position + 1];
      if (second < 128) {
        this.position = position + 2;
        return (first & 127) | (second << 7);
      }
      const third = bytes[position + 2];
      if (third < 128) {
        this.position = position + 3;
        return (first & 127) | ((second & 127) << 7) | (third << 14);
      }
    }
    return this.anyVarint();
  }

  private anyVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const next = this.byte();
      value |= (next & 127) << shift;
      if (next < 128) {
        if (shift === 28 && next > 15) break;
        return value >>> 0;
      }
    }
    return this.fail('a varint is longer than 32 bits');
  }

  varint53(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8; i++) {
      const next = this.byte();
      value += (next & 127) * scale;
      if (next < 128) {
        if (!Number.isSafeInteger(value)) break;
        return value;
      }
      scale *= 128;
    }
    return this.fail('a varint is longer than 53 bits');
  }

  zigzag(): number {
    const value = this.varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Adds a zigzag number to each of a column's slots, in one loop: most of what a reader of frames does. */
  addToColumn(column: Int32Array, slots: Int32Array, count: number): void {
    const { bytes } = this;
    const fastEnd = this.end - 2;
    let position = this.position;
    for (let i = 0; i < count; i++) {
      let value = 0;
      // As varint() does, but for what it keeps in the object.
      const first = position < fastEnd ? bytes[position] : 128;
      if (first < 128) {
        value = first;
        position += 1;
      } else if (position < fastEnd && bytes[position + 1] < 128) {
        value = (first & 127) | (bytes[position + 1] << 7);
        position += 2;
      } else {
        this.position = position;
        value = this.varint();
        position = this.position;
      }
      const slot = slots[i];
      column[slot] = (column[slot] + ((value >>> 1) ^ -(value & 1))) | 0;
    }
    this.position = position;
  }

  /** A count of things of at least `bytesEach` bytes: a larger one than the rest can hold fails. */
  count(bytesEach = 1): number {
    const value = this.varint();
    if (value * bytesEach > this.remaining) this.fail(`a count of ${value} is beyond the end`);
    return value;
  }

  /** A copy. */
  blob(lengthMax: number): Uint8Array {
    const length = this.count();
    if (length > lengthMax) this.fail(`${length} bytes, ${lengthMax} at most`);
    this.position += length;
    return this.bytes.slice(this.position - length, this.position);
  }

  text(lengthMax: number): string {
    const bytes = this.blob(lengthMax);
    try {
      return decoder.decode(bytes);
    } catch {
      return this.fail('a text is not UTF-8');
    }
  }

  /** Fails unless everything was read. */
  finish(): void {
    if (this.position !== this.end) this.fail(`${this.remaining} bytes too many`);
  }
}
