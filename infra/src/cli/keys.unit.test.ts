import { expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configWith } from './config/index.ts';
import { describeKeys, linkKeys, loadKeys, makeMissingKeys } from './keys.ts';
import { previousKey, rotateKey } from './keys.ts';
import { main } from './main.ts';

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
  expect(rotateKey(config, 'connectToken')).toBe(true);
  expect(Buffer.from(previousKey(config, 'connectToken') ?? []).toString('hex')).toBe(before);
  const after = Buffer.from(loadKeys(config).connectToken).toString('hex');
  expect(after).not.toBe(before);
  expect(readdirSync(directory)).toContain('connect-token.key.previous');
  expect(JSON.stringify(describeKeys(config))).not.toContain(after);
});

test('a key that the configuration gives is not rotated by a file that nobody would read', () => {
  const { directory, config } = withDirectory({ 'keys.accessToken': 'ab'.repeat(32) });
  expect(() => rotateKey(config, 'accessToken')).toThrow(
    expect.objectContaining({ code: 'ATLAS_CONFIG_INVALID', details: { key: 'keys.accessToken' } }),
  );
  expect(readdirSync(directory)).toEqual([]);
});

test('the key before is from where the key is: the configuration, or the file beside it', () => {
  const files = withDirectory();
  makeMissingKeys(files.config);
  rotateKey(files.config, 'interlink');
  expect(linkKeys(files.config).previousKey).toHaveLength(32);
  const given = { 'keys.directory': files.directory, 'keys.interlink': 'ab'.repeat(32) };
  expect(previousKey(configWith(given), 'interlink')).toBeNull();
  const both = configWith({ ...given, 'keys.interlinkPrevious': 'cd'.repeat(32) });
  expect(previousKey(both, 'interlink')?.[0]).toBe(0xcd);
  expect(linkKeys(both)).toMatchObject({ clusterKey: { 0: 0xab }, previousKey: { 0: 0xcd } });
  expect(describeKeys(both).map(({ source }) => source)).toContain('keys.interlinkPrevious');
});

test('`keys rotate` says what is kept, what must be restarted and what is taken now', async () => {
  const { directory } = withDirectory();
  const rotate = async (env: Record<string, string> = {}): Promise<string> => {
    let said = '';
    const out = (text: string): string => (said += text);
    await main(['keys', 'rotate', 'interlink', '--keys.directory', directory], {
      out,
      error: out,
      env,
    });
    return said;
  };
  const given = await rotate({ ATLASNET_KEYS_INTERLINK: 'ab'.repeat(32) });
  expect(given).toContain('keys.interlink is given by the configuration');
  expect(given).toContain('Set keys.interlinkPrevious to what it is now');
  expect(await rotate()).toMatch(/^interlink is new. Restart all processes/);
  const said = await rotate();
  expect(said).toMatch(/^interlink is new; the one before is kept, and taken too. Restart all/);
  expect(said).toMatch(/interlinkPrevious +sha256 [0-9a-f]{12}… +.*interlink.key.previous/);
});
