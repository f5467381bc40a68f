import type { SeedPool } from './seed-pool.ts';

/** How a planted bug was found. */
export interface Catch {
  /** Seeds that it took; 0 when none of them showed it. */
  readonly seeds: number;
  readonly invariant: string;
  readonly problem: string;
}

/** A broken cluster need not be waited for as long as a sound one. */
const SETTLE_LIMIT_MS = 30_000;

/** Runs seeds until one shows the bug. */
export async function catchBug(
  bug: string,
  seedsMax: number,
  pool: SeedPool,
  first = 1,
): Promise<Catch> {
  for (let seeds = 1; seeds <= seedsMax; seeds++) {
    const task = { bug, settleLimitMs: SETTLE_LIMIT_MS };
    const { held, invariant, problem } = await pool.run(first + seeds - 1, task);
    if (!held) return { seeds, invariant: invariant ?? '', problem: problem ?? '' };
  }
  return { seeds: 0, invariant: '', problem: '' };
}
