import { InlineSealer, PacketCodec, nodePacketCipher } from '@atlasnet/proxy';
import type { PacketSealer, PacketSink } from '@atlasnet/proxy';
import type { DatagramAddress } from '@atlasnet/schemas';
import { isStreamAddress } from './stream-table.ts';

/** Seals for clients of datagrams in their socket's thread, and for those of streams in this one. */
export class EdgeSealer implements PacketSealer {
  readonly #codec: PacketCodec;
  #datagrams: PacketSealer | null = null;
  #streams: PacketSealer | null = null;

  constructor(protocolId: bigint) {
    this.#codec = new PacketCodec(nodePacketCipher, protocolId);
  }

  /** Until then, what is sent is lost. */
  bound(datagrams: PacketSealer, streams: PacketSink): void {
    this.#datagrams = datagrams;
    this.#streams = new InlineSealer(this.#codec, streams);
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
    const sealer = isStreamAddress(to) ? this.#streams : this.#datagrams;
    sealer?.seal(key, type, sequenceLow, sequenceHigh, data, length, to);
  }
}
