import { expect, test } from '@jest/globals';
import { regionId } from '../ids.ts';
import { decodeMessage, encodeMessage, logMessages } from '../records/messages.ts';
import type { FrameRecord } from '../records/messages.ts';
import { FrameGate } from './frame-gate.ts';
import type { FrameVerdict } from './frame-gate.ts';

const REGION = 3;

function record(body: object): FrameRecord {
  const bytes = encodeMessage(logMessages.FrameRecord, { version: 1, ...body });
  return decodeMessage(logMessages.FrameRecord, bytes, 'record');
}
const claim = (epoch: number): FrameRecord => record({ claim: { region: REGION, epoch } });
const frame = (epoch: number, n: number): FrameRecord =>
  record({ frame: { region: REGION, epoch, n, tick: 100 * epoch + n } });
const frameBytes = (epoch: number, n: number): Uint8Array =>
  encodeMessage(logMessages.Frame, { region: REGION, epoch, n, tick: 7 });

/** The frame (epoch, n of the last part) as parts of `size` bytes with consecutive n from `n`. */
function parts(epoch: number, n: number, count: number): FrameRecord[] {
  const bytes = frameBytes(epoch, n + count - 1);
  const size = Math.ceil(bytes.length / count);
  return Array.from({ length: count }, (_, index) =>
    record({
      part: {
        region: REGION,
        epoch,
        n: n + index,
        index,
        count,
        bytes: bytes.subarray(index * size, (index + 1) * size),
      },
    }),
  );
}

function readAll(
  records: readonly FrameRecord[],
  gate = new FrameGate(regionId(REGION)),
): string[] {
  return records.map((each, offset) => {
    const foreseen = gate.wouldCount(each);
    const said = spell(gate.apply(each, offset));
    // What parts make is known only when they are put together.
    if (said !== 'malformed') expect([said, foreseen]).toEqual([said, /^\d+\.\d+$/.test(said)]);
    return said;
  });
}

function spell(verdict: FrameVerdict): string {
  switch (verdict.kind) {
    case 'claim':
      return `claim ${verdict.claim.epoch}`;
    case 'counts':
      return `${verdict.frame.epoch}.${verdict.frame.n}`;
    case 'part':
      return 'part';
    case 'void':
      return verdict.reason;
  }
}

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    const rest = [...items.slice(0, index), ...items.slice(index + 1)];
    for (const tail of permutations(rest)) yield [item, ...tail];
  }
}

test('[O3] a claim with a higher epoch becomes current and any other is ignored', () => {
  expect(readAll([claim(5), claim(5), claim(4), claim(9), claim(5)])).toEqual([
    'claim 5',
    'claim-not-higher',
    'claim-not-higher',
    'claim 9',
    'claim-not-higher',
  ]);
});

test('[O3] a stale epoch is void by log order, however late it lands', () => {
  expect(readAll([claim(5), frame(5, 1), claim(6), frame(5, 2), frame(6, 1)])).toEqual([
    'claim 5',
    '5.1',
    'claim 6',
    'stale-epoch',
    '6.1',
  ]);
});

test('[O2] a copy of a frame and one out of order do not count', () => {
  expect(readAll([claim(5), frame(5, 1), frame(5, 1), frame(5, 3), frame(5, 2)])).toEqual([
    'claim 5',
    '5.1',
    'number',
    'number',
    '5.2',
  ]);
});

test('[O3] a late claim of a lower epoch does not revive its frames', () => {
  expect(readAll([claim(6), claim(5), frame(5, 1), frame(6, 1)])).toEqual([
    'claim 6',
    'claim-not-higher',
    'stale-epoch',
    '6.1',
  ]);
});

test('[C2] a frame of an epoch that nobody claimed is void and says so', () => {
  expect(readAll([frame(5, 1), record({ frame: { region: REGION, n: 1 } })])).toEqual([
    'unclaimed-epoch',
    'unclaimed-epoch',
  ]);
});

test('[C2] a gate that starts at a checkpoint goes on from its epoch and n', () => {
  const gate = new FrameGate(regionId(REGION), { epoch: 5, n: 8 });
  expect(readAll([frame(5, 8), frame(5, 9), claim(5), frame(7, 1)], gate)).toEqual([
    'number',
    '5.9',
    'claim-not-higher',
    'unclaimed-epoch',
  ]);
});

test('a record of another region, or without a body, is void', () => {
  const other = record({ frame: { region: 4, epoch: 5, n: 1 } });
  const otherClaim = record({ claim: { region: 4, epoch: 50 } });
  expect(readAll([claim(5), other, otherClaim, record({}), frame(5, 1)])).toEqual([
    'claim 5',
    'other-region',
    'other-region',
    'malformed',
    '5.1',
  ]);
});

test('[L6] a frame in parts counts with its last part, under its last n', () => {
  const [first, second, third] = parts(5, 2, 3) as [FrameRecord, FrameRecord, FrameRecord];
  const gate = new FrameGate(regionId(REGION));
  const said = readAll([claim(5), frame(5, 1), first, first, second], gate);
  expect(said).toEqual(['claim 5', '5.1', 'part', 'number', 'part']);
  expect([gate.n, gate.countedN, gate.midFrame]).toEqual([3, 1, true]);
  expect(gate.apply(third, 5)).toMatchObject({
    kind: 'counts',
    firstOffset: 2,
    frame: { n: 4, tick: 7 },
  });
  expect([gate.n, gate.countedN, gate.midFrame]).toEqual([4, 4, false]);
  expect(readAll([third, frame(5, 5)], gate)).toEqual(['number', '5.5']);
});

test('[L6] a claim between parts voids the frame, an ignored one does not', () => {
  const [first, second] = parts(5, 1, 2) as [FrameRecord, FrameRecord];
  expect(readAll([claim(5), first, claim(6), second, frame(6, 1)])).toEqual([
    'claim 5',
    'part',
    'claim 6',
    'stale-epoch',
    '6.1',
  ]);
  expect(readAll([claim(5), first, claim(4), second])).toEqual([
    'claim 5',
    'part',
    'claim-not-higher',
    '5.2',
  ]);
});

test('[L6] parts out of place, beyond the limits or that are no frame do not count', () => {
  const part = (fields: object): FrameRecord =>
    record({ part: { region: REGION, epoch: 5, bytes: Uint8Array.of(0xff), ...fields } });
  const [first, second] = parts(5, 1, 2) as [FrameRecord, FrameRecord];
  expect(
    readAll([
      claim(5),
      part({ n: 1, index: 1, count: 2 }),
      part({ n: 1, index: 0, count: 0 }),
      part({ n: 1, index: 0, count: 1025 }),
      part({ n: 1, index: 0, count: 1 }),
      record({
        part: { region: REGION, epoch: 5, n: 1, index: 0, count: 1, bytes: frameBytes(5, 2) },
      }),
      first,
      frame(5, 2),
      part({ n: 2, index: 1, count: 3 }),
      second,
    ]),
  ).toEqual([
    'claim 5',
    'parts',
    'parts',
    'parts',
    'malformed',
    'malformed',
    'part',
    'parts',
    'parts',
    '5.2',
  ]);
});

test('[O3] in every order of two owners’ records and a copy, one history counts', () => {
  const records = [
    claim(5),
    frame(5, 1),
    frame(5, 2),
    claim(6),
    frame(6, 1),
    frame(6, 2),
    frame(5, 1),
  ];
  let histories = 0;
  for (const order of permutations(records)) {
    const gate = new FrameGate(regionId(REGION));
    let epoch = 0;
    let n = 0;
    for (const [offset, each] of order.entries()) {
      const verdict = gate.apply(each, offset);
      if (verdict.kind !== 'counts') continue;
      const next = verdict.frame;
      expect(next.epoch >= epoch).toBe(true);
      expect(next.n).toBe(next.epoch === epoch ? n + 1 : 1);
      epoch = next.epoch;
      n = next.n;
    }
    histories += 1;
  }
  expect(histories).toBe(5040);
});
