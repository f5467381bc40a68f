import type { Verdict } from './run-seed.ts';
import type { SeedRunner, SeedTask } from './seed-pool.ts';

/**
 * A shorter prefix of a failing scenario's faults that fails, too: the shortest if every prefix longer
 * than a failing one fails as well, which need not be so. A binary search finds it in four runs.
 */
export async function shorterFaults(
  failing: Verdict,
  runner: SeedRunner,
  task: SeedTask,
): Promise<Verdict> {
  let best = failing;
  let low = 0;
  while (low < best.faults.length) {
    const firstFaults = Math.floor((low + best.faults.length) / 2);
    const verdict = await runner.run(failing.seed, { ...task, firstFaults });
    if (verdict.held) low = firstFaults + 1;
    else best = verdict;
  }
  return best;
}
