import { createCipheriv, createDecipheriv } from 'node:crypto';
import { TAG_BYTES } from './constants.ts';
import { scriptPacketCipher } from './packet-cipher-script.ts';
import type { PacketCipher } from './packet-cipher.ts';

const ALGORITHM = 'chacha20-poly1305';
const OPTIONS = { authTagLength: TAG_BYTES } as const;

/**
 * Below so many bytes JavaScript is faster: making OpenSSL's cipher object takes 5 µs, which are 500 to
 * 700 bytes of {@link scriptPacketCipher}. Most packets of a game have 50 to 300.
 */
const SCRIPT_BYTES = 512;

/** {@link PacketCipher} by OpenSSL, and by JavaScript where that is faster. Not for browsers. */
export const nodePacketCipher: PacketCipher = {
  seal(key, nonce, associated, plain, length, out, at): void {
    if (length < SCRIPT_BYTES) {
      scriptPacketCipher.seal(key, nonce, associated, plain, length, out, at);
      return;
    }
    const cipher = createCipheriv(ALGORITHM, key, nonce, OPTIONS);
    cipher.setAAD(associated, { plaintextLength: length });
    out.set(cipher.update(plain.subarray(0, length)), at);
    cipher.final();
    out.set(cipher.getAuthTag(), at + length);
  },

  open(key, nonce, associated, bytes, start, end): Uint8Array | null {
    const tagAt = end - TAG_BYTES;
    if (tagAt < start) return null;
    if (tagAt - start < SCRIPT_BYTES) {
      return scriptPacketCipher.open(key, nonce, associated, bytes, start, end);
    }
    const decipher = createDecipheriv(ALGORITHM, key, nonce, OPTIONS);
    decipher.setAAD(associated, { plaintextLength: tagAt - start });
    decipher.setAuthTag(bytes.subarray(tagAt, end));
    const plain = decipher.update(bytes.subarray(start, tagAt));
    // node:crypto says "not authentic" only by throwing, and the trace costs as much as the check:
    // junk must not buy that.
    const traceLimit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      decipher.final();
      // No Buffer: where code meets both kinds of arrays, each length takes ten times as long.
      return new Uint8Array(plain.buffer, plain.byteOffset, plain.length);
    } catch {
      return null;
    } finally {
      Error.stackTraceLimit = traceLimit;
    }
  },
};
