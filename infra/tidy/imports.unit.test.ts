import { expect, test } from '@jest/globals';
import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { FILES, importsOf, isTest, PACKAGES, SOURCES, textOf } from './repository.ts';

/** Libraries that stand for a technology: only adapters name them. */
const ADAPTERS_ONLY =
  /^(kafkajs|@platformatic\/kafka|ioredis|lmdb|pino|prom-client|ws|fastify|@fastify\/.*)$/;

const imports = SOURCES.flatMap((file) => importsOf(textOf(file)).map((name) => ({ file, name })));
const topFolder = (file: string): string => file.split('/')[0] ?? '';
const packageOf = (name: string): string => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

test('the imports of this repository are seen at all', () => {
  expect(imports.length).toBeGreaterThan(200);
  const sample = ["import a from 'x';", "export * from 'y';", 'await import' + "('z');"].join('\n');
  expect(importsOf(sample)).toEqual(['x', 'y', 'z']);
});

test('packages import only those that the table of directions allows', () => {
  const wrong = imports.filter(({ file, name }) => {
    const target = /^@atlasnet\/([a-z]+)/.exec(name)?.[1];
    if (target === undefined) return false;
    const allowed = PACKAGES[topFolder(file)];
    // Examples are written against the public names alone.
    return allowed === undefined ? topFolder(file) === 'examples' : !allowed.includes(target);
  });
  expect(wrong).toEqual([]);
});

test('examples use the public API: atlasnet/world, server, client, node, browser', () => {
  const wrong = imports.filter(
    ({ file, name }) =>
      /^atlasnet(\/|$)/.test(name) &&
      (topFolder(file) !== 'examples' ||
        !/^atlasnet\/(world|server|client|node|browser)$/.test(name)),
  );
  expect(wrong).toEqual([]);
});

test('a relative import stays in its package, names a file that exists, and carries .ts', () => {
  const known = new Set(FILES);
  const wrong = imports.filter(({ file, name }) => {
    if (!name.startsWith('.')) return false;
    const target = normalize(join(dirname(file), name));
    return (
      topFolder(target) !== topFolder(file) || !/\.(ts|js|json)$/.test(name) || !known.has(target)
    );
  });
  expect(wrong).toEqual([]);
});

test('only adapters, and tests, name the libraries of a technology', () => {
  const wrong = imports.filter(
    ({ file, name }) =>
      ADAPTERS_ONLY.test(packageOf(name)) &&
      !file.startsWith('infra/src/adapters/') &&
      !isTest(file),
  );
  expect(wrong).toEqual([]);
});

test('every library that is imported is declared by the package that imports it', () => {
  const declared = new Map<string, ReadonlySet<string>>();
  const declaredBy = (folder: string): ReadonlySet<string> => {
    const known = declared.get(folder);
    if (known !== undefined) return known;
    const file = folder === '' ? 'package.json' : `${folder}/package.json`;
    const names = new Set<string>();
    if (FILES.includes(file)) {
      const json = JSON.parse(textOf(file)) as Record<string, Record<string, string> | undefined>;
      for (const list of [json['dependencies'], json['devDependencies']]) {
        for (const name of Object.keys(list ?? {})) names.add(name);
      }
    }
    declared.set(folder, names);
    return names;
  };
  const wrong = imports.filter(({ file, name }) => {
    const library = packageOf(name);
    if (/^(\.|node:|@atlasnet\/|atlasnet$)/.test(library)) return false;
    const own = declaredBy(topFolder(file)).has(library);
    return !own && !declaredBy('').has(library);
  });
  expect(wrong).toEqual([]);
});

test('built-in modules are named with node:', () => {
  const bare = new Set(builtinModules.filter((name) => !name.startsWith('_')));
  expect(imports.filter(({ name }) => bare.has(name))).toEqual([]);
});
