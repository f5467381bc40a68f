import { expect, test } from '@jest/globals';
import { defineWorld } from './define-world.ts';
import { compileWorld, compileWorldJson } from './world-schema.ts';

const textOf = (name: string): string => {
  const declaration = defineWorld({
    name,
    dimensions: 2,
    bounds: { min: [0, 0], max: [100, 100] },
    tickHz: 10,
    components: {},
  });
  return compileWorld(declaration).json;
};

test('a declaration in the log is compiled once for all who read it one after the other', () => {
  const [one, other] = [textOf('one'), textOf('other')];
  const compiled = compileWorldJson(one);
  expect([compiled.name, compiled.json]).toEqual(['one', one]);
  expect(compileWorldJson(one)).toBe(compiled);
  expect(compileWorldJson(other).json).toBe(other);
  expect(compileWorldJson(one)).toEqual(compiled);
});

test('one that does not parse is a typed error, whatever was read before', () => {
  compileWorldJson(textOf('one'));
  expect(() => compileWorldJson('{')).toThrow(
    expect.objectContaining({ code: 'ATLAS_RECORD_MALFORMED' }),
  );
});
