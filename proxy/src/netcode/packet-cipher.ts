import { NONCE_BYTES, TAG_BYTES, TOKEN_NONCE_BYTES } from './constants.ts';
import { hchacha20 } from './hchacha20.ts';

/**
 * ChaCha20-Poly1305 (RFC 8439) as packets need it. Implementations: the proxy and Node clients have
 * WebAssembly, browsers @noble/ciphers; a test holds them equal to each other and to node:crypto. None
 * keeps the arrays it is given.
 */
export interface PacketCipher {
  /** Seals plain[0, length) into out[at, at + length + 16): the ciphertext, then the tag. */
  seal(
    key: Uint8Array,
    nonce: Uint8Array,
    associated: Uint8Array,
    plain: Uint8Array,
    length: number,
    out: Uint8Array,
    at: number,
  ): void;
  /**
   * Opens bytes[start, end), ciphertext and tag; null when it is not authentic. The result is fresh
   * and the caller's to keep.
   */
  open(
    key: Uint8Array,
    nonce: Uint8Array,
    associated: Uint8Array,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): Uint8Array | null;
}

/** Seals with XChaCha20-Poly1305: a 24-byte random nonce, as connect tokens use. */
export function sealExtended(
  cipher: PacketCipher,
  key: Uint8Array,
  nonce: Uint8Array,
  associated: Uint8Array,
  plain: Uint8Array,
): Uint8Array {
  const sealed = new Uint8Array(plain.length + TAG_BYTES);
  const subkey = hchacha20(key, nonce, 0);
  cipher.seal(subkey, shortNonce(nonce, 0), associated, plain, plain.length, sealed, 0);
  return sealed;
}

/** Opens what {@link sealExtended} made; the nonce stands at nonceBytes[nonceAt]. */
export function openExtended(
  cipher: PacketCipher,
  key: Uint8Array,
  nonceBytes: Uint8Array,
  nonceAt: number,
  associated: Uint8Array,
  sealed: Uint8Array,
  start: number,
  end: number,
): Uint8Array | null {
  const subkey = hchacha20(key, nonceBytes, nonceAt);
  return cipher.open(subkey, shortNonce(nonceBytes, nonceAt), associated, sealed, start, end);
}

function shortNonce(nonce: Uint8Array, at: number): Uint8Array {
  const short = new Uint8Array(NONCE_BYTES);
  for (let i = 0; i < 8; i++) short[4 + i] = nonce[at + TOKEN_NONCE_BYTES - 8 + i] ?? 0;
  return short;
}
