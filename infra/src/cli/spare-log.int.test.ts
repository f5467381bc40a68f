import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { freePorts } from '../dev-services/launch.ts';
import { loadConfig } from './config/index.ts';
import { makeMissingKeys } from './keys.ts';
import { CLI_SCRIPT } from './root.ts';

/** A process starts within this on a machine with much to do, milliseconds. */
const START_MS = 30_000;
/** A process that is loaded has to serve the log within this, milliseconds: a start takes longer. */
const TAKEOVER_MS = 1000;

let directory = '';
const children: ChildProcess[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'atlasnet-spare-'));
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await until(() => children.every(hasEnded), START_MS);
  children.length = 0;
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

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** A log that serves, and spares of it that are loaded and wait. */
async function startLog(
  spareCount: number,
): Promise<{ first: ChildProcess; spares: ChildProcess[] }> {
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
  const spares = Array.from({ length: spareCount }, () => start(true));
  const another = start(false);
  await until(() => hasEnded(another), START_MS);
  // The one that is no spare was refused, so the spares, started before it, are loaded by now.
  expect(another.exitCode).toBe(4);
  await delay(2000);
  expect(holder()).toBe(first.pid);
  return { first, spares };
}

test('[L7] a spare log waits while another serves, takes its place when it is killed, and ends when asked', async () => {
  const { first, spares } = await startLog(2);
  first.kill('SIGKILL');
  await until(() => spares.some(({ pid }) => pid === holder()), TAKEOVER_MS);
  const [serving, waiting] = spares.toSorted((one) => (one.pid === holder() ? -1 : 1));
  expect([serving.exitCode, waiting.exitCode]).toEqual([null, null]);
  waiting.kill('SIGTERM');
  await until(() => hasEnded(waiting), START_MS);
  expect(holder()).toBe(serving.pid);
}, 120_000);

test('[L7] first and spare are asked to end while the spare gets no processor: it does not stay', async () => {
  const { first, spares } = await startLog(1);
  const [spare] = spares;
  spare.kill('SIGSTOP');
  first.kill('SIGTERM');
  spare.kill('SIGTERM');
  await until(() => hasEnded(first), START_MS);
  spare.kill('SIGCONT');
  await until(() => hasEnded(spare), START_MS);
  expect([first.exitCode, spare.exitCode]).toEqual([0, 0]);
}, 120_000);
