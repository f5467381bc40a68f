import { expect, test } from '@jest/globals';
import { AtlasError } from '../errors.ts';
import { decodeDirectory, encodeDirectory, encodeDirectoryBody } from './region-directory.ts';

const cut = { region: 3, epoch: 70_000, n: 12, offset: 5_000_000_000, tick: 81 };
const sessions = [
  { session: 9, account: 'bob', generation: 2 ** 41, avatar: 2 ** 40 + 7, status: 1 },
  { session: 4, account: 'äda', generation: 1, avatar: 0, status: 2 },
];

test('a directory entry is what was written, its sessions ordered', () => {
  const entities = [1, 2, 130, 2 ** 40 + 7, 2 ** 52];
  const body = encodeDirectoryBody(entities, entities.length, sessions);
  const [bob, ada] = sessions;
  expect(decodeDirectory(encodeDirectory(cut, body))).toEqual({
    ...cut,
    entities,
    sessions: [ada, bob],
  });
});

test('one cut short, made longer or of another version is a typed error', () => {
  const whole = encodeDirectory(cut, encodeDirectoryBody([5, 6], 2, sessions));
  const damaged: Uint8Array[] = [
    Uint8Array.of(...whole, 0),
    Uint8Array.of(2, ...whole.subarray(1)),
  ];
  for (let length = 0; length < whole.length; length++) damaged.push(whole.subarray(0, length));
  for (const bytes of damaged) expect(() => decodeDirectory(bytes)).toThrow(AtlasError);
});

test('100,000 neighbouring ids take a fraction of a megabyte', () => {
  const ids = Array.from({ length: 100_000 }, (_, i) => 2 ** 40 + i * 3);
  expect(encodeDirectoryBody(ids, ids.length, []).length).toBeLessThan(200_000);
});
