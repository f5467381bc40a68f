import { expect, test } from '@jest/globals';
import { compileWorld, defineWorld, field } from '@atlasnet/schemas';
import type { Fields, RegionId, WorldSchema } from '@atlasnet/schemas';
import { DeclaredState } from './declared-state.ts';
import { RegionState } from './region-state.ts';

function schemaOf(components: Fields): WorldSchema {
  const bounds = { min: [0, 0], max: [100, 100] };
  return compileWorld(
    defineWorld({ name: 'declared', dimensions: 2, bounds, tickHz: 10, components }),
  );
}

const full = schemaOf({ coins: field.integer(), gems: field.integer() });
const lacking = schemaOf({ coins: field.integer() });
const grown = schemaOf({ coins: field.integer(), gems: field.integer(), rank: field.integer() });

const bytes = (schema: WorldSchema): Uint8Array => new TextEncoder().encode(schema.json);
const initial = (schema: WorldSchema): RegionState =>
  RegionState.initial(schema, 0 as RegionId, true, 7);
const changed = expect.objectContaining({ code: 'ATLAS_WORLD_CHANGED' });

test('a claim whose program could not go on changes nothing: the declaration before goes on', () => {
  const declared = new DeclaredState(null, initial);
  declared.claim(bytes(full));
  declared.forFrame();
  declared.claim(bytes(lacking));
  expect(() => declared.under(lacking)).toThrow(changed);
  declared.claim(bytes(full));
  expect(declared.under(full)).toBe(declared.state);
  expect(declared.forFrame()?.schema.hash).toBe(full.hash);
});

test('a declaration that frames count under is refused by name when it lacks something', () => {
  const declared = new DeclaredState(initial(full), initial);
  declared.claim(bytes(lacking));
  expect(() => declared.forFrame()).toThrow(changed);
});

test('a grown declaration holds from the first frame that counts under its claim', () => {
  const declared = new DeclaredState(initial(full), initial);
  declared.claim(bytes(grown));
  expect(declared.state?.schema.hash).toBe(full.hash);
  expect(declared.forFrame()?.schema.hash).toBe(grown.hash);
});

test('before any frame the newest claim declares the world, whatever those before it did', () => {
  const declared = new DeclaredState(null, initial);
  expect(declared.state).toBeNull();
  declared.claim(bytes(grown));
  declared.claim(bytes(lacking));
  expect(declared.state?.schema.hash).toBe(lacking.hash);
  expect(declared.under(full).schema.hash).toBe(full.hash);
});
