import { describe, expect, test } from '@jest/globals';
import { SeededRandom } from '../adapters/simulated/index.ts';
import { ACCEPTED } from './fuzz-reader.ts';
import type { FuzzReader } from './fuzz-reader.ts';
import { fuzz } from './fuzz-run.ts';
import { mutate } from './mutate.ts';
import { FUZZ_READERS } from './readers/index.ts';

/** `npm run fuzz` gives more. */
const INPUTS = process.env.JEST_DEPTH === 'short' ? 1500 : 5000;

describe('readers of untrusted bytes', () => {
  for (const reader of FUZZ_READERS) {
    const wanted = reader.authentic ? 'accepts no changed input' : 'refuses by its own codes alone';
    test(`${reader.name} ${wanted}, and holds no more memory than before`, async () => {
      const inputs = Math.ceil(INPUTS / reader.costs);
      const tally = await fuzz(reader, 1, inputs);
      expect(tally.failure).toBeNull();
      const refused = [...tally.refused.values()].reduce((sum, count) => sum + count, 0);
      expect([tally.inputs, tally.accepted + refused]).toEqual([inputs, inputs]);
      expect(refused).toBeGreaterThan(0);
    });
  }
});

describe('the tool itself', () => {
  const corpus = [Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2, 3, 4, 5), new Uint8Array(0)];
  const faulty = (changes: Partial<FuzzReader>): FuzzReader => ({
    ...{ name: 'faulty', doc: '', authentic: true, costs: 1 },
    open: () => ({ corpus, feed: () => ACCEPTED }),
    ...changes,
  });

  test('no input is an honest one, most are near to one, and honest ones stay as they are', () => {
    const random = new SeededRandom(1);
    // A Buffer's slice is no copy.
    const own = [Buffer.from([1, 2, 3]), Uint8Array.of(9, 8, 7, 6, 5)];
    const honest = own.map((bytes) => [...bytes].join());
    const seen = { near: 0, honest: 0, other: 0 };
    for (let i = 0; i < 20_000; i++) {
      const input = mutate(random, own[i % 2], own);
      if (honest.includes([...input].join())) seen.honest++;
      if (input.constructor !== Uint8Array) seen.other++;
      if (input[0] === 1) seen.near++;
    }
    expect(seen).toEqual({ near: expect.any(Number), honest: 0, other: 0 });
    expect(seen.near).toBeGreaterThan(5000);
    expect(own.map((bytes) => [...bytes].join())).toEqual(honest);
  });

  test('what is accepted, throws, changes what honest peers have, or grows is found; the seed repeats it', async () => {
    const crash = faulty({
      authentic: false,
      open: () => ({
        corpus,
        feed: (input) => {
          if (input[0] === 77) throw new TypeError('not thought of');
          return 'refused';
        },
      }),
    });
    const found = await fuzz(crash, 5, 100_000);
    expect(found.failure?.problem).toContain('not thought of');
    expect(found.failure?.input).toMatch(/^4d/);
    const { seed = 0, inputs = 0 } = found.failure ?? {};
    expect((await fuzz(crash, seed, inputs)).failure).toMatchObject({ seed, inputs });
    expect((await fuzz(crash, seed, inputs - 1)).failure).toBeNull();

    expect((await fuzz(faulty({}), 1, 10)).failure).toMatchObject({ inputs: 1 });
    const check = (): void => {
      throw new Error('somebody was let go');
    };
    const changed = faulty({ open: () => ({ corpus, feed: () => 'refused', check }) });
    expect((await fuzz(changed, 1, 10)).failure?.problem).toContain('somebody was let go');
    const held: Uint8Array[] = [];
    const growing = faulty({
      open: () => ({
        corpus,
        feed: () => {
          held.push(new Uint8Array(1_000_000));
          return 'refused';
        },
      }),
    });
    expect((await fuzz(growing, 1, 100)).failure?.problem).toContain('bytes more');
  });
});
