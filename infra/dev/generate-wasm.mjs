// Compiles the WebAssembly text of MODULES into TypeScript. With --check: fails if what is there is stale. Base64 in a
// module works alike from sources, from dist and in bundles: no file has to be found.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'oxfmt';
import wabt from 'wabt';
import * as packetCipher from '../../proxy/wasm/packet-cipher.mjs';
import * as columnKernel from '../../schemas/wasm/column-kernel.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const MODULES = [
  {
    from: 'proxy/wasm/packet-cipher.mjs',
    to: 'proxy/src/netcode/packet-cipher-code.ts',
    text: packetCipher.PACKET_CIPHER_TEXT,
    layout: packetCipher.LAYOUT,
  },
  {
    from: 'schemas/wasm/column-kernel.mjs',
    to: 'schemas/src/codec/column-kernel-code.ts',
    text: columnKernel.COLUMN_KERNEL_TEXT,
    layout: columnKernel.LAYOUT,
  },
];

const assembler = await wabt();
const { singleQuote, printWidth } = JSON.parse(readFileSync(join(root, '.oxfmtrc.json'), 'utf8'));
for (const { from, to, text, layout } of MODULES) {
  const module = assembler.parseWat(from, text);
  module.validate();
  const code = Buffer.from(module.toBinary({}).buffer).toString('base64');
  const source = [
    `// Generated from ${from} by \`npm run generate\`; do not edit.`,
    ...Object.entries(layout).map(([key, value]) => `export const ${key} = ${value};`),
    `export const CODE_BASE64 = '${code}';`,
  ].join('\n');
  const file = join(root, to);
  const { code: formatted } = await format(file, source, { singleQuote, printWidth });
  if (!process.argv.includes('--check')) writeFileSync(file, formatted);
  else if (readFileSync(file, 'utf8') !== formatted) {
    console.error(`${to} is stale: run npm run generate`);
    process.exit(1);
  }
}
