/* oxlint-disable max-lines-per-function -- a block is one function, so that its words are registers. */
/**
 * XORs the keystream of ChaCha20 over words: `state` holds constants, key, counter and nonce (RFC
 * 8439, section 2.3) and its counter moves on. All sixteen words are locals, so that they stay in
 * registers: an array of them makes this five times slower.
 */
export function chacha20Xor(state: Int32Array, words: Int32Array, from: number, to: number): void {
  for (let at = from; at < to; at += 16) {
    chacha20Block(state);
    state[12] = (state[12] + 1) | 0;
    const end = at + 16 < to ? 16 : to - at;
    for (let i = 0; i < end; i++) words[at + i] ^= BLOCK[i];
  }
}

/** The keystream of one block, as {@link chacha20Block} leaves it. */
export const BLOCK = new Int32Array(16);

/** Fills {@link BLOCK} with the keystream of this state. */
export function chacha20Block(state: Int32Array): void {
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  let i = state[8];
  let j = state[9];
  let k = state[10];
  let l = state[11];
  let m = state[12];
  let n = state[13];
  let o = state[14];
  let p = state[15];
  for (let round = 0; round < 10; round++) {
    // Columns, then diagonals: eight quarter rounds, written out.
    a = (a + e) | 0;
    m ^= a;
    m = (m << 16) | (m >>> 16);
    i = (i + m) | 0;
    e ^= i;
    e = (e << 12) | (e >>> 20);
    a = (a + e) | 0;
    m ^= a;
    m = (m << 8) | (m >>> 24);
    i = (i + m) | 0;
    e ^= i;
    e = (e << 7) | (e >>> 25);
    b = (b + f) | 0;
    n ^= b;
    n = (n << 16) | (n >>> 16);
    j = (j + n) | 0;
    f ^= j;
    f = (f << 12) | (f >>> 20);
    b = (b + f) | 0;
    n ^= b;
    n = (n << 8) | (n >>> 24);
    j = (j + n) | 0;
    f ^= j;
    f = (f << 7) | (f >>> 25);
    c = (c + g) | 0;
    o ^= c;
    o = (o << 16) | (o >>> 16);
    k = (k + o) | 0;
    g ^= k;
    g = (g << 12) | (g >>> 20);
    c = (c + g) | 0;
    o ^= c;
    o = (o << 8) | (o >>> 24);
    k = (k + o) | 0;
    g ^= k;
    g = (g << 7) | (g >>> 25);
    d = (d + h) | 0;
    p ^= d;
    p = (p << 16) | (p >>> 16);
    l = (l + p) | 0;
    h ^= l;
    h = (h << 12) | (h >>> 20);
    d = (d + h) | 0;
    p ^= d;
    p = (p << 8) | (p >>> 24);
    l = (l + p) | 0;
    h ^= l;
    h = (h << 7) | (h >>> 25);
    a = (a + f) | 0;
    p ^= a;
    p = (p << 16) | (p >>> 16);
    k = (k + p) | 0;
    f ^= k;
    f = (f << 12) | (f >>> 20);
    a = (a + f) | 0;
    p ^= a;
    p = (p << 8) | (p >>> 24);
    k = (k + p) | 0;
    f ^= k;
    f = (f << 7) | (f >>> 25);
    b = (b + g) | 0;
    m ^= b;
    m = (m << 16) | (m >>> 16);
    l = (l + m) | 0;
    g ^= l;
    g = (g << 12) | (g >>> 20);
    b = (b + g) | 0;
    m ^= b;
    m = (m << 8) | (m >>> 24);
    l = (l + m) | 0;
    g ^= l;
    g = (g << 7) | (g >>> 25);
    c = (c + h) | 0;
    n ^= c;
    n = (n << 16) | (n >>> 16);
    i = (i + n) | 0;
    h ^= i;
    h = (h << 12) | (h >>> 20);
    c = (c + h) | 0;
    n ^= c;
    n = (n << 8) | (n >>> 24);
    i = (i + n) | 0;
    h ^= i;
    h = (h << 7) | (h >>> 25);
    d = (d + e) | 0;
    o ^= d;
    o = (o << 16) | (o >>> 16);
    j = (j + o) | 0;
    e ^= j;
    e = (e << 12) | (e >>> 20);
    d = (d + e) | 0;
    o ^= d;
    o = (o << 8) | (o >>> 24);
    j = (j + o) | 0;
    e ^= j;
    e = (e << 7) | (e >>> 25);
  }
  BLOCK[0] = (a + state[0]) | 0;
  BLOCK[1] = (b + state[1]) | 0;
  BLOCK[2] = (c + state[2]) | 0;
  BLOCK[3] = (d + state[3]) | 0;
  BLOCK[4] = (e + state[4]) | 0;
  BLOCK[5] = (f + state[5]) | 0;
  BLOCK[6] = (g + state[6]) | 0;
  BLOCK[7] = (h + state[7]) | 0;
  BLOCK[8] = (i + state[8]) | 0;
  BLOCK[9] = (j + state[9]) | 0;
  BLOCK[10] = (k + state[10]) | 0;
  BLOCK[11] = (l + state[11]) | 0;
  BLOCK[12] = (m + state[12]) | 0;
  BLOCK[13] = (n + state[13]) | 0;
  BLOCK[14] = (o + state[14]) | 0;
  BLOCK[15] = (p + state[15]) | 0;
}
