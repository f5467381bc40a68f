import protobuf from 'protobufjs/minimal.js';

// 64-bit fields decode to numbers: every id, offset, tick and counter of ours is below 2^53, and a
// Long object per field would be most of a decoder's work. Anything above is garbage and is refused by
// the codecs that check ranges.
protobuf.util.Long = null as unknown as typeof protobuf.util.Long;
protobuf.configure();

interface NumberReader {
  readonly uint64: (this: protobuf.Reader) => number;
}

interface NumberWriter {
  readonly uint64: (this: protobuf.Writer, value: number) => protobuf.Writer;
}

/** The library's own, which makes an object of two halves for every field: for what is left below. */
const { uint64: readAny } = protobuf.Reader.prototype as unknown as NumberReader;
const { uint64: writeAny } = protobuf.Writer.prototype as unknown as NumberWriter;
/** Of 49 bits: as exact in a double as the numbers that are read. */
const VARINT_BYTES = 7;

/** A 64-bit varint below 2^49, which is nearly every one of ours, without an object. */
function readUint64(this: protobuf.Reader): number {
  const { buf, len } = this;
  const start = this.pos;
  const end = Math.min(start + VARINT_BYTES, len);
  let value = 0;
  let factor = 1;
  for (let at = start; at < end; at++) {
    const byte = buf[at];
    value += (byte & 127) * factor;
    if (byte < 128) {
      this.pos = at + 1;
      return value;
    }
    factor *= 128;
  }
  return readAny.call(this);
}

function writeUint64(this: protobuf.Writer, value: number): protobuf.Writer {
  // The same bytes as long as it is 32 bits.
  return value >>> 0 === value ? this.uint32(value) : writeAny.call(this, value);
}

Object.assign(protobuf.Reader.prototype, { uint64: readUint64 });
Object.assign(protobuf.Writer.prototype, { uint64: writeUint64 });
