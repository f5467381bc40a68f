import { defineServer } from '@atlasnet/cluster';
import { defineWorld, field } from '@atlasnet/schemas';

/** What the bench `step` does to its world. */
export const STEP = {
  walkers: 2000,
  /** Metres. */
  edgeM: 3300,
  metresPerSecond: 10,
  /**
   * Ticks of the world from the walkers' creation to the jump. Not ticks lived: those of a region that
   * skipped some would jump later than others, and nobody knew when.
   */
  jumpTicks: 60 * 20,
  jumpingOfFive: 2,
  disc: { x: 2000, y: 1300, radiusM: 300 },
} as const;

const stepWorld = defineWorld({
  name: 'step',
  dimensions: 2,
  bounds: { min: [0, 0], max: [STEP.edgeM, STEP.edgeM] },
  tickHz: 20,
  components: {
    velocity: field.vector2({ quantum: 0.001, hidden: true }),
    /** The tick in which it jumps; 0: never. */
    jumpsAt: field.integer({ min: 0, max: 2 ** 31 - 1, hidden: true }),
    jumped: field.flag({ hidden: true }),
    odometer: field.number({ quantum: 0.001 }),
    ticks: field.integer({ min: 0, max: 2 ** 31 - 1 }),
  },
});

/** Walkers who go straight on and turn at the rim; at once two in five are in one disc, and stay there. */
export const server = defineServer({
  world: stepWorld,
  start(world) {
    const { velocity, jumpsAt } = world.components;
    for (let i = 0; i < STEP.walkers; i++) {
      const position = { x: world.random() * STEP.edgeM, y: world.random() * STEP.edgeM };
      const walker = world.create({ position, odometer: 0, ticks: 0 });
      const angle = world.random() * 2 * Math.PI;
      const { metresPerSecond: speed } = STEP;
      velocity.set(walker, Math.cos(angle) * speed, Math.sin(angle) * speed);
      if (i % 5 < STEP.jumpingOfFive) jumpsAt.set(walker, world.tick + STEP.jumpTicks);
    }
  },
  tick(world) {
    const { position, velocity, jumpsAt, jumped, odometer, ticks } = world.components;
    world.each((walker) => {
      ticks.set(walker, ticks.get(walker) + 1);
      const inDisc = jumped.get(walker);
      const from = { x: position.x(walker), y: position.y(walker) };
      const due = jumpsAt.get(walker);
      if (due > 0 && world.tick >= due && !inDisc) {
        jumped.set(walker, true);
        const radius = STEP.disc.radiusM * Math.sqrt(world.random());
        const angle = world.random() * 2 * Math.PI;
        const { x, y } = STEP.disc;
        position.set(walker, x + radius * Math.cos(angle), y + radius * Math.sin(angle));
      } else {
        const x = from.x + velocity.x(walker) * world.dt;
        const y = from.y + velocity.y(walker) * world.dt;
        if (isInside(x, y, inDisc)) position.set(walker, x, y);
        else velocity.set(walker, -velocity.x(walker), -velocity.y(walker));
      }
      const way = Math.hypot(position.x(walker) - from.x, position.y(walker) - from.y);
      odometer.set(walker, odometer.get(walker) + way);
    });
  },
});

function isInside(x: number, y: number, inDisc: boolean): boolean {
  const { disc, edgeM } = STEP;
  if (inDisc) return Math.hypot(x - disc.x, y - disc.y) <= disc.radiusM;
  return x >= 0 && y >= 0 && x <= edgeM && y <= edgeM;
}
