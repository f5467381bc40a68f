import { AtlasError } from '@atlasnet/schemas';

/** What a frame on the wire is: little-endian u32 length of the body, u8 kind, body. */
export const FRAME_MESSAGE = 0;
export const FRAME_HEARTBEAT = 1;
export const FRAME_GOODBYE = 2;
export const FRAME_HELLO = 3;
export const FRAME_CHALLENGE = 4;
export const FRAME_PROOF = 5;
export const FRAME_ACCEPTED = 6;
export const FRAME_REFUSED = 7;

export const HEADER_BYTES = 5;

/** Writes one frame at a place of a buffer that has room for it. */
export function writeLinkFrame(out: Buffer, at: number, kind: number, body: Uint8Array): void {
  out.writeUInt32LE(body.length, at);
  out[at + 4] = kind;
  out.set(body, at + HEADER_BYTES);
}

/** One frame in a buffer of its own. */
export function encodeLinkFrame(kind: number, body: Uint8Array): Uint8Array {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + body.length);
  writeLinkFrame(frame, 0, kind, body);
  return frame;
}

/**
 * Cuts a byte stream into frames. Each body is a copy of its own: a small one does not pin the
 * socket's buffer, a large one is filled as it comes.
 */
export class LinkFrameReader {
  /** A longer body is refused before anything is reserved for it. */
  bodyBytesMax: number;
  readonly #header = new Uint8Array(HEADER_BYTES);
  #headerBytes = 0;
  #body: Uint8Array | null = null;
  #bodyBytes = 0;

  constructor(bodyBytesMax: number) {
    this.bodyBytesMax = bodyBytesMax;
  }

  /**
   * Takes what came; calls `frame` for each frame that is whole, until it returns false.
   * @throws AtlasError ATLAS_LINK_MALFORMED
   */
  push(chunk: Uint8Array, frame: (kind: number, body: Uint8Array) => boolean): void {
    let at = 0;
    while (at < chunk.length || this.#isWhole()) {
      if (this.#body === null) {
        const take = Math.min(HEADER_BYTES - this.#headerBytes, chunk.length - at);
        this.#header.set(chunk.subarray(at, at + take), this.#headerBytes);
        this.#headerBytes += take;
        at += take;
        if (this.#headerBytes < HEADER_BYTES) return;
        this.#body = new Uint8Array(this.#readLength());
        this.#bodyBytes = 0;
      }
      const take = Math.min(this.#body.length - this.#bodyBytes, chunk.length - at);
      this.#body.set(chunk.subarray(at, at + take), this.#bodyBytes);
      this.#bodyBytes += take;
      at += take;
      if (!this.#isWhole()) return;
      const body = this.#body;
      this.#body = null;
      this.#headerBytes = 0;
      if (!frame(this.#header[4] ?? 0, body)) return;
    }
  }

  #isWhole(): boolean {
    return this.#body !== null && this.#bodyBytes === this.#body.length;
  }

  #readLength(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#header;
    const length = (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
    if (length <= this.bodyBytesMax) return length;
    throw new AtlasError(
      'ATLAS_LINK_MALFORMED',
      `a link frame of ${length} bytes is over the limit of ${this.bodyBytesMax}`,
    );
  }
}
