import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * protobufjs makes objects of 64-bit fields where it finds this package, until it is told not to
 * (schemas/src/records/configure-protobuf.ts), and the order of two chunks is not promised: here it finds none.
 */
const withoutLong = {
  name: 'without-long',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^long$/ }, () => ({ path: 'long', namespace: 'none' }));
    onLoad({ filter: /^long$/, namespace: 'none' }, () => ({ contents: 'module.exports = null;' }));
  },
};

/**
 * Bundles compiled modules, with the parts that they share in common.
 * @param target the folder, emptied first
 * @param entries the modules by the names that they get; both from the root of the repository
 */
export async function bundlePrograms(
  target,
  entries,
  { external = [], alias = {}, plugins = [], sourcemap = 'linked', logOverride = {} } = {},
) {
  const outdir = join(ROOT, target);
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, file]) => [name, join(ROOT, file)]),
    ),
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    sourcemap,
    legalComments: 'none',
    logLevel: 'warning',
    logOverride,
    // Else packages of ours are taken from their sources, by the `paths` of tsconfig.json, beside what was compiled.
    tsconfigRaw: {},
    // Drivers that are loaded only where they are configured; one of them is used by its inner files, too.
    external: ['kafkajs', '@platformatic/kafka', ...external],
    alias,
    plugins: [withoutLong, ...plugins],
    // Packages in CommonJS ask for Node's modules by `require`.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
}
