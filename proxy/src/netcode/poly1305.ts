/** Limbs of 22 bits: a sum of six products of them, times 20, stays below 2^53 and so is exact. */
const LIMB = 2 ** 22;
const INVERSE = 2 ** -22;
const MASK = 0x3fffff;

/**
 * Poly1305 over words (RFC 8439, section 2.5). The accumulator is six limbs of 22 bits in doubles, whose
 * multiplication is the widest that JavaScript has; nothing depends on secret values but arithmetic.
 */
export class Poly1305 {
  readonly #h = new Float64Array(6);
  readonly #r = new Float64Array(6);
  readonly #pad = new Int32Array(4);
  readonly #tag = new Int32Array(4);

  /** Begins with a one-time key of eight words. */
  begin(key: Int32Array): void {
    const r = this.#r;
    const t0 = key[0] & 0x0fffffff;
    const t1 = key[1] & 0x0ffffffc;
    const t2 = key[2] & 0x0ffffffc;
    const t3 = key[3] & 0x0ffffffc;
    r[0] = t0 & MASK;
    r[1] = ((t0 >>> 22) | (t1 << 10)) & MASK;
    r[2] = ((t1 >>> 12) | (t2 << 20)) & MASK;
    r[3] = (t2 >>> 2) & MASK;
    r[4] = ((t2 >>> 24) | (t3 << 8)) & MASK;
    r[5] = t3 >>> 14;
    for (let i = 0; i < 6; i++) this.#h[i] = 0;
    for (let i = 0; i < 4; i++) this.#pad[i] = key[4 + i];
  }

  /** Takes words[from, to): whole blocks of four, as the AEAD pads what it authenticates. */
  update(words: Int32Array, from: number, to: number): void {
    const { 0: r0, 1: r1, 2: r2, 3: r3, 4: r4, 5: r5 } = this.#r;
    // 2^132 is 4 × 2^130, and 2^130 is 5 modulo the prime: what overflows comes back twentyfold.
    const s1 = r1 * 20;
    const s2 = r2 * 20;
    const s3 = r3 * 20;
    const s4 = r4 * 20;
    const s5 = r5 * 20;
    let { 0: h0, 1: h1, 2: h2, 3: h3, 4: h4, 5: h5 } = this.#h;
    for (let at = from; at < to; at += 4) {
      const t0 = words[at];
      const t1 = words[at + 1];
      const t2 = words[at + 2];
      const t3 = words[at + 3];
      h0 += t0 & MASK;
      h1 += ((t0 >>> 22) | (t1 << 10)) & MASK;
      h2 += ((t1 >>> 12) | (t2 << 20)) & MASK;
      h3 += (t2 >>> 2) & MASK;
      h4 += ((t2 >>> 24) | (t3 << 8)) & MASK;
      h5 += (t3 >>> 14) | (1 << 18);
      const d0 = h0 * r0 + h1 * s5 + h2 * s4 + h3 * s3 + h4 * s2 + h5 * s1;
      const d1 = h0 * r1 + h1 * r0 + h2 * s5 + h3 * s4 + h4 * s3 + h5 * s2;
      const d2 = h0 * r2 + h1 * r1 + h2 * r0 + h3 * s5 + h4 * s4 + h5 * s3;
      const d3 = h0 * r3 + h1 * r2 + h2 * r1 + h3 * r0 + h4 * s5 + h5 * s4;
      const d4 = h0 * r4 + h1 * r3 + h2 * r2 + h3 * r1 + h4 * r0 + h5 * s5;
      const d5 = h0 * r5 + h1 * r4 + h2 * r3 + h3 * r2 + h4 * r1 + h5 * r0;
      let carry = Math.floor(d0 * INVERSE);
      h0 = d0 - carry * LIMB;
      const e1 = d1 + carry;
      carry = Math.floor(e1 * INVERSE);
      h1 = e1 - carry * LIMB;
      const e2 = d2 + carry;
      carry = Math.floor(e2 * INVERSE);
      h2 = e2 - carry * LIMB;
      const e3 = d3 + carry;
      carry = Math.floor(e3 * INVERSE);
      h3 = e3 - carry * LIMB;
      const e4 = d4 + carry;
      carry = Math.floor(e4 * INVERSE);
      h4 = e4 - carry * LIMB;
      const e5 = d5 + carry;
      // The top limb ends at 2^130: what is above comes back fivefold.
      carry = Math.floor(e5 * 2 ** -20);
      h5 = e5 - carry * 2 ** 20;
      h0 += carry * 5;
      carry = Math.floor(h0 * INVERSE);
      h0 -= carry * LIMB;
      h1 += carry;
    }
    const h = this.#h;
    h[0] = h0;
    h[1] = h1;
    h[2] = h2;
    h[3] = h3;
    h[4] = h4;
    h[5] = h5;
  }

  /** The tag, four words; valid until the next. */
  finish(): Int32Array {
    const h = this.#h;
    // Carried twice, every limb is below its limit and the value below 2 × the prime.
    for (let pass = 0; pass < 2; pass++) {
      let carry = 0;
      for (let i = 0; i < 6; i++) {
        const limb = h[i] + carry;
        const size = i === 5 ? 2 ** 20 : LIMB;
        carry = Math.floor(limb / size);
        h[i] = limb - carry * size;
      }
      h[0] += carry * 5;
    }
    this.#reduce();
    const tag = this.#tag;
    tag[0] = h[0] | (h[1] << 22);
    tag[1] = (h[1] >>> 10) | (h[2] << 12);
    tag[2] = (h[2] >>> 20) | (h[3] << 2) | (h[4] << 24);
    tag[3] = (h[4] >>> 8) | (h[5] << 14);
    let carry = 0;
    for (let i = 0; i < 4; i++) {
      const sum = (tag[i] >>> 0) + (this.#pad[i] >>> 0) + carry;
      tag[i] = sum | 0;
      carry = Math.floor(sum / 2 ** 32);
    }
    return tag;
  }

  /** Takes the prime away if the value reaches it, without a branch. */
  #reduce(): void {
    const h = this.#h;
    const less = REDUCED;
    let carry = 5;
    for (let i = 0; i < 6; i++) {
      const limb = h[i] + carry;
      const size = i === 5 ? 2 ** 20 : LIMB;
      carry = Math.floor(limb / size);
      less[i] = limb - carry * size;
    }
    // The carry out of the top, 0 or 1, says that the value + 5 reaches 2^130.
    for (let i = 0; i < 6; i++) h[i] += (less[i] - h[i]) * carry;
  }
}

const REDUCED = new Float64Array(6);
