import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  InputColumnWriter,
  TASK_DONE,
  decodeMessage,
  encodePayload,
  jobId,
  logMessages,
  packInput,
  readFieldLanes,
} from '@atlasnet/schemas';
import type { EntityId, Frame, Job, TaskResult, WorldSchema } from '@atlasnet/schemas';
import { NONE, defineServer, defineWorld, field } from '../server.ts';
import type { AtlasNetServer, Entity, World } from '../server.ts';
import { RegionBench } from '../testing/region-bench.ts';
import {
  COMMAND_RESULT_APPLIED,
  COMMAND_RESULT_UNKNOWN,
  REFUSAL_DECLARATION,
} from './command-results.ts';
import { RegionState } from './region-state.ts';
import { SESSION_HERE } from './session-state.ts';
import { SnapshotCut } from './snapshot-cut.ts';

const gold = field.integer({ min: 0, max: 1000 });
const heading = field.integer({ min: -9, max: 9 });
const base = {
  name: 'growing',
  dimensions: 2 as const,
  bounds: { min: [0, 0], max: [400, 400] },
  tickHz: 10,
  handoffStayTicks: 1,
};

const before = defineWorld({
  ...base,
  components: { gold, heading },
  commands: { spend: { gold } },
  inputs: { turn: { heading } },
  messages: { give: { gold } },
  tasks: { appraise: { arguments: { gold }, result: { gold } } },
});

/** All numbers move: a component, a message and fields that sort before those there were. */
const grown = defineWorld({
  ...base,
  components: { ...before.components, charm: field.integer({ min: 0, max: 9 }) },
  commands: { ask: {}, spend: { awe: field.flag(), gold } },
  inputs: { leap: {}, turn: { fast: field.flag(), heading } },
  messages: { bow: {}, give: { awe: field.integer({ default: 3 }), gold } },
  tasks: {
    appraise: {
      arguments: { due: gold, gold },
      result: { at: field.integer({ default: 7 }), gold },
    },
  },
});

/** Who is to give what to whom in the next tick, or have what appraised. */
let orders: { from: number; to: number; gold: number }[] = [];
let told: string[] = [];

/** The same game under either declaration: one entity in the middle of each region. */
function gameOf(world: typeof before): AtlasNetServer {
  const server = defineServer({
    world,
    start(game) {
      for (const [x, y] of MIDDLES) game.create({ position: { x, y }, gold: 100, heading: 0 });
    },
    join: (game) => game.create({ position: { x: 100, y: 100 }, gold: 100, heading: 0 }),
    command: {
      spend(_game, _caller, { gold: amount }) {
        told.push(`spent ${amount}`);
      },
    },
    input: {
      turn(_game, _caller, { heading }) {
        told.push(`turned ${heading}`);
      },
    },
    message: {
      give(game, entity, { gold: amount }) {
        told.push(`given ${amount}`);
        earn(game, entity, amount);
      },
    },
    returned(game, { name, payload, to }) {
      const { gold: amount } = payload as { gold: number };
      told.push(`${name} of ${amount} to ${to} came back`);
      if (game.count > 0) earn(game, game.at(0), amount);
    },
    task: {
      appraise(game, entity, { status, arguments: asked, ...rest }) {
        const result = 'result' in rest ? rest.result.gold : 0;
        told.push(`appraised ${asked.gold}: ${status} ${result}`);
        if (entity !== NONE) earn(game, entity, result);
      },
    },
    tick(game) {
      const { position, heading } = game.components;
      game.each((entity) => {
        if (heading.get(entity) !== 0)
          position.set(entity, position.x(entity) + 15, position.y(entity));
        for (const order of orders.splice(0)) {
          if (order.from !== game.idOf(entity)) orders.push(order);
          else act(game, order);
        }
      });
    },
  });
  return server as unknown as AtlasNetServer;
}

const MIDDLES = [
  [100, 100],
  [300, 100],
  [100, 300],
  [300, 300],
] as const;

function earn(game: World<typeof before>, entity: Entity, amount: number): void {
  const purse = game.components.gold;
  purse.set(entity, purse.get(entity) + amount);
}

function act(
  game: World<typeof before>,
  { from, to, gold: amount }: (typeof orders)[number],
): void {
  const giver = game.find(from as EntityId);
  earn(game, giver, -amount);
  if (to === 0) game.runTask('appraise', { gold: amount }, giver);
  else game.send(to as EntityId, 'give', { gold: amount }, giver);
}

const old = gameOf(before);
const fresh = gameOf(grown as unknown as typeof before);

let bench: RegionBench;
let frames: Frame[];

beforeEach(() => {
  orders = [];
  told = [];
  frames = [];
  bench = new RegionBench(old, 4);
  bench.onFrame = (frame) => frames.push(frame);
  // Those that were made in the first region go to their own.
  bench.run(8);
});

/** The entity that lives in a region. */
function dweller(region: number): number {
  for (const [entity, home] of bench.living()) if (home === region) return entity;
  throw new Error(`nobody lives in region ${region}`);
}

function valueOf(entity: number, name: string): number {
  const { table, schema } = bench.region(bench.living().get(entity) ?? -1).reader;
  const component = schema.components.find((each) => each.name === name);
  if (!component) throw new Error(`no component ${name}`);
  return Number(
    readFieldLanes(component.field, table.lanes, component.firstLane, table.slotOf(entity)),
  );
}

const allGold = (): number => {
  return Array.from(bench.living().keys()).reduce(
    (sum, entity) => sum + valueOf(entity, 'gold'),
    0,
  );
};

const refusals = (): number[] =>
  frames.flatMap((frame) => frame.refusals.map((each) => each.reason));

function order(from: number, to: number, amount: number): void {
  orders.push({ from: dweller(from), to: to < 0 ? 0 : dweller(to), gold: amount });
}

describe('[M3] a region whose declaration has grown beside one whose has not', () => {
  test('takes a message of the declaration before for what it was, whatever moved the numbers', () => {
    bench.restart(1, fresh);
    order(0, 1, 30);
    bench.run(4);
    expect(told).toEqual(['given 30']);
    expect([valueOf(dweller(0), 'gold'), valueOf(dweller(1), 'gold')]).toEqual([70, 130]);
    // As it came: whoever reads the log carries it over alike.
    const [taken] = frames.flatMap(({ inputs }) => {
      return inputs?.messages.flatMap(({ message }) => message?.entityMessage ?? []) ?? [];
    });
    expect(taken.worldSchemaHash).toBe(bench.schema.hash);
  });

  test('gets back what it sends to the other, for a reason of its own, and nothing is lost', () => {
    bench.restart(1, fresh);
    order(1, 0, 30);
    bench.run(5);
    expect(refusals()).toEqual([REFUSAL_DECLARATION]);
    expect(told).toEqual([`give of 30 to ${dweller(0)} came back`]);
    expect(allGold()).toBe(400);
  });

  test('sends on what is not for it as it came, so that the next one can read it', () => {
    // Made in region 0, it lives in region 3, so who is in region 2 asks region 0 for it.
    bench.restart(0, fresh);
    order(2, 3, 30);
    bench.run(6);
    expect(told).toEqual(['given 30']);
    expect(valueOf(dweller(3), 'gold')).toBe(130);
  });

  test('hears of a message that came back though it was sent under the declaration before', () => {
    bench.down.add(3);
    order(2, 3, 30);
    bench.run(3);
    bench.restart(2, fresh);
    const { table } = bench.region(3).runtime.state;
    const gone = dweller(3);
    table.remove(table.slotOf(gone), 1);
    bench.down.delete(3);
    bench.run(5);
    expect(told).toEqual([`give of 30 to ${gone} came back`]);
    expect(valueOf(dweller(2), 'gold')).toBe(100);
  });

  test('takes an entity that left under the declaration before for what it was', () => {
    const [west, east] = [bench.map.regionAt(100, 100), bench.map.regionAt(300, 100)];
    bench.restart(east, fresh);
    const walker = dweller(west);
    const { schema, table } = bench.region(west).runtime.state;
    const heading = schema.components.find(({ name }) => name === 'heading')?.index ?? -1;
    table.writeValue(table.slotOf(walker), heading, 1);
    bench.run(12);
    expect([bench.living().get(walker), valueOf(walker, 'gold')]).toEqual([east, 100]);
    const arrived = frames.flatMap(({ inputs }) => inputs?.messages ?? []);
    expect(arrived.some((each) => each.arrived === walker && each.stateHash !== 0)).toBe(true);
    expect(frames.flatMap(({ parked }) => parked)).toEqual([]);
  });

  test('what does not say by what it is packed is read by its reader’s own', () => {
    const deliver = bench.deliver.bind(bench);
    bench.deliver = (from, entry) => {
      const body = entry.message?.entityMessage;
      if (body) body.worldSchemaHash = 0;
      deliver(from, entry);
    };
    order(0, 1, 30);
    bench.run(4);
    expect(told).toEqual(['given 30']);
  });

  test('a checkpoint keeps the declaration before', () => {
    bench.restart(1, fresh);
    bench.run(2);
    const { reader } = bench.region(1);
    const bytes = new SnapshotCut(reader, 0).encodeNow();
    const snapshot = decodeMessage(logMessages.RegionSnapshot, bytes, 'snapshot');
    const restored = RegionState.fromSnapshot(snapshot);
    expect(restored.before?.schema.hash).toBe(bench.schema.hash);
    expect(new SnapshotCut(restored, 0).encodeNow()).toEqual(bytes);
  });
});

describe('[S2] what clients of the declaration before say to a region that has gone over', () => {
  /** A session in the region that took it in, which goes over then. */
  function goOver() {
    for (const { runtime } of bench.regions.values()) {
      runtime.attach({ session: 9, account: 'ada', generation: 1 });
    }
    // The avatar goes to where it stands, and its session with it.
    bench.run(8);
    const [home] = Array.from(bench.regions.entries(), ([region, { reader }]) => {
      return reader.sessions.get(9)?.status === SESSION_HERE ? [region] : [];
    }).flat();
    bench.restart(home, fresh);
    const { runtime } = bench.region(home);
    const command = (number: number, kind: number, payload: Uint8Array, by: number): void => {
      const address = { region: home, session: 9, generation: 1 };
      runtime.command({ ...address, number, kind, payload, worldSchemaHash: by });
    };
    const results = (): number[] => {
      const applied = frames.flatMap(({ inputs }) => inputs?.commands ?? []);
      return applied.filter(({ number }) => number > 0).map(({ result }) => result);
    };
    return { runtime, command, results };
  }

  test('is taken for what it was; what nobody knows the declaration of is refused', () => {
    const { runtime, command, results } = goOver();
    const { schema } = bench;
    const spend = schema.kinds.findIndex(({ name }) => name === 'spend');
    const payload = encodePayload(schema.kinds[spend], { gold: 30 });
    command(1, spend, payload, schema.hash);
    command(2, spend, payload, 12345);
    const turn = schema.kinds.findIndex(({ name }) => name === 'turn');
    const steer = (sequence: number, by: number): void => {
      const numbers = { sequence, afterCommand: 0, kind: turn };
      const column = new InputColumnWriter();
      column.add(9, 1, packInput(numbers, encodePayload(schema.kinds[turn], { heading: -4 })));
      runtime.inputs(column.take(), by);
      bench.run(1);
    };
    steer(1, schema.hash);
    steer(2, 12345);
    expect(told).toEqual(['spent 30', 'turned -4']);
    expect(results()).toEqual([COMMAND_RESULT_APPLIED, COMMAND_RESULT_UNKNOWN]);
  });
});

describe('[M4] jobs of a region whose declaration has grown', () => {
  const resultOf = (job: Job, schema: WorldSchema, amount: number): TaskResult => {
    const task = schema.tasks.get('appraise');
    if (!task) throw new Error('it is declared');
    const payload = encodePayload(task.result, { gold: amount });
    const { name, entity } = job;
    return {
      ...{ job: jobId(job), name, status: TASK_DONE, payload, entity, text: '' },
      ...{ arguments: new Uint8Array(), worldSchemaHash: schema.hash },
    };
  };

  test('are packed anew, and a result of the declaration before is taken for what it is', () => {
    order(1, -1, 30);
    bench.run(1);
    const [asked] = bench.region(1).reader.jobs.values();
    bench.restart(1, fresh);
    const { runtime, reader } = bench.region(1);
    const [job] = reader.jobs.values();
    expect([asked.worldSchemaHash, job.worldSchemaHash]).toEqual([
      bench.schema.hash,
      runtime.options.schema.hash,
    ]);
    runtime.taskResult(resultOf(job, bench.schema, 31));
    bench.run(3);
    expect(told).toEqual(['appraised 30: done 31']);
    expect(valueOf(dweller(1), 'gold')).toBe(101);
  });

  test('a result of a declaration that nobody here knows is none: the job is asked for again', () => {
    order(0, -1, 30);
    bench.run(1);
    const { runtime, reader } = bench.region(0);
    const [job] = reader.jobs.values();
    bench.restart(1, fresh);
    runtime.taskResult(resultOf(job, bench.region(1).runtime.options.schema, 31));
    bench.run(3);
    expect([told, reader.jobs.size]).toEqual([[], 1]);
    runtime.taskResult(resultOf(job, bench.schema, 31));
    bench.run(3);
    expect(told).toEqual(['appraised 30: done 31']);
  });
});
