import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

/** Session, generation and length of an input. */
const HEAD_BYTES_MAX = 8 + 8 + 5;

/** An unreliable input as a client packs it (S2): sequence, command before it, kind, payload to the end. */
export function packInput(
  { sequence, afterCommand, kind }: Pick<InputColumnReader, 'sequence' | 'afterCommand' | 'kind'>,
  payload: Uint8Array,
): Uint8Array {
  const writer = new ByteWriter(8 + 8 + 5 + payload.length);
  writer.varint53(sequence);
  writer.varint53(afterCommand);
  writer.varint(kind);
  writer.bytes.set(payload, writer.position);
  writer.position += payload.length;
  return writer.slice();
}

/** Packs inputs of many sessions one behind the other. Layout: docs/protocol.md, "Inputs of a region". */
export class InputColumnWriter {
  readonly #writer = new ByteWriter(1024);

  get length(): number {
    return this.#writer.position;
  }

  /** @param input as packInput() makes them; copied */
  add(session: number, generation: number, input: Uint8Array): void {
    const writer = this.#writer;
    writer.ensure(HEAD_BYTES_MAX + input.length);
    writer.varint53(session);
    writer.varint53(generation);
    writer.varint(input.length);
    writer.bytes.set(input, writer.position);
    writer.position += input.length;
  }

  /** What was added since the last call. */
  take(): Uint8Array {
    const column = this.#writer.slice();
    this.#writer.position = 0;
    return column;
  }
}

/** Reads a column of inputs, one at a time and without an object for each. */
export class InputColumnReader {
  session = 0;
  generation = 0;
  sequence = 0;
  afterCommand = 0;
  kind = 0;
  readonly #column: Uint8Array;
  readonly #reader: ByteReader;
  #payloadAt = 0;

  /** @param column kept while it is read, and by the payloads */
  constructor(column: Uint8Array) {
    this.#column = column;
    this.#reader = new ByteReader(column, 'inputs of a region', 'ATLAS_LINK_MALFORMED');
  }

  /**
   * Goes on to the next input; false at the end.
   * @throws AtlasError ATLAS_LINK_MALFORMED
   */
  next(): boolean {
    const reader = this.#reader;
    if (reader.remaining === 0) return false;
    this.session = reader.varint53();
    this.generation = reader.varint53();
    const length = reader.count();
    const end = reader.position + length;
    this.sequence = reader.varint53();
    this.afterCommand = reader.varint53();
    this.kind = reader.varint();
    this.#payloadAt = reader.position;
    if (reader.position > end) reader.fail('an input is longer than it says');
    reader.position = end;
    return true;
  }

  /** Of this input: a view of the column. */
  payload(): Uint8Array {
    return this.#column.subarray(this.#payloadAt, this.#reader.position);
  }
}

/**
 * Reads a column to its end, in time that grows with its length.
 * @throws AtlasError ATLAS_LINK_MALFORMED
 */
export function checkInputColumn(column: Uint8Array): void {
  const reader = new InputColumnReader(column);
  while (reader.next());
}
