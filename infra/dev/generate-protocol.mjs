// Generates schemas/generated/ from schemas/proto/. With --check: fails if what is there is stale.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const protoDir = join(root, 'schemas/proto');
const check = process.argv.includes('--check');
const outDir = check
  ? mkdtempSync(join(tmpdir(), 'atlasnet-proto-'))
  : join(root, 'schemas/generated');

const protos = readdirSync(protoDir)
  .filter((name) => name.endsWith('.proto'))
  .sort()
  .map((name) => join(protoDir, name));
// The declarations are made from the comments, so one run keeps them and the other drops them.
pbjs(['--dts']);
pbjs(['--no-comments']);
const declarations = join(outDir, 'protocol.d.ts');
writeFileSync(
  declarations,
  readFileSync(declarations, 'utf8').replace('import Long = require("long");\n', ''),
);
if (check) {
  const stale = ['protocol.js', 'protocol.d.ts'].filter(
    (name) =>
      readFileSync(join(outDir, name), 'utf8') !==
      readFileSync(join(root, 'schemas/generated', name), 'utf8'),
  );
  rmSync(outDir, { recursive: true });
  if (stale.length > 0) {
    console.error(`schemas/generated is stale (${stale.join(', ')}): run npm run generate`);
    process.exit(1);
  }
}

function pbjs(extra) {
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/protobufjs-cli/bin/pbjs'),
      ...['-t', 'static-module', '-w', 'esm', '--force-number', '-r', 'atlasnet', '-p', protoDir],
      ...['--no-service', '--no-delimited', '--no-verify', '--no-convert', '--no-typeurl'],
      ...['-o', join(outDir, 'protocol.js'), ...extra],
      ...protos,
    ],
    { stdio: 'inherit' },
  );
}
