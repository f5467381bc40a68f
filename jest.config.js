/** Which files a run takes: JEST_KIND = unit (default: unit and simulation) | int | e2e | all. */
const kinds = {
  unit: ['**/*.unit.test.ts', '**/*.sim.test.ts'],
  int: ['**/*.int.test.ts'],
  e2e: ['**/*.e2e.test.ts'],
};
const kind = process.env.JEST_KIND ?? 'unit';
/** `x.deep.int.test.ts`: minutes of processes that start and end; left out of a short run. */
const deep = process.env.JEST_DEPTH === 'short' ? ['\\.deep\\.'] : [];

export default {
  testEnvironment: 'node',
  testMatch: kind === 'all' ? Object.values(kinds).flat() : kinds[kind],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...deep],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/infra/dev/test/transform.mjs' },
  moduleNameMapper: {
    '^@atlasnet/(schemas|cluster|heuristic|proxy|replay|infra)$': '<rootDir>/$1/src/index.ts',
    '^atlasnet/server$': '<rootDir>/cluster/src/server.ts',
    '^atlasnet/client$': '<rootDir>/proxy/src/client.ts',
    '^atlasnet/world$': '<rootDir>/schemas/src/index.ts',
  },
  testTimeout: kind === 'unit' ? 30_000 : 120_000,
  maxWorkers: 2,
  // A failed test may leave a server of its own running; the run must end all the same.
  forceExit: kind !== 'unit',
};
