// Compiles proxy/wasm/packet-cipher.mjs into proxy/src/netcode/packet-cipher-code.ts. With --check: fails if what is
// there is stale. Base64 in a module works alike from sources, from dist and in bundles: no file has to be found.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'oxfmt';
import wabt from 'wabt';
import { LAYOUT, PACKET_CIPHER_TEXT } from '../../proxy/wasm/packet-cipher.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const name = 'proxy/src/netcode/packet-cipher-code.ts';
const file = join(root, name);

const module = (await wabt()).parseWat('packet-cipher.wat', PACKET_CIPHER_TEXT);
module.validate();
const code = Buffer.from(module.toBinary({}).buffer).toString('base64');
const source = [
  '// Generated from proxy/wasm/packet-cipher.mjs by `npm run generate`; do not edit.',
  ...Object.entries(LAYOUT).map(([key, value]) => `export const ${key} = ${value};`),
  `export const CODE_BASE64 = '${code}';`,
].join('\n');
const { singleQuote, printWidth } = JSON.parse(readFileSync(join(root, '.oxfmtrc.json'), 'utf8'));
const { code: formatted } = await format(file, source, { singleQuote, printWidth });

if (!process.argv.includes('--check')) writeFileSync(file, formatted);
else if (readFileSync(file, 'utf8') !== formatted) {
  console.error(`${name} is stale: run npm run generate`);
  process.exit(1);
}
