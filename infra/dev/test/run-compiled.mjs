// Runs tests of one kind, or of several, bundled, in warm processes without jest's sandbox, which doubles what
// simulations take and is most of what unit tests do.
//
//     node infra/dev/test/run-compiled.mjs KIND[,KIND] PROCESSES REPORT [WORD...]
//
// Files of the first kind begin, of each kind the longest. PROCESSES: so many files run at once. REPORT: where the
// counts go, as jest writes them. WORD: files with it in their path. From its source, so with the lines where it failed,
// `npm run test:unit -- FILE` runs one of them.
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleTests, findTests } from './bundle-tests.mjs';
import { KINDS } from './kinds.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const [named, processes, report, ...words] = process.argv.slice(2);
const kinds = named.split(',');
const { flags } = KINDS[kinds[0]];
const counts = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
const COUNTED = {
  done: 'numPassedTests',
  skip: 'numPendingTests',
  todo: 'numTodoTests',
};

const files = kinds.flatMap((kind) =>
  findTests(kind, words).map((file) => ({ ...file, timeoutMs: KINDS[kind].timeoutMs })),
);
const folder = await bundleTests(kinds.join('-'), files);
let numRuntimeErrorTestSuites = 0;
await Promise.all(Array.from({ length: Number(processes) }, runFiles));
writeFileSync(report, JSON.stringify({ ...counts, numRuntimeErrorTestSuites }));
process.exit(counts.numFailedTests + numRuntimeErrorTestSuites === 0 ? 0 : 1);

async function runFiles() {
  let child = null;
  for (let file = files.shift(); file !== undefined; file = files.shift()) {
    child ??= fork(join(HERE, 'test-worker.mjs'), [], {
      execArgv: [...flags, '--disable-warning=ExperimentalWarning'],
    });
    const started = Date.now();
    const url = pathToFileURL(resolve(folder, `${file.name}.js`)).href;
    const answer = await ask(child, { url, timeoutMs: file.timeoutMs });
    count(file.source, answer, (Date.now() - started) / 1000);
    if (!child.connected) child = null;
  }
  child?.disconnect();
}

/** What a process of tests answers; if it ends instead, that is the error. */
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
