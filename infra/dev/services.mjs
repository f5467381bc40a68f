// Brings a real Kafka and a real Valkey up on this machine, or ends them:
//   npm run services [-- --brokers 3]      npm run services -- stop
import { build } from 'esbuild';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const outFile = join(root, '.atlasnet/services/services.mjs');
mkdirSync(dirname(outFile), { recursive: true });
// Bundled on the spot: it works before the first build, and never runs yesterday's.
await build({
  entryPoints: [join(root, 'infra/src/dev-services/services-command.ts')],
  outfile: outFile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['kafkajs', '@platformatic/kafka', 'protobufjs'],
  alias: { '@atlasnet/schemas': join(root, 'schemas/src/errors.ts') },
  logLevel: 'error',
});
const { servicesCommand } = await import(pathToFileURL(outFile).href);
process.exitCode = await servicesCommand(root, process.argv.slice(2));
