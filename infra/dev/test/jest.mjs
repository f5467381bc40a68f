import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStep } from './steps.mjs';

/**
 * Runs jest on one kind of tests and reads what it counted.
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
export function jestStep(name, kind, { env = {}, ...options }) {
  // A suite of whole clusters needs the machine for itself.
  const workers = kind === 'unit' ? [] : ['--runInBand'];
  return countedStep(
    name,
    (report) => [
      'node_modules/jest/bin/jest.js',
      ...['--json', '--outputFile', report, '--passWithNoTests', ...workers],
    ],
    {
      ...options,
      env: {
        ...env,
        JEST_KIND: kind,
        NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
      },
    },
  );
}

/** Runs the simulations, with what other steps leave of the processors; counts as jestStep(). */
export function simulationStep(name, options) {
  return countedStep(name, (report) => ['infra/dev/test/run-simulations.mjs', report], {
    ...options,
    background: true,
  });
}

async function countedStep(name, command, { deadline, isDeep, background = false, env = {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'atlasnet-tests-'));
  const report = join(folder, 'report.json');
  const isGood = await runStep(name, [process.execPath, ...command(report)], {
    deadline,
    background,
    show: true,
    env: { ...env, JEST_DEPTH: isDeep ? 'deep' : 'short' },
  });
  const counts = readReport(report);
  rmSync(folder, { recursive: true, force: true });
  // A run that ended badly without a failed test (a crash, the time limit) is a failure too.
  if (!isGood && counts.failed === 0) counts.failed = 1;
  return counts;
}

function readReport(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    return {
      passed: report.numPassedTests,
      // A test file that cannot be loaded has no tests to fail.
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
