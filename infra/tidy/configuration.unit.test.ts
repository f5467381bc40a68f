import { expect, test } from '@jest/globals';
import { CONFIG_KEYS } from '../src/cli/config/keys-of-table.ts';
import { isTest, SOURCES, textOf } from './repository.ts';

/** Only composition roots read the configuration; services get options. */
const CODE = SOURCES.filter(
  (file) =>
    file.startsWith('infra/src/cli/') &&
    !file.startsWith('infra/src/cli/config/table/') &&
    !isTest(file),
)
  .map(textOf)
  .join('\n');

/** Whether code reads a key: by name, taken out of its section, or with its section as a whole. */
function isRead(path: readonly string[]): boolean {
  const last = path.at(-1) ?? '';
  const sections = path.slice(0, -1);
  const parent = sections.at(-1) ?? '';
  const named = new RegExp(`\\b${parent}\\.${last}\\b`);
  const takenOut = new RegExp(`\\{[^{}]*\\b${last}\\b[^{}]*\\} = [\\w.]*\\b${parent}\\b`);
  const computed = new RegExp(`\\.${parent}\\[`);
  const spread = sections.map((section) => new RegExp(`\\.\\.\\.[\\w.]*\\b${section}\\b`));
  // A section that a helper reads is passed with its name, which then is in its errors. The name of
  // a section at the top is also that of a process, and proves nothing.
  const passed = sections.length > 1 ? new RegExp(`'${sections.join('\\.')}', `) : /$^/;
  // Given away as a whole: `options: config.example`.
  const given = new RegExp(`: config\\.${sections.join('\\.')}[,;]`);
  // `const { gateway: given } = config` gives the section another name.
  const renamed = new RegExp(`\\{[^{}]*\\b${parent}: (\\w+)[^{}]*\\} = `, 'g');
  const aliases = Array.from(CODE.matchAll(renamed), ([, alias]) => alias);
  const aliased = aliases.map((alias) => new RegExp(`\\b${alias}\\.${last}\\b`));
  // `const { spawn, ...options } = watchdog` takes all of the section.
  const rest = new RegExp(`\\.\\.\\.\\w+ \\} = [\\w.]*\\b${parent}\\b`);
  return [named, takenOut, computed, rest, passed, given, ...aliased, ...spread].some((form) =>
    form.test(CODE),
  );
}

test('every key of the configuration is read by code: none is a promise that nobody keeps', () => {
  expect(isRead(['log', 'kafka', 'brokers'])).toBe(true);
  expect(isRead(['log', 'kafka', 'nonsense'])).toBe(false);
  const unread = CONFIG_KEYS.filter(({ path }) => !isRead(path)).map(({ key }) => key);
  expect(unread).toEqual([]);
});
