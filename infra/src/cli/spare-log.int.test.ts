import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { freePorts } from '../dev-services/launch.ts';
import { loadConfig } from './config/index.ts';
import { makeMissingKeys } from './keys.ts';
import { CLI_SCRIPT } from './root.ts';

/** A process starts within this on a machine with much to do, milliseconds. */
const START_MS = 30_000;
/** A process that is loaded has to serve the log within this, milliseconds: a start takes longer. */
const TAKEOVER_MS = 1000;

const directory = mkdtempSync(join(tmpdir(), 'atlasnet-spare-'));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

/** The pid that the log's directory belongs to. */
function holder(): number {
  try {
    return Number.parseInt(readFileSync(join(directory, 'spare', 'log', 'lock'), 'utf8'), 10);
  } catch {
    return 0;
  }
}

async function until(holds: () => boolean, limitMs: number): Promise<void> {
  const end = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error('waited in vain');
    await delay(5);
  }
}

test('[L7] a spare log waits while another serves, takes its place when it is killed, and ends when asked', async () => {
  const [logPort, storePort] = await freePorts(2);
  const flags = {
    'world.name': 'spare',
    'data.directory': directory,
    'log.embedded.port': String(logPort),
    'store.embedded.port': String(storePort),
    'metrics.enabled': 'false',
  };
  makeMissingKeys(loadConfig({ flags }).config);
  const start = (spare: boolean): ChildProcess => {
    const all = Object.entries({ ...flags, 'process.spare': String(spare) });
    const words = all.flatMap(([key, value]) => [`--${key}`, value]);
    const child = spawn(process.execPath, [CLI_SCRIPT, 'log', ...words], { stdio: 'ignore' });
    children.push(child);
    return child;
  };
  const first = start(false);
  await until(() => holder() === first.pid, START_MS);
  const spares = [start(true), start(true)];
  const another = start(false);
  const [code] = await new Promise<[number | null]>((resolve) => {
    another.once('exit', (exit) => resolve([exit]));
  });
  // The one that is no spare was refused, so the spares, started before it, are loaded by now.
  expect(code).toBe(4);
  await delay(2000);
  expect(holder()).toBe(first.pid);
  first.kill('SIGKILL');
  await until(() => spares.some(({ pid }) => pid === holder()), TAKEOVER_MS);
  const [serving, waiting] = spares.toSorted((one) => (one.pid === holder() ? -1 : 1));
  expect([serving.exitCode, waiting.exitCode]).toEqual([null, null]);
  waiting.kill('SIGTERM');
  await until(() => waiting.exitCode !== null || waiting.signalCode !== null, START_MS);
  expect(holder()).toBe(serving.pid);
}, 120_000);
