import { expect, test } from '@jest/globals';
import { defineServer } from '@atlasnet/cluster';
import { defineWorld, field } from '@atlasnet/schemas';
import { LoggedWorld } from '../testing/logged-world.ts';
import { auditOdometers } from './audit-odometers.ts';

const WALKERS = 30;
type Wrong = 'nothing' | 'ticks' | 'odometer' | 'trap';
const declaration = defineWorld({
  name: 'city',
  dimensions: 2,
  bounds: { min: [0, 0], max: [400, 400] },
  tickHz: 10,
  components: {
    speed: field.number({ quantum: 0.001 }),
    odometer: field.number({ quantum: 0.001 }),
    ticks: field.integer({ min: 0, max: 2 ** 31 - 1 }),
  },
});

/** A region that destroys all it has, and from then on whoever arrives. */
const TRAP = 1;
const TRAP_TICK = 30;

/** Walkers that go round in x; one of them may count wrongly at a tick, or one region be a trap. */
function city(wrong: Wrong) {
  return defineServer({
    world: declaration,
    start(world) {
      for (let i = 0; i < WALKERS; i++) {
        const position = { x: 100 + world.random() * 200, y: world.random() * 400 };
        world.create({ position, speed: 20 + i, odometer: 0, ticks: 0 });
      }
    },
    tick(world) {
      const { position, speed, odometer, ticks } = world.components;
      world.each((walker) => {
        const x = position.x(walker);
        if (x > 380 || x < 20) speed.set(walker, -speed.get(walker));
        position.set(walker, x + speed.get(walker) * world.dt, position.y(walker));
        const off = world.tick === 50 && speed.get(walker) > 45;
        const metres = Math.abs(speed.get(walker) * world.dt);
        odometer.set(walker, odometer.get(walker) + metres + (off && wrong === 'odometer' ? 1 : 0));
        ticks.set(walker, ticks.get(walker) + (off && wrong === 'ticks' ? 2 : 1));
        const trapped = wrong === 'trap' && world.region === TRAP && world.tick >= TRAP_TICK;
        if (trapped) world.destroy(walker);
      });
    },
  });
}

async function audit(wrong: Wrong, ticks = 20) {
  const world = new LoggedWorld(city(wrong), { world: 'city', regions: 4 });
  world.run(60);
  world.run(3, [1]);
  world.run(ticks);
  return auditOdometers(world.log, 'city');
}

test('[I2, I3, I4] counters that agree with the log are found to, through handoffs and a late region', async () => {
  const report = await audit('nothing');
  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({ entities: WALKERS, lost: 0, doubled: 0, ticksWrong: 0 });
  expect(report.odometersWrong).toBe(0);
  expect(report.living + report.inFlight).toBe(WALKERS);
  expect(report.handoffs).toBeGreaterThan(10);
  expect(report.missedShare).toBe(0);
  expect(report.ticks).toBeGreaterThan(WALKERS * 75);
  expect(report.metres).toBeGreaterThan(WALKERS * 100);
});

test('[I2] what is destroyed in the tick in which it arrives is not lost', async () => {
  const report = await audit('trap', 220);
  expect(report.problems).toEqual([]);
  expect(report.lost).toBe(0);
  expect(report.destroyed).toBeGreaterThan(3);
  expect(report.living + report.inFlight + report.destroyed).toBe(WALKERS);
});

test('[I4] a counter that jumps is found, with its place', async () => {
  const report = await audit('ticks');
  expect(report.ticksWrong).toBeGreaterThan(0);
  expect(report.odometersWrong).toBe(0);
  expect(report.problems[0]).toMatch(/counted from 4\d to \d+ \(region \d, offset \d+, tick 50\)/);
});

test('[I4] an odometer that does not say what was moved is found', async () => {
  const report = await audit('odometer');
  expect(report.odometersWrong).toBeGreaterThan(0);
  expect(report.ticksWrong).toBe(0);
});
