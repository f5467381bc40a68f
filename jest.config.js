import { KINDS } from './infra/dev/test/kinds.mjs';

/** Which files a run takes: JEST_KIND = unit | sim | int | e2e | deep.int | …, several with commas; unit and simulation by default. */
const wanted = (process.env.JEST_KIND ?? 'unit,sim').split(',');
/** Those of real processes: slow to start, and what they leave behind is not waited for. */
const isReal = wanted.some((kind) => kind.endsWith('int') || kind.endsWith('e2e'));

export default {
  testEnvironment: 'node',
  testMatch: wanted.map((kind) => `**/*.${kind}.test.ts`),
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/infra/dev/test/transform.mjs' },
  moduleNameMapper: {
    '^@atlasnet/(schemas|cluster|heuristic|proxy|replay|infra)$': '<rootDir>/$1/src/index.ts',
    '^atlasnet/server$': '<rootDir>/cluster/src/server.ts',
    '^atlasnet/client$': '<rootDir>/proxy/src/client.ts',
    '^atlasnet/world$': '<rootDir>/schemas/src/index.ts',
  },
  testTimeout: Math.max(...wanted.map((kind) => KINDS[kind].timeoutMs)),
  maxWorkers: 2,
  // A failed test may leave a server of its own running; the run must end all the same.
  forceExit: isReal,
};
