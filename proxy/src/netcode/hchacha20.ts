import { readUint32, writeUint32 } from './bytes.ts';

/**
 * HChaCha20: derives the subkey that turns XChaCha20-Poly1305 into ChaCha20-Poly1305, for which
 * every platform has fast code. Source: draft-irtf-cfrg-xchacha-03, section 2.2.
 *
 * @param key 32 bytes
 * @param nonce 16 bytes at nonce[at]
 */
export function hchacha20(key: Uint8Array, nonce: Uint8Array, at: number): Uint8Array {
  const x = STATE;
  x[0] = 0x61707865;
  x[1] = 0x3320646e;
  x[2] = 0x79622d32;
  x[3] = 0x6b206574;
  for (let i = 0; i < 8; i++) x[4 + i] = readUint32(key, i * 4);
  for (let i = 0; i < 4; i++) x[12 + i] = readUint32(nonce, at + i * 4);
  for (let round = 0; round < 10; round++) {
    quarterRound(x, 0, 4, 8, 12);
    quarterRound(x, 1, 5, 9, 13);
    quarterRound(x, 2, 6, 10, 14);
    quarterRound(x, 3, 7, 11, 15);
    quarterRound(x, 0, 5, 10, 15);
    quarterRound(x, 1, 6, 11, 12);
    quarterRound(x, 2, 7, 8, 13);
    quarterRound(x, 3, 4, 9, 14);
  }
  const subkey = new Uint8Array(32);
  for (let i = 0; i < 4; i++) {
    writeUint32(subkey, i * 4, x[i] ?? 0);
    writeUint32(subkey, 16 + i * 4, x[12 + i] ?? 0);
  }
  return subkey;
}

/** One scratch state: the function is synchronous, and runs once per connection request. */
const STATE = new Int32Array(16);

function quarterRound(x: Int32Array, a: number, b: number, c: number, d: number): void {
  let va = x[a] ?? 0;
  let vb = x[b] ?? 0;
  let vc = x[c] ?? 0;
  let vd = x[d] ?? 0;
  va = (va + vb) | 0;
  vd ^= va;
  vd = (vd << 16) | (vd >>> 16);
  vc = (vc + vd) | 0;
  vb ^= vc;
  vb = (vb << 12) | (vb >>> 20);
  va = (va + vb) | 0;
  vd ^= va;
  vd = (vd << 8) | (vd >>> 24);
  vc = (vc + vd) | 0;
  vb ^= vc;
  vb = (vb << 7) | (vb >>> 25);
  x[a] = va;
  x[b] = vb;
  x[c] = vc;
  x[d] = vd;
}
