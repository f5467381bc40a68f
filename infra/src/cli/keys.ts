import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AtlasError } from '@atlasnet/schemas';
import { dataPaths, type Config } from './config/index.ts';

/** The secrets of a cluster: 32 bytes each. */
export const KEY_NAMES = ['interlink', 'connectToken', 'accessToken'] as const;
export type KeyName = (typeof KEY_NAMES)[number];
export type ClusterKeys = Readonly<Record<KeyName, Uint8Array>>;

const FILES: Readonly<Record<KeyName, string>> = {
  interlink: 'interlink.key',
  connectToken: 'connect-token.key',
  accessToken: 'access-token.key',
};

/** Where a key is from and what tells it apart; never the key. */
export interface KeyInfo {
  readonly name: KeyName | `${KeyName}Previous`;
  readonly source: string;
  readonly fingerprint: string | null;
}

/**
 * The cluster's keys: from the configuration (env), else from files, else, with the embedded log and
 * keys.automatic, made and written.
 * @throws AtlasError ATLAS_CONFIG_INVALID naming the key that is missing or malformed
 */
export function loadKeys(config: Config): ClusterKeys {
  const isAutomatic = config.keys.automatic && config.log.driver === 'embedded';
  const read = (name: KeyName): Uint8Array => {
    const existing = readKey(config, name);
    if (existing !== null) return existing;
    if (isAutomatic) return makeKey(config, name);
    throw new AtlasError('ATLAS_CONFIG_INVALID', `there is no ${name} key`, {
      details: { key: `keys.${name}`, file: fileOf(config, name) },
      hint: `Run \`atlasnet keys make\` once and give every process the files, or set keys.${name}.`,
    });
  };
  return {
    interlink: read('interlink'),
    connectToken: read('connectToken'),
    accessToken: read('accessToken'),
  };
}

/** Makes the keys that do not exist yet; returns their names. */
export function makeMissingKeys(config: Config): readonly KeyName[] {
  const missing = KEY_NAMES.filter((name) => readKey(config, name) === null);
  for (const name of missing) makeKey(config, name);
  return missing;
}

/**
 * Replaces a key's file; the one before, if there is one, is kept beside it as `.previous`.
 * @returns whether there is one
 * @throws AtlasError ATLAS_CONFIG_INVALID where the configuration gives the key: no file would change it
 */
export function rotateKey(config: Config, name: KeyName): boolean {
  if (config.keys[name] !== '') throw givenElsewhere(name);
  const file = fileOf(config, name);
  const isKept = existsSync(file);
  if (isKept) renameSync(file, previousFile(config, name));
  makeKey(config, name);
  return isKept;
}

/**
 * The key before the last rotation, which is still accepted; null when there is none. A file beside a key
 * that the configuration gives is of another one.
 * @throws AtlasError ATLAS_CONFIG_INVALID naming the place of a malformed one
 */
export function previousKey(config: Config, name: KeyName): Uint8Array | null {
  const given = config.keys[`${name}Previous`];
  if (given !== '') return parseKey(given, `keys.${name}Previous`);
  return config.keys[name] === '' ? readFile(previousFile(config, name)) : null;
}

/** What the ends of a link prove, with the key before while it is kept. @throws AtlasError as loadKeys */
export function linkKeys(config: Config): {
  clusterKey: Uint8Array;
  previousKey: Uint8Array | null;
} {
  return {
    clusterKey: loadKeys(config).interlink,
    previousKey: previousKey(config, 'interlink'),
  };
}

/** Which keys there are, without showing them. */
export function describeKeys(config: Config): readonly KeyInfo[] {
  return KEY_NAMES.flatMap((name) => {
    const isGiven = config.keys[name] !== '';
    const source = isGiven ? `keys.${name}` : fileOf(config, name);
    const own = { name, source, fingerprint: fingerprintOf(readKey(config, name)) };
    const previous = previousKey(config, name);
    if (previous === null) return own;
    const isNamed = config.keys[`${name}Previous`] !== '';
    const place = isNamed ? `keys.${name}Previous` : previousFile(config, name);
    const before = { name: `${name}Previous` as const, source: place };
    return [own, { ...before, fingerprint: fingerprintOf(previous) }];
  });
}

function fingerprintOf(key: Uint8Array | null): string | null {
  return key && createHash('sha256').update(key).digest('hex').slice(0, 12);
}

function readKey(config: Config, name: KeyName): Uint8Array | null {
  const given = config.keys[name];
  if (given !== '') return parseKey(given, `keys.${name}`);
  return readFile(fileOf(config, name));
}

function readFile(file: string): Uint8Array | null {
  return existsSync(file) ? parseKey(readFileSync(file, 'utf8').trim(), file) : null;
}

function givenElsewhere(name: KeyName): AtlasError {
  return new AtlasError(
    'ATLAS_CONFIG_INVALID',
    `keys.${name} is given by the configuration, so a new file would not be read`,
    {
      details: { key: `keys.${name}` },
      hint: `Set keys.${name}Previous to what it is now and keys.${name} to 64 new hex digits (openssl rand -hex 32), then restart the processes.`,
    },
  );
}

/** @throws AtlasError ATLAS_CONFIG_INVALID naming the place */
export function parseKey(text: string, place: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    throw new AtlasError('ATLAS_CONFIG_INVALID', `the key in ${place} must be 64 hex digits`, {
      details: { place },
      hint: 'Make one with `atlasnet keys make`.',
    });
  }
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

/** Writes a new key; of processes that start together the first one's is taken by all. */
function makeKey(config: Config, name: KeyName): Uint8Array {
  const { keys: folder } = dataPaths(config);
  const file = fileOf(config, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  // A link appears whole or not at all, so nobody reads half a key.
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return parseKey(readFileSync(file, 'utf8').trim(), file);
}

function fileOf(config: Config, name: KeyName): string {
  return join(dataPaths(config).keys, FILES[name]);
}

function previousFile(config: Config, name: KeyName): string {
  return `${fileOf(config, name)}.previous`;
}
