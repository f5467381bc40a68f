import type { IncarnationId, ProcessId } from '../ids.ts';

/** Bytes of a process id in records. */
export const PROCESS_ID_BYTES = 8;
/** Bytes of an incarnation id in records. */
export const INCARNATION_ID_BYTES = 16;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hex of bytes. */
export function bytesToHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** @throws RangeError when `text` is not an even number of hex digits. */
export function hexToBytes(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text))
    throw new RangeError(`"${text}" is not hex`);
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** A process id as records carry it. */
export const processBytes = (id: ProcessId): Uint8Array => hexToBytes(id);
/** The process id in a record; the codecs have checked its length. */
export const processIdOf = (bytes: Uint8Array): ProcessId => bytesToHex(bytes) as ProcessId;
/** An incarnation id as records carry it. */
export const incarnationBytes = (id: IncarnationId): Uint8Array => hexToBytes(id);
/** The incarnation id in a record. */
export const incarnationIdOf = (bytes: Uint8Array): IncarnationId =>
  bytesToHex(bytes) as IncarnationId;
