import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PROTOCOL_SCHEMA_HASH, PROTOCOL_VERSION } from './protocol-version.ts';

/** What the schemas say, without comments and white space. */
function schemaText(): string {
  const folder = join(import.meta.dirname, '..', 'proto');
  const files = readdirSync(folder).filter((name) => name.endsWith('.proto'));
  return files
    .sort()
    .map((name) => `${name}\n${readFileSync(join(folder, name), 'utf8')}`)
    .map((text) => text.replaceAll(/\/\/.*$/gm, '').replaceAll(/\s+/g, ' '))
    .join('\n');
}

test('a change of the schemas comes with a new protocol version', () => {
  const found = createHash('sha256').update(schemaText()).digest('hex');
  const hint =
    `schemas/proto changed: raise PROTOCOL_VERSION (now ${PROTOCOL_VERSION}) in ` +
    `schemas/src/protocol-version.ts and set PROTOCOL_SCHEMA_HASH to ${found}`;
  expect(found === PROTOCOL_SCHEMA_HASH ? '' : hint).toBe('');
});
