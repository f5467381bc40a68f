import type { AtlasNetServer } from '@atlasnet/cluster';
import { defineWorld, field } from '@atlasnet/schemas';
import { tradingWorld } from './trading-world.ts';

const amount = field.integer();

/**
 * The traders' world when its declaration has grown. What is new sorts before what was there, so that every
 * component, command, message and field has another number.
 */
const grownWorld = defineWorld({
  ...tradingWorld,
  components: { ...tradingWorld.components, allure: field.integer({ min: 0, max: 9 }) },
  commands: {
    ...tradingWorld.commands,
    beg: {},
    give: { aloud: field.flag(), to: field.entity(), coins: field.integer({ min: 0, max: 1000 }) },
  },
  inputs: { ...tradingWorld.inputs, halt: {} },
  messages: { alms: {}, coins: { advice: field.integer(), amount } },
  tasks: {
    appraise: {
      arguments: { aim: field.integer(), amount },
      result: { age: field.integer(), amount },
    },
  },
});

/** The same game under the grown declaration: its hooks know everything by name. */
export function grown(server: AtlasNetServer): AtlasNetServer {
  return { ...server, world: grownWorld } as unknown as AtlasNetServer;
}
