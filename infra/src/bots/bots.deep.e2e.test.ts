import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CLI_SCRIPT } from '../cli/root.ts';
import { ClusterFolder, freePortFlags } from '../e2e/cluster-process.ts';
import type { ProcessorUse } from './processor-sides.ts';

const LIMIT_MS = 90_000;
const BOTS = 20;
const folder = new ClusterFolder('bots');
let flags: Readonly<Record<string, string>> = {};

interface Percentiles {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
}

interface Report {
  readonly joined: number;
  readonly views: number;
  readonly inputs: number;
  readonly updates: number;
  readonly updateAgeMs: Percentiles;
  readonly roundTripMs: Percentiles;
  readonly commands: Readonly<Record<string, number>>;
  readonly ended: Readonly<Record<string, number>>;
  readonly cpuShare: number;
  readonly cluster: ProcessorUse | null;
}

/** `atlasnet bots` as a process of its own, as a user starts it. */
function bots(...args: string[]): Promise<{ status: number | null; out: string; err: string }> {
  const words = Object.entries(flags).flatMap(([key, value]) => [`--${key}`, value]);
  const all = [CLI_SCRIPT, 'bots', '--example', 'arena', ...words, ...args];
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => (out += String(text)));
  child.stderr.on('data', (text) => (err += String(text)));
  return new Promise((resolve) => {
    child.once('close', (status) => resolve({ status, out, err }));
  });
}

async function report(...args: string[]): Promise<Report> {
  const shape = ['--count', String(BOTS), '--seconds', '3', '--ramp', '50', '--json'];
  const { status, out, err } = await bots(...shape, ...args);
  expect({ status, err }).toMatchObject({ status: 0 });
  return JSON.parse(out) as Report;
}

function expectPlay(report: Report): void {
  expect(report.joined).toBe(BOTS);
  expect(report.ended).toEqual({});
  // 20 Hz for three seconds, of which a loaded machine may miss some.
  expect(report.views).toBeGreaterThan(BOTS * 10);
  expect(report.updates).toBeGreaterThan(report.views);
  expect(report.inputs).toBeGreaterThan(BOTS * 5);
  expect(report.updateAgeMs.count).toBe(report.views);
  expect(report.updateAgeMs.p50).toBeGreaterThan(0);
  expect(report.roundTripMs.count).toBeGreaterThan(0);
  expect(report.roundTripMs.p99).toBeGreaterThanOrEqual(report.roundTripMs.p50);
  const answered = Object.values(report.commands).reduce((sum, times) => sum + times, 0);
  expect(answered).toBe(report.roundTripMs.count);
  expect(report.cpuShare).toBeGreaterThan(0);
}

beforeAll(async () => {
  flags = { ...(await freePortFlags()), 'data.directory': folder.path };
  const cluster = await folder.start({ ...flags, 'example.program': '' }, 'arena');
  await cluster.until(({ shards, regions }) => shards > 0 && regions > 0, LIMIT_MS);
});

afterAll(() => folder.close());

test('bots with the keys of a running cluster play it, and say how old views and how late answers are', async () => {
  const own = await report();
  expectPlay(own);
  // Each side by its own metrics, the log's and the watchdog's among them.
  const shares = new Map(own.cluster?.sides.map(({ role, cpuShare }) => [role, cpuShare]));
  for (const role of ['proxy', 'shard', 'log', 'watchdog']) {
    expect(shares.get(role)).toBeGreaterThan(0);
    expect(shares.get(role)).toBeLessThan(4);
  }
});

test('bots come through the gateway as players do', async () => {
  const own = await report('--gateway', `http://127.0.0.1:${flags['gateway.port']}`);
  expectPlay(own);
  expect(own.cluster).toBeNull();
});

test('a behaviour of one’s own is called once a bot, then ten times a second', async () => {
  const file = join(folder.path, 'behaviour.mjs');
  writeFileSync(
    file,
    `export function behave(bot) {
       if (typeof bot.random() !== 'number' || bot.account !== 'mine-' + bot.index) throw new Error(bot.account);
       return () => void bot.command('hit', { target: bot.client.avatarId });
     }`,
  );
  const { commands, inputs, roundTripMs } = await report(
    ...['--behaviour', file, '--prefix', 'mine-'],
    ...['--proxy', `127.0.0.1:${flags['proxy.port']}`],
  );
  expect(inputs).toBe(0);
  // Blows at oneself are refused, which is an answer from the log like any other.
  expect(commands).toEqual({ refused: roundTripMs.count });
  expect(roundTripMs.count).toBeGreaterThan(BOTS * 5);
});

test('what cannot be is said in one sentence, before anybody connects', async () => {
  const wrong: readonly [string[], RegExp][] = [
    [['--count', '0'], /ATLAS_USAGE: --count 0 is out of its range/],
    [['--behaviour', 'nowhere.mjs'], /ATLAS_USAGE: --behaviour names .*which does not exist/],
    [['--gateway', 'ftp://x'], /ATLAS_USAGE: --gateway ftp:\/\/x is no URL/],
    [['--proxy', 'nowhere'], /ATLAS_USAGE: --proxy nowhere is no list of addresses/],
    [['--native', '--gateway', 'http://127.0.0.1:1'], /ATLAS_USAGE: --native takes neither/],
  ];
  for (const [args, expected] of wrong) {
    const { status, err } = await bots(...args);
    expect({ args, status }).toEqual({ args, status: 2 });
    expect(err).toMatch(expected);
  }
  const away = await bots('--gateway', 'http://127.0.0.1:1');
  expect(away.status).toBe(1);
  expect(away.err).toMatch(/ATLAS_CONNECT_TIMEOUT: the gateway at .* does not answer/);
});
