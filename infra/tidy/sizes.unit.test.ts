import { expect, test } from '@jest/globals';
import { FILES, isTest, SOURCES, textOf } from './repository.ts';

const FILE_LINES_MAX = 400;
/** A suite of one thing may be longer than the thing. */
const TEST_LINES_MAX = 600;

/** Files that may be longer, each with the reason. */
const LONGER: Readonly<Record<string, string>> = {};

const limitOf = (file: string): number => (isTest(file) ? TEST_LINES_MAX : FILE_LINES_MAX);
const linesOf = (file: string): number => textOf(file).split('\n').length - 1;

test('a source file holds one concept: 400 lines at most, unless a reason is written down', () => {
  const long = SOURCES.filter((file) => linesOf(file) > limitOf(file) && !(file in LONGER));
  expect(long.map((file) => `${file}: ${linesOf(file)} lines`)).toEqual([]);
});

test('no exception outlives its reason', () => {
  const spare = Object.keys(LONGER).filter(
    (file) => !SOURCES.includes(file) || linesOf(file) <= limitOf(file),
  );
  expect(spare).toEqual([]);
});

test('files are named in kebab-case', () => {
  const name = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;
  const wrong = SOURCES.filter((file) => !name.test(file.split('/').at(-1) ?? ''));
  expect(wrong).toEqual([]);
});

test('every test file is of a kind that a run takes', () => {
  const wrong = SOURCES.filter(
    (file) =>
      /\.(test|spec)\.ts$/.test(file) && !/\.(unit|int|sim|e2e|chaos)\.test\.ts$/.test(file),
  );
  expect(wrong).toEqual([]);
});

test('no test is switched off or alone', () => {
  const pattern = /\b(?:it|test|describe)\.(?:only|todo)\(|\b(?:xit|xtest|fit|fdescribe)\(/;
  const tests = SOURCES.filter(
    (file) => file.endsWith('.test.ts') && !file.startsWith('infra/tidy/'),
  );
  const wrong = tests.filter((file) => pattern.test(textOf(file)));
  expect(wrong).toEqual([]);
});

test('nothing large is committed by mistake', () => {
  const sizes = FILES.map((file) => ({ file, bytes: Buffer.byteLength(textOf(file)) }));
  expect(sizes.filter(({ bytes }) => bytes > 4 * 1024 * 1024)).toEqual([]);
});
