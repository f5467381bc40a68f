import { invariant } from '@atlasnet/schemas';
import { copyBytes } from './bytes.ts';
import { KEY_BYTES, NONCE_BYTES, TAG_BYTES } from './constants.ts';
import {
  ASSOCIATED_AT,
  ASSOCIATED_BYTES_MAX,
  KEY_AT,
  NONCE_AT,
  TEXT_AT,
  TEXT_BYTES_MAX,
} from './packet-cipher-code.ts';
import { makePacketCipherModule } from './packet-cipher-module.ts';
import type { PacketCipher } from './packet-cipher.ts';

/**
 * {@link PacketCipher} in WebAssembly (proxy/wasm), four blocks at a time: what a Node process seals with. Not for
 * browsers, where a page's policy may forbid it.
 */
export const nodePacketCipher: PacketCipher = {
  seal(key, nonce, associated, plain, length, out, at): void {
    invariant(length <= TEXT_BYTES_MAX && length <= plain.length, 'a text longer than is sealed');
    load(key, nonce, associated);
    copyBytes(plain, 0, length, memory, TEXT_AT);
    code.seal(associated.length, length);
    copyBytes(memory, TEXT_AT, TEXT_AT + length + TAG_BYTES, out, at);
  },

  open(key, nonce, associated, bytes, start, end): Uint8Array | null {
    const length = end - start - TAG_BYTES;
    if (length < 0 || length > TEXT_BYTES_MAX || end > bytes.length) return null;
    load(key, nonce, associated);
    copyBytes(bytes, start, end, memory, TEXT_AT);
    if (code.open(associated.length, length) === 0) return null;
    return memory.slice(TEXT_AT, TEXT_AT + length);
  },
};

const code = makePacketCipherModule();
const memory = new Uint8Array(code.memory.buffer);

function load(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array): void {
  invariant(
    key.length === KEY_BYTES &&
      nonce.length === NONCE_BYTES &&
      associated.length <= ASSOCIATED_BYTES_MAX,
    'a key, nonce or associated data of another size than has room',
  );
  memory.set(key, KEY_AT);
  memory.set(nonce, NONCE_AT);
  memory.set(associated, ASSOCIATED_AT);
}
