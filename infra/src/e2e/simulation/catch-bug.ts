import type { ProtocolBug } from './protocol-bugs.ts';
import { runSeed } from './run-seed.ts';

/** How a planted bug was found. */
export interface Catch {
  readonly bug: ProtocolBug;
  /** Seeds that it took; 0 when none of them showed it. */
  readonly seeds: number;
  readonly invariant: string;
  readonly problem: string;
}

/** A broken cluster need not be waited for as long as a sound one. */
const SETTLE_LIMIT_MS = 30_000;

/** Runs seeds until one shows the bug. */
export async function catchBug(bug: ProtocolBug, seedsMax: number, first = 1): Promise<Catch> {
  for (let seeds = 1; seeds <= seedsMax; seeds++) {
    const options = { bug, settleLimitMs: SETTLE_LIMIT_MS };
    const { held, invariant, problem } = await runSeed(first + seeds - 1, options);
    if (!held) return { bug, seeds, invariant: invariant ?? '', problem: problem ?? '' };
  }
  return { bug, seeds: 0, invariant: '', problem: '' };
}
