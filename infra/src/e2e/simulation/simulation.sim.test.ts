import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { HISTORIES } from './histories.ts';
import { PROTOCOL_BUGS } from './protocol-bugs.ts';

const IS_SHORT = process.env.JEST_DEPTH === 'short';
/** About seven seconds of one core each. */
const SEEDS = Number(process.env.ATLASNET_SIM_SEEDS ?? (IS_SHORT ? 4 : 60));
/** The first of them; another start is another set of histories. */
const FIRST = Number(process.env.ATLASNET_SIM_FIRST ?? 1);
/** Planted bugs tried; each is caught within a few seeds. */
const BUGS = Math.max(1, Number(process.env.ATLASNET_SIM_BUGS ?? (IS_SHORT ? 1 : 3)));
/** Crash points visited, of those of every step and every pair in handoff. */
const POINTS = Number(process.env.ATLASNET_SIM_POINTS ?? (IS_SHORT ? 2 : 24));
/** The compiled simulation: in jest's sandbox it is three times slower. */
const MAIN = path.resolve('infra/dist/bundle/simulation.js');
const SECONDS_PER_SEED = 20;

interface Run {
  readonly code: number;
  readonly output: string;
}

function simulate(...words: readonly string[]): Promise<Run> {
  if (!existsSync(MAIN)) throw new Error('the simulation runs compiled: npm run build first');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [MAIN, ...words],
      { maxBuffer: 2 ** 28 },
      (error, stdout, stderr) => {
        const code = error ? Number(error.code ?? 1) : 0;
        resolve({ code, output: `${stdout}${stderr}` });
      },
    );
  });
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
      const run = await simulate('--seeds', seeds, '--jobs', '2');
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
      const run = await simulate('--seed', `${FIRST}`, '--crash-points', visits, '--jobs', '2');
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
      const run = await simulate('--history', 'all', '--whole', '--jobs', '2');
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
