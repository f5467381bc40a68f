import { invariant } from '@atlasnet/schemas';
import type { DatagramAddress } from '@atlasnet/schemas';
import type { PacketRingReader, PacketRingWriter } from './packet-ring.ts';

/** Places of a record's numbers. Its bytes: the host, the key if there is one, the data. */
const PORT = 0;
const HOST_BYTES = 1;
/** 0: a datagram as it is. */
const KEY_BYTES = 2;
const DATA_BYTES = 3;
const TYPE = 4;
const SEQUENCE_LOW = 5;
const SEQUENCE_HIGH = 6;

const NO_KEY = new Uint8Array(0);

/** Puts a datagram, bytes[start, end), into the ring. */
export function writeDatagram(
  ring: PacketRingWriter,
  bytes: Uint8Array,
  start: number,
  end: number,
  peer: DatagramAddress,
): boolean {
  return write(ring, NO_KEY, bytes.subarray(start, end), peer);
}

/** Puts a packet that is to be sealed, with data[0, length), into the ring. */
export function writePacket(
  ring: PacketRingWriter,
  key: Uint8Array,
  type: number,
  sequenceLow: number,
  sequenceHigh: number,
  data: Uint8Array,
  length: number,
  peer: DatagramAddress,
): boolean {
  invariant(key.length === PacketRecord.KEY_BYTES, 'a key has 32 bytes');
  return write(ring, key, data.subarray(0, length), peer, type, sequenceLow, sequenceHigh);
}

function write(
  ring: PacketRingWriter,
  key: Uint8Array,
  data: Uint8Array,
  { host, port }: DatagramAddress,
  type = 0,
  sequenceLow = 0,
  sequenceHigh = 0,
): boolean {
  if (!ring.begin(host.length + key.length + data.length)) return false;
  ring.setNumber(PORT, port);
  ring.setNumber(HOST_BYTES, host.length);
  ring.setNumber(KEY_BYTES, key.length);
  ring.setNumber(DATA_BYTES, data.length);
  ring.setNumber(TYPE, type);
  ring.setNumber(SEQUENCE_LOW, sequenceLow);
  ring.setNumber(SEQUENCE_HIGH, sequenceHigh);
  ring.addText(host);
  if (key.length > 0) ring.add(key);
  ring.add(data);
  ring.end();
  return true;
}

/** Reads the record that a ring's reader is at. */
export class PacketRecord {
  static readonly KEY_BYTES = 32;
  readonly #ring: PacketRingReader;

  constructor(ring: PacketRingReader) {
    this.#ring = ring;
  }

  get peer(): DatagramAddress {
    return {
      host: this.#ring.text(0, this.#ring.number(HOST_BYTES)),
      port: this.#ring.number(PORT),
    };
  }

  get isSealed(): boolean {
    return this.#ring.number(KEY_BYTES) === 0;
  }

  get type(): number {
    return this.#ring.number(TYPE);
  }

  get sequenceLow(): number {
    return this.#ring.number(SEQUENCE_LOW);
  }

  get sequenceHigh(): number {
    return this.#ring.number(SEQUENCE_HIGH);
  }

  get dataBytes(): number {
    return this.#ring.number(DATA_BYTES);
  }

  copyKey(out: Uint8Array): void {
    const start = this.#ring.number(HOST_BYTES);
    this.#ring.copy(start, start + this.#ring.number(KEY_BYTES), out, 0);
  }

  copyData(out: Uint8Array, at: number): void {
    const start = this.#ring.number(HOST_BYTES) + this.#ring.number(KEY_BYTES);
    this.#ring.copy(start, start + this.#ring.number(DATA_BYTES), out, at);
  }
}
