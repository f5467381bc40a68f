import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readArguments } from './arguments.ts';
import { HISTORIES } from './histories.ts';
import { PROTOCOL_BUGS } from './protocol-bugs.ts';
import { runSimulation } from './run-simulation.ts';
import { SeedPool } from './seed-pool.ts';

const IS_SHORT = process.env.JEST_DEPTH === 'short';
const SEEDS = Number(process.env.ATLASNET_SIM_SEEDS ?? (IS_SHORT ? 4 : 60));
/** The first of them; another start is another set of histories. */
const FIRST = Number(process.env.ATLASNET_SIM_FIRST ?? 1);
/** Planted bugs tried; each is caught within a few seeds. */
const BUGS = Math.max(1, Number(process.env.ATLASNET_SIM_BUGS ?? (IS_SHORT ? 1 : 3)));
/** Crash points visited, of those of every step and every pair in handoff. */
const POINTS = Number(process.env.ATLASNET_SIM_POINTS ?? (IS_SHORT ? 2 : 24));
/** Compiled: in jest's sandbox it is three times slower. */
const WORKER = path.resolve('infra/dist/bundle/seed-worker.js');
const JOBS = 2;
/** At most, beside tests that go first: about seven alone. */
const SECONDS_PER_SEED = 120;

interface Run {
  readonly code: number;
  readonly output: string;
}

/** For all tests: a process that has run a seed runs the next one in two thirds of the time. */
let pool: SeedPool | null = null;

beforeAll(() => {
  if (!existsSync(WORKER)) throw new Error('the simulation runs compiled: npm run build first');
  pool = new SeedPool(JOBS, WORKER);
});

afterAll(() => pool?.[Symbol.asyncDispose]());

/** As `npm run sim -- …words`. */
async function simulate(...words: readonly string[]): Promise<Run> {
  if (!pool) throw new Error('there is no pool');
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const code = await runSimulation({ ...readArguments(words), jobs: JOBS, pool, print });
  return { code, output: lines.join('\n') };
}

/** The sums that a run ends with, by their names. */
function factsOf({ output }: Run): Map<string, number> {
  const line = /^facts compared: (.*)$/m.exec(output)?.[1] ?? '';
  const pairs = line.split(', ').map((pair) => pair.split(' '));
  return new Map(pairs.map(([name, count]) => [name, Number(count)]));
}

const INVARIANTS = Array.from({ length: 10 }, (_, i) => `I${i + 1}`);

describe('a cluster under faults', () => {
  test(
    '[I1–I10] holds every invariant, whatever crashes, stops, is cut off or lies',
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
    60_000 + SEEDS * SECONDS_PER_SEED * 1000,
  );

  (IS_SHORT ? test.skip : test)(
    'one seed is one history: run twice, the log has the same bytes',
    async () => {
      const seed = `${FIRST + 8}`;
      const { code, output } = await simulate('--seed', seed, '--twice');
      expect(output).toContain(`seed ${seed} twice: the same log`);
      expect(code).toBe(0);
    },
    SECONDS_PER_SEED * 4000,
  );
});

describe('a crash at a step of the protocol', () => {
  test(
    'keeps every invariant, before and after it, and no step is passed over',
    async () => {
      const visits = String(POINTS);
      const run = await simulate('--seed', `${FIRST}`, '--crash-points', visits);
      if (run.code !== 0) throw new Error(run.output);
      expect(run.output).toContain(`${visits} of ${visits} crash points visited`);
    },
    60_000 + POINTS * SECONDS_PER_SEED * 1000,
  );
});

describe('the histories that found something', () => {
  test(
    'hold',
    async () => {
      const run = await simulate('--history', 'all', '--whole');
      if (run.code !== 0) throw new Error(run.output);
      for (const { name, seed } of HISTORIES) {
        expect(run.output).toContain(`${name}: seed ${seed}: held`);
      }
    },
    SECONDS_PER_SEED * 1000 * HISTORIES.length,
  );
});

describe('the checker', () => {
  test.each(PROTOCOL_BUGS.slice(0, BUGS).map(({ name, mistake }) => [name, mistake]))(
    'catches %s: %s',
    async (name) => {
      const { code, output } = await simulate('--bug', name, '--catch', '200');
      expect([output, code]).toEqual([expect.stringContaining(name), 0]);
    },
    SECONDS_PER_SEED * 20_000,
  );
});
