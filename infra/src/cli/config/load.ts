import { dirname, isAbsolute, resolve } from 'node:path';
import { checkConfig } from './checks.ts';
import { CONFIG_KEYS, findEnv, findKey, type ConfigKey } from './keys-of-table.ts';
import { readConfigFile } from './read-file.ts';
import { configError, describeSource, showValue } from './source.ts';
import type { ConfigIssue, Given, Source } from './source.ts';
import { suggestion } from './suggest.ts';
import type { Config } from './table/index.ts';

/** Env names that begin as keys do and are not: the programs' own. */
const OTHER_ENV = /^ATLASNET_(TEST_.*|CONFIG|CHROMIUM|KAFKA|VALKEY|SIM_.*|BENCH_.*|SERVICES_.*)$/;

/** What a configuration is made from; later ones win: defaults, file, env, flags. */
export interface ConfigInputs {
  /** A YAML file; none takes the defaults. */
  readonly file?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** By key, as text. */
  readonly flags?: Readonly<Record<string, string>>;
}

/** The effective configuration and where each value came from. */
export interface LoadedConfig {
  readonly config: Config;
  readonly file: string | null;
  readonly sources: ReadonlyMap<string, Source>;
  readonly inputs: ConfigInputs;
}

/**
 * Makes the effective configuration.
 * @throws AtlasError ATLAS_CONFIG_UNREADABLE, ATLAS_CONFIG_INVALID with a line for each thing wrong:
 *   place, key, value and what is allowed
 */
export function loadConfig(inputs: ConfigInputs = {}): LoadedConfig {
  const file = inputs.file ?? inputs.env?.['ATLASNET_CONFIG'];
  const fromFile =
    file === undefined || file === '' ? { given: [], issues: [] } : readConfigFile(file);
  const fromEnv = readEnv(inputs.env ?? {});
  const fromFlags = readFlags(inputs.flags ?? {});
  const issues = [...fromFile.issues, ...fromEnv.issues, ...fromFlags.issues];

  const values = new Map<string, unknown>();
  const sources = new Map<string, Source>();
  for (const { key, option } of CONFIG_KEYS) {
    values.set(key, option.initial);
    sources.set(key, { kind: 'default' });
  }
  for (const given of [...fromFile.given, ...fromEnv.given, ...fromFlags.given]) {
    const entry = findKey(given.key);
    if (entry === undefined) continue;
    const checked = checkValue(entry, given);
    if ('issue' in checked) issues.push(checked.issue);
    else {
      values.set(given.key, checked.value);
      sources.set(given.key, given.source);
    }
  }
  if (issues.length > 0) throw configError(issues);

  const config = nest(values);
  const crossed = checkConfig(config).map((found) => ({
    ...found,
    where: describeSource(sources.get(found.key) ?? { kind: 'default' }, found.key),
  }));
  if (crossed.length > 0) throw configError(crossed);
  return { config, file: file ?? null, sources, inputs };
}

/** The defaults alone, with changes by key; for tests and tools. */
export function configWith(changes: Readonly<Record<string, string | number | boolean>>): Config {
  const flags = Object.fromEntries(
    Object.entries(changes).map(([key, value]) => [key, String(value)]),
  );
  return loadConfig({ flags }).config;
}

function checkValue(entry: ConfigKey, given: Given): { value: unknown } | { issue: ConfigIssue } {
  const { option, key } = entry;
  const raw = given.value;
  const read = typeof raw === 'string' ? option.read(raw) : raw;
  const parsed = option.schema.safeParse(read);
  if (parsed.success) return { value: place(entry, parsed.data, given.source) };
  const near = typeof raw === 'string' ? suggestion(raw, option.choices) : '';
  const shown = raw === undefined || raw === null ? 'empty' : showValue(raw, option.secret);
  return {
    issue: {
      key,
      where: describeSource(given.source, key),
      sentence: `${key} is ${shown}, but must be ${option.allowed}${near}`,
    },
  };
}

/** Makes a path in a file absolute, relative to the file. */
function place(entry: ConfigKey, value: unknown, source: Source): unknown {
  const isFilePath = entry.option.path && source.kind === 'file' && typeof value === 'string';
  if (!isFilePath || value === '' || isAbsolute(value)) return value;
  return resolve(dirname(source.file), value);
}

function readEnv(env: Readonly<Record<string, string | undefined>>): {
  given: Given[];
  issues: ConfigIssue[];
} {
  const given: Given[] = [];
  const issues: ConfigIssue[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('ATLASNET_') || OTHER_ENV.test(name) || value === undefined) continue;
    const entry = findEnv(name);
    if (entry !== undefined) given.push({ key: entry.key, value, source: { kind: 'env', name } });
    else {
      const known = CONFIG_KEYS.map((key) => key.env);
      const sentence = `${name} stands for no key of the configuration${suggestion(name, known)}`;
      issues.push({ key: name, where: 'environment', sentence });
    }
  }
  return { given, issues };
}

function readFlags(flags: Readonly<Record<string, string>>): {
  given: Given[];
  issues: ConfigIssue[];
} {
  const given: Given[] = [];
  const issues: ConfigIssue[] = [];
  for (const [key, value] of Object.entries(flags)) {
    if (findKey(key) !== undefined) given.push({ key, value, source: { kind: 'flag' } });
    else {
      const known = CONFIG_KEYS.map((entry) => entry.key);
      const sentence = `--${key} is no key of the configuration${suggestion(key, known)}`;
      issues.push({ key, where: 'command line', sentence });
    }
  }
  return { given, issues };
}

function nest(values: ReadonlyMap<string, unknown>): Config {
  const root: Record<string, unknown> = {};
  for (const { key, path } of CONFIG_KEYS) {
    let level = root;
    for (const name of path.slice(0, -1)) {
      level = (level[name] ??= {}) as Record<string, unknown>;
    }
    level[path.at(-1) ?? key] = values.get(key);
  }
  // The table made both the keys and the type.
  return root as unknown as Config;
}
