import type { SeedRunner } from './seed-pool.ts';

/** How a planted bug was found. */
export interface Catch {
  /** Seeds that it took; 0 when none of them showed it. */
  readonly seeds: number;
  readonly invariant: string;
  readonly problem: string;
}

/** A broken cluster need not be waited for as long as a sound one. */
const SETTLE_LIMIT_MS = 30_000;

/**
 * Runs seeds, so many at once, until one shows the bug: the first of them that does.
 * @param first the first seed
 */
export async function catchBug(
  bug: string,
  seedsMax: number,
  runner: SeedRunner,
  { first = 1, jobs = 1 } = {},
): Promise<Catch> {
  const task = { bug, settleLimitMs: SETTLE_LIMIT_MS };
  for (let begun = 0; begun < seedsMax; begun += jobs) {
    const count = Math.min(jobs, seedsMax - begun);
    const runs = Array.from({ length: count }, (_, i) => runner.run(first + begun + i, task));
    const verdicts = await Promise.all(runs);
    const i = verdicts.findIndex(({ held }) => !held);
    if (i < 0) continue;
    const { invariant, problem } = verdicts[i];
    return { seeds: begun + i + 1, invariant: invariant ?? '', problem: problem ?? '' };
  }
  return { seeds: 0, invariant: '', problem: '' };
}
