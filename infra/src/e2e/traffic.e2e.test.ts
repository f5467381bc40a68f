import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { verifyLog } from '@atlasnet/replay';
import type { EventLog } from '@atlasnet/schemas';
import { EmbeddedEventLog, NodeLogFiles } from '../adapters/embedded/index.ts';
import { KafkaEventLog } from '../adapters/kafka/index.ts';
import type { ClusterProcess } from './cluster-process.ts';
import { ClusterFolder } from './cluster-process.ts';

const BOTS = 8;
const kafka = process.env['ATLASNET_TEST_KAFKA'];
const valkey = process.env['ATLASNET_TEST_VALKEY'];
const folder = new ClusterFolder('traffic');
/** Faster than recorded: what waits for the trace to fill the world waits less. */
const FLAGS = { 'example.bots': String(BOTS), 'shards.count': '2', 'example.speed': '3' };
/** A machine on which everything else is tested, too, takes half a minute to start a cluster on Kafka. */
const LIMIT_MS = 120_000;
let cluster: ClusterProcess | null = null;

afterEach(() => folder.close());

/** Starts, lets it grow, kills a shard, lets it go on; returns how many entities there were. */
async function runThroughACrash(more: Readonly<Record<string, string>> = {}): Promise<number> {
  cluster = await folder.start({ ...FLAGS, ...more });
  const before = await cluster.until(
    ({ entities, shards, clients }) => entities > 40 && shards === 2 && clients >= BOTS,
    LIMIT_MS,
  );
  process.kill(cluster.shardPids[0], 'SIGKILL');
  // A new process comes, and is given regions: until then the status names one shard.
  await cluster.untilShardProcesses(3, 30_000);
  await cluster.until(
    ({ entities, shards }) => entities > before.entities + 20 && shards === 2,
    LIMIT_MS,
  );
  return before.entities;
}

async function expectSound(log: EventLog, world: string): Promise<void> {
  const report = await verifyLog(log, world);
  expect(report.first).toBeNull();
  expect(report.held).toBe(true);
  expect(report.frames).toBeGreaterThan(100);
  expect(report.unreadable).toBe(0);
}

async function openEmbedded(): Promise<EventLog> {
  return EmbeddedEventLog.open({
    files: new NodeLogFiles(join(folder.path, 'traffic', 'log')),
    diskBytesMax: 2 ** 32,
    wallMs: () => Date.now(),
  });
}

describe('recorded traffic with clients over UDP', () => {
  test(
    '[I1–I6, I8] embedded: a killed shard comes back, the log holds, and a restart goes on',
    async () => {
      const entities = await runThroughACrash();
      expect(await cluster?.stop()).toBe(0);
      const first = await openEmbedded();
      await expectSound(first, 'traffic');
      await first.close();
      cluster = await folder.start(FLAGS);
      await cluster.until((status) => status.shards > 0 && status.entities > entities, LIMIT_MS);
      expect(await cluster.stop()).toBe(0);
      const second = await openEmbedded();
      await expectSound(second, 'traffic');
      await second.close();
    },
    4 * LIMIT_MS,
  );

  const onServices = kafka && valkey ? test : test.skip;
  onServices(
    '[I1–I6, I8] the same on a real Kafka and Valkey',
    async () => {
      const world = `traffic${process.pid}`;
      const brokers = kafka?.split(',') ?? [];
      await runThroughACrash({
        'world.name': world,
        'log.driver': 'kafkajs',
        'log.kafka.brokers': brokers.join(','),
        'store.driver': 'valkey',
        'store.valkey.url': `redis://${valkey}`,
      });
      expect(await cluster?.stop()).toBe(0);
      const log = new KafkaEventLog({ brokers, clientId: 'verify' });
      await expectSound(log, world);
      await log.close();
    },
    4 * LIMIT_MS,
  );
});
