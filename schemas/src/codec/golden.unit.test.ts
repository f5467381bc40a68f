import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { decodeMessage, encodeMessage, logMessages } from '../records/messages.ts';
import type { Frame } from '../records/messages.ts';
import { bytesToHex } from '../records/id-bytes.ts';
import { ByteReader } from './byte-reader.ts';
import { goldenRecords } from '../testing/golden-records.ts';

const FILE = join(import.meta.dirname, 'golden-bytes.json');

test('every record has the bytes that were published', () => {
  const found = Object.fromEntries(
    Object.entries(goldenRecords()).map(([name, bytes]) => [name, bytesToHex(bytes)]),
  );
  // Before anything is published, or with names for a new version: GOLDEN=write.
  if (process.env['GOLDEN'] === 'write') writeFileSync(FILE, `${JSON.stringify(found, null, 2)}\n`);
  expect(found).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
});

/** Numbers of the fields that an encoded message has. */
function fieldNumbers(bytes: Uint8Array): Set<number> {
  const reader = new ByteReader(bytes, 'message');
  const numbers = new Set<number>();
  while (reader.remaining > 0) {
    const tag = reader.varint();
    numbers.add(tag >>> 3);
    if ((tag & 7) === 0) reader.varint53();
    else if ((tag & 7) === 2) reader.blob(bytes.length);
    else reader.position += (tag & 7) === 5 ? 4 : 8;
  }
  return numbers;
}

/** Numbers of the fields that the schema gives a message. */
function declaredNumbers(message: string): number[] {
  const proto = readFileSync(join(import.meta.dirname, '../../proto/log.proto'), 'utf8');
  const body = proto.split(`\nmessage ${message} {`)[1].split('\n}')[0];
  return Array.from(body.matchAll(/^ {2,4}(?:repeated )?[\w.]+ \w+ = (\d+);/gm), (match) =>
    Number(match[1]),
  );
}

const decodedFrame = (): Frame => {
  const { frame } = decodeMessage(
    logMessages.FrameRecord,
    goldenRecords()['frame: packed by'],
    'golden',
  );
  if (!frame) throw new Error('no frame');
  return frame;
};

const taskResultBytes = (outbox: Frame['outbox']): Uint8Array => {
  const found = outbox.find(({ message }) => message?.taskResult)?.message?.taskResult;
  return encodeMessage(logMessages.TaskResult, found ?? {});
};

const letterBytes = (outbox: Frame['outbox']): Uint8Array => {
  const found = outbox.find(({ message }) => message?.entityMessage)?.message?.entityMessage;
  return encodeMessage(logMessages.EntityMessage, found ?? {});
};

test.each([
  ['Frame', (frame: Frame) => encodeMessage(logMessages.Frame, frame)],
  ['FrameInputs', ({ inputs }: Frame) => encodeMessage(logMessages.FrameInputs, inputs ?? {})],
  ['Job', ({ jobs }: Frame) => encodeMessage(logMessages.Job, jobs[0])],
  ['TaskResult', ({ outbox }: Frame) => taskResultBytes(outbox)],
  ['EntityMessage', ({ outbox }: Frame) => letterBytes(outbox)],
  ['Timings', ({ timings }: Frame) => encodeMessage(logMessages.Timings, timings ?? {})],
])('the golden frame carries every field of %s', (message, bytesOf) => {
  const carried = fieldNumbers(bytesOf(decodedFrame()));
  const missing = declaredNumbers(message).filter((number) => !carried.has(number));
  // 7 is `empty`, which excludes nearly all the others: "empty frame" has it.
  expect(missing).toEqual(message === 'Frame' ? [7] : []);
});

test('decoding and encoding again gives the same bytes', () => {
  const bytes = goldenRecords()['frame'];
  const record = decodeMessage(logMessages.FrameRecord, bytes, 'golden');
  expect(bytesToHex(encodeMessage(logMessages.FrameRecord, record))).toBe(bytesToHex(bytes));
});
