import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStep } from './steps.mjs';

/**
 * Runs the tests of some kinds in so many processes, those with one of the words in their path if any is given, and
 * reads what was counted. In the `background` they take what other steps leave of the processors.
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
export async function suiteStep(
  name,
  { kinds, processes, words = [], isDeep, env = {}, ...options },
) {
  const folder = mkdtempSync(join(tmpdir(), 'atlasnet-tests-'));
  const report = join(folder, 'report.json');
  const command = [
    ...['infra/dev/test/run-compiled.mjs', kinds.join(','), String(processes), report],
    ...words,
  ];
  const isGood = await runStep(name, [process.execPath, ...command], {
    ...options,
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
