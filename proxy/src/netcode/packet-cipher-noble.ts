import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { TAG_BYTES } from './constants.ts';
import type { PacketCipher } from './packet-cipher.ts';

/** {@link PacketCipher} in JavaScript, for browsers. */
export const noblePacketCipher: PacketCipher = {
  seal(key, nonce, associated, plain, length, out, at): void {
    const text = plain.subarray(0, length);
    out.set(chacha20poly1305(key, nonce, associated).encrypt(text), at);
  },

  open(key, nonce, associated, bytes, start, end): Uint8Array | null {
    if (end - start < TAG_BYTES) return null;
    try {
      return chacha20poly1305(key, nonce, associated).decrypt(bytes.subarray(start, end));
    } catch {
      return null;
    }
  },
};
