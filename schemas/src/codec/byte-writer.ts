const encoder = new TextEncoder();

/** Gives a buffer of so many bytes or more that begins with what was written to `before`. */
type Lengthen = (before: Uint8Array, written: number, byteCount: number) => Uint8Array;

/**
 * A growing buffer of bytes with LEB128 varints (protobuf's). `ensure` before a run of writes makes
 * room; the writes themselves do not check.
 */
export class ByteWriter {
  bytes: Uint8Array;
  position = 0;
  readonly #lengthen: Lengthen;

  /** `lengthen`: where the bytes come from, if not from the heap. */
  constructor(capacity = 1024, lengthen: Lengthen = lengthenOnHeap) {
    this.#lengthen = lengthen;
    this.bytes = lengthen(new Uint8Array(0), 0, capacity);
  }

  ensure(more: number): void {
    if (this.position + more <= this.bytes.length) return;
    this.bytes = this.#lengthen(this.bytes, this.position, this.position + more);
  }

  /** An unsigned 32-bit number: 1–5 bytes. */
  varint(value: number): void {
    const { bytes } = this;
    let rest = value >>> 0;
    while (rest > 127) {
      bytes[this.position++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    bytes[this.position++] = rest;
  }

  /** A number below 2^53: 1–8 bytes. */
  varint53(value: number): void {
    let rest = value;
    while (rest >= 268435456) {
      this.bytes[this.position++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.varint(rest);
  }

  /** A signed 32-bit number, zigzag: 1–5 bytes. */
  zigzag(value: number): void {
    this.varint((value << 1) ^ (value >> 31));
  }

  /** Length and bytes; makes its own room. */
  blob(value: Uint8Array): void {
    this.ensure(5 + value.length);
    this.varint(value.length);
    this.bytes.set(value, this.position);
    this.position += value.length;
  }

  text(value: string): void {
    this.blob(encoder.encode(value));
  }

  /** A copy of what was written from `start`. */
  slice(start = 0): Uint8Array {
    return this.bytes.slice(start, this.position);
  }
}

function lengthenOnHeap(before: Uint8Array, written: number, byteCount: number): Uint8Array {
  const longer = new Uint8Array(Math.max(before.length * 2, byteCount));
  longer.set(before.subarray(0, written));
  return longer;
}
