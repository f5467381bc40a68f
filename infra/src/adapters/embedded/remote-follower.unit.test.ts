import { expect, test } from '@jest/globals';
import { ByteReader, ByteWriter } from '@atlasnet/schemas';
import type { LogRecord } from '@atlasnet/schemas';
import { PUSH_WINDOW_BYTES } from './limits.ts';
import { RemoteFollower } from './remote-follower.ts';
import { OPERATION } from './server-protocol.ts';

/** A follower, what it took, and the bytes of which it said that it had taken them. */
function follow() {
  const told: number[] = [];
  const taken: number[] = [];
  const tell = (operation: number, _id: number, write: (message: ByteWriter) => void): boolean => {
    const writer = new ByteWriter();
    write(writer);
    if (operation === OPERATION.took)
      told.push(new ByteReader(writer.slice(), 'a word').varint53());
    return true;
  };
  const request = {
    topic: 'frames',
    partition: 0,
    fromOffset: 0,
    onRecords: (records: readonly LogRecord[]) =>
      void taken.push(...records.map((each) => each.offset)),
    onError: () => undefined,
  };
  const follower = new RemoteFollower({ tell }, 1, request, () => undefined);
  const push = (offset: number, bytes: number): void => {
    follower.push([{ offset, timestampMs: 0, value: new Uint8Array(bytes) }]);
  };
  return { follower, push, told, taken };
}

test('a follower at the end of a log says what it took once it is much, not record by record', async () => {
  const { push, told, taken } = follow();
  const bytes = PUSH_WINDOW_BYTES / 64;
  for (let offset = 0; offset < 100; offset++) {
    push(offset, bytes);
    // Until it has been taken.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  expect(taken).toHaveLength(100);
  expect(told).toHaveLength(6);
  const left = 100 * bytes - told.reduce((sum, each) => sum + each, 0);
  // What is not said leaves room in the server's window.
  expect(left).toBeLessThan(PUSH_WINDOW_BYTES / 2);
});

test('a record as large as the window is said at once; a new connection owes nothing', async () => {
  const { follower, push, told } = follow();
  push(0, 10);
  push(1, PUSH_WINDOW_BYTES);
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(told).toEqual([10 + PUSH_WINDOW_BYTES]);
  push(2, 10);
  await new Promise<void>((resolve) => setImmediate(resolve));
  follower.begin();
  push(3, PUSH_WINDOW_BYTES);
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(told.slice(1)).toEqual([PUSH_WINDOW_BYTES]);
});
