// Bundles what `tsc -b` compiled: the programs, and the pages.
//
// A process of a cluster is some five hundred small modules and the packages behind them, and to find, read and
// link them took it most of a second on a processor, at each start, so at each recovery too. As bundles
// it takes half. All programs and all that a game imports share their parts, so that a class is the same class
// in a game's module and in the process that runs it.
//
// Pages (replay/src/page, examples/arena/page) become one script, one sheet, one document each, so that they work
// without a network.
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundlePrograms } from './bundle-programs.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Modules that nothing is taken of are left out, whatever they would do when loaded. */
const onlyWhatIsUsed = {
  name: 'only-what-is-used',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^(\.|@atlasnet\/)/ }, async ({ path, pluginData, ...where }) => {
      if (pluginData === onlyWhatIsUsed) return null;
      const found = await resolve(path, { ...where, pluginData: onlyWhatIsUsed });
      return { ...found, sideEffects: false };
    });
  },
};

await bundlePrograms('infra/dist/bundle', {
  main: 'infra/dist/cli/main.js',
  // What package.json exports to games, clients and tools.
  server: 'cluster/dist/server.js',
  world: 'schemas/dist/index.js',
  client: 'proxy/dist/client.js',
  node: 'infra/dist/client/node.js',
  // Found by their names beside whoever starts or loads them.
  'edge-server': 'infra/dist/e2e/bench/edge/edge-server.js',
  'log-shard': 'infra/dist/e2e/bench/log-shard.js',
  'memory-child': 'infra/dist/e2e/bench/memory-child.js',
  'recovery-game': 'infra/dist/e2e/bench/recovery-game.js',
  'relayed-ports': 'infra/dist/drill/relayed-ports.js',
  'seed-worker': 'infra/dist/e2e/simulation/seed-worker.js',
});
// It is loaded while a proxy starts: with all that the packages export it took four times as long.
await bundlePrograms(
  'infra/dist/thread',
  { 'udp-thread': 'infra/dist/adapters/udp/udp-thread.js' },
  { plugins: [onlyWhatIsUsed], logOverride: { 'ignored-bare-import': 'silent' } },
);
await bundlePage('replay/src/page', 'replay/dist/site', 'main', ['index.html', 'style.css']);
await bundlePage('examples/arena/page', 'examples/dist/arena/site', 'play', ['index.html']);

async function bundlePage(source, target, script, files) {
  const [from, to] = [join(root, source), join(root, target)];
  await mkdir(to, { recursive: true });
  await build({
    entryPoints: [join(from, `${script}.ts`)],
    outfile: join(to, `${script}.js`),
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
  });
  for (const file of files) await cp(join(from, file), join(to, file));
}
