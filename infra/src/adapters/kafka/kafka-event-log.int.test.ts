import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AtlasError, EventLog, LogRecord, TopicSpec } from '@atlasnet/schemas';
import { Kafka, logLevel } from 'kafkajs';
import {
  makeCertificate,
  pauseProcess,
  signal,
  startLocalKafka,
} from '../../dev-services/index.ts';
import { eventLogContract } from '../../testing/event-log-contract.ts';
import type { KafkaOptions } from './index.ts';
import { KafkaEventLog, PlatformaticEventLog } from './index.ts';
import {
  append,
  baseOffset,
  codeOf,
  errorOf,
  expectCode,
  range,
  readAll,
  text,
  until,
} from './log-test-tools.ts';
import type { SwallowingProxy } from './swallowing-proxy.ts';
import { startSwallowingProxy } from './swallowing-proxy.ts';

let kafka: Awaited<ReturnType<typeof startLocalKafka>>;
let proxy: SwallowingProxy;
const directory = mkdtempSync(join(tmpdir(), 'atlasnet-kafka-test-'));
const login = { username: 'shard', password: 'right' };
const certificate = makeCertificate(directory);

beforeAll(async () => {
  proxy = await startSwallowingProxy();
  const sasl = { ...login, tls: certificate };
  kafka = await startLocalKafka({ brokers: 1, directory, proxyPort: proxy.port, sasl });
  proxy.target = kafka.proxiedAddress;
}, 120_000);

afterAll(async () => {
  await kafka?.stop();
  await proxy?.close();
  rmSync(directory, { recursive: true, force: true });
}, 60_000);

const drivers: [string, (options: KafkaOptions) => EventLog][] = [
  ['kafkajs', (options) => new KafkaEventLog(options)],
  ['platformatic', (options) => new PlatformaticEventLog(options)],
];

for (const [name, make] of drivers) {
  eventLogContract(`Kafka by ${name}`, () => {
    const log = make({ brokers: kafka.addresses, clientId: `contract-${name}` });
    return Promise.resolve({ log, close: () => log.close() });
  });
}

describe.each(drivers)('the log on Kafka by %s', (name, make) => {
  let topics = 0;

  function open(brokers: readonly string[] = kafka.addresses): EventLog {
    return make({ brokers, clientId: `test-${name}` });
  }
  function spec(partitions: number): TopicSpec {
    topics++;
    return {
      topic: `${name}-${topics}`,
      partitions,
      replicationFactor: 1,
      minInsyncReplicas: 1,
      recordBytesMax: 900_000,
    };
  }
  async function withTopic(
    partitions: number,
    work: (log: EventLog, topic: string) => Promise<void>,
    brokers?: readonly string[],
  ): Promise<void> {
    const log = open(brokers);
    try {
      const wanted = spec(partitions);
      await log.ensureTopic(wanted);
      await work(log, wanted.topic);
    } finally {
      await log.close();
    }
  }

  test('what was acknowledged under concurrent sends is in the log, once, where it was said', async () => {
    await withTopic(8, async (log, topic) => {
      const rounds = 40;
      const acknowledged = await Promise.all(
        range(8).map(async (partition) => {
          const offsets: number[] = [];
          for (const round of range(rounds)) {
            const records = range(1 + (round % 3)).map((i) => text(`${partition}/${round}/${i}`));
            offsets.push(baseOffset(await log.append(topic, partition, records)));
          }
          return offsets;
        }),
      );
      for (const partition of range(8)) {
        const found = await readAll(log, topic, partition);
        expect(found.map(({ offset }) => offset)).toEqual(range(found.length));
        const expected = range(rounds).flatMap((round) =>
          range(1 + (round % 3)).map((i) => `${partition}/${round}/${i}`),
        );
        expect(found.map(({ value }) => Buffer.from(value).toString())).toEqual(expected);
        for (const [round, base] of (acknowledged[partition] ?? []).entries()) {
          expect(found[base] && Buffer.from(found[base].value).toString()).toBe(
            `${partition}/${round}/0`,
          );
        }
      }
    });
  });

  test('un-awaited sends to one partition land in their order', async () => {
    await withTopic(1, async (log, topic) => {
      const sent = range(50).map((i) => log.append(topic, 0, [text(String(i))]));
      expect((await Promise.all(sent)).map(baseOffset)).toEqual(range(50));
      const found = await readAll(log, topic, 0);
      expect(found.map(({ value }) => Number(Buffer.from(value)))).toEqual(range(50));
    });
  });

  test('[L3] of one request each partition has its own outcome', async () => {
    await withTopic(4, async (log, topic) => {
      await Promise.all(range(4).map((partition) => log.append(topic, partition, [text('a')])));
      // Together above the broker's limit of a batch: the broker is the one who refuses.
      const batch = [new Uint8Array(800_000), new Uint8Array(800_000)];
      const outcomes = await Promise.all([
        log.append(topic, 0, [text('b')]),
        log.append(topic, 1, batch),
        log.append(topic, 2, [text('b')]),
        log.append(topic, 3, [text('b')]),
      ]);
      expect(outcomes.map(({ kind }) => kind)).toEqual([
        'acknowledged',
        'refused',
        'acknowledged',
        'acknowledged',
      ]);
      expect(errorOf(outcomes[1])?.code).toBe('ATLAS_LOG_RECORD_TOO_LARGE');
      const ends = await Promise.all(range(4).map((partition) => log.bounds(topic, partition)));
      expect(ends.map(({ endOffset }) => endOffset)).toEqual([2, 1, 2, 2]);
    });
  });

  test('[L3] a swallowed answer is unknown; sent again, the record is in the log', async () => {
    await withTopic(
      2,
      async (log, topic) => {
        expect(baseOffset(await log.append(topic, 0, [text('first')]))).toBe(0);
        proxy.swallow = true;
        const lost = await log.append(topic, 0, [text('second')]);
        expect(lost.kind).toBe('unknown');
        expect(proxy.swallowed).toBeGreaterThan(0);
        proxy.swallow = false;
        const again = await log.append(topic, 0, [text('second')]);
        expect(again.kind).toBe('acknowledged');
        const found = await readAll(log, topic, 0);
        const values = found.map(({ value }) => Buffer.from(value).toString());
        // The first try arrived and its answer was lost: so the record is there twice.
        expect(values).toEqual(['first', 'second', 'second']);
        expect(baseOffset(again)).toBe(2);
      },
      [`127.0.0.1:${proxy.port}`],
    );
  });

  test('a reader follows from an offset, through cut connections, without a gap or a copy', async () => {
    await withTopic(
      3,
      async (log, topic) => {
        await append(log, topic, 0, ['0', '1', '2']);
        const got: LogRecord[] = [];
        const following = log.follow({
          topic,
          partition: 0,
          fromOffset: 1,
          onRecords: (records) => void got.push(...records),
          onError: (error) => {
            throw error;
          },
        });
        await until(() => got.length === 2);
        const writer = open();
        for (const i of range(10)) {
          await append(writer, topic, 0, [String(3 + i)]);
          if (i === 4) proxy.cut();
        }
        await until(() => got.length === 12);
        expect(got.map(({ offset }) => offset)).toEqual(range(12).map((i) => i + 1));
        expect(got.every(({ timestampMs }) => Math.abs(timestampMs - Date.now()) < 60_000)).toBe(
          true,
        );
        following.stop();
        await append(writer, topic, 0, ['late']);
        await delay(200);
        expect(got.length).toBe(12);
        await writer.close();
      },
      [`127.0.0.1:${proxy.port}`],
    );
  });

  test('a slow callback holds back its own partition only, and no group is formed', async () => {
    await withTopic(2, async (log, topic) => {
      await append(log, topic, 0, ['a']);
      await append(log, topic, 1, ['a']);
      const got: [number[], number[]] = [[], []];
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      const stops = [0, 1].map((partition) =>
        log.follow({
          topic,
          partition,
          fromOffset: 0,
          onRecords: (records) => {
            got[partition as 0 | 1].push(...records.map(({ offset }) => offset));
            return partition === 0 ? held : undefined;
          },
          onError: (error) => {
            throw error;
          },
        }),
      );
      await until(() => got[0].length === 1 && got[1].length === 1);
      await append(log, topic, 0, ['b']);
      await append(log, topic, 1, ['b']);
      await until(() => got[1].length === 2);
      expect(got[0]).toEqual([0]);
      release();
      await until(() => got[0].length === 2);
      for (const following of stops) following.stop();
      const client = new Kafka({ brokers: [...kafka.addresses], logLevel: logLevel.NOTHING });
      const admin = client.admin();
      await admin.connect();
      expect((await admin.listGroups()).groups).toEqual([]);
      await admin.disconnect();
    });
  });

  test('an offset outside the log is an error, before and after records were deleted', async () => {
    await withTopic(1, async (log, topic) => {
      await append(log, topic, 0, ['0', '1', '2', '3']);
      const beyond = log.read({ topic, partition: 0, fromOffset: 5, bytesMax: 1000 });
      await expectCode(beyond, 'ATLAS_LOG_OFFSET_OUT_OF_RANGE');
      const end = await log.read({ topic, partition: 0, fromOffset: 4, bytesMax: 1000 });
      expect(end).toEqual({ records: [], bounds: { startOffset: 0, endOffset: 4 } });
      await log.deleteBefore(topic, 0, 2);
      await log.deleteBefore(topic, 0, 1);
      expect(await log.bounds(topic, 0)).toEqual({ startOffset: 2, endOffset: 4 });
      const below = log.read({ topic, partition: 0, fromOffset: 1, bytesMax: 1000 });
      await expectCode(below, 'ATLAS_LOG_OFFSET_OUT_OF_RANGE');
      const { records } = await log.read({ topic, partition: 0, fromOffset: 3, bytesMax: 1 });
      expect(records.map(({ offset }) => offset)).toEqual([3]);
      const error = await new Promise<AtlasError>((resolve) =>
        log.follow({ topic, partition: 0, fromOffset: 0, onRecords: () => {}, onError: resolve }),
      );
      expect(error.code).toBe('ATLAS_LOG_OFFSET_OUT_OF_RANGE');
    });
  });

  test('[L1] a topic that differs is refused, naming topic, setting, wanted and found', async () => {
    const log = open();
    const wanted = spec(3);
    await log.ensureTopic(wanted);
    await log.ensureTopic(wanted);
    const more = await codeOf(log.ensureTopic({ ...wanted, partitions: 4 }));
    expect(more.code).toBe('ATLAS_LOG_TOPIC_MISMATCH');
    expect(more.details).toEqual({
      topic: wanted.topic,
      setting: 'partitions',
      wanted: 4,
      found: 3,
    });
    const larger = await codeOf(log.ensureTopic({ ...wanted, recordBytesMax: 2_000_000 }));
    expect(larger.details['setting']).toBe('max.message.bytes');
    const copies = await codeOf(log.ensureTopic({ ...spec(1), replicationFactor: 3 }));
    expect(copies.code).toBe('ATLAS_LOG_TOPIC_MISMATCH');
    expect(copies.details['setting']).toBe('replicationFactor');
    const client = new Kafka({ brokers: [...kafka.addresses], logLevel: logLevel.NOTHING });
    const admin = client.admin();
    await admin.connect();
    const compacted = spec(1);
    const configEntries = [{ name: 'cleanup.policy', value: 'compact' }];
    await admin.createTopics({ topics: [{ topic: compacted.topic, configEntries }] });
    await admin.disconnect();
    const found = await codeOf(log.ensureTopic(compacted));
    expect(found.details).toEqual({
      topic: compacted.topic,
      setting: 'cleanup.policy',
      wanted: 'delete',
      found: 'compact',
    });
    await log.close();
  });

  test('a missing topic, a missing partition and a closed log are told apart', async () => {
    await withTopic(1, async (log, topic) => {
      await expectCode(log.bounds('never-made', 0), 'ATLAS_LOG_TOPIC_MISSING');
      await expectCode(log.bounds(topic, 7), 'ATLAS_LOG_TOPIC_MISSING');
      const outcome = await log.append('never-made', 0, [text('x')]);
      expect([outcome.kind, errorOf(outcome)?.code]).toEqual([
        'refused',
        'ATLAS_LOG_TOPIC_MISSING',
      ]);
      await log.close();
      expect(errorOf(await log.append(topic, 0, [text('x')]))?.code).toBe('ATLAS_LOG_CLOSED');
    });
  });

  test('a Kafka that is not there is named by its address', async () => {
    const log = open(['127.0.0.1:9']);
    const error = await codeOf(log.bounds('any', 0));
    expect(error.code).toBe('ATLAS_LOG_UNREACHABLE');
    expect(error.message).toContain('127.0.0.1:9');
    const outcome = await log.append('any', 0, [text('x')]);
    expect([outcome.kind, errorOf(outcome)?.code]).toEqual(['refused', 'ATLAS_LOG_UNREACHABLE']);
    await log.close();
  });

  test('a login inside TLS is used; a wrong one, or a stranger’s certificate, is refused', async () => {
    const mechanism = 'PLAIN' as const;
    const place = { brokers: [kafka.saslAddress], clientId: 'login' };
    const tls = { ca: certificate.pem };
    const right = make({ ...place, tls, sasl: { mechanism, ...login } });
    const wanted = spec(1);
    await right.ensureTopic(wanted);
    expect(baseOffset(await right.append(wanted.topic, 0, [text('in')]))).toBe(0);
    await right.close();
    const sasl = { mechanism, username: login.username, password: 'wrong' };
    const wrong = make({ ...place, tls, sasl });
    await expectCode(wrong.bounds(wanted.topic, 0), 'ATLAS_LOG_DENIED');
    await wrong.close();
    const distrusting = make({ ...place, tls: {}, sasl: { mechanism, ...login } });
    await expectCode(distrusting.bounds(wanted.topic, 0), 'ATLAS_LOG_UNREACHABLE');
    await distrusting.close();
  });

  test('a broker that stands still leaves an append unknown; when it goes on, so do readers', async () => {
    await withTopic(1, async (log, topic) => {
      await append(log, topic, 0, ['0']);
      const got: number[] = [];
      const following = log.follow({
        topic,
        partition: 0,
        fromOffset: 0,
        onRecords: (records) => void got.push(...records.map(({ offset }) => offset)),
        onError: (error) => {
          // A failed expectation closes the log under the reader: that must not hide it.
          if (error.code !== 'ATLAS_LOG_CLOSED') throw error;
        },
      });
      await until(() => got.length === 1);
      const [broker] = kafka.processes;
      if (broker === undefined) throw new Error('no broker');
      await pauseProcess(broker);
      const began = Date.now();
      const frozen = await log.append(topic, 0, [text('1')]);
      const tookMs = Date.now() - began;
      signal(broker, 'SIGCONT');
      expect(frozen.kind).toBe('unknown');
      expect(tookMs).toBeLessThan(20_000);
      let last = await log.append(topic, 0, [text('1')]);
      while (last.kind !== 'acknowledged') last = await log.append(topic, 0, [text('1')]);
      const end = last.baseOffset + 1;
      await until(() => got.length >= end);
      expect(got.slice(0, end)).toEqual(range(end));
      following.stop();
    });
  });
});
