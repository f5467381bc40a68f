/** A simulation has no clock of its own, and may run beside others that need the processors more. */
const SIMULATION_MS = 300_000;
/** Real processes start and end. */
const PROCESSES_MS = 120_000;

/** As for the processes that run seeds (infra/src/e2e/simulation/seed-pool.ts). */
const COMPUTING = ['--single-threaded', '--min-semi-space-size=32', '--max-semi-space-size=32'];

/**
 * The kinds of tests, `x.KIND.test.ts`: how long one test may take, milliseconds; in how many processes they run, one
 * where whole clusters start (kinds that run together share theirs); and the engine's flags for those.
 */
export const KINDS = {
  unit: { timeoutMs: 30_000, processes: 2, flags: COMPUTING },
  sim: { timeoutMs: SIMULATION_MS, processes: 2, flags: COMPUTING },
  int: { timeoutMs: PROCESSES_MS, processes: 1, flags: [] },
  e2e: { timeoutMs: PROCESSES_MS, processes: 1, flags: [] },
  // It says itself how long it takes.
  chaos: { timeoutMs: PROCESSES_MS, processes: 1, flags: [] },
};

/** `x.deep.int.test.ts`: minutes of processes that start and end; left out of a short run. */
export const IS_SHORT = process.env.JEST_DEPTH === 'short';
