import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { StateStore } from '@atlasnet/schemas';
import { hexOf, patternBytes } from './contract-tools.ts';

/** An open store for one test; `second` is another client of the same store. */
export interface StateStoreHarness {
  readonly store: StateStore;
  readonly second: StateStore;
  close(): Promise<void>;
  /** Lets the store's time pass; real time if absent. */
  sleep?(durationMs: number): Promise<void>;
}

/** The suite that every implementation of the StateStore port passes. */
export function stateStoreContract(name: string, open: () => Promise<StateStoreHarness>): void {
  describe(`StateStore contract: ${name}`, () => {
    let harness: StateStoreHarness;
    let store: StateStore;
    let prefix: string;
    beforeEach(async () => {
      harness = await open();
      store = harness.store;
      prefix = `contract:${randomUUID()}:`;
    });
    afterEach(() => harness.close());
    const sleep = (durationMs: number): Promise<void> =>
      harness.sleep?.(durationMs) ?? wait(durationMs);
    const [a, b] = [patternBytes(1), patternBytes(2)];

    test('a value is what was set, byte for byte, for every client', async () => {
      const key = `${prefix}key`;
      expect(await store.get(key)).toBeNull();
      const large = new Uint8Array(1_000_000).map((_, i) => i * 7);
      await store.set(key, large);
      expect(hexOf(await harness.second.get(key))).toBe(hexOf(large));
      await store.set(key, new Uint8Array(0));
      expect(hexOf(await harness.second.get(key))).toBe('');
      await store.delete(key);
      await store.delete(key);
      expect(await harness.second.get(key)).toBeNull();
    });

    test('getMany answers in the order of the keys, null where there is nothing', async () => {
      await store.set(`${prefix}a`, a);
      await store.set(`${prefix}b`, b);
      const keys = ['b', 'none', 'a', 'b'].map((key) => prefix + key);
      expect((await store.getMany(keys)).map(hexOf)).toEqual([
        hexOf(b),
        'none',
        hexOf(a),
        hexOf(b),
      ]);
      expect(await store.getMany([])).toEqual([]);
    });

    test('a value with a TTL vanishes; another write renews or removes the TTL', async () => {
      const [brief, renewed, kept] = ['brief', 'renewed', 'kept'].map((key) => prefix + key);
      if (brief === undefined || renewed === undefined || kept === undefined) throw new Error();
      for (const key of [brief, renewed, kept]) await store.set(key, a, { ttlMs: 300 });
      await store.set(renewed, b, { ttlMs: 60_000 });
      await store.set(kept, b);
      await sleep(500);
      expect(await store.get(brief)).toBeNull();
      expect((await store.getMany([renewed, kept])).map(hexOf)).toEqual([hexOf(b), hexOf(b)]);
      expect(await store.keys(prefix, 10)).not.toContain(brief);
    });

    test('compareAndSet writes only over exactly what is expected', async () => {
      const key = `${prefix}lease`;
      expect(await store.compareAndSet(key, a, b)).toBe(false);
      expect(await store.compareAndSet(key, null, a)).toBe(true);
      expect(await store.compareAndSet(key, null, b)).toBe(false);
      expect(await store.compareAndSet(key, a.subarray(0, a.length - 1), b)).toBe(false);
      expect(await store.compareAndSet(key, a, b, { ttlMs: 300 })).toBe(true);
      expect(hexOf(await store.get(key))).toBe(hexOf(b));
      await sleep(500);
      expect(await store.compareAndSet(key, null, a)).toBe(true);
      expect(await store.compareAndSet(key, b, null)).toBe(false);
      expect(await store.compareAndSet(key, a, null)).toBe(true);
      expect(await store.get(key)).toBeNull();
      expect(await store.compareAndSet(key, null, null)).toBe(true);
    });

    test('of many that compare at once, one wins', async () => {
      const key = `${prefix}election`;
      const tries = Array.from({ length: 40 }, (_, i) =>
        (i % 2 === 0 ? store : harness.second).compareAndSet(key, null, patternBytes(i)),
      );
      const won = (await Promise.all(tries)).flatMap((result, i) => (result ? [i] : []));
      expect(won).toHaveLength(1);
      expect(hexOf(await store.get(key))).toBe(hexOf(patternBytes(won[0] ?? -1)));
    });

    test('keys lists by prefix, whatever characters that has, up to the limit', async () => {
      const odd = `${prefix}[a*?]\\`;
      for (let i = 0; i < 7; i++) await store.set(`${odd}${i}`, a);
      await store.set(`${prefix}ax1`, a);
      expect([...(await store.keys(odd, 100))].sort()).toEqual(
        Array.from({ length: 7 }, (_, i) => `${odd}${i}`),
      );
      expect(await store.keys(odd, 3)).toHaveLength(3);
      expect(await store.keys(`${prefix}none`, 3)).toEqual([]);
    });

    test('a closed client fails as unreachable', async () => {
      await harness.second.close();
      await expect(harness.second.get(prefix)).rejects.toMatchObject({
        code: 'ATLAS_STORE_UNREACHABLE',
      });
      await harness.second.close();
    });
  });
}
