import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { format } from 'oxfmt';
import { ERROR_CODES } from '@atlasnet/schemas';
import { COMMANDS } from '../src/cli/commands/index.ts';
import { renderConfigurationPage } from '../src/cli/config/page.ts';
import { FILES, ROOT, SOURCES, textOf } from './repository.ts';

const PAGES = FILES.filter((file) => file.endsWith('.md') && !file.startsWith('docs/reports/'));

/** GitHub's anchor of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

function anchorsOf(file: string): ReadonlySet<string> {
  return new Set(
    [...textOf(file).matchAll(/^#+ (.+)$/gm)].map((match) => anchorOf(match[1] ?? '')),
  );
}

test('every link between the pages resolves, with its anchor', () => {
  const broken = PAGES.flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].flatMap((match) => {
      const [path = '', anchor] = (match[1] ?? '').split('#');
      const target = path === '' ? page : normalize(join(dirname(page), path));
      if (!existsSync(join(ROOT, target))) return [`${page}: ${match[1]}`];
      const isMissing = anchor !== undefined && !anchorsOf(target).has(anchor);
      return isMissing ? [`${page}: ${match[1]} (no such heading)`] : [];
    }),
  );
  expect(PAGES).toContain('README.md');
  expect(broken).toEqual([]);
});

/** Without what a formatter may change. */
function trimmed(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n');
}

test('a box of code that names its file stands in that file, word for word', () => {
  const boxes = PAGES.flatMap((page) =>
    [...textOf(page).matchAll(/^```\w+\n(?:\/\/|#) (\S+\.\w+)\n([^]*?)^```$/gm)].map(
      ([, file = '', code = '']) => ({ page, file, code }),
    ),
  );
  expect(boxes.length).toBeGreaterThan(5);
  const wrong = boxes.filter(
    ({ file, code }) =>
      !existsSync(join(ROOT, file)) || !trimmed(textOf(file)).includes(trimmed(code)),
  );
  expect(wrong.map(({ page, file, code }) => `${page}: ${file}: ${code.slice(0, 60)}`)).toEqual([]);
});

test('the page of the configuration is what its table says', async () => {
  const { code: page } = await format('configuration.md', renderConfigurationPage());
  expect(textOf('docs/configuration.md')).toBe(page);
});

test('every command and npm script that a page names exists', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const commands = new Set(COMMANDS.map((command) => command.name));
  const builtin = new Set(['ci', 'install', 'test', 'start']);
  const wrong = PAGES.filter((page) => page !== 'CHANGELOG.md').flatMap((page) => {
    const text = textOf(page);
    const named = [...text.matchAll(/\bnpm (?:run )?([a-z][a-z:-]*)/g)].map(
      (match) => match[1] ?? '',
    );
    const called = [...text.matchAll(/`atlasnet ([a-z]+)/g)].map((match) => match[1] ?? '');
    return [
      ...named.filter((name) => !builtin.has(name) && scripts[name] === undefined),
      ...called.filter((name) => !commands.has(name)),
    ].map((name) => `${page}: ${name}`);
  });
  expect(wrong).toEqual([]);
});

test('the exit code of every error is in the table of operations', () => {
  const rows = [...textOf('docs/operations.md').matchAll(/^\| (\d+) +\| ([^|]+)\|/gm)];
  const documented = (code: string, exitCode: number): boolean =>
    rows.some(([, exit, names = '']) => {
      const patterns = names.split(',').map((name) => name.trim());
      return (
        Number(exit) === exitCode &&
        patterns.some((name) =>
          name.endsWith('…') ? code.startsWith(name.slice(0, -1)) : code === name,
        )
      );
    });
  const missing = Object.entries(ERROR_CODES).filter(
    ([code, { exitCode }]) => !documented(code, exitCode),
  );
  expect(missing.map(([code]) => code)).toEqual([]);
});

/** Comments, and the ids that lead a test's name. */
function prose(text: string): string {
  const comments = [...text.matchAll(/\/\*[\s\S]*?\*\/|(?<![:'"`\\])\/\/[^\n]*/g)];
  const names = [...text.matchAll(/['"`]\[[A-Z]\d[^\]]*\]/g)];
  return [...comments, ...names].map((match) => match[0]).join('\n');
}

test('every rule that code and tests name is defined in the specification', () => {
  const defined = new Set(
    [...textOf('docs/specification.md').matchAll(/\*\*([LROTMSCPVI]\d{1,2})\*\*/g)].map(
      (match) => match[1],
    ),
  );
  expect(defined.size).toBeGreaterThan(40);
  const protos = FILES.filter((file) => file.endsWith('.proto'));
  const unknown = [...SOURCES, ...protos].flatMap((file) =>
    [...prose(textOf(file)).matchAll(/\b([LROTMSCPVI]\d{1,2})\b/g)]
      .filter((match) => !defined.has(match[1]))
      .map((match) => `${file}: ${match[1]}`),
  );
  expect([...new Set(unknown)]).toEqual([]);
});
