/** Little-endian integers at any place of a byte array, without a DataView per packet. */

export function writeUint32(out: Uint8Array, at: number, value: number): void {
  out[at] = value;
  out[at + 1] = value >>> 8;
  out[at + 2] = value >>> 16;
  out[at + 3] = value >>> 24;
}

/** Reads past the end are zeros: the caller has checked the length. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return (
    (byteAt(bytes, at) |
      (byteAt(bytes, at + 1) << 8) |
      (byteAt(bytes, at + 2) << 16) |
      (byteAt(bytes, at + 3) << 24)) >>>
    0
  );
}

/** Writes an integer in 0…2^53. */
export function writeUint64(out: Uint8Array, at: number, value: number): void {
  writeUint32(out, at, value >>> 0);
  writeUint32(out, at + 4, Math.floor(value / 2 ** 32));
}

/** Exact up to 2^53; above, the nearest number (good for comparing, never for echoing back). */
export function readUint64(bytes: Uint8Array, at: number): number {
  return readUint32(bytes, at) + readUint32(bytes, at + 4) * 2 ** 32;
}

export function writeBigUint64(out: Uint8Array, at: number, value: bigint): void {
  writeUint32(out, at, Number(value & 0xffff_ffffn));
  writeUint32(out, at + 4, Number((value >> 32n) & 0xffff_ffffn));
}

export function readBigUint64(bytes: Uint8Array, at: number): bigint {
  return BigInt(readUint32(bytes, at)) | (BigInt(readUint32(bytes, at + 4)) << 32n);
}

export function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

/** Whether bytes[at, at + wanted.length) are `wanted`. Not for secrets: it stops early. */
export function startsWithAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

/** A copy of bytes[start, end), also of a Buffer, whose own slice() is a view. */
export function copyOf(bytes: Uint8Array, start = 0, end = bytes.length): Uint8Array {
  return new Uint8Array(bytes.subarray(start, end));
}

/** bytes[start, end) as lower-case hex. */
export function hexOf(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) text += HEX[byteAt(bytes, i)];
  return text;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Up to so many bytes a loop, at 2 ns each, is as fast as making a view of them for set(), at 60. */
const LOOP_BYTES = 64;

/** Copies from[start, end) to out[at…]. */
export function copyBytes(
  from: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  at: number,
): void {
  if (end - start > LOOP_BYTES) {
    out.set(from.subarray(start, end), at);
    return;
  }
  for (let i = start, to = at; i < end; i++, to++) out[to] = from[i];
}
