import { expect, test } from '@jest/globals';
import { CapWatch } from './cap-watch.ts';
import type { CapTooSmall } from './cap-watch.ts';

const MIB = 1024 ** 2;

/** A log under a cap of 256 MiB, looked at once a second. */
class WatchedLog {
  readonly #watch = new CapWatch();
  #seconds = 0;
  #writtenBytes = 0;

  /** What is said while so much is written for so long. */
  run(seconds: number, bytesPerSecond: number, fixedBytes = 0): readonly CapTooSmall[] {
    const words: CapTooSmall[] = [];
    for (let i = 0; i <= seconds; i++) {
      const look = {
        usedBytes: 0,
        bytesMax: 256 * MIB,
        writtenBytes: this.#writtenBytes,
        fixedBytes,
      };
      const word = this.#watch.look({ ...look, nowMs: this.#seconds * 1000 });
      if (word) words.push(word);
      this.#seconds += 1;
      this.#writtenBytes += bytesPerSecond;
    }
    return words;
  }
}

test('a cap that holds two minutes of the world is large enough', () => {
  expect(new WatchedLog().run(600, 1.7 * MIB)).toEqual([]);
});

test('one that holds less is told of once, with one that would do, and again when the world has grown', () => {
  const log = new WatchedLog();
  const bytesPerSecond = 2 * MIB;
  expect(log.run(29, bytesPerSecond)).toEqual([]);
  expect(log.run(600, bytesPerSecond)).toEqual([{ bytesPerSecond, wantedBytes: 512 * MIB }]);
  expect(log.run(200, 2.5 * MIB)).toEqual([]);
  expect(log.run(200, 4 * MIB)).toMatchObject([{ wantedBytes: 1024 * MIB }]);
});

test('the newest files of many partitions want room, too', () => {
  expect(new WatchedLog().run(60, 0, 300 * MIB)).toMatchObject([{ wantedBytes: 512 * MIB }]);
});
