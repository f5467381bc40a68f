import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { topicNames } from '@atlasnet/schemas';
import type { EventLog } from '@atlasnet/schemas';
import { EmbeddedEventLog, NodeLogFiles } from '../adapters/embedded/index.ts';
import { ROOT } from '../cli/root.ts';
import type { ClusterProcess } from './cluster-process.ts';
import { ClusterFolder, freePortFlags } from './cluster-process.ts';
import { auditOdometers } from './audit-odometers.ts';
import { runCli } from './cli-run.ts';
import type { CliRun } from './cli-run.ts';

const TRACE_HEADER = 'time_s,id,x_m,y_m,heading_deg,speed_mps';
const GAME = join(ROOT, 'examples/dist/traffic/game.js');
const EXAMPLE = ['--example', 'traffic'];

const folder = new ClusterFolder('bad-input');
/** A cluster that runs, and its ports: the other commands meet it. */
let base: ClusterProcess;
let ports: Record<string, string>;

beforeAll(async () => {
  ports = await freePortFlags();
  base = await folder.start({ ...ports, ...world('base') });
  await base.until(({ entities, clients }) => entities > 2 && clients >= 2, 60_000);
}, 90_000);

afterAll(() => folder.close());

/** Flags of a small world that is kept in a folder of its own. */
function world(name: string): Record<string, string> {
  return {
    'data.directory': join(folder.path, name),
    'example.bots': '2',
    'shards.count': '1',
    'logging.format': 'json',
  };
}

async function cluster(name: string, more: Readonly<Record<string, string>> = {}): Promise<CliRun> {
  const flags = { ...(await freePortFlags()), ...world(name), ...more };
  return runCli(['cluster', ...EXAMPLE], flags);
}

/** One process beside the running cluster; its own metrics are served on any port. */
function beside(role: string, more: Readonly<Record<string, string>> = {}): Promise<CliRun> {
  const flags = { ...ports, [`metrics.ports.${role}`]: '0', ...world('base'), ...more };
  return runCli([role, ...EXAMPLE], flags);
}

/** One sentence at the end: code, thing and place, way out; no stack, and the documented code. */
function expectSentence(run: CliRun, exitCode: number, ...parts: readonly RegExp[]): void {
  for (const part of parts) expect(run.last).toMatch(part);
  expect(run.code).toBe(exitCode);
  expect(run.text).not.toMatch(/a bug of atlasnet|^ +at .*:\d+:\d+/m);
}

function file(name: string, text: string): string {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
}

const logFolder = (name: string): string => join(folder.path, name, 'traffic', 'log');

async function withLog<T>(name: string, work: (log: EventLog) => Promise<T>): Promise<T> {
  const log = await EmbeddedEventLog.open({
    files: new NodeLogFiles(logFolder(name)),
    diskBytesMax: 2 ** 32,
    wallMs: () => Date.now(),
  });
  try {
    return await work(log);
  } finally {
    await log.close();
  }
}

/** Nothing acknowledged is lost: the whole log holds. Resolves with how many entities live. */
async function living(name: string): Promise<number> {
  const report = await runCli(['replay', 'verify', ...EXAMPLE], world(name));
  const [, spawned, gone] = /; (\d+) spawned, (\d+) despawned/.exec(report.text) ?? [];
  expect(report).toMatchObject({ code: 0, last: 'the log holds' });
  return Number(spawned) - Number(gone);
}

describe('a port that is taken', () => {
  test('ends a process that runs alone, naming port, key and way out', async () => {
    const [proxy, gateway, pages, log, store, metrics] = await Promise.all([
      beside('proxy'),
      beside('gateway'),
      beside('cartograph'),
      beside('log', { 'data.directory': join(folder.path, 'other') }),
      beside('log', {
        'data.directory': join(folder.path, 'third'),
        'log.embedded.port': '0',
      }),
      beside('heuristic', {
        'metrics.ports.heuristic': ports['metrics.ports.watchdog'],
        'metrics.ports.watchdog': '0',
      }),
    ]);
    const ends: [CliRun, string, string][] = [
      [proxy, 'proxy.port', ports['proxy.port']],
      [gateway, 'gateway.port', ports['gateway.port']],
      [pages, 'pages.port', ports['pages.port']],
      [log, 'log.embedded.port', ports['log.embedded.port']],
      [store, 'embedded.port', ports['store.embedded.port']],
      [metrics, 'metrics.ports.heuristic', ports['metrics.ports.watchdog']],
    ];
    for (const [run, key, port] of ends) {
      const named = new RegExp(`^ATLAS_PORT_IN_USE: port ${port} on 127.0.0.1 \\(.*${key}\\)`);
      expectSentence(run, 3, named, new RegExp(`--.*${key} PORT\\.$`));
    }
  });

  test('ends a whole cluster with its process’s sentence, instead of starting it for ever', async () => {
    const run = await cluster('taken', { 'proxy.port': ports['proxy.port'] });
    const named = /^ATLAS_PORT_IN_USE: the proxy process cannot go on: port \d+ .*\(proxy\.port\)/;
    expectSentence(run, 3, named, /--proxy\.port PORT\.$/);
  });

  test('a second cluster on the same folder is told whose it is', async () => {
    const run = await beside('log', await freePortFlags());
    expectSentence(run, 4, /^ATLAS_LOG_LOCKED: .*base.traffic.log belongs to process \d+/, /End /);
  });
});

describe('a trace', () => {
  test('that is broken names file, line, column and value, alone and in a cluster', async () => {
    const start = `${TRACE_HEADER}\n0,1,10,10,0,1\n`;
    const broken = file('broken.csv', `${start}1,1,ten,10,0,1\n`);
    const backwards = file('backwards.csv', `${start}5,1,11,10,0,1\n3,1,12,10,0,1\n`);
    const [whole, alone] = await Promise.all([
      cluster('broken', { 'example.trace': broken }),
      beside('example', { 'example.trace': backwards, 'example.bots': '0' }),
    ]);
    const cell = /^ATLAS_TRACE_INVALID: .*broken\.csv, line 3: x_m is "ten"/;
    expectSentence(whole, 8, cell, /Correct the cell/);
    const time = /^ATLAS_TRACE_INVALID: .*backwards\.csv, line 4: time_s goes back from 5 to 3/;
    expectSentence(alone, 8, time, /Sort the rows/);
  });
});

describe('a game module', () => {
  test('that is missing, does not load or has no server is named with what is wrong', async () => {
    const games: [string, RegExp][] = [
      [join(folder.path, 'nowhere.mjs'), /nowhere\.mjs, which does not exist\. Correct the path/],
      [file('throws.mjs', 'throw new Error("no sun")'), /throws\.mjs, which does not load: no sun/],
      [file('none.mjs', 'export const nothing = 1;'), /exports no `server`.*defineServer/],
    ];
    const runs = await Promise.all(games.map(([game]) => cluster('none', { 'world.game': game })));
    for (const [i, run] of runs.entries()) {
      expectSentence(run, 2, /^ATLAS_GAME_UNLOADABLE: world\.game names /, games[i][1]);
      expect(run.text.trim().split('\n')).toHaveLength(1);
    }
  });
});

describe('a log of before', () => {
  const { map, frames } = topicNames('traffic');
  let entitiesBefore = 0;

  beforeAll(async () => {
    expect(await base.stop()).toBe(0);
    entitiesBefore = await living('base');
    expect(entitiesBefore).toBeGreaterThan(2);
    for (const name of ['newer', 'damaged', 'changed']) {
      cpSync(join(folder.path, 'base'), join(folder.path, name), { recursive: true });
    }
  });

  test('that a newer version wrote is not touched: the record and the way out are named', async () => {
    const offset = await withLog('newer', async (log) => {
      const request = { topic: map, partition: 0, fromOffset: 0, bytesMax: 1 };
      const record = Uint8Array.from((await log.read(request)).records[0].value);
      // The version is field 1, a varint, at the front.
      expect([...record.subarray(0, 2)]).toEqual([8, 1]);
      record[1] = 2;
      const outcome = await log.append(map, 0, [record]);
      return outcome.kind === 'acknowledged' ? outcome.baseOffset : -1;
    });
    const before = await withLog('newer', (log) => log.bounds(frames, 0));
    const run = await cluster('newer');
    const named = new RegExp(`^ATLAS_RECORD_VERSION: .*offset ${offset} of the map topic`);
    expectSentence(run, 5, named, /has version 2, this program reads up to 1/, /newer program/);
    expect(await withLog('newer', (log) => log.bounds(frames, 0))).toEqual(before);
  });

  test('with a truncated or a corrupt record names file and byte, and nothing is lost', async () => {
    const partition = join(logFolder('damaged'), `topic-${frames}`, '0');
    const segment = readdirSync(partition).find((each) => each.endsWith('.segment')) ?? '';
    const path = join(partition, segment);
    const whole = readFileSync(path);
    const corrupt = Uint8Array.from(whole);
    corrupt[whole.length >> 1] ^= 0xff;
    const named =
      /^ATLAS_LOG_CORRUPT: .*topic-traffic\.frames\/0\/.*segment is damaged at byte \d+/;
    for (const damaged of [whole.subarray(0, -30), corrupt]) {
      writeFileSync(path, damaged);
      const run = await beside('log', { 'data.directory': join(folder.path, 'damaged') });
      expectSentence(run, 5, named, /Restore the file from a copy/);
      expect(readFileSync(path).equals(damaged)).toBe(true);
    }
    writeFileSync(path, whole);
    expect(await living('damaged')).toBe(entitiesBefore);
  });

  test('of a world whose component is gone names it; with it back, the world goes on', async () => {
    const game = file(
      'changed.mjs',
      `import { server as before } from '${pathToFileURL(GAME).href}';
       const { odometer, ...components } = before.world.components;
       export const server = { ...before, world: { ...before.world, components } };`,
    );
    const run = await cluster('changed', { 'world.game': game });
    const named = /^ATLAS_WORLD_CHANGED: .*world traffic: component odometer was removed/;
    expectSentence(run, 2, named, /--fresh/);
    const audit = () => withLog('changed', (log) => auditOdometers(log, 'traffic'));
    const before = await audit();
    base = await folder.start({ ...ports, ...world('changed') });
    await base.until((status) => status.entities > entitiesBefore * 0.9, 30_000);
    expect(await base.stop()).toBe(0);
    // Vehicles also reach their end meanwhile: each is there, or was seen off.
    const after = await audit();
    expect(after).toMatchObject({ lost: 0, doubled: 0, ticksWrong: 0, odometersWrong: 0 });
    expect(after.living + after.inFlight + after.destroyed).toBe(after.entities);
    expect(after.entities).toBeGreaterThanOrEqual(before.entities);
    expect(after.ticks).toBeGreaterThan(before.ticks);
  });
});
