/** Before each packet of a TCP stream: how many bytes it has, little-endian. */
export const PREFIX_BYTES = 2;

/** Takes a byte stream apart into packets; holds one packet's bytes at most. */
export class PacketFrameReader {
  readonly #packetBytesMax: number;
  /** Prefix and packet, as far as they came; empty while nothing is held. */
  #held = EMPTY;
  #heldBytes = 0;

  constructor(packetBytesMax: number) {
    this.#packetBytesMax = packetBytesMax;
  }

  /**
   * Hands on every packet that is whole now; the bytes are valid during the call. False when a length
   * is 0 or over the limit: the rest of the stream cannot be understood.
   */
  push(chunk: Uint8Array, take: (packet: Uint8Array) => void): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#heldBytes === 0 && chunk.length - at >= PREFIX_BYTES) {
        const length = this.#lengthAt(chunk, at);
        if (length === 0) return false;
        const end = at + PREFIX_BYTES + length;
        if (end <= chunk.length) {
          take(chunk.subarray(at + PREFIX_BYTES, end));
          at = end;
          continue;
        }
      }
      at = this.#hold(chunk, at, take);
      if (at < 0) return false;
    }
    return true;
  }

  /** Keeps bytes of a packet that is not whole; where it stopped, or −1 for a bad length. */
  #hold(chunk: Uint8Array, at: number, take: (packet: Uint8Array) => void): number {
    if (this.#held.length === 0) this.#held = new Uint8Array(PREFIX_BYTES + this.#packetBytesMax);
    const needed = (bytes: number): number => Math.min(bytes - this.#heldBytes, chunk.length - at);
    const keep = (count: number): void => {
      this.#held.set(chunk.subarray(at, at + count), this.#heldBytes);
      this.#heldBytes += count;
      at += count;
    };
    if (this.#heldBytes < PREFIX_BYTES) keep(needed(PREFIX_BYTES));
    if (this.#heldBytes < PREFIX_BYTES) return at;
    const length = this.#lengthAt(this.#held, 0);
    if (length === 0) return -1;
    keep(needed(PREFIX_BYTES + length));
    if (this.#heldBytes < PREFIX_BYTES + length) return at;
    this.#heldBytes = 0;
    take(this.#held.subarray(PREFIX_BYTES, PREFIX_BYTES + length));
    return at;
  }

  /** 0 when it is not allowed. */
  #lengthAt(bytes: Uint8Array, at: number): number {
    const length = bytes[at] | (bytes[at + 1] << 8);
    return length > this.#packetBytesMax ? 0 : length;
  }
}

/** A copy of bytes[start, end) with its length before it. */
export function framePacket(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const length = end - start;
  const framed = new Uint8Array(PREFIX_BYTES + length);
  framed[0] = length & 255;
  framed[1] = length >> 8;
  framed.set(bytes.subarray(start, end), PREFIX_BYTES);
  return framed;
}

const EMPTY = new Uint8Array(0);
