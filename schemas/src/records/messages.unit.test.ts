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

test('64-bit numbers of every length keep their value, and their bytes are those of protobuf', () => {
  const edges = [1, 7, 14, 21, 28, 31, 32, 35, 42, 49, 52].flatMap((bit) => {
    return [2 ** bit - 1, 2 ** bit, 2 ** bit + 1];
  });
  for (const epoch of [...edges, Number.MAX_SAFE_INTEGER]) {
    const bytes = encodeMessage(logMessages.Frame, { epoch });
    const expected = [16];
    for (let rest = epoch; rest > 0; rest = Math.floor(rest / 128)) {
      expected.push(rest < 128 ? rest : (rest % 128) + 128);
    }
    expect([...bytes]).toEqual(expected);
    expect(decodeMessage(logMessages.Frame, bytes, 'frame').epoch).toBe(epoch);
    // Cut off anywhere it is no number.
    for (let end = 1; end < bytes.length; end++) {
      expect(() => decodeMessage(logMessages.Frame, bytes.subarray(0, end), 'frame')).toThrow(
        expect.objectContaining({ code: 'ATLAS_RECORD_MALFORMED' }),
      );
    }
  }
});

test('what could not be encoded leaves nothing behind in the next message', () => {
  const good = { region: 3, inputs: { neighbours: [{ region: 1, offset: 5, tick: 6 }] } };
  const expected = encodeMessage(logMessages.Frame, good);
  const nested = {
    region: 1,
    inputs: {
      get messages(): never {
        throw new Error('no messages');
      },
    },
  };
  expect(() => encodeMessage(logMessages.Frame, nested)).toThrow('no messages');
  expect(encodeMessage(logMessages.Frame, good)).toEqual(expected);
  const kept = encodeMessage(logMessages.Frame, good);
  encodeMessage(logMessages.Frame, { region: 9, inputs: { dtMicros: 77 } });
  expect(kept).toEqual(expected);
});
