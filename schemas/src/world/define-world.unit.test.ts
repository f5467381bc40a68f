import { expect, test } from '@jest/globals';
import { defineWorld } from './define-world.ts';
import type { Fields } from './define-world.ts';
import { field } from './field.ts';

const whole = {
  name: 'declared',
  dimensions: 2 as const,
  bounds: { min: [0, 0], max: [100, 100] },
  tickHz: 10,
  components: {} as Fields,
};

test.each<[string, Partial<typeof whole>]>([
  ['name "Not this"', { name: 'Not this' }],
  ['bounds: 2 numbers wanted', { bounds: { min: [0], max: [100] } }],
  ['bounds: max is not above min on axis 1', { bounds: { min: [0, 5], max: [9, 5] } }],
  ['tickHz: 0 is not in', { tickHz: 0 }],
  ['components.position: every entity has one', { components: { position: field.flag() } }],
  ['components.speed: quantum 0', { components: { speed: field.number({ quantum: 0 }) } }],
  [
    'components.speed: viewQuantum is finer',
    { components: { speed: field.number({ quantum: 1, viewQuantum: 0.1 }) } },
  ],
  [
    'components.kind: an enumeration without values',
    { components: { kind: field.enumeration([]) } },
  ],
  ['components.label: lengthMax 0', { components: { label: field.text({ lengthMax: 0 }) } }],
  [
    'components.hp: min 9 is above max 1',
    { components: { hp: field.integer({ min: 9, max: 1 }) } },
  ],
  [
    'components.hp: its default is not one of its values',
    { components: { hp: field.integer({ max: 9, default: 12 }) } },
  ],
  [
    'components.label: its default is not one of its values',
    { components: { label: field.text({ lengthMax: 3, default: 'four' }) } },
  ],
])('%s: refused with place and way out', (place, change) => {
  expect(() => defineWorld({ ...whole, ...change })).toThrow(
    expect.objectContaining({
      code: 'ATLAS_WORLD_INVALID',
      message: expect.stringContaining(`world declaration, ${place}`),
      hint: expect.stringMatching(/.+/),
    }),
  );
});

test('a field of a command, message, input or task is named with its kind', () => {
  const bad = { arms: field.integer({ min: 1, default: 0 }) };
  for (const group of ['commands', 'messages', 'inputs'] as const) {
    expect(() => defineWorld({ ...whole, [group]: { wave: bad } })).toThrow(`${group}.wave.arms: `);
  }
  const tasks = { wave: { arguments: {}, result: bad } };
  expect(() => defineWorld({ ...whole, tasks })).toThrow('tasks.result.wave.arms: ');
});
