import { RELIABLE_WINDOW_CHUNKS } from '../limits.ts';
import { FRAGMENT_BYTES } from './constants.ts';

interface WaitingChunk {
  readonly bytes: Uint8Array;
  readonly end: boolean;
}

/** Puts the peer's chunks in order and together. It holds one window of chunks and one message. */
export class ReliableReceiver {
  readonly #waiting: (WaitingChunk | undefined)[] = Array.from({ length: RELIABLE_WINDOW_CHUNKS });
  readonly #messageBytesMax: number;
  readonly #deliver: (bytes: Uint8Array) => void;
  #expected = 0;
  #parts: Uint8Array[] = [];
  #partsBytes = 0;

  constructor(messageBytesMax: number, deliver: (bytes: Uint8Array) => void) {
    this.#messageBytesMax = messageBytesMax;
    this.#deliver = deliver;
  }

  /**
   * Takes a chunk; the bytes are kept, and with them the packet that they lie in. `malformed` is a chunk that no
   * peer that keeps the rules sends: beyond the window, or of another size than a message is cut into, since smaller
   * ones would keep many times what they hold. `too-large` is a message over the limit, after which none can follow.
   */
  add(low16: number, bytes: Uint8Array, end: boolean): 'ok' | 'malformed' | 'too-large' {
    if (end ? bytes.length > FRAGMENT_BYTES : bytes.length !== FRAGMENT_BYTES) return 'malformed';
    const ahead = (((low16 - this.#expected) & 0xffff) ^ 0x8000) - 0x8000;
    if (ahead >= RELIABLE_WINDOW_CHUNKS) return 'malformed';
    if (ahead < 0) return 'ok';
    const at = (this.#expected + ahead) % RELIABLE_WINDOW_CHUNKS;
    this.#waiting[at] ??= { bytes, end };
    for (;;) {
      const slot = this.#expected % RELIABLE_WINDOW_CHUNKS;
      const chunk = this.#waiting[slot];
      if (!chunk) return 'ok';
      this.#waiting[slot] = undefined;
      this.#expected++;
      this.#partsBytes += chunk.bytes.length;
      if (this.#partsBytes > this.#messageBytesMax) return 'too-large';
      this.#append(chunk);
    }
  }

  #append(chunk: WaitingChunk): void {
    if (!chunk.end) {
      this.#parts.push(chunk.bytes);
      return;
    }
    let message = chunk.bytes;
    if (this.#parts.length > 0) {
      this.#parts.push(chunk.bytes);
      message = joinBytes(this.#parts, this.#partsBytes);
      this.#parts = [];
    }
    this.#partsBytes = 0;
    this.#deliver(message);
  }
}

/** The parts, one after another. */
export function joinBytes(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
