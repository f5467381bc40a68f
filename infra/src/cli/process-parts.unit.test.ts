import { expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger, Service } from '@atlasnet/schemas';
import type { CommandContext } from './command.ts';
import { loadConfig } from './config/index.ts';
import { childEnvironment, makeProcessParts, runProcess } from './process-parts.ts';

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

function contextWith(flags: Record<string, string>): CommandContext {
  const loaded = loadConfig({ flags });
  const print = () => undefined;
  return { loaded, config: loaded.config, logger: silent, options: {}, args: [], print };
}

class Waiting implements Service {
  readonly #started: () => void;
  #end: () => void = () => undefined;

  constructor(started: () => void) {
    this.#started = started;
  }

  run(): Promise<void> {
    return new Promise((resolve) => {
      this.#end = resolve;
      this.#started();
    });
  }

  stop(): Promise<void> {
    this.#end();
    return Promise.resolve();
  }
}

test('a child process has the effective configuration of its parent, but its own id', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'atlasnet-parts-')), 'a.yaml');
  writeFileSync(file, 'shards: {count: 5, runAheadTicks: 1}\n');
  const env = { ATLASNET_SHARDS_RUN_AHEAD_TICKS: '2', ATLASNET_LOG_DRIVER: 'embedded' };
  const flags = { 'log.driver': 'kafkajs', 'process.id': '00112233aabbccdd' };
  const parent = loadConfig({ file, env, flags });
  const child = loadConfig({ env: childEnvironment(parent, env) });
  expect(child.config).toEqual({
    ...parent.config,
    process: { ...parent.config.process, id: '' },
  });
  expect(child.config.log.driver).toBe('kafkajs');
  expect(child.config.shards).toMatchObject({ count: 5, runAheadTicks: 2 });
});

test('a process serves its metrics while its services run; a second one on its port is told', async () => {
  const flags = { 'metrics.ports.watchdog': '43117' };
  const parts = makeProcessParts(contextWith(flags), 'watchdog', ['log']);
  expect(parts.id).toMatch(/^[0-9a-f]{16}$/);
  let running: Promise<void> = Promise.resolve();
  await new Promise<void>((started) => {
    running = runProcess(parts, [{ name: 'waiting', service: new Waiting(started) }]);
  });
  const base = 'http://127.0.0.1:43117';
  expect(await (await fetch(`${base}/metrics`)).text()).toContain('process_cpu_seconds_total');
  expect((await fetch(`${base}/readyz`)).status).toBe(503);
  const second = makeProcessParts(contextWith(flags), 'watchdog');
  await expect(runProcess(second, [])).rejects.toMatchObject({
    code: 'ATLAS_PORT_IN_USE',
    exitCode: 3,
  });
  process.emit('SIGTERM', 'SIGTERM');
  await running;
  await expect(fetch(`${base}/metrics`)).rejects.toThrow();
});
