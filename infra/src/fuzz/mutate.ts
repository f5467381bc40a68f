import type { SeededRandom } from '../adapters/simulated/index.ts';

/** Values at which length fields and numbers turn over. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff];
const GROWTH_BYTES = 40;

/**
 * An input that differs from `original` for certain. Most differ little, since what is far from an
 * honest input is refused by the first check that sees it.
 * @param corpus honest inputs to take pieces of
 */
export function mutate(
  random: SeededRandom,
  original: Uint8Array,
  corpus: readonly Uint8Array[],
): Uint8Array {
  const other = random.pick(corpus);
  const changed = change(random, original, other);
  const isHonest = isEqual(changed, original) || isEqual(changed, other);
  return isHonest ? flipped(random, changed) : changed;
}

function change(random: SeededRandom, original: Uint8Array, other: Uint8Array): Uint8Array {
  const { length } = original;
  if (length === 0) return random.bytes(1 + random.integer(GROWTH_BYTES));
  switch (random.integer(8)) {
    case 0:
      return flipBits(random, original, length);
    case 1:
      return flipBits(random, original, Math.min(12, length));
    case 2:
      return new Uint8Array(original.subarray(0, random.integer(length)));
    case 3:
      return joined(original, random.bytes(1 + random.integer(GROWTH_BYTES)));
    case 4:
      return overwrite(original, random.bytes(random.integer(length)), 0);
    case 5:
      return overwrite(original, edges(random), random.integer(length));
    case 6: {
      const from = random.integer(length);
      const to = from + random.integer(length - from);
      return random.chance(0.5)
        ? joined(original.subarray(0, from), original.subarray(to))
        : joined(original.subarray(0, to), original.subarray(from));
    }
    default: {
      const cut = random.integer(Math.min(length, other.length + 1));
      return joined(original.subarray(0, cut), other.subarray(cut));
    }
  }
}

function flipBits(random: SeededRandom, original: Uint8Array, below: number): Uint8Array {
  const bytes = new Uint8Array(original);
  for (let flips = 1 + random.integer(4); flips > 0; flips--) {
    bytes[random.integer(below)] ^= 1 << random.integer(8);
  }
  return bytes;
}

function edges(random: SeededRandom): Uint8Array {
  const value = random.pick(EDGES);
  return new Uint8Array(1 + random.integer(8)).fill(value);
}

function overwrite(original: Uint8Array, piece: Uint8Array, at: number): Uint8Array {
  const bytes = new Uint8Array(original);
  bytes.set(piece.subarray(0, bytes.length - at), at);
  return bytes;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first, 0);
  bytes.set(second, first.length);
  return bytes;
}

function flipped(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return Uint8Array.of(random.integer(256));
  const copy = new Uint8Array(bytes);
  copy[random.integer(copy.length)] ^= 1 << random.integer(8);
  return copy;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
