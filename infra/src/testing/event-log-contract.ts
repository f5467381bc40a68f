import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AppendOutcome, EventLog, LogRecord, TopicSpec } from '@atlasnet/schemas';
import { eventually, hexOf, patternBytes } from './contract-tools.ts';

/** An open log for one test. */
export interface EventLogHarness {
  readonly log: EventLog;
  close(): Promise<void>;
}

export interface EventLogContractOptions {
  /** For one test, milliseconds. */
  readonly testTimeoutMs?: number;
  /** Appends per partition in the concurrent test. */
  readonly appendsPerPartition?: number;
  readonly replicationFactor?: number;
  readonly minInsyncReplicas?: number;
}

const RECORD_BYTES_MAX = 100_000;
const PARTITIONS = 4;

/** The suite that every implementation of the EventLog port passes. */
export function eventLogContract(
  name: string,
  open: () => Promise<EventLogHarness>,
  options: EventLogContractOptions = {},
): void {
  const timeoutMs = options.testTimeoutMs ?? 30_000;
  describe(`EventLog contract: ${name}`, () => {
    let harness: EventLogHarness;
    let log: EventLog;
    let spec: TopicSpec;
    let topic: string;

    beforeEach(async () => {
      harness = await open();
      log = harness.log;
      topic = `contract-${randomUUID()}`;
      spec = {
        topic,
        partitions: PARTITIONS,
        replicationFactor: options.replicationFactor ?? 1,
        minInsyncReplicas: options.minInsyncReplicas ?? 1,
        recordBytesMax: RECORD_BYTES_MAX,
      };
      await log.ensureTopic(spec);
    }, timeoutMs);
    afterEach(() => harness.close(), timeoutMs);

    const scenario = (title: string, run: () => Promise<void>): void => {
      test(title, run, timeoutMs);
    };

    scenario('[L5] offsets are contiguous from 0 and the bounds follow', async () => {
      expect(await log.bounds(topic, 0)).toEqual({ startOffset: 0, endOffset: 0 });
      for (let i = 0; i < 5; i++) expect(await mustAppend(log, topic, 0, i, 1)).toBe(i);
      expect(await log.bounds(topic, 0)).toEqual({ startOffset: 0, endOffset: 5 });
      expect(await log.bounds(topic, 1)).toEqual({ startOffset: 0, endOffset: 0 });
      const records = await readAll(log, topic, 0);
      expect(records.map((record) => record.offset)).toEqual([0, 1, 2, 3, 4]);
      expectBytes(
        records,
        0,
        [0, 1, 2, 3, 4].map((i) => patternBytes(i)),
      );
    });

    scenario('a batch is contiguous, in order, and all there', async () => {
      expect(await mustAppend(log, topic, 2, 0, 3)).toBe(0);
      expect(await mustAppend(log, topic, 2, 3, 40)).toBe(3);
      const records = await readAll(log, topic, 2);
      expectBytes(
        records,
        0,
        Array.from({ length: 43 }, (_, i) => patternBytes(i)),
      );
    });

    scenario(
      'a batch with one record over the limit is refused whole, and later ones pass',
      async () => {
        const good = patternBytes(1);
        const outcome = await log.append(topic, 0, [
          good,
          new Uint8Array(8 * RECORD_BYTES_MAX),
          good,
        ]);
        expect(outcome.kind).toBe('refused');
        expect(outcome.kind === 'refused' && outcome.error.code).toBe('ATLAS_LOG_RECORD_TOO_LARGE');
        expect(await log.bounds(topic, 0)).toEqual({ startOffset: 0, endOffset: 0 });
        expect(await mustAppend(log, topic, 0, 7, 1)).toBe(0);
      },
    );

    scenario('a record at the limit passes, byte for byte', async () => {
      const largest = new Uint8Array(RECORD_BYTES_MAX).map((_, i) => i * 31);
      const outcome = await log.append(topic, 0, [largest]);
      expect(outcome).toEqual({ kind: 'acknowledged', baseOffset: 0 });
      expectBytes(await readAll(log, topic, 0), 0, [largest]);
    });

    scenario(
      '[L3] concurrent appends to many partitions: read back, compared and counted',
      async () => {
        const rounds = options.appendsPerPartition ?? 50;
        const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
        await Promise.all(
          partitions.map(async (partition) => {
            for (let i = 0; i < rounds; i++) {
              expect(await mustAppend(log, topic, partition, 3 * i, 3)).toBe(3 * i);
            }
          }),
        );
        for (const partition of partitions) {
          const expected = Array.from({ length: 3 * rounds }, (_, i) => patternBytes(i));
          expectBytes(await readAll(log, topic, partition), 0, expected);
        }
      },
    );

    scenario(
      'appends queued to one partition: each acknowledged one is there once, at its place',
      async () => {
        const appends = Array.from({ length: 40 }, (_, i) =>
          log.append(topic, 1, [patternBytes(i)]),
        );
        const outcomes = await Promise.all(appends);
        const records = await readAll(log, topic, 1);
        const acknowledged = outcomes.map((outcome) => {
          if (outcome.kind !== 'acknowledged')
            throw new Error(`${outcome.kind}: ${String(outcome.error)}`);
          return outcome.baseOffset;
        });
        expect(new Set(acknowledged).size).toBe(40);
        expect(records).toHaveLength(40);
        for (const [i, offset] of acknowledged.entries()) {
          expect(hexOf(records[offset]?.value)).toBe(hexOf(patternBytes(i)));
        }
      },
    );

    scenario('the caller may use its buffer again once the append has settled', async () => {
      const buffer = patternBytes(5).slice();
      await log.append(topic, 0, [buffer]);
      buffer.fill(0);
      expectBytes(await readAll(log, topic, 0), 0, [patternBytes(5)]);
    });

    scenario('records carry a time of about now that does not run backwards', async () => {
      await mustAppend(log, topic, 0, 0, 1);
      await mustAppend(log, topic, 0, 1, 1);
      const [first, second] = await readAll(log, topic, 0);
      expect(first?.timestampMs).toBeGreaterThan(1_600_000_000_000);
      expect(Number(second?.timestampMs)).toBeGreaterThanOrEqual(Number(first?.timestampMs));
    });

    scenario('read is bounded by bytes, but gives at least one record', async () => {
      await mustAppend(log, topic, 0, 0, 30);
      const one = await log.read({ topic, partition: 0, fromOffset: 4, bytesMax: 1 });
      expect(one.records.length).toBeGreaterThanOrEqual(1);
      expect(one.records[0]?.offset).toBe(4);
      expect(one.bounds).toEqual({ startOffset: 0, endOffset: 30 });
      const end = await log.read({ topic, partition: 0, fromOffset: 30, bytesMax: 1000 });
      expect(end.records).toEqual([]);
    });

    scenario(
      '[L5] reading below the start or beyond the end is an error that says so',
      async () => {
        await mustAppend(log, topic, 0, 0, 3);
        const beyond = log.read({ topic, partition: 0, fromOffset: 4, bytesMax: 1000 });
        await expect(beyond).rejects.toMatchObject({ code: 'ATLAS_LOG_OFFSET_OUT_OF_RANGE' });
        await log.deleteBefore(topic, 0, 2);
        const below = log.read({ topic, partition: 0, fromOffset: 1, bytesMax: 1000 });
        await expect(below).rejects.toMatchObject({ code: 'ATLAS_LOG_OFFSET_OUT_OF_RANGE' });
      },
    );

    scenario('follow from the middle, and on at the end as records come', async () => {
      await mustAppend(log, topic, 0, 0, 10);
      const seen: LogRecord[] = [];
      const following = log.follow({
        topic,
        partition: 0,
        fromOffset: 6,
        onRecords: (records) => void seen.push(...records),
        onError: (error) => {
          throw error;
        },
      });
      await eventually(() => seen.length === 4, 'the records that are there');
      await mustAppend(log, topic, 0, 10, 5);
      await eventually(() => seen.length === 9, 'the records that come');
      following.stop();
      expectBytes(
        seen,
        6,
        Array.from({ length: 9 }, (_, i) => patternBytes(i + 6)),
      );
      await mustAppend(log, topic, 0, 15, 1);
      await wait(50);
      expect(seen).toHaveLength(9);
      following.stop();
    });

    scenario('follow at the end of an empty partition gets the first record', async () => {
      const seen: LogRecord[] = [];
      const following = log.follow({
        topic,
        partition: 3,
        fromOffset: 0,
        onRecords: (records) => void seen.push(...records),
        onError: () => {},
      });
      await wait(20);
      await mustAppend(log, topic, 3, 0, 1);
      await eventually(() => seen.length === 1, 'the first record');
      following.stop();
      expectBytes(seen, 0, [patternBytes(0)]);
    });

    scenario('a slow follower is not overrun: one batch at a time, nothing left out', async () => {
      const seen: number[] = [];
      let busy = 0;
      let overlaps = 0;
      const following = log.follow({
        topic,
        partition: 0,
        fromOffset: 0,
        onRecords: async (records) => {
          busy += 1;
          if (busy > 1) overlaps += 1;
          await wait(5);
          for (const record of records) seen.push(record.offset);
          busy -= 1;
        },
        onError: () => {},
      });
      for (let i = 0; i < 60; i++) await mustAppend(log, topic, 0, i, 1);
      await eventually(() => seen.length === 60, 'all records');
      following.stop();
      expect(overlaps).toBe(0);
      expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => i));
    });

    scenario('[L5] a follower below the start or beyond the end is told', async () => {
      await mustAppend(log, topic, 0, 0, 4);
      await log.deleteBefore(topic, 0, 2);
      for (const fromOffset of [1, 9]) {
        const codes: string[] = [];
        const records: number[] = [];
        const following = log.follow({
          topic,
          partition: 0,
          fromOffset,
          onRecords: (batch) => void records.push(...batch.map((record) => record.offset)),
          onError: (error) => void codes.push(error.code),
        });
        await eventually(() => codes.length > 0, `an error at ${fromOffset}`);
        following.stop();
        expect(codes).toEqual(['ATLAS_LOG_OFFSET_OUT_OF_RANGE']);
        expect(records).toEqual([]);
      }
    });

    scenario(
      '[L1] deleteBefore moves the start, keeps the offsets, and is idempotent',
      async () => {
        await mustAppend(log, topic, 0, 0, 10);
        await log.deleteBefore(topic, 0, 4);
        await log.deleteBefore(topic, 0, 3);
        expect(await log.bounds(topic, 0)).toEqual({ startOffset: 4, endOffset: 10 });
        expect(await mustAppend(log, topic, 0, 10, 1)).toBe(10);
        const expected = Array.from({ length: 7 }, (_, i) => patternBytes(i + 4));
        expectBytes(await readAll(log, topic, 0), 4, expected);
        await log.deleteBefore(topic, 0, 11);
        expect(await log.bounds(topic, 0)).toEqual({ startOffset: 11, endOffset: 11 });
        expect(await mustAppend(log, topic, 0, 11, 1)).toBe(11);
      },
    );

    scenario('an existing topic is checked: what differs is named', async () => {
      await log.ensureTopic(spec);
      await expect(log.ensureTopic({ ...spec, partitions: PARTITIONS + 1 })).rejects.toMatchObject({
        code: 'ATLAS_LOG_TOPIC_MISMATCH',
        details: { topic, setting: 'partitions', wanted: PARTITIONS + 1, found: PARTITIONS },
      });
    });

    scenario('a topic that is not there is not made by using it', async () => {
      const missing = `contract-missing-${randomUUID()}`;
      await expect(log.bounds(missing, 0)).rejects.toMatchObject({
        code: 'ATLAS_LOG_TOPIC_MISSING',
      });
      const outcome = await log.append(missing, 0, [patternBytes(0)]);
      expect(outcome.kind).toBe('refused');
    });

    scenario('a closed log says so, and its followers are told', async () => {
      const codes: string[] = [];
      log.follow({
        topic,
        partition: 0,
        fromOffset: 0,
        onRecords: () => {},
        onError: (error) => void codes.push(error.code),
      });
      await mustAppend(log, topic, 0, 0, 1);
      await log.close();
      const outcome = await log.append(topic, 0, [patternBytes(0)]);
      expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'ATLAS_LOG_CLOSED' } });
      await expect(log.bounds(topic, 0)).rejects.toMatchObject({ code: 'ATLAS_LOG_CLOSED' });
      await eventually(() => codes.length === 1, 'word to the follower');
      expect(codes).toEqual(['ATLAS_LOG_CLOSED']);
      await log.close();
    });
  });
}

/** Appends `count` records of the pattern from `first` on; re-sends nothing: faultless logs only. */
async function mustAppend(
  log: EventLog,
  topic: string,
  partition: number,
  first: number,
  count: number,
): Promise<number> {
  const records = Array.from({ length: count }, (_, i) => patternBytes(first + i));
  const outcome: AppendOutcome = await log.append(topic, partition, records);
  if (outcome.kind !== 'acknowledged') throw outcome.error;
  return outcome.baseOffset;
}

/** Everything that a partition holds, read in small steps. */
export async function readAll(
  log: EventLog,
  topic: string,
  partition: number,
): Promise<LogRecord[]> {
  const all: LogRecord[] = [];
  let fromOffset = (await log.bounds(topic, partition)).startOffset;
  for (;;) {
    const { records } = await log.read({ topic, partition, fromOffset, bytesMax: 20_000 });
    if (records.length === 0) return all;
    all.push(...records);
    fromOffset += records.length;
  }
}

function expectBytes(
  records: readonly LogRecord[],
  firstOffset: number,
  expected: readonly Uint8Array[],
): void {
  expect(records.map((record) => record.offset)).toEqual(expected.map((_, i) => firstOffset + i));
  for (const [i, record] of records.entries()) {
    expect(hexOf(record.value)).toBe(hexOf(expected[i]));
  }
}
