import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStep } from './steps.mjs';

/**
 * Runs jest on one kind of tests and reads what it counted.
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
export async function jestStep(name, kind, { deadline, env, isDeep }) {
  const folder = mkdtempSync(join(tmpdir(), 'atlasnet-jest-'));
  const report = join(folder, 'report.json');
  // A suite of whole clusters needs the machine for itself.
  const workers = kind === 'unit' ? [] : ['--runInBand'];
  const isGood = await runStep(
    name,
    [
      process.execPath,
      'node_modules/jest/bin/jest.js',
      ...['--json', '--outputFile', report, '--passWithNoTests', ...workers],
    ],
    {
      deadline,
      show: true,
      env: {
        ...env,
        JEST_KIND: kind,
        JEST_DEPTH: isDeep ? 'deep' : 'short',
        NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
      },
    },
  );
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
