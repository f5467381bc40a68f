import { beforeAll, describe, expect, test } from '@jest/globals';
import { TASK_DONE, TASK_THREW, decodePayload, encodePayload, jobId } from '@atlasnet/schemas';
import type { TaskResult } from '@atlasnet/schemas';
import { defineServer, defineWorld, field } from '../server.ts';
import { checkHistory } from '../testing/checked-history.ts';
import type { Tampering } from '../testing/checked-history.ts';
import { RegionBench } from '../testing/region-bench.ts';
import type { CheckReport } from './world-checker.ts';

const coins = { amount: field.integer({ min: 0, max: 1000 }) };
const world = defineWorld({
  name: 'stakes',
  dimensions: 2,
  bounds: { min: [0, 0], max: [400, 400] },
  tickHz: 10,
  handoffStayTicks: 1,
  components: { coins: field.integer({ min: 0, max: 1000 }) },
  tasks: { stake: { arguments: coins, result: coins } },
});

const server = defineServer({
  world,
  start(game) {
    for (let x = 20; x < 400; x += 40) game.create({ position: { x, y: 190 }, coins: 10 });
  },
  task: {
    stake(game, entity, outcome) {
      const { amount } = outcome.status === 'done' ? outcome.result : outcome.arguments;
      const purse = game.components.coins;
      purse.set(entity, purse.get(entity) + amount);
    },
  },
  tick(game) {
    const { coins: purse, position } = game.components;
    game.each((entity) => {
      position.set(entity, (position.x(entity) + 7) % 400, position.y(entity));
      if (game.tick > 60 || game.random() > 0.1 || purse.get(entity) < 2) return;
      purse.set(entity, purse.get(entity) - 2);
      game.runTask('stake', { amount: 2 }, entity);
    });
  },
});

const conserved = [
  {
    component: 'coins',
    carriedBy: {},
    carriedByTasks: { stake: { asked: 'amount', result: 'amount' } },
  },
];

/** Every fourth job throws; the others bring back what they took, or `extra` more. */
function play(extra: number): RegionBench {
  const bench = new RegionBench(server, 4);
  const task = bench.schema.tasks.get('stake');
  if (!task) throw new Error('the world has no such task');
  bench.onJob = (job) => {
    const { name, entity } = job;
    const amount = Number(decodePayload(task.arguments, job.arguments)['amount']) + extra;
    const payload = encodePayload(task.result, { amount });
    const status = (job.n + job.index) % 4 === 0 ? TASK_THREW : TASK_DONE;
    const { worldSchemaHash } = job;
    const result = { job: jobId(job), name, status, payload, entity, text: '', worldSchemaHash };
    return { ...result, arguments: new Uint8Array() };
  };
  bench.run(80);
  return bench;
}

let bench: RegionBench;
beforeAll(() => {
  bench = play(0);
});

const check = (tampering: Tampering = {}, played = bench): CheckReport => {
  return checkHistory(played, tampering, { conserved });
};

const broken = ({ invariants }: CheckReport): string[] =>
  invariants.filter(({ held }) => !held).map(({ invariant }) => invariant);

describe('jobs in the log', () => {
  test('[M4] [I5] whole ones hold, with what they carry across borders', () => {
    const report = check();
    const tasks = report.invariants.find(({ invariant }) => invariant === 'M4');
    expect(broken(report)).toEqual([]);
    expect(tasks?.facts).toBeGreaterThan(40);
    expect(report.conserved).toMatchObject([{ living: 100, inFlight: 0, minted: 100 }]);
  });

  test('[I5] a result that brings more than its job took along is found', () => {
    expect(broken(check({}, play(1)))).toEqual(['I5']);
  });

  test('[M4] a result that is applied twice is found', () => {
    let copy: TaskResult | undefined;
    let from = -1;
    const report = check({
      frame({ inputs }, region) {
        if (copy && from === region) {
          inputs?.results.push(copy);
          from = -1;
        } else if (!copy && inputs?.results.length) {
          copy = inputs.results[0];
          from = region;
        }
      },
    });
    const problems = report.invariants.flatMap(({ violations }) => violations);
    expect(problems.map(({ problem }) => problem).join()).toMatch(/job \S+ is not pending/);
  });
});
