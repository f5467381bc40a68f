import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { AppendOutcome, EventLog } from '@atlasnet/schemas';
import { KafkaEventLog, PlatformaticEventLog } from '../adapters/kafka/index.ts';
import { isRunning, signal } from './process-identity.ts';
import { startServices } from './start-services.ts';
import { ValkeyStateStore } from '../adapters/valkey/index.ts';

test('three brokers come up, lose a leader without losing what was acknowledged, and end', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'atlasnet-services-test-'));
  const env = { ...process.env, ATLASNET_KAFKA: undefined, ATLASNET_VALKEY: undefined };
  const services = await startServices({ brokers: 3, directory, env });
  try {
    expect(services.kafka.length).toBe(3);
    const store = new ValkeyStateStore({ address: services.valkey });
    await store.set('up', Uint8Array.of(1));
    await store.close();
    const options = { brokers: services.kafka, clientId: 'test' };
    const logs = [new KafkaEventLog(options), new PlatformaticEventLog(options)];
    // A topic in the making has to have all of its leaders.
    await Promise.all(logs.map((log, index) => ensureReplicated(log, `t${index}`)));
    const runs = logs.map((log, index) => appendThroughLoss(log, `t${index}`));
    // While they append, a broker goes: some of the partitions lose their leader.
    await delay(1000);
    const [victim] = services.started.processes;
    if (victim !== undefined && services.by.kafka === 'java') signal(victim, 'SIGKILL');
    await Promise.all(runs);
    await Promise.all(logs.map((log) => log.close()));
  } finally {
    await services.stop();
    rmSync(directory, { recursive: true, force: true });
  }
  expect(services.started.processes.filter(isRunning)).toEqual([]);
});

test('addresses given in the environment are used, and nothing is started or ended', async () => {
  const env = { ...process.env, ATLASNET_KAFKA: undefined, ATLASNET_VALKEY: undefined };
  const own = await startServices({ env });
  try {
    const given = { ATLASNET_KAFKA: own.kafka.join(','), ATLASNET_VALKEY: own.valkey };
    const services = await startServices({ env: given });
    expect([services.kafka, services.valkey]).toEqual([own.kafka, own.valkey]);
    expect(services.started).toEqual({ processes: [], containers: [] });
    await services.stop();
    expect(own.started.processes.every(isRunning)).toBe(true);
  } finally {
    await own.stop();
  }
});

async function ensureReplicated(log: EventLog, topic: string): Promise<void> {
  await log.ensureTopic({
    topic,
    partitions: 6,
    replicationFactor: 3,
    minInsyncReplicas: 2,
    recordBytesMax: 10_000,
  });
}

/** Appends numbers to six partitions, each sent again until acknowledged, and reads them back. */
async function appendThroughLoss(log: EventLog, topic: string): Promise<void> {
  const numbers = 100;
  const followed = Array.from({ length: 6 }, () => [] as number[]);
  const following = followed.map((offsets, partition) =>
    log.follow({
      topic,
      partition,
      fromOffset: 0,
      onRecords: (records) => void offsets.push(...records.map(({ offset }) => offset)),
      onError: (error) => {
        throw error;
      },
    }),
  );
  await Promise.all(
    followed.map(async (offsets, partition) => {
      const acknowledged: number[] = [];
      for (let number = 0; number < numbers; number++) {
        let outcome: AppendOutcome;
        do {
          outcome = await log.append(topic, partition, [Uint8Array.of(number)]);
          await delay(outcome.kind === 'acknowledged' ? 20 : 50);
        } while (outcome.kind !== 'acknowledged');
        acknowledged.push(outcome.baseOffset);
      }
      const { endOffset } = await log.bounds(topic, partition);
      const request = { topic, partition, fromOffset: 0, bytesMax: 1_000_000 };
      const { records } = await log.read(request);
      expect(records.length).toBe(endOffset);
      for (const [number, offset] of acknowledged.entries()) {
        expect(records[offset]?.value).toEqual(Uint8Array.of(number));
      }
      while (offsets.length < endOffset) await delay(20);
      expect(offsets).toEqual(Array.from({ length: endOffset }, (_, offset) => offset));
    }),
  );
  for (const one of following) one.stop();
}
