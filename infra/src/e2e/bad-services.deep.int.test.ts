import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Kafka } from 'kafkajs';
import { verifyLog } from '@atlasnet/replay';
import { encodeRecord, incarnationId, logMessages, readToEnd, topicNames } from '@atlasnet/schemas';
import { KafkaEventLog } from '../adapters/kafka/index.ts';
import {
  findValkey,
  pauseProcess,
  signal,
  startLocalKafka,
  startValkeyProcess,
  endProcess,
} from '../dev-services/index.ts';
import { auditOdometers } from './audit-odometers.ts';
import { runCli } from './cli-run.ts';
import { ClusterFolder, freePortFlags } from './cluster-process.ts';

// The addresses say that services can be had; these tests stop and guard their own.
const kafkaTest = process.env['ATLASNET_TEST_KAFKA'] ? test : test.skip;
const valkeyTest = process.env['ATLASNET_TEST_VALKEY'] && findValkey() ? test : test.skip;

/** How long Kafka stands still: longer than an append waits for its answer, milliseconds. */
const AWAY_MS = 5000;

const folder = new ClusterFolder('bad-services');
let kafka: Awaited<ReturnType<typeof startLocalKafka>> | null = null;

beforeAll(async () => {
  if (!process.env['ATLASNET_TEST_KAFKA']) return;
  kafka = await startLocalKafka({ brokers: 1, directory: folder.path });
}, 90_000);

afterAll(async () => {
  await kafka?.stop();
  await folder.close();
});

async function flags(more: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const own = { 'data.directory': folder.path, 'example.bots': '2', 'shards.count': '1' };
  return { ...(await freePortFlags()), ...own, 'logging.format': 'json', ...more };
}

const onKafka = (name: string): Record<string, string> => ({
  'world.name': name,
  'log.driver': 'kafkajs',
  'log.kafka.brokers': kafka?.addresses.join(',') ?? '',
});

function openKafka(): KafkaEventLog {
  return new KafkaEventLog({ brokers: kafka?.addresses ?? [], clientId: 'bad-services' });
}

test('a Kafka that is not there is named by its address, with its key', async () => {
  const away = { 'log.driver': 'kafkajs', 'log.kafka.brokers': '127.0.0.1:9' };
  const own = await flags(away);
  expect((await runCli(['keys', 'make', '--example', 'traffic'], own)).code).toBe(0);
  const run = await runCli(['watchdog', '--example', 'traffic'], own);
  expect(run.last).toMatch(/^ATLAS_LOG_UNREACHABLE: no Kafka broker answers: 127\.0\.0\.1:9 /);
  expect(run.last).toMatch(/correct log\.kafka/);
  expect(run.code).toBe(4);
});

valkeyTest('a Valkey that wants a password is told from one that is away', async () => {
  const settings = ['requirepass secret'];
  const valkey = await startValkeyProcess(findValkey() ?? '', {
    directory: folder.path,
    detached: false,
    settings,
  });
  try {
    const store = { 'store.driver': 'valkey', 'store.valkey.url': `redis://${valkey.address}` };
    const guarded = await flags({ 'world.name': 'guarded', ...store });
    const without = await runCli(['cluster', '--example', 'traffic'], guarded);
    expect(without.last).toMatch(new RegExp(`^ATLAS_STORE_DENIED: the store at ${valkey.address}`));
    expect(without.last).toMatch(/store\.valkey\.passwordFile/);
    expect(without.code).toBe(6);
    const right = { ...guarded, 'store.valkey.password': 'secret' };
    const cluster = await folder.start(right);
    await cluster.until(({ shards }) => shards === 1, 30_000);
    expect(await cluster.stop()).toBe(0);
  } finally {
    await endProcess(valkey.process, 'SIGKILL');
  }
});

kafkaTest('[L1] topics with too few partitions are named, with what was wanted', async () => {
  const log = openKafka();
  const { frames } = topicNames('narrow');
  const copies = { replicationFactor: 1, minInsyncReplicas: 1, recordBytesMax: 1_000_000 };
  await log.ensureTopic({ topic: frames, partitions: 2, ...copies });
  await log.close();
  const run = await runCli(['cluster', '--example', 'traffic'], await flags(onKafka('narrow')));
  expect(run.last).toMatch(/^ATLAS_LOG_TOPIC_MISMATCH: .*narrow\.frames.*partitions/);
  expect(run.last).toMatch(/\b16\b.*\b2\b|\b2\b.*\b16\b/);
  expect(run.code).toBe(4);
});

kafkaTest(
  '[O6] a Kafka that goes away stops the ticks, aloud; when it is back nothing is lost',
  async () => {
    const cluster = await folder.start(await flags(onKafka('paused')));
    const before = await cluster.until(({ entities }) => entities > 10, 60_000);
    const broker = kafka?.processes[0];
    if (!broker) throw new Error('Kafka runs');
    await pauseProcess(broker);
    await delay(AWAY_MS);
    expect(cluster.lines.join('\n')).toMatch(/the log does not take frames/);
    signal(broker, 'SIGCONT');
    await cluster.until(({ entities }) => entities > before.entities + 5, 30_000);
    expect(cluster.shardPids).toHaveLength(1);
    expect(await cluster.stop()).toBe(0);
    const log = openKafka();
    expect(await longestSilenceMs(log)).toBeGreaterThan(AWAY_MS * 0.8);
    const report = await verifyLog(log, 'paused');
    expect(report).toMatchObject({ first: null, held: true, unreadable: 0 });
    const audit = await auditOdometers(log, 'paused');
    expect(audit).toMatchObject({ lost: 0, doubled: 0, ticksWrong: 0, odometersWrong: 0 });
    expect(audit.entities - audit.destroyed).toBeGreaterThan(before.entities);
    await log.close();
  },
);

kafkaTest(
  '[L1] topics whose retention would delete what no checkpoint holds yet are refused, by setting',
  async () => {
    const admin = new Kafka({ brokers: [...(kafka?.addresses ?? [])], logLevel: 0 }).admin();
    await admin.connect();
    const configEntries = [{ name: 'retention.ms', value: '1000' }];
    const topic = topicNames('brief').frames;
    await admin.createTopics({ topics: [{ topic, numPartitions: 16, configEntries }] });
    await admin.disconnect();
    const run = await runCli(['cluster', '--example', 'traffic'], await flags(onKafka('brief')));
    expect(run.last).toMatch(/^ATLAS_LOG_TOPIC_MISMATCH: .*brief\.frames.*retention\.ms/);
    expect(run.code).toBe(4);
  },
);

kafkaTest(
  '[L2] foreign and corrupt records in every topic, a death, and a second cluster: named, and nothing is lost',
  async () => {
    const four = { 'world.regions.initial': '4', 'world.regions.min': '4' };
    const shared = { ...onKafka('shared'), ...four, 'world.regions.max': '4' };
    const cluster = await folder.start(await flags(shared));
    await cluster.until(({ entities }) => entities > 2, 60_000);
    const log = openKafka();
    for (const topic of Object.values(topicNames('shared'))) {
      const all = topic.endsWith('.frames') || topic.endsWith('.checkpoints') ? [0, 1, 2, 3] : [0];
      for (const partition of all) await spoil(log, topic, partition);
    }
    const [killed] = cluster.shardPids;
    process.kill(killed, 'SIGKILL');
    for (const region of [0, 1, 2, 3]) {
      const again = new RegExp(
        `\\[shard (?!${killed}\\])\\d+\\].*"region":${region},.*region taken over`,
      );
      await cluster.untilLine(again, 60_000);
    }

    const other = { 'data.directory': join(folder.path, 'other'), 'example.bots': '0' };
    const second = await folder.start({ ...(await flags(shared)), ...other });
    await second.untilLine(
      /\[watchdog.*processes that are not in this store.*name of its own/,
      60_000,
    );
    expect(await second.stop()).toBe(0);
    expect(cluster.shardPids).toHaveLength(2);
    expect(await cluster.stop()).toBe(0);
    const report = await verifyLog(log, 'shared');
    expect(report).toMatchObject({ first: null, held: true, unreadable: 4 * 2 });
    await log.close();
  },
);

/** Appends what cannot be decoded, and what is another world's. */
async function spoil(log: KafkaEventLog, topic: string, partition: number): Promise<void> {
  const claim = { region: partition, epoch: 9_999_999, process: new Uint8Array(8) };
  const foreign = encodeRecord(logMessages.FrameRecord, incarnationId('ab'.repeat(16)), {
    claim: claim as never,
  } as never);
  for (const record of [Uint8Array.of(255, 7, 7), foreign]) {
    expect((await log.append(topic, partition, [record])).kind).toBe('acknowledged');
  }
}

/** Between two records of the first region's partition, by the broker's clock. */
async function longestSilenceMs(log: KafkaEventLog): Promise<number> {
  let [longest, last] = [0, Infinity];
  const onRecord = ({ timestampMs }: { timestampMs: number }): void => {
    longest = Math.max(longest, timestampMs - last);
    last = timestampMs;
  };
  const { frames: topic } = topicNames('paused');
  const { signal: never } = new AbortController();
  await readToEnd({ log, topic, partition: 0, fromOffset: 0, onRecord, signal: never });
  return longest;
}
