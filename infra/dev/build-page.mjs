// Bundles the live map (replay/src/page) into replay/dist/site, and the arena's page likewise: one script,
// one sheet, one document, so that they work without a network.
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

await bundle('replay/src/page', 'replay/dist/site', 'main', ['index.html', 'style.css']);
await bundle('examples/arena/page', 'examples/dist/arena/site', 'play', ['index.html']);

async function bundle(source, target, script, files) {
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
