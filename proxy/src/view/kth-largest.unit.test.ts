import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { kthLargest } from './kth-largest.ts';

test('the k-th largest is where a sort would have it, whatever is equal or infinite', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ noNaN: true }));
  const some = fc.array(value, { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(some, fc.nat(), (values, at) => {
      const k = at % values.length;
      // What lies behind the numbers is not touched.
      const numbers = Float64Array.from([...values, 1e9, 1e9]);
      const sorted = values.toSorted((a, b) => b - a);
      expect(kthLargest(numbers, values.length, k) === sorted[k]).toBe(true);
      expect(Array.from(numbers.slice(values.length))).toEqual([1e9, 1e9]);
    }),
  );
});
