import type { Verdict } from './run-seed.ts';
import type { SeedRunner, SeedTask } from './seed-pool.ts';

/**
 * The shortest prefix of a failing scenario's faults that still fails. Failing is taken to be monotone
 * in the prefix, so a binary search finds one in four runs; where it is not, what is found fails too.
 */
export async function shortestFaults(
  failing: Verdict,
  runner: SeedRunner,
  task: SeedTask,
): Promise<Verdict> {
  let best = failing;
  let low = 0;
  while (low < best.faults.length) {
    const length = Math.floor((low + best.faults.length) / 2);
    const faultList = failing.faults.slice(0, length);
    const verdict = await runner.run(failing.seed, { ...task, faultList });
    if (verdict.held) low = length + 1;
    else best = verdict;
  }
  return best;
}
