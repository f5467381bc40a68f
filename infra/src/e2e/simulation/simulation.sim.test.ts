import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HISTORIES } from './histories.ts';
import { PROTOCOL_BUGS } from './protocol-bugs.ts';
import { SeedPool, SeedsInTurn } from './seed-pool.ts';
import type { SeedRunner } from './seed-pool.ts';
import { commandsIn, simulate as simulateBy } from './simulate.ts';
import type { Simulated } from './simulate.ts';

const IS_SHORT = process.env.JEST_DEPTH === 'short';
const SEEDS = Number(process.env.ATLASNET_SIM_SEEDS ?? (IS_SHORT ? 2 : 60));
/** The first of them; another start is another set of histories. */
const FIRST = Number(process.env.ATLASNET_SIM_FIRST ?? 1);
const BUG_COUNT = process.env.ATLASNET_SIM_BUGS;
const SHORT_BUGS = ['trust-acknowledgement', 'ignore-declaration'];
/** Planted bugs tried, each caught within a few seeds; a short run has one that the first of them shows. */
const BUGS =
  IS_SHORT && BUG_COUNT === undefined
    ? PROTOCOL_BUGS.filter(({ name }) => SHORT_BUGS.includes(name))
    : [
        ...PROTOCOL_BUGS.filter(({ faults }) => faults),
        ...PROTOCOL_BUGS.slice(0, Math.max(1, Number(BUG_COUNT ?? 3))),
      ];
/** One that takes a new owner, and so a fault, to show. */
const SHOWN_BUG = 'reuse-entity-ids';
/** Of the histories a short run leaves out those whose rules bad-cluster.sim.test.ts and the seeds hold. */
const TOLD = HISTORIES.filter(({ name }) => !IS_SHORT || /^\[(O1|M3, P1|M3, M4)\]/.test(name));
/** Crash points visited, of those of every step and every pair in handoff. */
const POINTS = Number(process.env.ATLASNET_SIM_POINTS ?? (IS_SHORT ? 2 : 24));
/** Compiled: in jest's sandbox it is three times slower. */
const WORKER = path.resolve('infra/dist/bundle/seed-worker.js');
/** Few seeds are run in this process: with each it gets faster, and the files after this one find it warm. */
const JOBS = IS_SHORT ? 1 : 2;
/** For each part, all others and the tests that go first beside it; a seed takes seven seconds alone. */
const LIMIT_MS = (60 + SEEDS + POINTS) * 120_000;

/** For all tests: a process that has run a seed runs the next one in two thirds of the time. */
let pool: SeedPool | null = null;
let runner: SeedRunner = new SeedsInTurn();

beforeAll(() => {
  if (IS_SHORT) return;
  if (!existsSync(WORKER)) throw new Error('the simulation runs compiled: npm run build first');
  pool = new SeedPool(JOBS, WORKER);
  runner = pool;
});

afterAll(() => pool?.[Symbol.asyncDispose]());

/** As `npm run sim -- …words`. */
const simulate = (...words: readonly string[]): Promise<Simulated> =>
  simulateBy([...words, '--jobs', `${JOBS}`], { runner });

/** The sums that a run ends with, by their names. */
function factsOf({ output }: Simulated): Map<string, number> {
  const line = /^facts compared: (.*)$/m.exec(output)?.[1] ?? '';
  const pairs = line.split(', ').map((pair) => pair.split(' '));
  return new Map(pairs.map(([name, count]) => [name, Number(count)]));
}

const INVARIANTS = Array.from({ length: 10 }, (_, i) => `I${i + 1}`);

// All at once, so that none of the pool's processes is without a seed while another ends a part.
describe('the simulator', () => {
  test.concurrent(
    '[I1–I10] a cluster holds every invariant, whatever crashes, stops, is cut off or lies',
    async () => {
      const seeds = `${FIRST}-${FIRST + SEEDS - 1}`;
      console.log(`seeds ${seeds}`);
      const run = await simulate('--seeds', seeds);
      if (run.code !== 0) throw new Error(run.output);
      expect(run.output).toContain(`${SEEDS} seeds, 0 failed`);
      const facts = factsOf(run);
      for (const invariant of INVARIANTS) {
        expect([invariant, facts.get(invariant)]).toEqual([invariant, expect.any(Number)]);
        expect(facts.get(invariant)).toBeGreaterThan(0);
      }
    },
    LIMIT_MS,
  );

  (IS_SHORT ? test.skip : test.concurrent)(
    'one seed is one history: run twice, the log has the same bytes',
    async () => {
      const seed = `${FIRST + 8}`;
      const { code, output } = await simulate('--seed', seed, '--twice');
      expect(output).toContain(`seed ${seed} twice: the same log`);
      expect(code).toBe(0);
    },
    LIMIT_MS,
  );

  test.concurrent(
    'a crash at a step of the protocol, at steps of every kind and at pairs in handoff, keeps every invariant',
    async () => {
      const visits = String(POINTS);
      const run = await simulate('--seed', `${FIRST}`, '--crash-points', visits);
      if (run.code !== 0) throw new Error(run.output);
      expect(run.output).toContain(`${visits} of ${visits} crash points visited`);
    },
    LIMIT_MS,
  );

  test.concurrent(
    'the histories that found something hold',
    async () => {
      const runs = TOLD.map(({ name }) => simulate('--history', name, '--whole'));
      const told = (await Promise.all(runs)).map(({ output, code }) => [output, code]);
      const held = TOLD.map(({ name, seed }) => `${name}: seed ${seed}: held`);
      expect(told).toEqual(held.map((line) => [expect.stringContaining(line), 0]));
    },
    LIMIT_MS,
  );

  (IS_SHORT ? test.skip : test.concurrent)(
    'what a failing seed prints shows it again: the same log, and the same invariant by its first faults alone',
    async () => {
      const failed = await simulate('--seed', `${FIRST}`, '--faults', '8', '--bug', SHOWN_BUG);
      const verdict = /FAILED (\[I\d+\]).* (log \w+)$/m.exec(failed.output);
      const [, invariant = '', log = ''] = verdict ?? [];
      const [whole, cut] = commandsIn(failed);
      const [again, shorter] = [
        await simulate(...whole, '--whole'),
        await simulate(...cut, '--whole'),
      ];
      expect(again.output).toContain(`FAILED ${invariant}`);
      expect(again.output).toContain(log);
      expect(shorter.output).toContain(`FAILED ${invariant}`);
      expect([failed.code, again.code, shorter.code]).toEqual([1, 1, 1]);
    },
    LIMIT_MS,
  );

  test.concurrent.each(BUGS.map(({ name, mistake }) => [name, mistake]))(
    'its checker catches %s: %s',
    async (name) => {
      const { code, output } = await simulate('--bug', name, '--catch', '200');
      expect([output, code]).toEqual([expect.stringContaining(name), 0]);
    },
    LIMIT_MS,
  );
});
