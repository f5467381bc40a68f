import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCli } from './cli-run.ts';
import type { CliRun } from './cli-run.ts';
import { ClusterFolder, freePortFlags } from './cluster-process.ts';
import type { ClusterProcess } from './cluster-process.ts';

const EXAMPLE = ['--example', 'traffic'];
const LIMIT_MS = 120_000;
/** This machine has other work: that figures are compared is tested, not how fast it is. */
const WIDE = ['--tick-limit', '30000', '--whole-limit', '30000', '--gap-limit', '10000'];

const folder = new ClusterFolder('drills');
let flags: Record<string, string>;
let cluster: ClusterProcess;

beforeAll(async () => {
  flags = {
    ...(await freePortFlags()),
    'data.directory': folder.path,
    'example.bots': '2',
    'shards.count': '2',
    'world.regions.initial': '4',
    'world.regions.min': '4',
    'world.regions.max': '4',
    'logging.format': 'json',
  };
  cluster = await folder.start(flags);
  await cluster.until(({ entities, clients }) => entities > 2 && clients >= 2, 60_000);
}, 90_000);

afterAll(() => folder.close());

async function drill(...words: readonly string[]): Promise<CliRun> {
  const run = await runCli(['drill', ...words, ...WIDE, ...EXAMPLE], flags, LIMIT_MS);
  if (run.last !== 'PASS') throw new Error(`${words.join(' ')}:\n${run.text}`);
  return run;
}

test('a killed shard is detected and replaced; each phase is measured, and the log holds', async () => {
  const { text, code } = await drill('kill-shard');
  expect(code).toBe(0);
  const phases =
    /detect \d+ ms, claim \d+ ms, checkpoint [\d.]+ ms and tail [\d.]+ ms \(\w+\), first tick \d+ ms after the claim, \d+ ms in all/;
  expect(text).toMatch(phases);
  expect(text).toMatch(/tick again \((warm|cold), seen by parent\): \d+ ms, at most 30000/);
  expect(text).toMatch(/frames checked: I1 \d+/);
}, 180_000);

test('a paused shard loses its regions, and nothing of it counts when it wakes', async () => {
  expect((await drill('pause-shard')).text).toMatch(
    /SIGSTOP[^]*region \d+ \([\w-]+\): detect \d+ ms/,
  );
}, 180_000);

test('a drill that a signal ends lets the shard go on that it had stopped', async () => {
  const words = ['drill', 'pause-shard', ...WIDE, ...EXAMPLE];
  const run = await runCli(words, flags, LIMIT_MS, { line: /^SIGSTOP for/, signal: 'SIGINT' });
  expect(run.code).toBe(130);
  expect(run.text).not.toMatch(/PASS|FAIL/);
  const states = cluster.shardPids.map(stateOf);
  expect(states.filter((state) => state !== null).length).toBeGreaterThanOrEqual(2);
  expect(states).not.toContain('T');
}, 180_000);

test('a wiped store is whole again, and no region changes its owner', async () => {
  expect((await drill('wipe-store')).text).toMatch(/\d+ keys[^]*whole again: \d+ ms, at most/);
}, 180_000);

test('the embedded log is killed and comes back: all regions go on', async () => {
  expect((await drill('kill-broker')).text).toMatch(/SIGKILL for the log/);
}, 180_000);

test('a shard that nothing reaches loses its regions, and nothing of it counts afterwards', async () => {
  const { text } = await drill('cut-link');
  expect(text).toMatch(
    /links of the shard \w+ with regions \d[^]*region \d+ \([\w-]+\): detect \d+ ms/,
  );
}, 180_000);

test('processes are restarted one by one and none is missed: the watchdog, too, before its shards', async () => {
  const roles = ['cartograph', 'gateway', 'heuristic', 'watchdog', 'shard', 'proxy', 'log'];
  const { text } = await drill('rolling-restart', '--roles', roles.join(','));
  for (const role of roles) expect(text).toMatch(new RegExp(`${role} \\w+ restarted in \\d+ ms`));
  expect(text.match(/shard \w+ restarted/g)).toHaveLength(2);
  expect(text).toMatch(/client: 0 disconnects, longest gap \d+ ms/);
  expect(text).toMatch(/the client's longest gap: \d+ ms, at most 10000 ms/);
}, 240_000);

test('a limit that is missed fails the drill', async () => {
  const words = ['drill', 'kill-shard', '--tick-limit', '1', ...EXAMPLE];
  const { code, text, last } = await runCli(words, flags, LIMIT_MS);
  expect([code, last]).toEqual([1, 'FAIL']);
  expect(text).toMatch(/wrong: regions [\d, ]+ tick again [^:]+: \d+ ms, over 1 ms/);
}, 180_000);

test('an unknown drill, an unknown role and a world that does not run are named', async () => {
  const unknown = await runCli(['drill', 'burn', ...EXAMPLE], flags);
  expect(unknown).toMatchObject({
    code: 2,
    last: expect.stringMatching(/^ATLAS_USAGE: burn is no/),
  });
  const words = ['drill', 'rolling-restart', '--roles', 'shrad', ...EXAMPLE];
  const role = await runCli(words, flags);
  expect(role.code).toBe(2);
  expect(role.text).toContain('ATLAS_USAGE: --roles names shrad');
}, 60_000);

/** The letter that the system has for a process's state; null when it is gone. */
function stateOf(pid: number): string | null {
  try {
    return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}
