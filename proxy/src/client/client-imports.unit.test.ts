import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const schemas = fileURLToPath(new URL('../../../schemas/src/index.ts', import.meta.url));

/** Every module that a file loads at run time, with the file that asks for it. */
function loaded(file: string, seen: Map<string, string>): void {
  const source = readFileSync(file, 'utf8');
  for (const [, names, from] of source.matchAll(
    /^(?:import|export)\s([^;]*?)\sfrom\s'([^']+)';|^import\s'([^']+)';/gm,
  )) {
    if (names?.startsWith('type') || from === undefined) continue;
    const next = from.startsWith('.')
      ? join(dirname(file), from)
      : from === '@atlasnet/schemas'
        ? schemas
        : from;
    if (seen.has(next)) continue;
    seen.set(next, file);
    if (next.endsWith('.ts')) loaded(next, seen);
  }
}

test('what a browser loads with the client imports nothing of Node', () => {
  const seen = new Map<string, string>();
  loaded(fileURLToPath(new URL('../client.ts', import.meta.url)), seen);
  expect(seen.size).toBeGreaterThan(40);
  expect([...seen.keys()].filter((name) => name.startsWith('node:'))).toEqual([]);
});

test('a page gets no WebAssembly: its policy may forbid that', () => {
  const seen = new Map<string, string>();
  loaded(fileURLToPath(new URL('../client.ts', import.meta.url)), seen);
  const names = [...seen.keys()].map((name) => basename(name));
  expect(names).toContain('packet-cipher-noble.ts');
  expect(names).not.toContain('packet-cipher-module.ts');
});
