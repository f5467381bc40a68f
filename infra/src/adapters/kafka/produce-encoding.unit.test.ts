import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import { encodeProduce } from './produce-encoding.ts';

const require = createRequire(import.meta.url);
const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => object;
const decodeBatch = require('kafkajs/src/protocol/recordBatch/v0/decoder') as (
  decoder: object,
) => Promise<{
  producerId: string;
  producerEpoch: number;
  firstSequence: number;
  records: { offset: string; value: Buffer; key: null }[];
}>;

const crc32C = require('kafkajs/src/protocol/recordBatch/crc32C') as (bytes: Buffer) => number;

/** Before the batch: id, acks, wait, topics, name `t`, partitions, partition, the batch's size. */
const HEAD_BYTES = 2 + 2 + 4 + 4 + 3 + 4 + 4 + 4;

test('[L4] a batch of many records is decoded as it was given, and names no producer', async () => {
  const records = Array.from({ length: 300 }, (_, index) => new Uint8Array(index).fill(index));
  const { buffer } = encodeProduce(
    [{ topic: 't', partition: 5, records }],
    1000,
    1_700_000_000_000,
  );
  const batch = await decodeBatch(new Decoder(buffer.subarray(HEAD_BYTES)));
  const { producerId, producerEpoch, firstSequence } = batch;
  expect([producerId, producerEpoch, firstSequence].map(Number)).toEqual([-1, -1, -1]);
  expect(batch.records.map(({ offset }) => Number(offset))).toEqual(records.map((_, i) => i));
  for (const [index, { value, key }] of batch.records.entries()) {
    expect(key).toBeNull();
    expect(value.equals(records[index] ?? Buffer.alloc(0))).toBe(true);
  }
});

test('several topics and partitions fill exactly the size computed for them', () => {
  const records = [new Uint8Array(70_000), new Uint8Array(1)];
  const parts = ['a', 'bé', 'a'].map((topic, partition) => ({ topic, partition, records }));
  expect(encodeProduce(parts, 1, 1).buffer.length).toBeGreaterThan(3 * 70_001);
});

test('a batch carries the checksum that kafkajs computes over the same bytes', () => {
  for (const size of [0, 1, 7, 8, 1000, 70_001]) {
    const records = [Uint8Array.from({ length: size }, (_, index) => (index * 31) & 255)];
    const { buffer } = encodeProduce([{ topic: 't', partition: 5, records }], 1000, 1);
    const batch = buffer.subarray(HEAD_BYTES);
    // Behind base offset, length, leader epoch and magic; it covers what follows it.
    expect(batch.readUInt32BE(17)).toBe(crc32C(batch.subarray(21)));
  }
});
