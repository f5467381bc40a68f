import { expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configWith } from './config/index.ts';
import { describeKeys, loadKeys, makeMissingKeys, previousKey, rotateKey } from './keys.ts';

function withDirectory(changes: Record<string, string> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'atlasnet-keys-'));
  return { directory, config: configWith({ 'keys.directory': directory, ...changes }) };
}

test('with the embedded log keys are made once, readable by their owner only', () => {
  const { directory, config } = withDirectory();
  const first = loadKeys(config);
  expect(loadKeys(config)).toEqual(first);
  expect(first.interlink).toHaveLength(32);
  expect(readdirSync(directory)).toHaveLength(3);
  for (const name of readdirSync(directory)) {
    expect(statSync(join(directory, name)).mode & 0o077).toBe(0);
  }
});

test('with Kafka a missing key is an error that names the way out', () => {
  const { config } = withDirectory({ 'log.driver': 'kafkajs' });
  expect(() => loadKeys(config)).toThrow('there is no interlink key');
  expect(makeMissingKeys(config)).toHaveLength(3);
  expect(loadKeys(config).accessToken).toHaveLength(32);
});

test('a key from the environment wins over the file, and a malformed one is refused by place', () => {
  const given = withDirectory({ 'keys.interlink': 'ab'.repeat(32) });
  expect(loadKeys(given.config).interlink[0]).toBe(0xab);
  const broken = withDirectory();
  writeFileSync(join(broken.directory, 'interlink.key'), 'nonsense');
  expect(() => loadKeys(broken.config)).toThrow('interlink.key must be 64 hex digits');
});

test('rotating makes another key and keeps the one before; listings show no key', () => {
  const { directory, config } = withDirectory();
  const before = Buffer.from(loadKeys(config).connectToken).toString('hex');
  expect(previousKey(config, 'connectToken')).toBeNull();
  rotateKey(config, 'connectToken');
  expect(Buffer.from(previousKey(config, 'connectToken') ?? []).toString('hex')).toBe(before);
  const after = Buffer.from(loadKeys(config).connectToken).toString('hex');
  expect(after).not.toBe(before);
  expect(readdirSync(directory)).toContain('connect-token.key.previous');
  expect(JSON.stringify(describeKeys(config))).not.toContain(after);
});
