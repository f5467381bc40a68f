import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { IdIndex } from './id-index.ts';

const id = fc.oneof(
  fc.nat(40),
  fc.nat(20).map((low) => low + 2 ** 40),
  fc.maxSafeNat(),
);
const step = fc.oneof(
  fc.record({ kind: fc.constant('claim' as const), id, slot: fc.nat(1000) }),
  fc.record({ kind: fc.constant('delete' as const), id }),
  fc.record({ kind: fc.constant('clear' as const) }),
);
const steps = fc.array(fc.oneof({ weight: 40, arbitrary: step }), { maxLength: 400 });

test('the index of ids does what a Map does', () => {
  fc.assert(
    fc.property(steps, (operations) => {
      const index = new IdIndex(1);
      const model = new Map<number, number>();
      for (const each of operations) {
        if (each.kind === 'clear' && model.size > 30) {
          index.clear();
          model.clear();
        } else if (each.kind === 'claim') {
          if (!model.has(each.id)) model.set(each.id, each.slot);
          expect(index.claim(each.id, each.slot)).toBe(model.get(each.id));
        } else if (each.kind === 'delete') {
          expect(index.delete(each.id)).toBe(model.delete(each.id));
        }
        expect(index.size).toBe(model.size);
      }
      for (const [key, slot] of model) expect(index.get(key)).toBe(slot);
      for (const each of operations) {
        if (each.kind !== 'clear') expect(index.get(each.id)).toBe(model.get(each.id) ?? -1);
      }
    }),
    { numRuns: 500 },
  );
});
