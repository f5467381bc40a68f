import { expect, test } from '@jest/globals';
import { EntityTable, GONE_DESTROYED, compileWorld, defineWorld, field } from '@atlasnet/schemas';
import { UndoJournal } from './undo-journal.ts';

const schema = compileWorld(
  defineWorld({
    name: 'undo',
    dimensions: 2,
    bounds: { min: [0, 0], max: [100, 100] },
    tickHz: 20,
    components: { name: field.text({ lengthMax: 20 }), coins: field.integer() },
  }),
);
const indexOf = (name: string): number => schema.components.findIndex((each) => each.name === name);
const [POSITION, NAME, COINS] = ['position', 'name', 'coins'].map(indexOf);

/** A journal of a table with so many entities, each with a name, and one write as a hook's is journalled. */
function stage(count: number) {
  const table = new EntityTable(schema, 4);
  const journal = new UndoJournal(table);
  const slots = Array.from({ length: count }, (_, index) => {
    const slot = table.add(index + 1);
    table.addComponent(slot, NAME);
    table.writeValue(slot, NAME, `number ${index}`);
    return slot;
  });
  table.commit();
  const write = (slot: number, component: number, value: unknown): void => {
    journal.component(slot, component);
    table.addComponent(slot, component);
    table.writeValue(slot, component, value);
  };
  const state = (): string =>
    JSON.stringify([
      table.lanes.map((lane) => Array.from(slots, (slot) => lane[slot])),
      table.heaps.map((heap) => slots.map((slot) => heap[slot])),
      slots.map((slot) => [table.present[slot], table.slotOf(table.ids[slot])]),
      table.count,
    ]);
  return { table, journal, slots, write, state };
}

test('numbers, texts, components, removals and creations of a hook are all taken back', () => {
  const { table, journal, slots, write, state } = stage(3);
  const before = state();
  journal.begin();
  write(slots[0], NAME, 'first');
  write(slots[0], NAME, 'second');
  write(slots[1], COINS, 2 ** 40);
  write(slots[1], POSITION, { x: 7, y: 8 });
  table.remove(slots[2], GONE_DESTROYED);
  journal.removed(slots[2]);
  const created = table.add(99);
  journal.added(created);
  write(created, NAME, 'new');
  expect(state()).not.toBe(before);
  journal.rollback();
  expect(state()).toBe(before);
  expect(table.slotOf(99)).toBe(-1);
  expect(journal.active).toBe(false);
});

test('a hook that changes thousands is taken back whole, and the next one alone', () => {
  const { journal, slots, write, state } = stage(4000);
  const before = state();
  for (let round = 0; round < 2; round++) {
    journal.begin();
    for (const slot of slots) write(slot, NAME, `round ${round}`);
    for (const slot of slots) write(slot, COINS, slot);
    journal.rollback();
    expect(state()).toBe(before);
  }
  journal.begin();
  write(slots[0], NAME, 'kept');
  journal.end();
  const kept = state();
  journal.begin();
  write(slots[1], NAME, 'lost');
  journal.rollback();
  expect(state()).toBe(kept);
});
