import type { PacketCipher } from '@atlasnet/proxy';

const TAG_BYTES = 16;

/**
 * Seals nothing and costs next to nothing: the plain bytes, then a tag over key, nonce, associated
 * data and bytes, so that a wrong key, a changed byte or a packet moved elsewhere does not open. For
 * simulations only, where the cipher would be most of the work; some seeds keep the real one.
 */
export const plainPacketCipher: PacketCipher = {
  seal(key, nonce, associated, plain, length, out, at) {
    out.set(plain.subarray(0, length), at);
    writeTag(tagOf(key, nonce, associated, plain, 0, length), out, at + length);
  },
  open(key, nonce, associated, bytes, start, end) {
    const tagAt = end - TAG_BYTES;
    if (tagAt < start) return null;
    const tag = tagOf(key, nonce, associated, bytes, start, tagAt);
    for (let i = 0; i < TAG_BYTES; i++) {
      if (bytes[tagAt + i] !== ((tag >>> ((i & 3) * 8)) & 0xff)) return null;
    }
    // A simulated datagram is nobody else’s.
    return bytes.subarray(start, tagAt);
  },
};

/** FNV-1a over everything: no secret, only a difference. */
function tagOf(
  key: Uint8Array,
  nonce: Uint8Array,
  associated: Uint8Array,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  let hash = mixAll(0x811c9dc5, key, 0, key.length);
  hash = mixAll(hash, nonce, 0, nonce.length);
  hash = mixAll(hash, associated, 0, associated.length);
  return mixAll(hash, bytes, start, end);
}

function mixAll(from: number, bytes: Uint8Array, start: number, end: number): number {
  let hash = from;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash;
}

function writeTag(tag: number, out: Uint8Array, at: number): void {
  for (let i = 0; i < TAG_BYTES; i++) out[at + i] = (tag >>> ((i & 3) * 8)) & 0xff;
}
