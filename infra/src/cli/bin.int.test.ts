import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLI_SCRIPT, ROOT } from './root.ts';

function atlasnet(args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI_SCRIPT, ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, stdout, stderr };
}

test('the built program is there and prints its help', () => {
  expect(existsSync(join(ROOT, 'infra/dist/cli/main.js'))).toBe(true);
  expect(atlasnet(['--help'])).toMatchObject({ status: 0, stderr: '' });
});

test('each kind of mistake ends with one sentence on standard error and exit code 2', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'atlasnet-bin-')), 'wrong.yaml');
  writeFileSync(file, 'log:\n  driver: kafak\n');
  const mistakes: readonly [string[], RegExp][] = [
    [['config', '--config', file], /^ATLAS_CONFIG_INVALID: .*wrong.yaml:2: log.driver is 'kafak'/],
    [['config', '--prots'], /^ATLAS_USAGE: unknown option '--prots'.*--ports/],
    [['conifg'], /^ATLAS_USAGE: conifg is no command.*config/],
    [['config', '--config', '/nowhere.yaml'], /^ATLAS_CONFIG_UNREADABLE: .*nowhere.yaml/],
  ];
  for (const [args, expected] of mistakes) {
    const { status, stdout, stderr } = atlasnet(args);
    expect({ args, status, stdout }).toEqual({ args, status: 2, stdout: '' });
    expect(stderr).toMatch(expected);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});

test('the environment reaches the configuration', () => {
  const { stdout } = atlasnet(['config'], { ATLASNET_SHARDS_COUNT: '7' });
  expect(stdout).toMatch(/shards.count: 7 +# ATLASNET_SHARDS_COUNT/);
});
