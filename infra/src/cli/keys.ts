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
  readonly name: KeyName;
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

/** Replaces a key; the one before is kept beside it as `.previous`. */
export function rotateKey(config: Config, name: KeyName): void {
  const file = fileOf(config, name);
  if (existsSync(file)) renameSync(file, `${file}.previous`);
  makeKey(config, name);
}

/** The key before the last rotation, which is still accepted; null when there is none. */
export function previousKey(config: Config, name: KeyName): Uint8Array | null {
  const file = `${fileOf(config, name)}.previous`;
  return existsSync(file) ? parseKey(readFileSync(file, 'utf8').trim(), file) : null;
}

/** Which keys there are, without showing them. */
export function describeKeys(config: Config): readonly KeyInfo[] {
  return KEY_NAMES.map((name) => {
    const key = readKey(config, name);
    const source = config.keys[name] === '' ? fileOf(config, name) : `keys.${name}`;
    const digest = key === null ? null : createHash('sha256').update(key).digest('hex');
    return { name, source, fingerprint: digest?.slice(0, 12) ?? null };
  });
}

function readKey(config: Config, name: KeyName): Uint8Array | null {
  const given = config.keys[name];
  if (given !== '') return parseKey(given, `keys.${name}`);
  const file = fileOf(config, name);
  return existsSync(file) ? parseKey(readFileSync(file, 'utf8').trim(), file) : null;
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
