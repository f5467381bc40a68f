import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AtlasError } from '../errors.ts';
import type { IncarnationId, ProcessId } from '../ids.ts';
import { hexToBytes, incarnationBytes, processBytes } from '../records/id-bytes.ts';
import { encodeMessage, logMessages } from '../records/messages.ts';
import {
  decodeLoadRecord,
  decodeMapRecord,
  decodeSessionRecord,
  encodeLoadRecord,
  encodeMapRecord,
  encodeSessionRecord,
} from './control-records.ts';
import { homeRegion } from './home-region.ts';
import { topicNames, topicSpecs } from './topics.ts';

const OURS = '00112233445566778899aabbccddeeff' as IncarnationId;
const THEIRS = 'ff112233445566778899aabbccddeeff' as IncarnationId;
const process = processBytes('0123456789abcdef' as ProcessId);

function codeOf(task: () => unknown): string {
  try {
    task();
  } catch (error) {
    if (error instanceof AtlasError) return error.code;
    throw error;
  }
  return 'none';
}

test('records of map, load and sessions keep what they carry', () => {
  const assignment = { region: 3, process, replaces: 9, reason: 'spread' };
  expect(decodeMapRecord(encodeMapRecord(OURS, { assignment }), OURS).assignment).toMatchObject({
    region: 3,
    replaces: 9,
    reason: 'spread',
  });
  const beacon = { process, worldMs: 1.5 };
  expect(decodeLoadRecord(encodeLoadRecord(OURS, { beacon }), OURS).beacon?.worldMs).toBe(1.5);
  const ban = { account: 'mallory', untilMs: 0 };
  expect(decodeSessionRecord(encodeSessionRecord(OURS, { ban }), OURS).ban?.account).toBe(
    'mallory',
  );
});

test('[L2] a record of another incarnation is refused, unless none is known yet', () => {
  const bytes = encodeMapRecord(THEIRS, { retired: { region: 1 } });
  expect(codeOf(() => decodeMapRecord(bytes, OURS))).toBe('ATLAS_RECORD_FOREIGN');
  expect(decodeMapRecord(bytes, null).retired?.region).toBe(1);
  const load = encodeLoadRecord(THEIRS, { beacon: { process, worldMs: 1 } });
  expect(codeOf(() => decodeLoadRecord(load, OURS))).toBe('ATLAS_RECORD_FOREIGN');
});

test('a record of a newer version is refused by its version, whatever else it holds', () => {
  const bytes = encodeMessage(logMessages.MapRecord, {
    version: 2,
    incarnation: incarnationBytes(OURS),
  });
  expect(() => decodeMapRecord(bytes, OURS)).toThrow(
    expect.objectContaining({
      code: 'ATLAS_RECORD_VERSION',
      hint: expect.stringContaining('newer'),
    }),
  );
});

test('records that say nothing, too much or the impossible are malformed', () => {
  const envelope = { version: 1, incarnation: incarnationBytes(OURS) };
  const map = (body: object): string =>
    codeOf(() =>
      decodeMapRecord(encodeMessage(logMessages.MapRecord, { ...envelope, ...body }), OURS),
    );
  expect(map({})).toBe('ATLAS_RECORD_MALFORMED');
  expect(map({ incarnation: new Uint8Array(3), retired: {} })).toBe('ATLAS_RECORD_MALFORMED');
  expect(map({ assignment: { region: 1, process: new Uint8Array(7) } })).toBe(
    'ATLAS_RECORD_MALFORMED',
  );
  expect(map({ assignment: { region: 1, process: new Uint8Array(0) } })).toBe('none');
  expect(map({ started: { id: incarnationBytes(OURS), homeCount: 1, tickHz: Number.NaN } })).toBe(
    'ATLAS_RECORD_MALFORMED',
  );
  expect(map({ proposal: { regions: [{ region: 0, min: [0, 0], max: [1, Infinity] }] } })).toBe(
    'ATLAS_RECORD_MALFORMED',
  );
  expect(map({ activation: { fromTick: 2 ** 60 } })).toBe('ATLAS_RECORD_MALFORMED');
  expect(
    codeOf(() => decodeLoadRecord(encodeLoadRecord(OURS, { load: { costMicros: -1 } }), OURS)),
  ).toBe('ATLAS_RECORD_MALFORMED');
});

test('any garbage is a typed error', () => {
  const decoders = [decodeMapRecord, decodeLoadRecord, decodeSessionRecord];
  const valid = encodeMapRecord(OURS, { assignment: { region: 3, process, replaces: 9 } });
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(valid.length - 1),
      fc.nat(255),
      (garbage, at, byte) => {
        const mutated = valid.with(at, byte);
        for (const decode of decoders) {
          for (const bytes of [garbage, mutated, valid.subarray(0, at)]) {
            expect([
              'none',
              'ATLAS_RECORD_MALFORMED',
              'ATLAS_RECORD_VERSION',
              'ATLAS_RECORD_FOREIGN',
            ]).toContain(codeOf(() => decode(bytes, OURS)));
          }
        }
      },
    ),
    { seed: 2, numRuns: 300 },
  );
});

test('[S1] the home region is a stable function of the account, evenly spread', () => {
  expect([homeRegion('', 1000), homeRegion('anna', 1000), homeRegion('zoë', 1000)]).toEqual([
    923, 525, 138,
  ]);
  const counts = Array.from({ length: 7 }, () => 0);
  for (let i = 0; i < 7000; i++) counts[homeRegion(`bot-${i}`, 7)] += 1;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
});

test('[L1] topics are named after the world and sized by its limits', () => {
  const options = {
    regionsMax: 64,
    sessionPartitions: 4,
    taskPartitions: 2,
    replicationFactor: 3,
    minInsyncReplicas: 2,
    recordBytesMax: 1000,
  };
  const byName = new Map(topicSpecs('city', options).map((spec) => [spec.topic, spec]));
  expect(new Set(byName.keys())).toEqual(new Set(Object.values(topicNames('city'))));
  expect(byName.get('city.map')).toMatchObject({ partitions: 1, replicationFactor: 3 });
  expect(byName.get('city.frames')?.partitions).toBe(64);
  expect(byName.get('city.task-results')?.partitions).toBe(2);
});

test('hex that is none is a programmer’s error', () => {
  expect(() => hexToBytes('abc')).toThrow(RangeError);
  expect([...hexToBytes('00ff7a')]).toEqual([0, 255, 122]);
});
