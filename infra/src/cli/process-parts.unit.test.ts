import { expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from './config/index.ts';
import { childEnvironment } from './process-parts.ts';

test('a child process has the effective configuration of its parent, but its own id', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'atlasnet-parts-')), 'a.yaml');
  writeFileSync(file, 'shards: {count: 5, standbys: 1}\n');
  const env = { ATLASNET_SHARDS_STANDBYS: '2', ATLASNET_LOG_DRIVER: 'embedded' };
  const flags = { 'log.driver': 'kafkajs', 'process.id': '00112233aabbccdd' };
  const parent = loadConfig({ file, env, flags });
  const child = loadConfig({ env: childEnvironment(parent, env) });
  expect(child.config).toEqual({
    ...parent.config,
    process: { ...parent.config.process, id: '' },
  });
  expect(child.config.log.driver).toBe('kafkajs');
  expect(child.config.shards).toMatchObject({ count: 5, standbys: 2 });
});
