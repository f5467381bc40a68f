import { expect, test } from '@jest/globals';
import { endStarted, noteStarted } from './started.ts';

test('what was started is ended once, the newest first, whether or not one of it fails', async () => {
  const ended: string[] = [];
  const start = (name: string, fails = false): (() => void) =>
    noteStarted(() => {
      ended.push(name);
      return fails ? Promise.reject(new Error(name)) : Promise.resolve();
    });
  start('log');
  const over = start('bots');
  start('cluster', true);
  start('load');
  over();
  await endStarted();
  await endStarted();
  expect(ended).toEqual(['load', 'cluster', 'log']);
});
