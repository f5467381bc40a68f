import { AtlasError } from '../errors.ts';
import type { IncarnationId } from '../ids.ts';
import { INCARNATION_ID_BYTES, bytesToHex, incarnationBytes } from './id-bytes.ts';
import { decodeMessage, encodeMessage } from './messages.ts';
import type { Decoded, MessageType } from './messages.ts';

/** Of every record that this program writes; the newest that it reads. */
export const RECORD_VERSION = 1;

/** What every record of the log begins with. */
export interface RecordEnvelope {
  readonly version?: number | null;
  readonly incarnation?: Uint8Array | null;
}

/** Encodes a record's body inside the envelope of this version and incarnation (L2). */
export function encodeRecord<P extends RecordEnvelope>(
  type: MessageType<P>,
  incarnation: IncarnationId,
  body: Omit<P, 'version' | 'incarnation'>,
): Uint8Array {
  const envelope = { version: RECORD_VERSION, incarnation: incarnationBytes(incarnation), ...body };
  return encodeMessage(type, envelope as unknown as P);
}

/**
 * Decodes a record and checks its envelope. `incarnation` is null only where it is not known yet: at
 * offset 0 of the map topic, or for a tool that takes any log.
 * @throws AtlasError ATLAS_RECORD_MALFORMED; ATLAS_RECORD_VERSION when a newer program wrote it;
 *   ATLAS_RECORD_FOREIGN when it is another incarnation's (L2).
 */
export function decodeRecord<P extends RecordEnvelope>(
  type: MessageType<P>,
  bytes: Uint8Array,
  incarnation: IncarnationId | null,
  what: string,
): Decoded<P> {
  const record = decodeMessage(type, bytes, what);
  const { version, incarnation: id } = record as unknown as {
    version: number;
    incarnation: Uint8Array;
  };
  if (version > RECORD_VERSION) {
    throw new AtlasError(
      'ATLAS_RECORD_VERSION',
      `${what} has version ${version}, this program reads up to ${RECORD_VERSION}`,
      { details: { version }, hint: 'run the newer program that wrote it, or start a fresh world' },
    );
  }
  if (version === 0 || id.length !== INCARNATION_ID_BYTES) {
    throw malformed(what, 'its version or incarnation is missing');
  }
  if (incarnation !== null && bytesToHex(id) !== incarnation) {
    throw new AtlasError(
      'ATLAS_RECORD_FOREIGN',
      `${what} belongs to incarnation ${bytesToHex(id)}, not to ${incarnation}`,
      {
        details: { found: bytesToHex(id), wanted: incarnation },
        hint: 'another cluster writes to the same topics: give each world a name of its own',
      },
    );
  }
  return record;
}

/** An ATLAS_RECORD_MALFORMED that names what was read and what is wrong with it. */
export function malformed(what: string, problem: string): AtlasError {
  return new AtlasError('ATLAS_RECORD_MALFORMED', `${what}: ${problem}`, {
    hint: 'the topic was written by something else, or is damaged: run `atlasnet replay verify`',
  });
}

/** Checks that a decoded 64-bit number is one of ours: an integer below 2^53. */
export function checkInteger(what: string, name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw malformed(what, `${name} is ${value}`);
}

/** Checks that exactly one of the named bodies is there. */
export function checkOneBody(what: string, bodies: readonly unknown[]): void {
  let present = 0;
  for (const body of bodies) if (body !== null && body !== undefined) present += 1;
  if (present !== 1) throw malformed(what, `${present} bodies instead of one`);
}
