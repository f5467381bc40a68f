import type { DatagramAddress } from '@atlasnet/schemas';
import { PACKET_BYTES_MAX } from './constants.ts';
import { PacketArena, type PacketSink } from './packet-arena.ts';
import type { PacketCodec } from './packet-codec.ts';

/**
 * Seals packets and sends them. Whoever calls it chooses their numbers (rule S3): each call seals once at most,
 * and one that is lost leaves its number unused.
 */
export interface PacketSealer {
  /**
   * Seals data[0, length) under the key as a packet of this type and number, in two halves of 32 bits, and sends
   * it. Key and data are read before it returns.
   */
  seal(
    key: Uint8Array,
    type: number,
    sequenceLow: number,
    sequenceHigh: number,
    data: Uint8Array,
    length: number,
    to: DatagramAddress,
  ): void;
}

/** Seals at once, and hands what is sealed to a socket. */
export class InlineSealer implements PacketSealer {
  readonly #codec: PacketCodec;
  readonly #sink: PacketSink;
  readonly #arena = new PacketArena();

  constructor(codec: PacketCodec, sink: PacketSink) {
    this.#codec = codec;
    this.#sink = sink;
  }

  seal(
    key: Uint8Array,
    type: number,
    sequenceLow: number,
    sequenceHigh: number,
    data: Uint8Array,
    length: number,
    to: DatagramAddress,
  ): void {
    const arena = this.#arena;
    arena.reserve(PACKET_BYTES_MAX);
    const { bytes, at } = arena;
    const end = this.#codec.seal(key, type, sequenceLow, sequenceHigh, data, length, bytes, at);
    arena.at = end;
    this.#sink.send(bytes, at, end, to);
  }
}
