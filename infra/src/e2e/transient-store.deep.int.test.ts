import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { endProcess, findValkey, startValkeyProcess } from '../dev-services/index.ts';
import { runCli } from './cli-run.ts';
import { ClusterFolder, freePortFlags } from './cluster-process.ts';

// The address says that services can be had; this test wipes and kills its own.
const valkeyTest = process.env['ATLASNET_TEST_VALKEY'] && findValkey() ? test : test.skip;
const EXAMPLE = ['--example', 'traffic'];
/** A store that fell back is older than this, milliseconds: more than a checkpoint interval. */
const SNAPSHOT_AGE_MS = 3000;
const WHOLE_LIMIT_MS = 60_000;

const folder = new ClusterFolder('transient');
let valkey: Awaited<ReturnType<typeof startValkeyProcess>> | null = null;

afterAll(async () => {
  if (valkey) await endProcess(valkey.process, 'SIGKILL');
  await folder.close();
});

async function startStore(port?: number): Promise<string> {
  const options = {
    directory: folder.path,
    detached: false,
    ...(port === undefined ? {} : { port }),
  };
  valkey = await startValkeyProcess(findValkey() ?? '', options);
  return valkey.address;
}

async function ask(address: string, command: string): Promise<unknown> {
  const client = new Redis(`redis://${address}`, { maxRetriesPerRequest: 1 });
  client.on('error', () => undefined);
  try {
    return await client.call(command);
  } finally {
    client.disconnect();
  }
}

/** Kills the store and starts another in its place, from what it saved or from nothing. */
async function replaceStore(address: string, saved: boolean): Promise<void> {
  if (!valkey) throw new Error('the store runs');
  await endProcess(valkey.process, 'SIGKILL');
  if (!saved) rmSync(join(folder.path, 'valkey', 'dump.rdb'));
  await startStore(Number(address.split(':')[1]));
}

/** Waits until `atlasnet store check` finds every key as the log says. */
async function whole(flags: Readonly<Record<string, string>>): Promise<string> {
  const end = Date.now() + WHOLE_LIMIT_MS;
  for (;;) {
    const run = await runCli(['store', 'check', ...EXAMPLE], flags);
    if (run.code === 0) return run.text;
    if (Date.now() > end) throw new Error(`the store is not whole again:\n${run.text}`);
  }
}

/** Regions that were taken from an owner that was thought dead. */
const judged = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => /region assigned.*(lease-lost|silent|exited)/.test(line));

valkeyTest(
  '[O6] wiped, fallen back to an old snapshot, restarted empty: filled again as the log says, while the world ticks',
  async () => {
    const address = await startStore();
    const flags = {
      ...(await freePortFlags()),
      'data.directory': folder.path,
      'example.bots': '2',
      'shards.count': '2',
      'world.regions.initial': '4',
      'world.regions.min': '4',
      'world.regions.max': '4',
      'shards.checkpointIntervalMs': '1000',
      'logging.format': 'json',
      'store.driver': 'valkey',
      'store.valkey.url': `redis://${address}`,
    };
    const cluster = await folder.start(flags);
    await cluster.until(({ entities, clients }) => entities > 2 && clients >= 2, 60_000);
    const text = await whole(flags);
    expect(text.match(/directory\/\d+ +as the log says +tick \d+, \d+ entities/g)).toHaveLength(4);
    expect(text.match(/checkpoint\/\d+ +as the log says +offset \d+/g)).toHaveLength(4);
    const { lines } = cluster;
    const noticed = () => lines.filter((line) => /\[shard .*lost what it held/.test(line)).length;

    expect(await ask(address, 'FLUSHALL')).toBe('OK');
    await whole(flags);
    expect(noticed()).toBe(2);

    expect(await ask(address, 'SAVE')).toBe('OK');
    await delay(SNAPSHOT_AGE_MS);
    await replaceStore(address, true);
    await whole(flags);
    expect(noticed()).toBe(4);

    await replaceStore(address, false);
    await whole(flags);
    expect(noticed()).toBe(6);

    // Nobody was judged dead for a lease that a store forgot, and the clients stayed.
    expect(judged(lines)).toEqual([]);
    expect(cluster.shardPids).toHaveLength(2);
    expect(await cluster.stop()).toBe(0);
    const report = await runCli(['replay', 'verify', ...EXAMPLE], flags);
    expect(report).toMatchObject({ code: 0, last: 'the log holds' });
  },
  240_000,
);
