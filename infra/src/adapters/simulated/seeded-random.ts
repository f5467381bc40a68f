import type { RandomSource } from '@atlasnet/schemas';

/**
 * Small fast counting generator, 32 bit (sfc32, Chris Doty-Humphrey, PractRand), seeded through
 * splitmix32. Not for secrets: the simulator's stand-in for chance.
 */
export class SeededRandom implements RandomSource {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  readonly #label: number;

  constructor(seed: number, label = '') {
    this.#label = mixLabel(seed | 0, label);
    this.#a = splitmix(this.#label);
    this.#b = splitmix(this.#a);
    this.#c = splitmix(this.#b);
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** A generator of its own for `label`: draws of one do not shift those of another. */
  fork(label: string): SeededRandom {
    return new SeededRandom(this.#label, label);
  }

  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** In [0, 1). */
  fraction(): number {
    return this.uint32() / 2 ** 32;
  }

  /** An integer in [0, below). */
  integer(below: number): number {
    return Math.floor(this.fraction() * below);
  }

  between(min: number, max: number): number {
    return min + (max - min) * this.fraction();
  }

  /** True with this probability. Draws nothing for 0, so that an unused fault shifts no history. */
  chance(probability: number): boolean {
    return probability > 0 && this.fraction() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = this.uint32() >>> 24;
    return bytes;
  }
}

function splitmix(state: number): number {
  let mixed = (state + 0x9e3779b9) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

function mixLabel(seed: number, label: string): number {
  let mixed = splitmix(seed);
  for (let i = 0; i < label.length; i++) mixed = splitmix(mixed ^ label.charCodeAt(i));
  return mixed;
}

/** A span that delays are drawn from, milliseconds. */
export interface Latency {
  readonly minMs: number;
  readonly maxMs: number;
}

/** Mostly near the minimum, with a tail: the cube of a uniform draw. */
export function drawLatency(random: SeededRandom, latency: Latency): number {
  const uniform = random.fraction();
  return latency.minMs + (latency.maxMs - latency.minMs) * uniform * uniform * uniform;
}
