import { byteAt, writeBigUint64, writeUint32 } from './bytes.ts';
import {
  NONCE_BYTES,
  PACKET_BYTES_MAX,
  PACKET_BYTES_MIN,
  PACKET_KEEP_ALIVE,
  PACKET_TYPES,
  TAG_BYTES,
  VERSION_INFO,
  VERSION_INFO_BYTES,
} from './constants.ts';
import type { PacketCipher } from './packet-cipher.ts';
import type { NetcodeRefusal } from './refusals.ts';
import type { ReplayWindow } from './replay-window.ts';

const PREFIX_AT = VERSION_INFO_BYTES + 8;

/**
 * Seals and opens sealed packets (types 1 to 6). One codec serves one endpoint: parseHeader() leaves
 * what it read in `type` and `sequence` for open(), so that nothing is allocated for a packet that
 * is dropped.
 */
export class PacketCodec {
  /** Of the header parsed last. */
  type = 0;
  /** Of the header parsed last; not exact above 2^53 (the nonce is). */
  sequence = 0;
  #dataAt = 0;
  readonly #cipher: PacketCipher;
  readonly #associated = new Uint8Array(PREFIX_AT + 1);
  readonly #nonce = new Uint8Array(NONCE_BYTES);

  constructor(cipher: PacketCipher, protocolId: bigint) {
    this.#cipher = cipher;
    this.#associated.set(VERSION_INFO, 0);
    writeBigUint64(this.#associated, VERSION_INFO_BYTES, protocolId);
  }

  /**
   * Seals plain[0, length) as a packet of `type` into out[at…]; the sequence number comes in two halves of 32
   * bits. Returns the end of the packet.
   */
  seal(
    key: Uint8Array,
    type: number,
    sequenceLow: number,
    sequenceHigh: number,
    plain: Uint8Array,
    length: number,
    out: Uint8Array,
    at: number,
  ): number {
    const nonce = this.#nonce;
    writeUint32(nonce, 4, sequenceLow);
    writeUint32(nonce, 8, sequenceHigh);
    let bytes = 8;
    while (bytes > 1 && nonce[3 + bytes] === 0) bytes--;
    const prefix = (bytes << 4) | type;
    out[at] = prefix;
    for (let i = 0; i < bytes; i++) out[at + 1 + i] = byteAt(nonce, 4 + i);
    this.#associated[PREFIX_AT] = prefix;
    const dataAt = at + 1 + bytes;
    this.#cipher.seal(key, nonce, this.#associated, plain, length, out, dataAt);
    return dataAt + length + TAG_BYTES;
  }

  /**
   * The standard's checks up to the sequence number, in its order; null when the packet may go on.
   * `accepts` is a bit per packet type.
   */
  parseHeader(packet: Uint8Array, accepts: number): NetcodeRefusal | null {
    if (packet.length < PACKET_BYTES_MIN) return 'too-small';
    if (packet.length > PACKET_BYTES_MAX) return 'too-large';
    const prefix = byteAt(packet, 0);
    const type = prefix & 15;
    if (type >= PACKET_TYPES) return 'packet-type';
    if ((accepts & (1 << type)) === 0) return 'unexpected-type';
    const bytes = prefix >> 4;
    if (bytes < 1 || bytes > 8) return 'sequence-length';
    if (packet.length < 1 + bytes + TAG_BYTES) return 'truncated';
    let sequence = 0;
    for (let i = bytes; i >= 1; i--) sequence = sequence * 256 + byteAt(packet, i);
    this.type = type;
    this.sequence = sequence;
    this.#dataAt = 1 + bytes;
    return null;
  }

  /**
   * Opens the packet whose header was parsed last. Returns its data, fresh, or why not; a number
   * that counts for replays is remembered only once the packet proved authentic.
   */
  open(
    key: Uint8Array,
    packet: Uint8Array,
    window: ReplayWindow | null,
  ): Uint8Array | NetcodeRefusal {
    const guarded = window !== null && this.type >= PACKET_KEEP_ALIVE;
    if (guarded) {
      // Such a sender would have sealed 2^53 packets; the window counts in numbers.
      if (this.sequence > Number.MAX_SAFE_INTEGER) return 'sequence-range';
      if (window.has(this.sequence)) return 'replayed';
    }
    const nonce = this.#nonce;
    for (let i = 1; i <= 8; i++) nonce[3 + i] = i < this.#dataAt ? byteAt(packet, i) : 0;
    this.#associated[PREFIX_AT] = byteAt(packet, 0);
    const end = packet.length;
    const data = this.#cipher.open(key, nonce, this.#associated, packet, this.#dataAt, end);
    if (!data) return 'unauthentic';
    if (guarded) window.add(this.sequence);
    return data;
  }
}
