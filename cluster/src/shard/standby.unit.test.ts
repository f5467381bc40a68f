import { expect, test } from '@jest/globals';
import { incarnationId, regionId } from '@atlasnet/schemas';
import type { Clock, EventLog, FollowRequest, StateStore } from '@atlasnet/schemas';
import { CheckpointStore } from './checkpoint-store.ts';
import { Standby } from './standby.ts';

const REGION = regionId(0);
const FRAMES = 'frames';

/** A clock that moves when it is told to, and lets everything else run at each step. */
class SteppedClock implements Clock {
  #nowMs = 0;
  #due: { readonly atMs: number; readonly run: () => void }[] = [];

  monotonicMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const entry = { atMs: this.#nowMs + delayMs, run };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((each) => each !== entry);
    };
  }

  async run(forMs: number): Promise<void> {
    for (const endMs = this.#nowMs + forMs; this.#nowMs < endMs;) {
      this.#nowMs += 10;
      const due = this.#due.filter(({ atMs }) => atMs <= this.#nowMs);
      this.#due = this.#due.filter(({ atMs }) => atMs > this.#nowMs);
      for (const { run } of due) run();
      for (let i = 0; i < 50; i++) await Promise.resolve();
    }
  }
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** A partition whose end is where the test says, and whose records come when it says. */
class PacedLog {
  endOffset = 0;
  #given = 0;
  #request: FollowRequest | null = null;

  /** None of them counts for anybody; they are read all the same. */
  async give(upTo: number): Promise<void> {
    if (this.#request === null) throw new Error('nobody follows');
    const fresh = Array.from({ length: upTo - this.#given }, (_, i) => ({
      offset: this.#given + i,
      timestampMs: 0,
      value: Uint8Array.of(255),
    }));
    this.#given = upTo;
    await this.#request.onRecords(fresh);
  }

  /** The partition; there are no checkpoints. */
  get log(): EventLog {
    const bounds = (topic: string) => ({
      startOffset: 0,
      endOffset: topic === FRAMES ? this.endOffset : 0,
    });
    return {
      bounds: (topic: string) => Promise.resolve(bounds(topic)),
      read: ({ topic }: { topic: string }) =>
        Promise.resolve({ records: [], bounds: bounds(topic) }),
      follow: (request: FollowRequest) => {
        this.#request = request;
        return { stop: () => undefined };
      },
    } as unknown as EventLog;
  }
}

test('[C3] a standby is warm once it has caught up, stays so a second behind, and is as warm as it gets after two', async () => {
  const clock = new SteppedClock();
  const paced = new PacedLog();
  paced.endOffset = 100;
  const incarnation = incarnationId('00112233445566778899aabbccddeeff');
  const shared = { log: paced.log, clock, logger: quiet, incarnation };
  const store = { get: () => Promise.resolve(null) } as unknown as StateStore;
  const checkpoints = new CheckpointStore({ ...shared, topic: 'checkpoints', store });
  const standby = new Standby({
    ...{ ...shared, checkpoints, topic: FRAMES, region: REGION, seed: 1, first: false },
    failed: () => undefined,
  });
  await clock.run(20);
  await paced.give(85);
  await clock.run(300);
  expect([standby.behind, standby.isWarm]).toEqual([15, false]);
  await paced.give(98);
  await clock.run(100);
  expect([standby.behind, standby.isWarm]).toEqual([2, true]);
  paced.endOffset = 115;
  await clock.run(1100);
  expect([standby.behind, standby.isWarm]).toEqual([17, true]);
  paced.endOffset = 150;
  await clock.run(1100);
  expect([standby.behind, standby.isWarm]).toEqual([52, false]);
  await paced.give(140);
  await clock.run(1500);
  expect([standby.behind, standby.isWarm]).toEqual([10, false]);
  await clock.run(1000);
  expect([standby.behind, standby.isWarm]).toEqual([10, true]);
  standby.stop();
});
