import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The packages, and which of ours each may import. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  schemas: [],
  cluster: ['schemas'],
  heuristic: ['schemas'],
  proxy: ['schemas'],
  replay: ['schemas', 'cluster'],
  infra: ['schemas', 'cluster', 'heuristic', 'proxy', 'replay'],
};

/** Every file that is, or would be, committed: paths from the root. */
export const FILES: readonly string[] = execFileSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
)
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));

export const SOURCES: readonly string[] = FILES.filter(
  (file) =>
    file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.startsWith('schemas/generated/'),
);

export function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

export const isTest = (file: string): boolean =>
  /\.(unit|int|sim|e2e|chaos)\.test\.ts$/.test(file) || /(^|\/)(testing|e2e|tidy)\//.test(file);

/** The module names that a source imports, statically or dynamically, or exports from. */
export function importsOf(text: string): readonly string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^;'"`]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
