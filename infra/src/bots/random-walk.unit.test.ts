import { expect, test } from '@jest/globals';
import type { AtlasNetClient } from '@atlasnet/proxy';
import { compileWorld, defineWorld, encodePayload, field } from '@atlasnet/schemas';
import type { BotHost } from './behaviour.ts';
import { randomWalk } from './random-walk.ts';

const SEEN = [11, 12, 13];

const declaration = defineWorld({
  name: 'walks',
  dimensions: 2,
  bounds: { min: [0, 0], max: [100, 100] },
  tickHz: 20,
  components: {},
  inputs: {
    steer: { vx: field.number({ quantum: 0.01 }), towards: field.vector2({ quantum: 0.01 }) },
  },
  commands: {
    shout: { text: field.text({ lengthMax: 8 }), mood: field.enumeration(['calm', 'cross']) },
    give: {
      to: field.entity(),
      coins: field.integer({ min: 1, max: 1000 }),
      openly: field.flag(),
      heading: field.angle(),
      stamp: field.bytes({ lengthMax: 2 }),
    },
  },
});

/** A bot of this world that only notes what it says. */
function note(): { bot: BotHost; said: { name: string; payload: Record<string, unknown> }[] } {
  const schema = compileWorld(declaration);
  let state = 1;
  const said: { name: string; payload: Record<string, unknown> }[] = [];
  const entities = new Map(SEEN.map((id) => [id, {}]));
  const client = { schema, entities, avatarId: 11 } as unknown as AtlasNetClient;
  const bot: BotHost = {
    ...{ index: 0, account: 'bot-0', client },
    random: () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647,
    input: (name, payload) => void said.push({ name, payload }),
    command: (name, payload) => {
      said.push({ name, payload });
      return Promise.resolve(null);
    },
  };
  return { bot, said };
}

test('every kind of value that a world declares is drawn so that it can be sent', () => {
  const { bot, said } = note();
  const think = randomWalk(bot);
  for (let thought = 0; thought < 600; thought++) think();
  const counts = { steer: 0, shout: 0, give: 0 };
  for (const { name, payload } of said) {
    const kind = bot.client.schema.kinds.find((each) => each.name === name);
    if (!kind) throw new Error(`${name} is not declared`);
    expect(encodePayload(kind, payload).length).toBeGreaterThan(0);
    counts[name as keyof typeof counts]++;
    if (name === 'give') expect(SEEN).toContain(payload['to']);
  }
  expect(counts.steer).toBe(600);
  // One command a second, ten thoughts.
  expect(counts.shout + counts.give).toBeGreaterThan(30);
  expect(counts.shout + counts.give).toBeLessThan(120);
  expect(Math.min(counts.shout, counts.give)).toBeGreaterThan(0);
});
