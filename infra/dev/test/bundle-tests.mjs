import { readFileSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundlePrograms } from '../bundle-programs.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '../../..');
/** What takes longer than its size says. */
const LONGEST = ['simulation.sim.test.ts', 'fuzz.sim.test.ts', 'traffic.e2e.test.ts'];

/**
 * The test files of a kind, by a word in their path if any is given: their sources, what of them is bundled, and their
 * names there. What takes longest comes first: the seeds, then the largest.
 */
export function findTests(kind, words = []) {
  const isDeep = kind.startsWith('deep.');
  return folders()
    .flatMap(({ from, compiled }) =>
      readdirSync(join(ROOT, from), { recursive: true })
        .filter((path) => path.endsWith(`.${kind}.test.ts`) && path.includes('.deep.') === isDeep)
        .map((path) => ({
          source: join(from, path),
          entry: compiled === null ? join(from, path) : join(compiled, asScript(path)),
          // No deeper than what was compiled: some look for files from where they are.
          name: join(from, path.replace(/\.ts$/, '')).replaceAll('/', '-'),
        })),
    )
    .filter(({ source }) => words.length === 0 || words.some((word) => source.includes(word)))
    .map((file) => ({ ...file, weight: weightOf(file.source) }))
    .sort((a, b) => b.weight - a.weight);
}

/** Bundles test files that run together; returns the folder with one script for each, by its name. */
export async function bundleTests(name, files) {
  const folder = `infra/dist/tests-${name}`;
  await bundlePrograms(folder, Object.fromEntries(files.map(({ name, entry }) => [name, entry])), {
    // Nobody reads them here, and they are a third of the work.
    sourcemap: false,
    external: ['expect', 'fast-check', 'jest-circus', 'playwright-core', 'oxfmt'],
    alias: {
      '@jest/globals': join(HERE, 'circus-globals.mjs'),
      // An example's game is then of the same classes as what tests it.
      'atlasnet/server': join(ROOT, 'cluster/dist/server.js'),
      'atlasnet/world': join(ROOT, 'schemas/dist/index.js'),
      'atlasnet/client': join(ROOT, 'proxy/dist/client.js'),
    },
    plugins: [whereTheSourceIs(files)],
  });
  return folder;
}

/** Where tests are, and where what they were compiled to; the tidy tests alone are compiled by nobody. */
function folders() {
  const { workspaces } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const packages = workspaces.map((folder) => ({
    from: join(folder, 'src'),
    compiled: join(folder, 'dist'),
  }));
  const examples = readdirSync(join(ROOT, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'dist')
    .map(({ name }) => ({ from: join('examples', name), compiled: join('examples/dist', name) }));
  return [...packages, ...examples, { from: 'infra/tidy', compiled: null }];
}

/** A test that reads files beside itself means those beside its source. */
function whereTheSourceIs(files) {
  const sources = new Map(files.map(({ entry, source }) => [entry, join(ROOT, source)]));
  return {
    name: 'where-the-source-is',
    setup({ onLoad }) {
      onLoad({ filter: /(\.test\.[jt]s|tidy\/[a-z-]+\.ts)$/ }, async ({ path }) => {
        const source = sources.get(relative(ROOT, path)) ?? path;
        const contents = (await readFile(path, 'utf8'))
          .replaceAll('import.meta.dirname', JSON.stringify(dirname(source)))
          .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(source).href));
        return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' };
      });
    },
  };
}

function asScript(path) {
  return path.replace(/\.ts$/, '.js');
}

function weightOf(source) {
  const early = LONGEST.length - LONGEST.indexOf(basename(source));
  return early > LONGEST.length ? statSync(join(ROOT, source)).size : early * 1e9;
}
