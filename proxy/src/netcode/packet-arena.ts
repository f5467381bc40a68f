import type { DatagramAddress } from '@atlasnet/schemas';
import { ARENA_SLAB_BYTES } from '../limits.ts';

/** Where packets go: a DatagramSocket is one. The bytes are handed over, never written again. */
export interface PacketSink {
  send(bytes: Uint8Array, start: number, end: number, to: DatagramAddress): void;
}

/**
 * Room for outgoing packets. A socket may keep what it was handed until the kernel took it, so a
 * packet's bytes are never written again: packets fill a slab, then the next slab is a new one. That
 * is one allocation for dozens of packets.
 */
export class PacketArena {
  bytes: Uint8Array;
  /** Where the next packet starts. */
  at = 0;
  readonly #slabBytes: number;

  constructor(slabBytes = ARENA_SLAB_BYTES) {
    this.#slabBytes = slabBytes;
    this.bytes = new Uint8Array(slabBytes);
  }

  /** Makes sure that `length` bytes are free at `at`. */
  reserve(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    this.bytes = new Uint8Array(this.#slabBytes);
    this.at = 0;
  }
}
