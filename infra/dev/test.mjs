// `npm test`: everything that has to hold, with progress, ending in `N passed, N failed`.
// CI=true: deeper, longer, and what cannot be run is a failure instead of a loud line. `npm test -- deep` is as deep.
import { runStep, stopRunning } from './test/steps.mjs';
import { findBrowser, startTestServices } from './test/environment.mjs';
import { suiteStep } from './test/suites.mjs';
import { Tally } from './test/tally.mjs';

const isCi = process.env.CI === 'true';
const isDeep = isCi || process.argv.includes('deep');
/** What a user waits at most on a slow machine, and what CI does. */
const LIMIT_MS = isDeep ? 45 * 60_000 : 10 * 60_000;
/** The parts that are asked for; none: all. */
const only = process.argv.slice(2).filter((word) => word !== 'deep');

/** Faults on real brokers, at the end: by name, or when all is run as deep as can be, unless no minutes are given. */
const chaosMinutes = Number(process.env.ATLASNET_TEST_CHAOS_MINUTES ?? (isDeep ? 3 : 0));
const wantsChaos = only.includes('chaos') || (only.length === 0 && chaosMinutes > 0);

const tally = new Tally();
const deadline = Date.now() + LIMIT_MS;
let services = null;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopRunning();
    void stopServices().then(() => process.exit(130));
  });
}

const node = process.execPath;
const bin = (name) => `node_modules/.bin/${name}`;
/** What the rest needs, in this order. */
const BUILD = [
  ['build', [bin('tsc'), '-b']],
  ['bundles', [node, 'infra/dev/bundle.mjs']],
];
const CHECKS = [
  ['lint', [bin('oxlint'), '--type-aware', '--deny-warnings']],
  ['types of the tidy tests', [bin('tsc'), '-p', 'infra/tidy']],
  ['format', [bin('oxfmt'), '--check']],
  ['dead code', [bin('knip')]],
  ['protocol up to date', [node, 'infra/dev/generate-protocol.mjs', '--check']],
  ['WebAssembly up to date', [node, 'infra/dev/generate-wasm.mjs', '--check']],
  ['configuration page up to date', [node, 'infra/dev/generate-configuration.mjs', '--check']],
];
/** Checks, or test files, that run beside each other: as many as the machine that they are for has cores. */
const LANES = 2;

if (!isDeep) {
  say(
    '… the short run: with `npm test -- deep`, as with CI=true, bad input, attacks, drills and more seeds, too',
  );
}
try {
  for (const step of BUILD) await check(step);
  if (wants('checks')) await checks();
  // A JVM starts for seconds: meanwhile others run.
  const starting = wants('int') || wants('e2e') ? startServices() : null;
  // Simulations do not mind who goes first: all the time they take what the others leave.
  const simulation = wants('sim')
    ? suite('simulation', { kinds: ['sim'], processes: LANES, background: true })
    : null;
  if (wants('unit')) await suite('unit', { kinds: ['unit'], processes: LANES });
  if (starting) await withServices(await starting);
  await simulation;
  if (wantsChaos) await chaos();
} finally {
  await stopServices();
}
process.exit(tally.close());

async function checks() {
  const left = [...CHECKS];
  const lane = async () => {
    for (let step = left.shift(); step !== undefined; step = left.shift()) await check(step);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function check([name, command]) {
  tally.step(name, await runStep(name, command, { deadline }));
}

async function startServices() {
  services = await startTestServices(say);
  return services;
}

async function withServices(found) {
  for (const reason of found.missing) tally.unavailable(reason, isCi);
  const browser = findBrowser();
  if (browser === null) {
    tally.unavailable(
      'no Chromium found (ATLASNET_CHROMIUM, chromium, chromium-browser, google-chrome): the browser tests',
      isCi,
    );
  }
  const env = { ...found.env, ...(browser === null ? {} : { ATLASNET_CHROMIUM: browser }) };
  // Whole processes wait a lot, so two files at once; clusters begin, which take longest.
  const kinds = [
    ...(wants('e2e') ? ['e2e'] : []),
    ...(wants('int') && isDeep ? ['deep.int'] : []),
    ...(wants('int') ? ['int'] : []),
  ];
  await suite('whole clusters, services and contracts', { kinds, processes: LANES, env });
  // What these do to whole clusters leaves a neighbour no time to keep.
  if (wants('e2e') && isDeep) {
    await suite('attacks and drills', { kinds: ['deep.e2e'], processes: 1, env });
  }
}

/** Brokers and processes that are killed for minutes: with nobody beside it, and what other tests had is ended. */
async function chaos() {
  await stopServices();
  const words = only.includes('chaos') ? [] : ['kafka.chaos'];
  await suite('chaos', { kinds: ['chaos'], processes: 1, words });
}

async function suite(name, options) {
  tally.suite(name, await suiteStep(name, { deadline, isDeep, ...options }));
}

async function stopServices() {
  const running = services;
  services = null;
  await running?.stop();
}

function wants(part) {
  return only.length === 0 || only.includes(part);
}

function say(line) {
  console.log(line);
}
