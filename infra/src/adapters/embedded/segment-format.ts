import { crc32 } from 'node:zlib';

/**
 * A segment file is a sequence of groups. A group is what one write and one flush made durable: whole
 * batches, under one checksum, so that after a power cut it is there or not, and nothing after a torn
 * one can be whole.
 *
 *     u32 magic · u32 bodyBytes · u32 crc32 (of all that follows) · u32 count
 *     f64 baseOffset · f64 timestampMs · body: count × (u32 length, bytes)
 *
 * Little-endian.
 */
export const GROUP_HEADER_BYTES = 32;
const MAGIC = 0x4c47_5441;
const CRC_FROM = 12;

/** A group as it is in a file. */
export interface Group {
  readonly baseOffset: number;
  readonly timestampMs: number;
  readonly values: readonly Uint8Array[];
  /** Header included. */
  readonly bytes: number;
}

/** Encodes records as one group. */
export function encodeGroup(
  baseOffset: number,
  timestampMs: number,
  values: readonly Uint8Array[],
): Uint8Array {
  let bodyBytes = 0;
  for (const value of values) bodyBytes += 4 + value.length;
  const group = Buffer.allocUnsafe(GROUP_HEADER_BYTES + bodyBytes);
  group.writeUInt32LE(MAGIC, 0);
  group.writeUInt32LE(bodyBytes, 4);
  group.writeUInt32LE(values.length, 12);
  group.writeDoubleLE(baseOffset, 16);
  group.writeDoubleLE(timestampMs, 24);
  let at = GROUP_HEADER_BYTES;
  for (const value of values) {
    group.writeUInt32LE(value.length, at);
    group.set(value, at + 4);
    at += 4 + value.length;
  }
  group.writeUInt32LE(crc32(group.subarray(CRC_FROM)), 8);
  return group;
}

/** The length of the group whose header is here, unchecked; null when this is no header. */
export function groupBytesAt(bytes: Uint8Array, at: number): number | null {
  if (at + GROUP_HEADER_BYTES > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, GROUP_HEADER_BYTES);
  if (view.getUint32(0, true) !== MAGIC) return null;
  return GROUP_HEADER_BYTES + view.getUint32(4, true);
}

/**
 * Decodes the group at a position; null when what is there is not a whole group with a right checksum.
 * The values are views of `bytes`.
 */
export function decodeGroup(bytes: Uint8Array, at: number): Group | null {
  const groupBytes = groupBytesAt(bytes, at);
  if (groupBytes === null || at + groupBytes > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, groupBytes);
  if (crc32(bytes.subarray(at + CRC_FROM, at + groupBytes)) !== view.getUint32(8, true))
    return null;
  const values: Uint8Array[] = [];
  let from = GROUP_HEADER_BYTES;
  for (let i = view.getUint32(12, true); i > 0; i--) {
    if (from + 4 > groupBytes) return null;
    const length = view.getUint32(from, true);
    from += 4;
    if (from + length > groupBytes) return null;
    values.push(bytes.subarray(at + from, at + from + length));
    from += length;
  }
  if (from !== groupBytes) return null;
  const baseOffset = view.getFloat64(16, true);
  return { baseOffset, timestampMs: view.getFloat64(24, true), values, bytes: groupBytes };
}
