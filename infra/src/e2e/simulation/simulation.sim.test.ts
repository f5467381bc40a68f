import { describe, expect, test } from '@jest/globals';
import { describeFault } from './faults.ts';
import { runSeed } from './run-seed.ts';
import type { Verdict } from './run-seed.ts';
import { shortestFaults } from './shortest-faults.ts';

/** How many seeds a run takes: about two seconds each here; CI asks for more. */
const SEEDS = Number(process.env.ATLASNET_SIM_SEEDS ?? 12);
/** The first of them; another start is another set of histories. */
const FIRST = Number(process.env.ATLASNET_SIM_FIRST ?? 1);

function facts(verdict: Verdict): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { invariant, facts: count } of verdict.report?.invariants ?? []) {
    found[invariant] = (found[invariant] ?? 0) + count;
  }
  return found;
}

async function explain(verdict: Verdict): Promise<string> {
  const shortest = await shortestFaults(verdict.seed, verdict);
  return [
    `seed ${verdict.seed}: [${verdict.invariant}] ${verdict.problem}`,
    `${shortest.faults.length} of ${verdict.faults.length} faults are enough:`,
    ...shortest.faults.map((fault) => `  ${describeFault(fault)}`),
    `npm run sim -- --seed ${verdict.seed} --log`,
  ].join('\n');
}

describe('a cluster under faults', () => {
  test(
    '[I1–I6, I8, I9] holds every invariant, whatever crashes, stops, is cut off or lies',
    async () => {
      const total: Record<string, number> = {};
      let trades = 0;
      for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
        const verdict = await runSeed(seed);
        if (!verdict.held) throw new Error(await explain(verdict));
        for (const [invariant, count] of Object.entries(facts(verdict))) {
          total[invariant] = (total[invariant] ?? 0) + count;
        }
        trades += verdict.workload?.trades ?? 0;
        expect(verdict.workload?.handoffs).toBeGreaterThan(100);
        expect(verdict.faults.length).toBeGreaterThanOrEqual(10);
      }
      console.log(`seeds ${FIRST}–${FIRST + SEEDS - 1} held; facts ${JSON.stringify(total)}`);
      for (const invariant of ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I8', 'I9']) {
        expect(total[invariant]).toBeGreaterThan(0);
      }
      expect(trades).toBeGreaterThan(100 * SEEDS);
    },
    60_000 + SEEDS * 20_000,
  );

  test('one seed is one history: run twice, the log has the same bytes', async () => {
    const first = await runSeed(FIRST);
    const second = await runSeed(FIRST);
    expect(second.digest).toBe(first.digest);
    expect((await runSeed(FIRST + 1)).digest).not.toBe(first.digest);
  }, 120_000);
});
