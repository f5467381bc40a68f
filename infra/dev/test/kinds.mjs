/** A simulation has no clock of its own, and may run beside others that need the processors more. */
const SIMULATION_MS = 300_000;
/** Real processes start and end. */
const PROCESSES_MS = 120_000;

/** As for the processes that run seeds (infra/src/e2e/simulation/seed-pool.ts). */
const COMPUTING = ['--single-threaded', '--min-semi-space-size=32', '--max-semi-space-size=32'];

/**
 * The kinds of tests, `x.KIND.test.ts`: how long one test may take, milliseconds, and the engine's flags for the
 * processes that run them. Deep ones, minutes of processes that start and end, are left out of a short run.
 */
export const KINDS = {
  unit: { timeoutMs: 30_000, flags: COMPUTING },
  sim: { timeoutMs: SIMULATION_MS, flags: COMPUTING },
  int: { timeoutMs: PROCESSES_MS, flags: [] },
  'deep.int': { timeoutMs: PROCESSES_MS, flags: [] },
  e2e: { timeoutMs: PROCESSES_MS, flags: [] },
  'deep.e2e': { timeoutMs: PROCESSES_MS, flags: [] },
  // It says itself how long it takes.
  chaos: { timeoutMs: PROCESSES_MS, flags: [] },
};
