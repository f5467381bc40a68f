import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HandleSet } from './handle-set.ts';

test('a set of handles holds what a set holds, in order', () => {
  const step = fc.record({ handle: fc.nat(2000), adds: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.nat(2100), (steps, from) => {
      const handles = new HandleSet();
      const same = new Set<number>();
      for (const { handle, adds } of steps) {
        if (adds) handles.add(handle);
        else handles.delete(handle);
        if (adds) same.add(handle);
        else same.delete(handle);
        expect(handles.has(handle)).toBe(adds);
      }
      const ascending = [...same].sort((a, b) => a - b);
      const listed: number[] = [];
      for (let at = handles.from(0); at >= 0; at = handles.from(at + 1)) listed.push(at);
      expect(listed).toEqual(ascending);
      expect(handles.size).toBe(same.size);
      expect(handles.from(from)).toBe(ascending.find((handle) => handle >= from) ?? -1);
      handles.clear();
      expect([handles.size, handles.from(0)]).toEqual([0, -1]);
    }),
  );
});
