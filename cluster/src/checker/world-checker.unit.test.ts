import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  decodeMessage,
  encodeMessage,
  encodePayload,
  hexToBytes,
  logMessages,
} from '@atlasnet/schemas';
import type { EntityId, Frame, RegionMessage } from '@atlasnet/schemas';
import { defineServer, defineWorld, field } from '../server.ts';
import { checkHistory } from '../testing/checked-history.ts';
import type { Tampering } from '../testing/checked-history.ts';
import { RegionBench } from '../testing/region-bench.ts';
import { TilingCheck } from './tiling-check.ts';
import type { CheckReport } from './world-checker.ts';

const declaration = defineWorld({
  name: 'walkers',
  dimensions: 2,
  bounds: { min: [0, 0], max: [400, 400] },
  tickHz: 10,
  handoffStayTicks: 3,
  components: { velocity: field.vector2({ quantum: 0.001 }), coins: field.integer() },
  messages: { coins: { amount: field.integer() } },
});

/** Walkers that cross borders and pay each other, wherever they are. */
const server = defineServer({
  world: declaration,
  start(world) {
    for (let i = 0; i < 40; i++) {
      const position = { x: world.random() * 400, y: world.random() * 400 };
      const entity = world.create({ position, coins: 100 });
      world.components.velocity.set(entity, world.random() * 80 - 40, world.random() * 80 - 40);
    }
  },
  message: {
    coins(world, target, { amount }) {
      world.components.coins.set(target, world.components.coins.get(target) + amount);
    },
  },
  returned(world, { payload }) {
    const { amount } = payload as { amount: number };
    const finder = world.at(0);
    world.components.coins.set(finder, world.components.coins.get(finder) + amount);
  },
  tick(world) {
    const { position, velocity, coins } = world.components;
    world.each((entity) => {
      const x = position.x(entity) + velocity.x(entity) * world.dt;
      const y = position.y(entity) + velocity.y(entity) * world.dt;
      const turnX = x <= 0 || x >= 400 ? -1 : 1;
      const turnY = y <= 0 || y >= 400 ? -1 : 1;
      position.set(entity, x, y);
      velocity.set(entity, velocity.x(entity) * turnX, velocity.y(entity) * turnY);
      if (world.random() > 0.05 || coins.get(entity) < 3) return;
      coins.set(entity, coins.get(entity) - 3);
      world.send((1 + world.randomInteger(0, 39)) as EntityId, 'coins', { amount: 3 }, entity);
    });
    if (world.tick === 20 && world.count > 0) world.destroy(world.at(0));
  },
});

const conserved = [{ component: 'coins', carriedBy: { coins: 'amount' } }];
let bench: RegionBench;

beforeAll(() => {
  bench = new RegionBench(server, 4);
  bench.run(80);
});

const check = (tampering: Tampering = {}): CheckReport => {
  return checkHistory(bench, tampering, { conserved });
};

/** Applies a change to the first frame that it is for; says which it was. */
function once(change: (frame: Frame) => boolean): Tampering & { tick: number; region: number } {
  const tampering = {
    tick: 0,
    region: -1,
    frame(frame: Frame, region: number): void {
      if (tampering.tick !== 0 || !change(frame)) return;
      tampering.tick = frame.tick;
      tampering.region = region;
    },
  };
  return tampering;
}

function broken(report: CheckReport): string[] {
  return report.invariants.filter(({ held }) => !held).map(({ invariant }) => invariant);
}

describe('the checker', () => {
  test('[I1, I2, I3, I4, I5, I6, I8] finds nothing in a sound history, and compares in each', () => {
    const report = check();
    expect(report.invariants.map(({ violations }) => violations).flat()).toEqual([]);
    expect(report.held).toBe(true);
    expect(report.first).toBeNull();
    expect(report.invariants.map(({ invariant }) => invariant)).toEqual([
      ...['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I8'],
    ]);
    expect(report.spawned).toBe(40);
    expect(report.destroyed).toBeGreaterThan(0);
    expect(report.missedTicks.matched).toBeGreaterThan(40);
    const [coins] = report.conserved;
    const there = coins.living + coins.inFlight + coins.parked + coins.undeliverable;
    expect(there).toBe(coins.minted);
  });

  test('zero facts is a failure', () => {
    const empty = new RegionBench(server, 1);
    const report = checkHistory(empty, {}, { conserved });
    expect(report.held).toBe(false);
    expect(report.invariants.find(({ invariant }) => invariant === 'I6')?.facts).toBe(0);
  });

  test('[I1] finds a claim of an epoch that was given to another process', () => {
    const report = check({
      record(record, region) {
        if (record.claim && region === 2) record.claim.process = hexToBytes('ffffffffffffffff');
      },
    });
    expect(broken(report)).toContain('I1');
    expect(report.invariants[0].violations[0]).toMatchObject({ region: 2, offset: 0 });
  });

  test('[I1] finds a frame that counts and is a twin’s', () => {
    const tampering = once((frame) => {
      if (frame.tick < 30) return false;
      frame.process = hexToBytes('ffffffffffffffff');
      return true;
    });
    const report = check(tampering);
    expect(broken(report)).toEqual(['I1']);
    expect(report.first).toMatchObject({ tick: 30, region: tampering.region });
  });

  test('[I2] finds an entity that is gone without a word', () => {
    const tampering = once((frame) => {
      if (frame.departures.length === 0 || frame.tick < 5) return false;
      frame.departures = [];
      frame.outbox = frame.outbox.filter((entry) => !entry.message?.handoff);
      return true;
    });
    const report = check(tampering);
    expect(broken(report)).toContain('I2');
    expect(report.invariants[1].violations[0].tick).toBe(tampering.tick);
  });

  test('[I2] finds an entity that comes from nowhere', () => {
    const tampering = once((frame) => {
      const messages = frame.inputs?.messages ?? [];
      const index = messages.findIndex(({ arrived }) => arrived !== 0);
      if (index < 0 || frame.tick < 5) return false;
      messages[index].message = startMessage();
      messages[index].arrived = 0;
      return true;
    });
    expect(broken(check(tampering))).toContain('I2');
  });

  test('[I3] finds a handoff that is applied twice', () => {
    const tampering = once((frame) => {
      const messages = frame.inputs?.messages ?? [];
      const arrival = messages.find(({ arrived }) => arrived !== 0);
      if (!arrival || frame.tick < 5) return false;
      messages.push({
        ...arrival,
        message: null,
        arrived: arrival.arrived,
        from: arrival.from,
        number: arrival.number,
        stateHash: arrival.stateHash,
      });
      return true;
    });
    const report = check(tampering);
    const violations = report.invariants[2].violations;
    expect(violations[0]).toMatchObject({ invariant: 'I3', tick: tampering.tick });
  });

  test('[I3] finds an entity that was sent away and stays', () => {
    let kept = 0;
    const report = check({
      frame(frame) {
        if (kept === 0 && frame.tick > 5 && frame.departures.length > 0) {
          kept = frame.departures[0].entity;
          frame.groups = [];
        }
      },
    });
    expect(report.invariants[2].violations[0]).toMatchObject({ invariant: 'I3', entity: kept });
  });

  test.each(['by-tick', 'by-region', 'by-region-backwards'] as const)(
    '[I3] is judged alike in whichever order regions are read: %s',
    (order) => {
      const sound = check({ order });
      expect(sound.held).toBe(true);
      expect(sound.invariants[2].facts).toBeGreaterThan(sound.spawned);
      expect(sound.missedTicks).toEqual(check().missedTicks);
      // Somebody stays and is handed over: two regions have him from then on.
      let kept = 0;
      let tick = 0;
      const report = check({
        order,
        frame(frame) {
          if (kept !== 0 || frame.tick <= 5 || frame.departures.length === 0) return;
          [{ entity: kept }] = frame.departures;
          tick = frame.tick;
          frame.groups = [];
        },
      });
      const twice = report.invariants[2].violations.filter(({ problem }) =>
        problem.includes(`entity ${kept} appears in region`),
      );
      expect(twice).toHaveLength(1);
      expect(twice[0].tick).toBeGreaterThan(tick);
    },
  );

  test('[I4] finds an entity that arrives in another state than it left', () => {
    const tampering = once((frame) => {
      const arrival = frame.inputs?.messages.find(({ arrived }) => arrived !== 0);
      if (!arrival || frame.tick < 5) return false;
      arrival.stateHash ^= 1;
      return true;
    });
    const report = check(tampering);
    expect(broken(report)).toEqual(['I4']);
    expect(report.first).toMatchObject({ tick: tampering.tick, region: tampering.region });
    expect(report.first?.entity).toBeGreaterThan(0);
  });

  test('[I4] finds an entity that lives before it left', () => {
    const tampering = once((frame) => {
      const entry = frame.outbox.find((each) => each.message?.handoff);
      if (!entry?.message?.handoff || frame.tick < 5) return false;
      entry.message.handoff.sinceTick += 1;
      return true;
    });
    expect(broken(check(tampering))).toEqual(['I4']);
  });

  test('[I5] finds coins that a message makes', () => {
    const [kind] = bench.schema.messages;
    const tampering = once((frame) => {
      const carried = frame.inputs?.messages.find(({ message }) => message?.entityMessage);
      const body = carried?.message?.entityMessage;
      if (!body || frame.tick < 5) return false;
      body.payload = encodePayload(kind, { amount: 2 });
      return true;
    });
    const report = check(tampering);
    expect(broken(report)).toEqual(['I5']);
    expect(report.first).toMatchObject({ tick: tampering.tick, region: tampering.region });
  });

  test('[I6] finds a state that the frame’s hash does not say', () => {
    const tampering = once((frame) => {
      if (frame.tick < 40) return false;
      frame.hashLow = (frame.hashLow ^ 4) >>> 0;
      return true;
    });
    const report = check(tampering);
    expect(broken(report)).toEqual(['I6']);
    expect(report.first).toMatchObject({ tick: 40, region: tampering.region, offset: 40 });
  });

  test('[I6] finds a frame that counts and cannot be applied', () => {
    const report = check(
      once((frame) => {
        if (frame.groups.length === 0 || frame.tick < 10) return false;
        frame.groups[0].columns = Uint8Array.of(1, 2, 3);
        return true;
      }),
    );
    expect(broken(report)).toContain('I6');
  });

  test('[I8] finds a map that leaves a gap, and one whose regions overlap', () => {
    const bounds = { min: [0, 0], max: [10, 10] };
    const left = { region: 0, min: [0, 0], max: [5, 10] };
    const problemsOf = (min: number): string[] => {
      const check = new TilingCheck();
      check.map(1, [left, { region: 1, min: [min, 0], max: [10, 10] }], 1, bounds);
      return check.report().violations.map(({ problem }) => problem);
    };
    expect(problemsOf(5)).toEqual([]);
    expect(problemsOf(6)).toEqual(['map version 1: the regions cover 90 of 100']);
    expect(problemsOf(4)[0]).toBe('map version 1: regions 0 and 1 overlap');
  });

  test.each([
    ['ends before the world does', 380, /the regions cover 152000 of 160000/],
    ['goes beyond the world', 420, /region \d+ is not inside the world/],
  ])('[I8] finds a first map that %s, though it tiles its own box', (_, end, problem) => {
    const report = check({
      control({ proposal }) {
        for (const { max } of proposal?.regions ?? []) if (max?.[0] === 400) max[0] = end;
      },
    });
    expect(broken(report)).toEqual(['I8']);
    expect(report.first).toMatchObject({ invariant: 'I8', offset: 1 });
    expect(report.first?.problem).toMatch(problem);
  });

  test('[I8] finds a frame that names a map that never held', () => {
    const report = check(
      once((frame) => {
        if (frame.tick < 10) return false;
        frame.mapVersion = 9;
        return true;
      }),
    );
    expect(report.invariants.at(-1)?.violations[0]).toMatchObject({ invariant: 'I8', tick: 10 });
  });
});

/** Any message that is no handoff. */
function startMessage(): RegionMessage {
  const bytes = encodeMessage(logMessages.RegionMessage, { start: { seed: 1 } });
  return decodeMessage(logMessages.RegionMessage, bytes, 'a message');
}
