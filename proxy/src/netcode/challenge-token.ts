import { copyOf, readBigUint64, writeBigUint64, writeUint64 } from './bytes.ts';
import { CHALLENGE_BYTES, NONCE_BYTES, TAG_BYTES, USER_DATA_BYTES } from './constants.ts';
import type { PacketCipher } from './packet-cipher.ts';

/** What a challenge brings back; it proves that the client receives at its address. */
export interface ChallengeToken {
  readonly clientId: bigint;
  readonly userData: Uint8Array;
}

const NO_ASSOCIATED_DATA = new Uint8Array(0);

/** Writes and seals a challenge token into out[at, at + 300). */
export function writeChallengeToken(
  cipher: PacketCipher,
  key: Uint8Array,
  sequence: number,
  token: ChallengeToken,
  out: Uint8Array,
  at: number,
): void {
  const plain = new Uint8Array(CHALLENGE_BYTES - TAG_BYTES);
  writeBigUint64(plain, 0, token.clientId);
  plain.set(token.userData, 8);
  const nonce = new Uint8Array(NONCE_BYTES);
  writeUint64(nonce, 4, sequence);
  cipher.seal(key, nonce, NO_ASSOCIATED_DATA, plain, plain.length, out, at);
}

/** Opens the eight-byte sequence and the challenge token at bytes[at…]; null when not ours. */
export function openChallengeToken(
  cipher: PacketCipher,
  key: Uint8Array,
  bytes: Uint8Array,
  at: number,
): ChallengeToken | null {
  const nonce = new Uint8Array(NONCE_BYTES);
  nonce.set(bytes.subarray(at, at + 8), 4);
  const end = at + 8 + CHALLENGE_BYTES;
  const plain = cipher.open(key, nonce, NO_ASSOCIATED_DATA, bytes, at + 8, end);
  if (!plain) return null;
  return { clientId: readBigUint64(plain, 0), userData: copyOf(plain, 8, 8 + USER_DATA_BYTES) };
}
