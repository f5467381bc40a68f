// Bundles the live map (replay/src/page) into replay/dist/site: one script, one sheet, one document,
// so that it works without a network.
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const from = join(root, 'replay/src/page');
const to = join(root, 'replay/dist/site');

await mkdir(to, { recursive: true });
await build({
  entryPoints: [join(from, 'main.ts')],
  outfile: join(to, 'main.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'warning',
});
for (const file of ['index.html', 'style.css']) await cp(join(from, file), join(to, file));
