/** Which files a run takes: JEST_KIND = unit | sim | int | e2e, several with commas; unit and simulation by default. */
const kinds = {
  unit: ['**/*.unit.test.ts'],
  sim: ['**/*.sim.test.ts'],
  int: ['**/*.int.test.ts'],
  e2e: ['**/*.e2e.test.ts'],
};
const wanted = (process.env.JEST_KIND ?? 'unit,sim').split(',');
/** Those of real processes: slow to start, and what they leave behind is not waited for. */
const isReal = wanted.includes('int') || wanted.includes('e2e');
/** A simulation has no clock of its own, and may run beside others that need the processors more. */
const TIMEOUT_MS = { unit: 30_000, sim: 300_000, int: 120_000, e2e: 120_000 };
/** `x.deep.int.test.ts`: minutes of processes that start and end; left out of a short run. */
const deep = process.env.JEST_DEPTH === 'short' ? ['\\.deep\\.'] : [];

export default {
  testEnvironment: 'node',
  testMatch: wanted.flatMap((kind) => kinds[kind]),
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...deep],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/infra/dev/test/transform.mjs' },
  moduleNameMapper: {
    '^@atlasnet/(schemas|cluster|heuristic|proxy|replay|infra)$': '<rootDir>/$1/src/index.ts',
    '^atlasnet/server$': '<rootDir>/cluster/src/server.ts',
    '^atlasnet/client$': '<rootDir>/proxy/src/client.ts',
    '^atlasnet/world$': '<rootDir>/schemas/src/index.ts',
  },
  testTimeout: Math.max(...wanted.map((kind) => TIMEOUT_MS[kind])),
  maxWorkers: 2,
  // A failed test may leave a server of its own running; the run must end all the same.
  forceExit: isReal,
};
