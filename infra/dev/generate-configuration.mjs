// Writes docs/configuration.md from the table of infra/src/cli/config (built). With --check: fails if
// what is there is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'oxfmt';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const file = join(root, 'docs/configuration.md');
const { renderConfigurationPage } = await import('../dist/cli/config/page.js');
const { code: page } = await format(file, renderConfigurationPage());

if (!process.argv.includes('--check')) writeFileSync(file, page);
else if (readFileSync(file, 'utf8') !== page) {
  console.error('docs/configuration.md is stale: run npm run generate');
  process.exit(1);
}
