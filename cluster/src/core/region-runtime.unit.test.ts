import { describe, expect, test } from '@jest/globals';
import { decodeMessage, encodePayload, logMessages } from '@atlasnet/schemas';
import type { EntityId, RegionId } from '@atlasnet/schemas';
import { defineServer, defineWorld, field } from '../server.ts';
import { RegionBench } from '../testing/region-bench.ts';
import { emptyMessage } from './region-messages.ts';
import { RegionState } from './region-state.ts';
import { SESSION_AWAY, SESSION_HERE } from './session-state.ts';
import { SnapshotCut } from './snapshot-cut.ts';

const declaration = defineWorld({
  name: 'walkers',
  dimensions: 3,
  bounds: { min: [0, 0, 0], max: [400, 400, 50] },
  tickHz: 10,
  handoffStayTicks: 3,
  components: {
    velocity: field.vector3({ quantum: 0.001 }),
    odometer: field.number({ quantum: 0.001 }),
    ticks: field.integer({ min: 0, max: 2 ** 31 - 1 }),
    coins: field.integer(),
    label: field.text({ lengthMax: 16 }),
  },
  commands: { give: { to: field.entity(), coins: field.integer() }, fail: {} },
  messages: { coins: { amount: field.integer() }, boom: {} },
});

const server = defineServer({
  world: declaration,
  start(world) {
    for (let i = 0; i < 60; i++) {
      const entity = world.create({
        position: { x: world.random() * 400, y: world.random() * 400, z: world.random() * 50 },
        coins: 10,
        label: `w${i}`,
      });
      world.components.velocity.set(entity, world.random() * 60 - 30, world.random() * 60 - 30, 1);
    }
  },
  join: (world) => world.create({ position: { x: 5, y: 5, z: 5 }, coins: 100, label: 'avatar' }),
  command: {
    give(world, sender, { to, coins }) {
      const { coins: purse } = world.components;
      if (coins > purse.get(sender.avatar)) world.refuse('not enough coins');
      purse.set(sender.avatar, purse.get(sender.avatar) - coins);
      world.send(to, 'coins', { amount: coins }, sender.avatar);
    },
    fail(world, sender) {
      world.components.coins.set(sender.avatar, 0);
      world.create({ position: { x: 1, y: 1 } });
      world.destroy(sender.avatar);
      throw new Error('on purpose');
    },
  },
  message: {
    coins(world, target, { amount }) {
      world.components.coins.set(target, world.components.coins.get(target) + amount);
    },
    boom(world, target) {
      world.components.label.set(target, 'broken');
      throw new Error('boom');
    },
  },
  returned(world, { name, payload }) {
    if (name !== 'coins') return;
    const purse = world.components.coins;
    world.each((entity) => {
      if (world.components.label.get(entity) !== 'avatar') return;
      purse.set(entity, purse.get(entity) + (payload as { amount: number }).amount);
    });
  },
  tick(world) {
    const { position, velocity, odometer, ticks } = world.components;
    world.each((entity) => {
      if (!velocity.has(entity)) return;
      let vx = velocity.x(entity);
      let vy = velocity.y(entity);
      const x = position.x(entity) + vx * world.dt;
      const y = position.y(entity) + vy * world.dt;
      if (x <= 0 || x >= 400) vx = -vx;
      if (y <= 0 || y >= 400) vy = -vy;
      position.set(entity, x, y, position.z(entity));
      velocity.set(entity, vx, vy, 1);
      odometer.set(entity, odometer.get(entity) + Math.hypot(vx, vy) * world.dt);
      ticks.set(entity, ticks.get(entity) + 1);
    });
  },
});

function totalCoins(bench: RegionBench): number {
  const { components } = bench.schema;
  const coins = components.find((each) => each.name === 'coins');
  let sum = 0;
  for (const { reader } of bench.regions.values()) {
    const { slots, length } = reader.table.slotsById();
    for (let i = 0; i < length; i++) {
      const lanes = reader.table.lanes.slice(coins?.firstLane);
      sum += lanes[0][slots[i]] * 2 ** 32 + (lanes[1][slots[i]] >>> 0);
    }
  }
  return sum;
}

/** Runs until nobody is in flight, so that what is held can be counted. */
function settle(bench: RegionBench): void {
  bench.run(10);
  for (let i = 0; i < 100 && bench.inFlight().length > 0; i++) bench.run(1);
  expect(bench.inFlight()).toEqual([]);
}

describe('a region', () => {
  test('says in its frame what the tick took of a processor', () => {
    const bench = new RegionBench(server, 1);
    bench.run(1);
    // The bench's stopwatch goes on by so much at each look.
    const [record] = bench.region(0).records;
    const { frame } = decodeMessage(logMessages.FrameRecord, record, 'frame');
    expect(frame?.timings?.processorMicros).toBe(300);
  });

  test('[R1, I2, I3, I6] walkers cross borders of a 3D world: none is lost or doubled, readers agree', () => {
    const bench = new RegionBench(server, 4);
    let handoffs = 0;
    let seen = new Map<number, number>();
    for (let i = 0; i < 200; i++) {
      bench.run(1);
      const living = bench.living();
      if (bench.tick > 1) expect(living.size + bench.inFlight().length).toBe(60);
      for (const [entity, region] of living) {
        if (seen.has(entity) && seen.get(entity) !== region) handoffs++;
      }
      seen = new Map([...seen, ...living]);
    }
    expect(handoffs).toBeGreaterThan(40);
    expect(new Set(bench.living().values()).size).toBe(4);
  });

  test('[M1] a region that is down gets its entities later, each once', () => {
    const bench = new RegionBench(server, 4);
    bench.run(20);
    bench.down.add(3);
    bench.run(50);
    expect(bench.living().size + bench.inFlight().length).toBe(60);
    bench.down.delete(3);
    bench.run(30);
    expect(bench.living().size + bench.inFlight().length).toBe(60);
  });

  test('[M3] the region that made an entity knows where it is, so that messages need two hops', () => {
    const bench = new RegionBench(server, 4);
    settle(bench);
    bench.run(60);
    // Word of the last handoffs may still be on its way.
    for (const [entity, region] of bench.living()) {
      const maker = Math.floor(entity / 2 ** 41);
      const known = bench.region(maker).reader.sentAway.get(entity);
      if (region === maker) expect(known).toBeUndefined();
      else if ((known?.tick ?? 0) < bench.tick - 5) expect(known?.to).toBe(region);
    }
    const elsewhere = Array.from(bench.living()).filter(
      ([id, at]) => Math.floor(id / 2 ** 41) !== at,
    );
    expect(elsewhere.length).toBeGreaterThan(20);
  });

  test('[C1] a checkpoint restores the state that goes on exactly as the original', () => {
    const bench = new RegionBench(server, 2);
    bench.run(57);
    for (const { reader } of bench.regions.values()) {
      const bytes = new SnapshotCut(reader, 0).encodeNow();
      const restored = RegionState.fromSnapshot(
        decodeMessage(logMessages.RegionSnapshot, bytes, 'snapshot'),
      );
      expect(restored.hash(-1)).toEqual(reader.hash(-1));
      expect(restored.tick).toBe(57);
    }
  });
});

describe('a session', () => {
  const give = (bench: RegionBench, to: EntityId, coins: number): Uint8Array => {
    const kind = bench.schema.kinds.find((each) => each.name === 'give');
    if (!kind) throw new Error('no give');
    return encodePayload(kind, { to, coins });
  };
  function join(bench: RegionBench): { home: number; avatar: number } {
    const account = 'alice';
    for (const { runtime } of bench.regions.values()) {
      runtime.attach({ session: 9, account, generation: 1 });
    }
    bench.run(2);
    for (const [home, { reader }] of bench.regions) {
      const session = reader.sessions.get(9);
      if (session) return { home, avatar: session.avatar };
    }
    throw new Error('nobody took the session in');
  }
  const command = (
    bench: RegionBench,
    number: number,
    name: string,
    payload: Uint8Array = new Uint8Array(),
  ) => ({
    region: 0,
    session: 9,
    generation: 1,
    number,
    inputSequence: 0,
    afterCommand: 0,
    kind: bench.schema.kinds.findIndex((each) => each.name === name),
    payload,
    worldSchemaHash: bench.schema.hash,
  });

  test('[S1] joins once, in its home region only, and its avatar is handed to where it stands', () => {
    const bench = new RegionBench(server, 4);
    bench.run(1);
    const { avatar } = join(bench);
    bench.run(4);
    expect(bench.living().get(avatar)).toBe(bench.map.regionAt(5, 5, 5));
    const statuses = Array.from(
      bench.regions.values(),
      ({ reader }) => reader.sessions.get(9)?.status,
    );
    expect(statuses.filter((status) => status === 1)).toHaveLength(1);
  });

  test('[S2, I5] commands apply once and in order wherever they are sent; coins are conserved', () => {
    const bench = new RegionBench(server, 4);
    settle(bench);
    const before = totalCoins(bench);
    const { avatar } = join(bench);
    const [receiver] = Array.from(bench.living().keys()).filter((id) => id !== avatar);
    const payload = give(bench, receiver as EntityId, 3);
    for (let round = 0; round < 8; round++) {
      for (const { runtime } of bench.regions.values()) {
        for (const number of [3, 1, 2, 1]) runtime.command(command(bench, number, 'give', payload));
      }
      bench.run(1);
    }
    settle(bench);
    expect(totalCoins(bench)).toBe(before + 100);
    const applied = Array.from(bench.regions.values(), ({ records }) => records).flat();
    expect(applied.length).toBeGreaterThan(0);
    const session = Array.from(bench.regions.values(), ({ reader }) => reader.sessions.get(9)).find(
      (each) => each?.status === 1,
    );
    expect(session?.commandNumber).toBe(3);
  });

  test('[S1, I7] goes home only in a tick after the one in which its avatar went', () => {
    const bench = new RegionBench(server, 4);
    bench.run(1);
    join(bench);
    bench.run(4);
    const [home, { runtime }] = Array.from(bench.regions).find(([, region]) => {
      return region.runtime.state.sessions.get(9)?.status === SESSION_AWAY;
    }) ?? [0, bench.region(0)];
    const away = runtime.state.sessions.get(9);
    if (!away) throw new Error('the session is away from nowhere');
    const from = bench.map.regionAt(5, 5, 5) as RegionId;
    const sentTick = bench.tick + 2;
    const message = emptyMessage(from, sentTick, 1);
    message.sessionHome = { session: { ...away, status: SESSION_HERE, avatar: 0 } };
    const number = (runtime.state.inbox.get(from) ?? 0) + 1;
    bench.deliver(from, { to: home, number, message });
    for (let tick = bench.tick + 1; tick <= sentTick; tick++) {
      expect(runtime.runTick(tick).frame.inputs?.messages).toEqual([]);
      expect(runtime.state.sessions.get(9)?.status).toBe(SESSION_AWAY);
    }
    expect(runtime.runTick(sentTick + 1).frame.inputs?.messages).toHaveLength(1);
    expect(runtime.state.sessions.get(9)?.status).toBe(SESSION_HERE);
  });

  test('[M3] coins sent to nobody come back to the sender’s region', () => {
    const bench = new RegionBench(server, 2);
    settle(bench);
    const before = totalCoins(bench);
    join(bench);
    bench.run(5);
    const nobody = 4_000_000 as EntityId;
    for (const { runtime } of bench.regions.values()) {
      runtime.command(command(bench, 1, 'give', give(bench, nobody, 40)));
    }
    settle(bench);
    settle(bench);
    expect(totalCoins(bench)).toBe(before + 100);
  });

  test('a hook that throws leaves none of its changes, and its command is answered as failed', () => {
    const bench = new RegionBench(server, 1);
    bench.run(2);
    const { avatar } = join(bench);
    const before = totalCoins(bench);
    const living = bench.living().size;
    const { runtime } = bench.region(0);
    runtime.command(command(bench, 1, 'fail'));
    const produced = runtime.runTick(bench.tick + 1);
    const { frame } = produced;
    expect(frame.inputs?.commands[0]).toMatchObject({ number: 1, result: 4 });
    expect(frame.faults[0]).toMatchObject({ hook: 'command fail', entity: avatar });
    expect(frame.entities).toBe(living);
    expect(runtime.state.table.slotOf(avatar)).toBeGreaterThanOrEqual(0);
    expect(before).toBe(700);
  });
});

describe('a region that is a tick behind its neighbour', () => {
  test('[I4, T2] takes an entity only in a tick after the one in which it left', () => {
    const bench = new RegionBench(server, 2);
    bench.run(10);
    const ahead = bench.region(0).runtime;
    const behind = bench.region(1).runtime;
    for (let tick = 11; tick < 200; tick++) {
      const { outbox } = ahead.runTick(tick).frame;
      for (const entry of outbox) bench.deliver(0, entry);
      const left = outbox.filter(({ message }) => message?.handoff).length;
      const arrivals = (frame: ReturnType<typeof behind.runTick>): number =>
        frame.frame.inputs?.messages.filter(({ arrived }) => arrived !== 0).length ?? 0;
      const now = arrivals(behind.runTick(tick));
      if (left === 0) continue;
      expect(now).toBe(0);
      expect(arrivals(behind.runTick(tick + 1))).toBe(left);
      return;
    }
    throw new Error('nobody crossed the border');
  });
});

test('an index beyond the count is a fault of the hook, and nobody is written to', () => {
  const careless = defineServer({
    world: declaration,
    tick: (world) => world.components.coins.set(world.at(world.count), 1),
  });
  const { frame } = new RegionBench(careless, 1).region(0).runtime.runTick(1);
  expect(frame.faults.map(({ hook }) => hook)).toEqual(['tick']);
});

test('a tick hook that touched a whole column and throws leaves everybody where they were', () => {
  let fails = false;
  const careless = defineServer({
    ...server,
    tick(world) {
      const bulk = world.bulk();
      const { slots, length } = bulk;
      const x = bulk.lane('position');
      for (let i = 0; i < length; i++) x[slots[i]] += 40;
      bulk.touchAll('position');
      if (fails) throw new Error('on purpose');
    },
  });
  const bench = new RegionBench(careless, 1);
  bench.run(3);
  const { table } = bench.region(0).runtime.state;
  const before = table.lanes[0].slice();
  fails = true;
  // The bench compares a reader's hash with the frame's.
  bench.run(1);
  expect(table.lanes[0]).toEqual(before);
  fails = false;
  bench.run(1);
  expect(table.lanes[0][0]).toBe(before[0] + 40);
});
