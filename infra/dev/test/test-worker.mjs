// Runs the bundled test files that it is told, one after the other: the second finds the code compiled.
import { getState, resetState, run } from 'jest-circus';

process.on('message', async ({ url, timeoutMs }) => {
  resetState();
  getState().testTimeout = timeoutMs;
  try {
    await import(url);
    const { testResults, unhandledErrors } = await run();
    process.send({ tests: testResults.map(outcome), errors: unhandledErrors });
  } catch (error) {
    process.send({ tests: [], errors: [String(error?.stack ?? error)] });
  }
});
// A failed test may leave a server of its own running; the run must end all the same.
process.on('disconnect', () => process.exit());

function outcome({ testPath, status, errors }) {
  // The first name is the runner's own.
  return { name: testPath.slice(1).join(' › '), status, errors };
}
