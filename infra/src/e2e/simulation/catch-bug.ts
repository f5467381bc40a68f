import type { Verdict } from './run-seed.ts';
import type { SeedRunner } from './seed-pool.ts';

/** How a planted bug was found. */
export interface Catch {
  /** Seeds that it took; 0 when none of them showed it. */
  readonly seeds: number;
  readonly invariant: string;
  readonly problem: string;
}

export interface CatchOptions {
  readonly first: number;
  readonly seedsMax: number;
  /** Seeds at once. */
  readonly jobs: number;
}

/** A broken cluster need not be waited for as long as a sound one. */
const SETTLE_LIMIT_MS = 30_000;

/** Looks for seeds that show planted bugs. */
export class CaughtBugs {
  readonly #runner: SeedRunner;
  readonly #options: CatchOptions;
  /** Whether a seed holds without any bug, within the same limit: it is asked for several bugs. */
  readonly #sound = new Map<number, Promise<boolean>>();

  constructor(runner: SeedRunner, options: CatchOptions) {
    this.#runner = runner;
    this.#options = options;
  }

  /** Runs seeds, so many at once, until one shows the bug: the first that fails with it and holds without. */
  async catch(bug: string): Promise<Catch> {
    const { first, seedsMax, jobs } = this.#options;
    const task = { bug, settleLimitMs: SETTLE_LIMIT_MS };
    for (let begun = 0; begun < seedsMax; begun += jobs) {
      const count = Math.min(jobs, seedsMax - begun);
      const runs = Array.from({ length: count }, (_, i) =>
        this.#runner.run(first + begun + i, task),
      );
      for (const [i, verdict] of (await Promise.all(runs)).entries()) {
        if (!showsBug(verdict) || !(await this.#isSound(verdict.seed))) continue;
        const { invariant, problem } = verdict;
        return { seeds: begun + i + 1, invariant: invariant ?? '', problem: problem ?? '' };
      }
    }
    return { seeds: 0, invariant: '', problem: '' };
  }

  #isSound(seed: number): Promise<boolean> {
    const known = this.#sound.get(seed);
    if (known) return known;
    const control = this.#runner.run(seed, { settleLimitMs: SETTLE_LIMIT_MS });
    const sound = control.then(({ held }) => held);
    this.#sound.set(seed, sound);
    return sound;
  }
}

/** A run that broke off, or compared nothing, says nothing of what the checker sees. */
function showsBug({ report }: Verdict): boolean {
  return Boolean(report?.first);
}
