import { AtlasError, ByteReader, ByteWriter, isErrorCode } from '@atlasnet/schemas';
import type { LogRecord } from '@atlasnet/schemas';
import { SERVER_MESSAGE_BYTES_MAX } from './limits.ts';

/**
 * What goes over a link to `atlasnet log`, one message each. A request is u8 operation, varint id and a
 * body; an answer is u8 kind, the request's id and a body. Both ends are of one version: the link's
 * handshake sees to that.
 */
export const OPERATION = {
  ensureTopic: 1,
  append: 2,
  bounds: 3,
  read: 4,
  deleteBefore: 5,
  follow: 6,
  unfollow: 7,
  /** Bytes of pushed records that the follower is done with. */
  took: 8,
  /** The client has a connection to whoever takes over. */
  ready: 9,
  /** The client serves next, and wants what the store holds when this server takes nothing more. */
  inherit: 10,
  get: 16,
  getMany: 17,
  set: 18,
  compareAndSet: 19,
  delete: 20,
  keys: 21,
} as const;

export const ANSWER = {
  done: 0,
  /** The request failed; the body is an error. */
  failed: 1,
  /** Records for a follower, whose `follow` had this id. */
  records: 2,
  /** The follower of this id has ended; the body is an error. */
  followEnded: 3,
  /** An append that may be in the log or not. */
  unknown: 4,
  /** Another process takes the port over, and is to be connected to; this one serves on until then. */
  moving: 5,
  /** Nothing after the request of this id was taken: the successor is to be asked. What was is answered yet. */
  ended: 6,
  /** All that the store holds. */
  inherited: 7,
} as const;

/** A message that begins with a byte and an id. */
export function beginMessage(kind: number, id: number, capacity = 64): ByteWriter {
  const writer = new ByteWriter(capacity);
  writer.bytes[writer.position++] = kind;
  writer.varint53(id);
  return writer;
}

/** A message of the other end. */
export function readMessage(bytes: Uint8Array): ByteReader {
  return new ByteReader(bytes, 'a message of the embedded log', 'ATLAS_LINK_MALFORMED');
}

export function writeNumber(writer: ByteWriter, value: number): void {
  writer.ensure(8);
  writer.varint53(value);
}

export function writeBlobs(writer: ByteWriter, blobs: readonly Uint8Array[]): void {
  writeNumber(writer, blobs.length);
  for (const blob of blobs) writer.blob(blob);
}

export function readBlobs(reader: ByteReader): Uint8Array[] {
  return Array.from({ length: reader.count() }, () => reader.blob(SERVER_MESSAGE_BYTES_MAX));
}

/** 0 for nothing, else 1 and the bytes. */
export function writeOptionalBlob(writer: ByteWriter, value: Uint8Array | null): void {
  writeNumber(writer, value === null ? 0 : 1);
  if (value !== null) writer.blob(value);
}

export function readOptionalBlob(reader: ByteReader): Uint8Array | null {
  return reader.varint() === 0 ? null : reader.blob(SERVER_MESSAGE_BYTES_MAX);
}

export function writeRecords(writer: ByteWriter, records: readonly LogRecord[]): void {
  writeNumber(writer, records.length);
  for (const { offset, timestampMs, value } of records) {
    writeNumber(writer, offset);
    writeNumber(writer, timestampMs);
    writer.blob(value);
  }
}

export function readRecords(reader: ByteReader): LogRecord[] {
  return Array.from({ length: reader.count(3) }, () => ({
    offset: reader.varint53(),
    timestampMs: reader.varint53(),
    value: reader.blob(SERVER_MESSAGE_BYTES_MAX),
  }));
}

/** Errors keep code, text, hint and details on their way. */
export function writeError(writer: ByteWriter, error: AtlasError): void {
  writer.text(error.code);
  writer.text(error.message);
  writer.text(error.hint);
  writer.text(JSON.stringify(error.details));
}

export function readError(reader: ByteReader): AtlasError {
  const code = reader.text(SERVER_MESSAGE_BYTES_MAX);
  const message = reader.text(SERVER_MESSAGE_BYTES_MAX);
  const hint = reader.text(SERVER_MESSAGE_BYTES_MAX);
  const details = readDetails(reader.text(SERVER_MESSAGE_BYTES_MAX), reader);
  if (!isErrorCode(code)) reader.fail(`${JSON.stringify(code)} is no error code`);
  return new AtlasError(code, message, { hint, details });
}

function readDetails(text: string, reader: ByteReader): AtlasError['details'] {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return reader.fail('the details of an error are no JSON');
  }
  return isDetails(said) ? said : reader.fail('the details of an error are none');
}

function isDetails(said: unknown): said is AtlasError['details'] {
  if (typeof said !== 'object' || said === null || Array.isArray(said)) return false;
  return Object.values(said).every((value) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
}
