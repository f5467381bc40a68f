import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EventLog } from '@atlasnet/schemas';
import { Kafka, logLevel } from 'kafkajs';
import { endProcess, pauseProcess, signal, startLocalKafka } from '../../dev-services/index.ts';
import { KafkaEventLog, PlatformaticEventLog } from './index.ts';
import { range, readAll, text } from './log-test-tools.ts';

const BROKERS = 3;
const PARTITIONS = 3;
/** Acknowledged appends that must come after each fault, of every writer. */
const MORE = 30;
/** An election, on a machine with other things to do, milliseconds. */
const GO_ON_MS = 60_000;
const PAUSE_MS = 3000;

let kafka: Awaited<ReturnType<typeof startLocalKafka>>;
const directory = mkdtempSync(join(tmpdir(), 'atlasnet-kafka-leaders-'));

beforeAll(async () => {
  kafka = await startLocalKafka({ brokers: BROKERS, directory });
}, 120_000);

afterAll(async () => {
  await kafka?.stop();
  rmSync(directory, { recursive: true, force: true });
}, 60_000);

/** Appends numbered records to one partition, one after the other, each until it is acknowledged. */
class Writer {
  readonly log: EventLog;
  readonly topic: string;
  readonly partition: number;
  /** Offset of each acknowledged number. */
  readonly acknowledged: number[] = [];
  /** Appends that ended without a word. */
  unknown = 0;
  readonly #done: Promise<void>;
  #stopping = false;

  constructor(log: EventLog, topic: string, partition: number) {
    this.log = log;
    this.topic = topic;
    this.partition = partition;
    this.#done = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#done;
  }

  recordOf(number: number): Uint8Array {
    return text(`${this.topic}/${this.partition}/${number}`);
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const record = this.recordOf(this.acknowledged.length);
      const outcome = await this.log.append(this.topic, this.partition, [record]);
      if (outcome.kind === 'acknowledged') this.acknowledged.push(outcome.baseOffset);
      else {
        if (outcome.kind === 'unknown') this.unknown++;
        await delay(20);
      }
    }
  }
}

async function leaderOf(topic: string): Promise<number> {
  const { addresses } = kafka;
  const admin = new Kafka({ brokers: [...addresses], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const [{ leader }] = topics[0].partitions.filter(({ partitionId }) => partitionId === 0);
    return leader - 1;
  } finally {
    await admin.disconnect();
  }
}

async function goOn(writers: readonly Writer[]): Promise<void> {
  const deadlineMs = Date.now() + GO_ON_MS;
  for (const writer of writers) {
    const wanted = writer.acknowledged.length + MORE;
    while (writer.acknowledged.length < wanted) {
      if (Date.now() > deadlineMs) throw new Error(`${writer.topic} does not go on`);
      await delay(20);
    }
  }
}

test('[L3] leaders are killed and stand still under concurrent appends: what was acknowledged is in the log, in order', async () => {
  const logs: EventLog[] = [
    new KafkaEventLog({ brokers: kafka.addresses, clientId: 'leaders-kafkajs' }),
    new PlatformaticEventLog({ brokers: kafka.addresses, clientId: 'leaders-platformatic' }),
  ];
  const topics = ['by-kafkajs', 'by-platformatic'];
  const copies = { replicationFactor: BROKERS, minInsyncReplicas: 2, recordBytesMax: 900_000 };
  for (const [i, log] of logs.entries()) {
    await log.ensureTopic({ topic: topics[i], partitions: PARTITIONS, ...copies });
  }
  const followed: number[] = [];
  const following = logs[0].follow({
    ...{ topic: topics[0], partition: 0, fromOffset: 0 },
    onRecords: (records) => void followed.push(...records.map(({ offset }) => offset)),
    onError: (error) => {
      if (error.code !== 'ATLAS_LOG_CLOSED') throw error;
    },
  });
  const writers = logs.flatMap((log, i) =>
    range(PARTITIONS).map((partition) => new Writer(log, topics[i], partition)),
  );
  await goOn(writers);

  const killed = await leaderOf(topics[0]);
  await endProcess(kafka.processes[killed], 'SIGKILL');
  await goOn(writers);
  expect(await leaderOf(topics[0])).not.toBe(killed);

  // The killed one is still away: with one more standing still, fewer than two copies answer.
  const paused = kafka.processes[await leaderOf(topics[0])];
  const before = writers[0].acknowledged.length;
  await pauseProcess(paused);
  await delay(PAUSE_MS);
  const meanwhile = writers[0].acknowledged.length - before;
  signal(paused, 'SIGCONT');
  // One answer may have been on its way.
  expect(meanwhile).toBeLessThanOrEqual(1);
  await kafka.startAgain(killed);
  await goOn(writers);

  await Promise.all(writers.map((writer) => writer.stop()));
  for (const writer of writers) {
    const found = await readAll(writer.log, writer.topic, writer.partition);
    expect(found.map(({ offset }) => offset)).toEqual(range(found.length));
    for (const [number, offset] of writer.acknowledged.entries()) {
      expect(Buffer.from(found[offset].value)).toEqual(Buffer.from(writer.recordOf(number)));
    }
    // As a reader counts (O3): the next number counts, a copy of an earlier one does not.
    let next = 0;
    for (const { value } of found) {
      if (Buffer.from(value).equals(writer.recordOf(next))) next++;
    }
    expect(next).toBeGreaterThanOrEqual(writer.acknowledged.length);
  }
  const { endOffset } = await logs[0].bounds(topics[0], 0);
  const deadlineMs = Date.now() + GO_ON_MS;
  while (followed.length < endOffset && Date.now() < deadlineMs) await delay(50);
  expect(followed).toEqual(range(endOffset));
  following.stop();
  for (const log of logs) await log.close();
}, 240_000);
