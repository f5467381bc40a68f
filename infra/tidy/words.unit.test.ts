import { expect, test } from '@jest/globals';
import { FILES, textOf } from './repository.ts';

const BINARY = /\.(png|jpg|gz|bin|ico|woff2?)$/;

/** What no committed file says, and why. Written in parts, so that this file does not say it. */
const FORBIDDEN: readonly (readonly [pattern: RegExp, why: string])[] = [
  [new RegExp(`/${'work'}/(?:main|shared|[.])`), 'a path of one machine'],
  [new RegExp(`(?<![\\w.-])/${'root'}/`), 'a path of one machine'],
  [new RegExp(`/${'home'}/[a-z]+/`), 'a path of one machine'],
  [new RegExp(`registry[.](?:${'npmjs'}|${'yarnpkg'})`), 'a registry host'],
  [new RegExp(`(?:repo1?[.]${'maven'}|${'deb'}[.]debian|${'crates'}[.]io/api)`), 'a registry host'],
  [new RegExp(`${'artifact'}ory|${'nexus'}[.]`, 'i'), 'a registry host'],
  [new RegExp(`-----BEGIN (?:[A-Z]+ )?${'PRIVATE'} KEY`), 'a private key'],
];

const files = FILES.filter((file) => !BINARY.test(file));

test('no committed file names a machine, a registry host or a private key', () => {
  expect(files.length).toBeGreaterThan(50);
  const found = files.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, index) =>
        FORBIDDEN.filter(([pattern]) => pattern.test(line)).map(
          ([, why]) => `${file}:${index + 1}: ${why}`,
        ),
      ),
  );
  expect(found).toEqual([]);
});
