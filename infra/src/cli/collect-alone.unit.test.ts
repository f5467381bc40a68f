import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { HELPERS_OPTION } from './collect-alone.ts';

test('this engine has the option: setting one that it has not would be passed over in silence', () => {
  const options = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  expect(options).toContain(`--${HELPERS_OPTION} `);
});
