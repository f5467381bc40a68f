// Runs `*.sim.test.ts` as they were compiled, in warm processes without jest's sandbox, which doubles what they take.
//
//     node infra/dev/test/run-simulations.mjs REPORT [WORD...]
//
// REPORT: where the counts go, as jest writes them. WORD: files with it in their path. From its source, so with the
// lines where it failed, `npm run test:unit -- FILE` runs one of them.
import { fork } from 'node:child_process';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundlePrograms } from '../bundle-programs.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const BUNDLE = 'infra/dist/simulations';
const SEEDS = 'simulation.sim.test.ts';
const PROCESSES = 2;
/** A simulation has no clock of its own, and may run beside others that need the processors more. */
const TIMEOUT_MS = 300_000;
/** As for the processes that run seeds (infra/src/e2e/simulation/seed-pool.ts). */
const ENGINE_FLAGS = [
  '--single-threaded',
  '--min-semi-space-size=32',
  '--max-semi-space-size=32',
  '--disable-warning=ExperimentalWarning',
];

const [report, ...words] = process.argv.slice(2);
const counts = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
const COUNTED = {
  done: 'numPassedTests',
  skip: 'numPendingTests',
  todo: 'numTodoTests',
};

const files = findSimulations();
await bundlePrograms(
  BUNDLE,
  Object.fromEntries(files.map(({ name, compiled }) => [name, compiled])),
  {
    external: ['expect', 'fast-check', 'jest-circus'],
    alias: { '@jest/globals': join(HERE, 'circus-globals.mjs') },
  },
);
let numRuntimeErrorTestSuites = 0;
await Promise.all(Array.from({ length: PROCESSES }, runFiles));
writeFileSync(report, JSON.stringify({ ...counts, numRuntimeErrorTestSuites }));
process.exit(counts.numFailedTests + numRuntimeErrorTestSuites === 0 ? 0 : 1);

/** The sources, and what they were compiled to; what takes longest first: the seeds, then the largest. */
function findSimulations() {
  const { workspaces } = JSON.parse(readFileSync('package.json', 'utf8'));
  return workspaces
    .flatMap((folder) =>
      readdirSync(join(folder, 'src'), { recursive: true })
        .filter((path) => path.endsWith('.sim.test.ts'))
        .map((path) => ({
          source: join(folder, 'src', path),
          compiled: join(folder, 'dist', path.replace(/\.ts$/, '.js')),
          // No deeper than what was compiled: some look for files from where they are.
          name: join(folder, path.replace(/\.ts$/, '')).replaceAll('/', '-'),
        })),
    )
    .filter(({ source }) => words.length === 0 || words.some((word) => source.includes(word)))
    .map((file) => ({ ...file, weight: weightOf(file.source) }))
    .sort((a, b) => b.weight - a.weight);
}

function weightOf(source) {
  return basename(source) === SEEDS ? Infinity : statSync(source).size;
}

async function runFiles() {
  let child = null;
  for (let file = files.shift(); file !== undefined; file = files.shift()) {
    child ??= fork(join(HERE, 'simulation-worker.mjs'), [], { execArgv: ENGINE_FLAGS });
    const started = Date.now();
    const answer = await ask(child, {
      url: pathToFileURL(resolve(BUNDLE, `${file.name}.js`)).href,
      timeoutMs: TIMEOUT_MS,
    });
    count(file.source, answer, (Date.now() - started) / 1000);
    if (!child.connected) child = null;
  }
  child?.disconnect();
}

/** What a process of simulations answers; if it ends instead, that is the error. */
function ask(child, task) {
  return new Promise((settle) => {
    const ended = (code, signal) => {
      settle({ tests: [], errors: [`the process ended with ${code ?? signal}`] });
    };
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      settle(answer);
    });
    child.send(task);
  });
}

function count(file, { tests, errors }, seconds) {
  // A file without tests is a mistake, as jest says too.
  const broken = tests.length === 0 && errors.length === 0 ? ['it has no tests'] : errors;
  const failed = tests.filter(({ status, errors }) => status === 'done' && errors.length > 0);
  for (const { status } of tests) counts[COUNTED[status]] += 1;
  counts.numPassedTests -= failed.length;
  counts.numFailedTests += failed.length;
  if (broken.length > 0) numRuntimeErrorTestSuites += 1;
  const isGood = failed.length === 0 && broken.length === 0;
  console.log(`${isGood ? 'PASS' : 'FAIL'} ${file} (${seconds.toFixed(1)} s)`);
  for (const { name, errors } of failed) console.log(`  ● ${name}\n\n${errors.join('\n')}\n`);
  for (const error of broken) console.log(`  ● ${error}\n`);
}
