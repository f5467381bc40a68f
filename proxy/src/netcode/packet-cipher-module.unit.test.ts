import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ASSOCIATED_AT, ONE_TIME_KEY_AT, TAG_AT, TEXT_AT } from './packet-cipher-code.ts';
import { makePacketCipherModule } from './packet-cipher-module.ts';

const PRIME = (1n << 130n) - 5n;
/** Bits of r that the standard keeps (RFC 8439, section 2.5). */
const CLAMP = 0x0ffffffc0ffffffc0ffffffc0fffffffn;
const ONES = (1n << 128n) - 1n;

/** What is summed up of whole blocks, by the standard's formula; with s it is the tag. */
function sumOf(r: bigint, blocks: readonly bigint[]): bigint {
  return blocks.reduce((sum, each) => ((sum + each + (1n << 128n)) * (r & CLAMP)) % PRIME, 0n);
}

/** What the module says, of blocks that begin in the associated data, if there is room, and end in the text. */
function tagOf(r: bigint, s: bigint, blocks: readonly bigint[], associated = 0): bigint {
  write(ONE_TIME_KEY_AT, [r, s]);
  write(ASSOCIATED_AT, blocks.slice(0, associated));
  write(TEXT_AT, blocks.slice(associated));
  cipher.authenticate(ASSOCIATED_AT + associated * 16, TEXT_AT + (blocks.length - associated) * 16);
  return read(TAG_AT);
}

const cipher = makePacketCipherModule();
const memory = new DataView(cipher.memory.buffer);

function write(at: number, blocks: readonly bigint[]): void {
  for (const [i, each] of blocks.entries()) {
    memory.setBigUint64(at + i * 16, BigInt.asUintN(64, each), true);
    memory.setBigUint64(at + i * 16 + 8, each >> 64n, true);
  }
}

function read(at: number): bigint {
  return memory.getBigUint64(at, true) | (memory.getBigUint64(at + 8, true) << 64n);
}

/** The block after which the sum is exactly this; null when no block is. */
function blockTo(sum: bigint, r: bigint, before: readonly bigint[]): bigint | null {
  const block = (((sum * inverseOf(r & CLAMP) - sumOf(r, before)) % PRIME) + PRIME) % PRIME;
  const found = block - (1n << 128n);
  return found < 0n || found > ONES ? null : found;
}

/** By Fermat: value ^ (prime − 2). */
function inverseOf(value: bigint): bigint {
  let [result, base] = [1n, value % PRIME];
  for (let left = PRIME - 2n; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
}

const block = fc.oneof(
  fc.bigInt({ min: 0n, max: ONES }),
  fc.constantFrom(0n, ONES, ONES - 1n, 1n << 127n),
);

test('tags are those of the formula, for any key and any blocks', () => {
  fc.assert(
    fc.property(
      ...[block, block, fc.array(block, { minLength: 5, maxLength: 40 }), fc.nat(4)],
      (r, s, blocks, associated) => {
        expect(tagOf(r, s, blocks, associated)).toBe((sumOf(r, blocks) + s) & ONES);
      },
    ),
    { numRuns: 1000 },
  );
});

test('also where the sum ends on or beside the prime, or a carry goes through all limbs', () => {
  const edges = [0n, 1n, 4n, 5n, PRIME - 1n, PRIME - 2n, PRIME - 5n, ONES, ONES + 1n];
  let reached = 0;
  fc.assert(
    fc.property(block, block, block, (r, s, first) => {
      for (const edge of edges) {
        const last = (r & CLAMP) === 0n ? null : blockTo(edge, r, [first]);
        if (last === null) continue;
        reached++;
        expect(sumOf(r, [first, last])).toBe(edge);
        expect(tagOf(r, s, [first, last])).toBe((edge + s) & ONES);
      }
    }),
    { numRuns: 500 },
  );
  expect(reached).toBeGreaterThan(200);
});

test('the corner cases of RFC 8439, appendix A.3', () => {
  expect(tagOf(2n, 0n, [ONES])).toBe(3n);
  expect(tagOf(2n, ONES, [2n])).toBe(3n);
  expect(tagOf(1n, 0n, [ONES, ONES - 0xfn, 0x11n])).toBe(5n);
  const [eighth, ones] = [0xfefefefefefefefefefefefefefefefbn, 0x01010101010101010101010101010101n];
  expect(tagOf(1n, 0n, [ONES, eighth, ones])).toBe(0n);
  expect(tagOf(2n, 0n, [ONES - 2n])).toBe(ONES - 5n);
});
