import { AtlasError } from '../errors.ts';
import { fieldDefault, readFieldLanes, writeFieldLanes } from '../table/field-lanes.ts';
import type { CompiledKind } from '../world/world-schema.ts';
import { isWide } from '../world/world-schema.ts';
import type { Field } from '../world/field.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

/** Bytes that a command's, input's or message's payload may have. */
export const PAYLOAD_BYTES_MAX = 16_384;

const lanes = new Int32Array(4);
const columns = [new Int32Array(1), new Int32Array(1), new Int32Array(1)];

function laneCount(field: Field<unknown>): number {
  if (field.kind === 'vector3') return 3;
  return field.kind === 'vector2' || isWide(field) ? 2 : 1;
}

/**
 * Packs the values of a command, input or message: its fields by name, each as a presence byte and
 * zigzag lanes, or length and bytes. A field that is missing in `values` takes its default when read.
 * @throws AtlasError ATLAS_COMMAND_MALFORMED naming kind and field.
 */
export function encodePayload(
  kind: CompiledKind,
  values: Readonly<Record<string, unknown>>,
): Uint8Array {
  const writer = new ByteWriter(64);
  for (const { name, field } of kind.fields) {
    const value = values[name];
    writer.ensure(20);
    writer.varint(value === undefined ? 0 : 1);
    if (value === undefined) continue;
    if (field.kind === 'text' || field.kind === 'bytes') {
      writeSized(writer, kind, name, field, value);
      continue;
    }
    try {
      writeFieldLanes(field, value, lanes);
    } catch (cause) {
      throw malformed(kind, name, cause);
    }
    for (let i = 0; i < laneCount(field); i++) writer.zigzag(lanes[i]);
  }
  if (writer.position > PAYLOAD_BYTES_MAX) {
    throw malformed(kind, 'payload', new Error(`more than ${PAYLOAD_BYTES_MAX} bytes`));
  }
  return writer.slice();
}

function writeSized(
  writer: ByteWriter,
  kind: CompiledKind,
  name: string,
  field: Field<unknown>,
  value: unknown,
): void {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  if (!(bytes instanceof Uint8Array) || bytes.length > (field.lengthMax ?? 0)) {
    throw malformed(kind, name, new Error(`not ${field.kind} of at most ${field.lengthMax} bytes`));
  }
  writer.blob(bytes);
}

function malformed(kind: CompiledKind, name: string, cause: unknown): AtlasError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AtlasError('ATLAS_COMMAND_MALFORMED', `${kind.name}.${name}: ${why}`, { cause });
}

/**
 * Unpacks an untrusted payload; every value is within its field's range.
 * @throws AtlasError ATLAS_COMMAND_MALFORMED
 */
export function decodePayload(kind: CompiledKind, bytes: Uint8Array): Record<string, unknown> {
  if (bytes.length > PAYLOAD_BYTES_MAX) {
    throw malformed(kind, 'payload', new Error(`more than ${PAYLOAD_BYTES_MAX} bytes`));
  }
  const reader = new ByteReader(bytes, `payload of ${kind.name}`, 'ATLAS_COMMAND_MALFORMED');
  const values: Record<string, unknown> = {};
  for (const { name, field } of kind.fields) {
    values[name] = reader.varint() === 0 ? fieldDefault(field) : readField(reader, field);
  }
  reader.finish();
  return values;
}

function readField(reader: ByteReader, field: Field<unknown>): unknown {
  if (field.kind === 'text') return reader.text(field.lengthMax ?? 0);
  if (field.kind === 'bytes') return reader.blob(field.lengthMax ?? 0);
  for (let i = 0; i < laneCount(field); i++) columns[i][0] = reader.zigzag();
  const value = readFieldLanes(field, columns, 0, 0);
  if (field.kind === 'enumeration' && value === '') reader.fail('no such enumeration value');
  if (typeof value === 'number') {
    const inRange = value >= (field.min ?? -Infinity) && value <= (field.max ?? Infinity);
    if (!Number.isFinite(value) || !inRange) reader.fail(`${value} is out of range`);
  }
  return value;
}
