// For a container's health check: `node healthy.mjs PORT` ends with 0 when the process that serves its metrics there is well.
const port = Number(process.argv[2]);
try {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`, {
    signal: AbortSignal.timeout(2000),
  });
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.error(`nobody answers at port ${port}: ${error.message}`);
  process.exitCode = 1;
}
