import { invariant } from '@atlasnet/schemas';
import { copyBytes } from './bytes.ts';
import { BLOCK, chacha20Block, chacha20Xor } from './chacha20.ts';
import { PACKET_BYTES_MAX, TAG_BYTES } from './constants.ts';
import type { PacketCipher } from './packet-cipher.ts';
import { Poly1305 } from './poly1305.ts';

/** Room for associated data, text and lengths, each padded to 16 bytes: anything that is sealed. */
const TEXT_BYTES_MAX = 2 * PACKET_BYTES_MAX;
const ASSOCIATED_BYTES_MAX = 64;

/**
 * {@link PacketCipher} in plain JavaScript: RFC 8439, section 2.8. For packets of a few hundred bytes
 * making node:crypto's cipher object alone takes longer than this does the whole.
 * Works on words in place, which are little-endian wherever JavaScript runs.
 */
export const scriptPacketCipher: PacketCipher = {
  seal(key, nonce, associated, plain, length, out, at): void {
    begin(key, nonce);
    const textAt = load(associated, plain, 0, length);
    const end = textAt + words(length);
    chacha20Xor(state, text, textAt, end);
    // Behind the text lies what the keystream left of the padding.
    for (let i = textAt * 4 + length; i < end * 4; i++) bytes[i] = 0;
    copyBytes(bytes, textAt * 4, textAt * 4 + length, out, at);
    const tag = finish(associated.length, length, end);
    const tagAt = at + length;
    for (let i = 0; i < TAG_BYTES; i++) out[tagAt + i] = tag[i >> 2] >>> ((i & 3) * 8);
  },

  open(key, nonce, associated, sealed, start, end): Uint8Array | null {
    const length = end - start - TAG_BYTES;
    if (length < 0 || length > TEXT_BYTES_MAX) return null;
    begin(key, nonce);
    const textAt = load(associated, sealed, start, start + length);
    const textEnd = textAt + words(length);
    const tag = finish(associated.length, length, textEnd);
    let differs = 0;
    for (let i = 0; i < TAG_BYTES; i++) {
      differs |= sealed[start + length + i] ^ ((tag[i >> 2] >>> ((i & 3) * 8)) & 0xff);
    }
    if (differs !== 0) return null;
    chacha20Xor(state, text, textAt, textEnd);
    return bytes.slice(textAt * 4, textAt * 4 + length);
  },
};

const text = new Int32Array((ASSOCIATED_BYTES_MAX + TEXT_BYTES_MAX) / 4 + 4);
const bytes = new Uint8Array(text.buffer);
const state = new Int32Array(16);
state.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);
const poly = new Poly1305();
invariant(new Uint8Array(state.buffer)[0] === 0x65, 'words are little-endian');

/** Words of a text, padded to whole blocks of 16 bytes. */
function words(length: number): number {
  return ((length + 15) >> 4) * 4;
}

/** Key and nonce, block 0 for the one-time key, and the counter at the text's first block. */
function begin(key: Uint8Array, nonce: Uint8Array): void {
  for (let i = 0; i < 8; i++) state[4 + i] = wordAt(key, i * 4);
  state[12] = 0;
  for (let i = 0; i < 3; i++) state[13 + i] = wordAt(nonce, i * 4);
  chacha20Block(state);
  state[12] = 1;
  poly.begin(BLOCK);
}

/** Copies associated data and text, both padded with zeros; the first word of the text. */
function load(associated: Uint8Array, from: Uint8Array, start: number, end: number): number {
  const textAt = words(associated.length);
  invariant(
    associated.length <= ASSOCIATED_BYTES_MAX && end - start <= TEXT_BYTES_MAX,
    'more is sealed than a packet holds',
  );
  for (let i = 0; i < textAt; i++) text[i] = 0;
  copyBytes(associated, 0, associated.length, bytes, 0);
  const textEnd = textAt + words(end - start);
  for (let i = Math.max(textAt, textEnd - 4); i < textEnd; i++) text[i] = 0;
  copyBytes(from, start, end, bytes, textAt * 4);
  return textAt;
}

/** The tag of associated data and ciphertext as they lie in `text`. */
function finish(associatedBytes: number, textBytes: number, end: number): Int32Array {
  text[end] = associatedBytes;
  text[end + 1] = 0;
  text[end + 2] = textBytes;
  text[end + 3] = 0;
  poly.update(text, 0, end + 4);
  return poly.finish();
}

function wordAt(from: Uint8Array, at: number): number {
  return from[at] | (from[at + 1] << 8) | (from[at + 2] << 16) | (from[at + 3] << 24);
}
