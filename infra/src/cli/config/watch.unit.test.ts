import { expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@atlasnet/schemas';
import { loadConfig } from './load.ts';
import { watchConfig } from './watch.ts';

test('a live key is taken over, another is named as needing a restart, a mistake is reported', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'atlasnet-watch-')), 'a.yaml');
  writeFileSync(file, 'heuristic: {intervalMs: 1000}\n');
  const lines: string[] = [];
  let heard: () => void = () => undefined;
  const note = (line: string) => {
    lines.push(line);
    heard();
  };
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  const until = async (pattern: RegExp) => {
    while (!lines.some((line) => pattern.test(line))) {
      await new Promise<void>((resolve) => (heard = resolve));
    }
  };
  const stop = watchConfig(
    loadConfig({ file }),
    (config) => note(`changed ${config.heuristic.intervalMs}`),
    logger,
    10,
  );
  writeFileSync(file, 'heuristic: {intervalMs: 2s}\nshards: {count: 4}\n');
  await until(/changed 2000/);
  expect(lines).toContain('heuristic.intervalMs is now 2000');
  expect(lines).toContain('shards.count was changed to 4: it needs a restart');
  writeFileSync(file, 'heuristic: {intervalMs: soon, and more}\n');
  await until(/not taken over/);
  stop();
});
