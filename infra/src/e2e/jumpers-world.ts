import { defineServer } from '@atlasnet/cluster';
import { defineWorld } from '@atlasnet/schemas';

const JUMPERS = 100;
/** Of each jumper in a tick: each of six regions sends somebody to each other one about once a second. */
const JUMP_CHANCE = 0.05;
const LENGTH_M = 6000;
const WIDTH_M = 100;

/** Regions in a row, so that most are next to two others only; entities that jump to anywhere. */
export const jumpersServer = defineServer({
  world: defineWorld({
    name: 'jumpers',
    dimensions: 2,
    bounds: { min: [0, 0], max: [LENGTH_M, WIDTH_M] },
    tickHz: 10,
    handoffStayTicks: 1,
    components: {},
  }),
  start(world) {
    for (let i = 0; i < JUMPERS; i++) world.create({ position: anywhere(world) });
  },
  tick(world) {
    world.each((entity) => {
      if (world.random() >= JUMP_CHANCE) return;
      const { x, y } = anywhere(world);
      world.components.position.set(entity, x, y);
    });
  },
});

function anywhere(world: { random(): number }): { x: number; y: number } {
  return { x: world.random() * LENGTH_M, y: world.random() * WIDTH_M };
}
