#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../dist/bundle/main.js', import.meta.url);
if (!existsSync(fileURLToPath(main))) {
  console.error('ATLAS_USAGE: atlasnet is not built. Run `npm run build` first.');
  process.exit(2);
}
// A reader that went away (head, a dead parent) is no reason to crash.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
const code = await (await import(main.href)).main(process.argv.slice(2));
// What a command left open (a socket that drains) must not hold the process.
process.exitCode = code;
if (code === 0) setTimeout(() => process.exit(code), 2000).unref();
else process.exit(code);
