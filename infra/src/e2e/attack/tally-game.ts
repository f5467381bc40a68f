import { NONE, defineServer } from '@atlasnet/cluster';
import { defineWorld, field } from '@atlasnet/schemas';

/** A world in which whatever is applied twice, or for somebody else, can be read off. */
export const tallyWorld = defineWorld({
  name: 'tally',
  dimensions: 2,
  bounds: { min: [0, 0], max: [100, 100] },
  tickHz: 20,
  components: {
    owner: field.text({ lengthMax: 32 }),
    added: field.integer({ min: 0, max: 1e9 }),
    steps: field.integer({ min: 0, max: 1e9 }),
  },
  commands: { add: {} },
  inputs: { step: {} },
});

/** Everybody stands in sight of everybody, under the name of its account. */
export const server = defineServer({
  world: tallyWorld,
  join(world, { account }) {
    const position = { x: 40 + world.random() * 20, y: 40 + world.random() * 20 };
    return world.create({ position, owner: account, added: 0, steps: 0 });
  },
  command: {
    add(world, { avatar }) {
      if (avatar === NONE) world.refuse('without an avatar nobody adds');
      const { added } = world.components;
      added.set(avatar, added.get(avatar) + 1);
      world.answer(String(added.get(avatar)));
    },
  },
  input: {
    step(world, { avatar }) {
      if (avatar === NONE) return;
      const { steps } = world.components;
      steps.set(avatar, steps.get(avatar) + 1);
    },
  },
});
