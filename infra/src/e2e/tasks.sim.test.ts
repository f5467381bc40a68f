import { afterEach, expect, test } from '@jest/globals';
import { defineServer, defineTasks } from '@atlasnet/cluster';
import type { TaskFunctions } from '@atlasnet/cluster';
import { defineWorld, field, hashText, jobId, sleep, topicNames } from '@atlasnet/schemas';
import type { Clock } from '@atlasnet/schemas';
import { SimCluster } from './sim-cluster.ts';

const count = field.integer({ min: 0, max: 1_000_000 });
const world = defineWorld({
  name: 'errands',
  dimensions: 2,
  bounds: { min: [0, 0], max: [400, 400] },
  tickHz: 10,
  components: { asked: count, done: count, refused: count, walks: field.flag() },
  tasks: { errand: { arguments: { number: count }, result: { number: count } } },
});

/** The tick after which nobody asks any more. */
const LAST_TICK = 250;

/** Twelve who go round the world and send for something every second or so. */
const server = defineServer({
  world,
  start(game) {
    for (let x = 10; x < 400; x += 33) {
      game.create({ position: { x, y: 190 }, asked: 0, done: 0, refused: 0, walks: true });
    }
  },
  task: {
    errand(game, entity, outcome) {
      const { done, refused } = game.components;
      const told = outcome.status === 'done' ? done : refused;
      told.set(entity, told.get(entity) + 1);
    },
  },
  tick(game) {
    const { position, asked } = game.components;
    game.each((entity) => {
      position.set(entity, (position.x(entity) + 2) % 400, position.y(entity));
      if (game.tick > LAST_TICK || game.random() > 0.06) return;
      asked.set(entity, asked.get(entity) + 1);
      game.runTask('errand', { number: asked.get(entity) }, entity);
    });
  },
});

/** How often each job was run, by whomever. */
const runs = new Map<string, number>();

function tasks(clock: Clock): TaskFunctions {
  const made = defineTasks(world, {
    async errand({ number }, { id, signal }) {
      runs.set(id, (runs.get(id) ?? 0) + 1);
      await sleep(clock, hashText(id) % 700, signal);
      return { number };
    },
  });
  return made as unknown as TaskFunctions;
}

let cluster: SimCluster | null = null;

function open(seed: number, functions = tasks): SimCluster {
  runs.clear();
  const games = server as unknown as SimCluster['options']['server'];
  cluster = new SimCluster({ seed, server: games, tasks: functions, regions: 4, shards: 2 });
  return cluster;
}

afterEach(() => {
  if (process.env.SIM_LOG) console.log(cluster?.lines.join('\n'));
  expect(cluster?.failures).toEqual([]);
});

/** What the log says: jobs that frames asked for, results that frames took, and what hooks counted. */
function account(sim: SimCluster) {
  const asked = new Set<string>();
  const settled: string[] = [];
  const states = sim.rebuild(({ jobs, inputs }) => {
    for (const job of jobs) asked.add(jobId(job));
    for (const { job } of inputs?.results ?? []) settled.push(job);
  });
  const sums = { asked: 0, done: 0, refused: 0 };
  for (const { table, schema } of states) {
    const { slots, length } = table.slotsById();
    for (const name of ['asked', 'done', 'refused'] as const) {
      const lane = schema.components.find((each) => each.name === name)?.firstLane ?? 0;
      for (let i = 0; i < length; i++) sums[name] += table.lanes[lane][slots[i]];
    }
  }
  return { asked, settled, sums };
}

test('[M4] every job has one outcome while workers and owners die and come back', async () => {
  const sim = open(5);
  sim.startWorker();
  sim.startWorker();
  await sim.run(12_000);
  sim.workers[0].process.crash();
  await sim.run(15_000);
  sim.crashOwner(0);
  sim.startWorker();
  await sim.run(19_000);
  sim.crashOwner(2);
  sim.workers[1].process.pause();
  await sim.run(23_000);
  sim.workers[1].process.resume();
  await sim.run(50_000);
  const { asked, settled, sums } = account(sim);
  expect(asked.size).toBeGreaterThan(100);
  expect(settled.toSorted()).toEqual(Array.from(asked).toSorted());
  expect(sums).toEqual({ asked: asked.size, done: asked.size, refused: 0 });
  // Each ran at least once, a few twice; a job that no counted frame asks for ran never.
  expect(new Set(runs.keys())).toEqual(asked);
  const extra = Array.from(runs.values()).reduce((sum, times) => sum + times - 1, 0);
  expect(extra).toBeLessThan(asked.size / 4);
});

test('[M4] workers that come late take what is pending; what waited too long was given up', async () => {
  const sim = open(6);
  await sim.run(24_000);
  const before = account(sim);
  expect([before.sums.done, runs.size]).toEqual([0, 0]);
  expect(before.sums.refused).toBeGreaterThan(20);
  sim.startWorker();
  await sim.run(50_000);
  const { asked, settled, sums } = account(sim);
  expect(settled.toSorted()).toEqual(Array.from(asked).toSorted());
  expect(sums.done + sums.refused).toBe(asked.size);
  expect(sums.done).toBeGreaterThan(60);
});

test('[M4] a worker of an older version leaves a task that it does not know to those that do', async () => {
  let started = 0;
  const sim = open(8, (clock) => (started++ === 0 ? {} : tasks(clock)));
  sim.startWorker();
  sim.startWorker();
  await sim.run(20_000);
  sim.workers[0].process.crash();
  started = 0;
  sim.startWorker();
  await sim.run(50_000);
  const { asked, sums } = account(sim);
  expect(asked.size).toBeGreaterThan(100);
  expect(sums).toEqual({ asked: asked.size, done: asked.size, refused: 0 });
});

test('[M4] a worker that is told to stop finishes what runs and ends; another takes the rest', async () => {
  const sim = open(9);
  sim.startWorker();
  sim.startWorker();
  await sim.run(15_000);
  let ended = false;
  void sim.workers[0].service.stop().then(() => (ended = true));
  await sim.run(17_000);
  expect(ended).toBe(true);
  await sim.run(45_000);
  const { asked, sums } = account(sim);
  expect(sums).toEqual({ asked: asked.size, done: asked.size, refused: 0 });
});

test('[M4] [L5] a restarted worker reads what is there and runs nothing that has a result', async () => {
  const sim = open(7);
  sim.startWorker();
  await sim.run(40_000);
  const ranBefore = new Map(runs);
  expect(ranBefore.size).toBeGreaterThan(100);
  const records = sim.world.log.records(topicNames(sim.name).taskResults, 0).length;
  sim.workers[0].process.crash();
  sim.startWorker();
  await sim.run(50_000);
  expect(runs).toEqual(ranBefore);
  expect(sim.world.log.records(topicNames(sim.name).taskResults, 0)).toHaveLength(records);
});
