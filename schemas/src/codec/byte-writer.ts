const encoder = new TextEncoder();

/**
 * A growing buffer of bytes with LEB128 varints (protobuf's). `ensure` before a run of writes makes
 * room; the writes themselves do not check.
 */
export class ByteWriter {
  bytes: Uint8Array;
  position = 0;

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity);
  }

  ensure(more: number): void {
    if (this.position + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.position + more));
    grown.set(this.bytes.subarray(0, this.position));
    this.bytes = grown;
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
