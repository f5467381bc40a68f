import { expect, test } from '@jest/globals';
import { decodeMessage, encodeMessage, logMessages } from './messages.ts';
import type { Frame, FrameRecord } from './messages.ts';

test('[O2] a frame keeps epoch, n, process and tick through its encoding', () => {
  const bytes = encodeMessage(logMessages.Frame, {
    epoch: 7,
    n: 3,
    tick: 2 ** 40,
    process: Uint8Array.of(1, 2),
  });
  const frame: Frame = decodeMessage(logMessages.Frame, bytes, 'frame');
  expect([frame.epoch, frame.n, frame.tick, [...frame.process]]).toEqual([7, 3, 2 ** 40, [1, 2]]);
  expect(frame.groups).toEqual([]);
  expect(frame.inputs ?? null).toBeNull();
});

test('garbage is a typed error that names what was read', () => {
  expect(() => decodeMessage(logMessages.Frame, Uint8Array.of(0x0a, 0xff, 0xff), 'frame')).toThrow(
    expect.objectContaining({ code: 'ATLAS_RECORD_MALFORMED' }),
  );
});

test('of a message’s alternatives the one that was read last counts', () => {
  const claim = encodeMessage(logMessages.FrameRecord, { claim: { region: 1 } });
  const frame = encodeMessage(logMessages.FrameRecord, { frame: { region: 2 } });
  const read = (...parts: Uint8Array[]): (number | null)[] => {
    const bytes = Uint8Array.from(parts.flatMap((part) => Array.from(part)));
    const record: FrameRecord = decodeMessage(logMessages.FrameRecord, bytes, 'record');
    return [record.claim?.region ?? null, record.frame?.region ?? null];
  };
  expect(read(claim)).toEqual([1, null]);
  expect(read(claim, frame)).toEqual([null, 2]);
  expect(read(frame, claim)).toEqual([1, null]);
  expect(read(frame, claim, frame)).toEqual([null, 2]);
});
