import { expect, test } from '@jest/globals';
import { processBytes, processId } from '@atlasnet/schemas';
import type { ProcessId } from '@atlasnet/schemas';
import { WorldClock } from './world-clock.ts';

const A = processId('aaaaaaaaaaaaaaaa');
const B = processId('bbbbbbbbbbbbbbbb');

/** Processes with clocks of their own around one broker whose clock may step. */
class Way {
  /** True time, milliseconds. */
  nowMs = 0;
  brokerAheadMs = 1_700_000_000_000;
  readonly clocks = new Map<ProcessId, WorldClock>();
  readonly monotonicAhead = new Map<ProcessId, number>();

  add(id: ProcessId, aheadMs: number): WorldClock {
    const clock = new WorldClock(id);
    this.clocks.set(id, clock);
    this.monotonicAhead.set(id, aheadMs);
    return clock;
  }

  monotonic(id: ProcessId): number {
    return this.nowMs + (this.monotonicAhead.get(id) ?? 0);
  }

  worldMs(id: ProcessId): number {
    return this.clocks.get(id)?.worldMs(this.monotonic(id)) ?? Number.NaN;
  }

  /** A beacon of `id`: `there` and `back` are its ways to the broker and home. */
  beacon(id: ProcessId, there = 1, back = 1): void {
    const own = this.clocks.get(id);
    const sentMs = this.monotonic(id);
    const worldMs = own?.beaconWorldMs(sentMs) ?? 0;
    this.nowMs += there;
    const timestampMs = Math.floor(this.nowMs + this.brokerAheadMs);
    for (const clock of this.clocks.values()) {
      clock.observe({ process: processBytes(id), worldMs }, timestampMs);
    }
    this.nowMs += back;
    own?.measure({ sentMs, acknowledgedMs: this.monotonic(id), timestampMs });
  }

  seconds(count: number): void {
    for (let i = 0; i < count; i++) {
      this.nowMs += 1000;
      for (const id of this.clocks.keys()) this.beacon(id);
    }
  }
}

test('[T2] a process sets its clock from the shortest of three round trips', () => {
  const way = new Way();
  const clock = way.add(A, 5000);
  way.beacon(A, 200, 10);
  way.beacon(A, 1, 1);
  expect([clock.isSet, clock.worldMs(0)]).toEqual([false, Number.NaN]);
  expect(clock.beaconWorldMs(0)).toBe(0);
  way.beacon(A, 10, 300);
  expect(clock.isSet).toBe(true);
  expect(Math.abs(way.worldMs(A) - way.nowMs - way.brokerAheadMs)).toBeLessThan(1.5);
});

test('[T2] processes with any clocks agree on world time', () => {
  const way = new Way();
  way.add(A, 5000);
  way.add(B, -70_000);
  way.seconds(10);
  expect(Math.abs(way.worldMs(A) - way.worldMs(B))).toBeLessThan(2);
});

test('[T2] once set, a clock slews and never runs backwards', () => {
  const way = new Way();
  way.add(A, 0);
  for (let i = 0; i < 3; i++) way.beacon(A, 150, 1);
  const errorBefore = way.worldMs(A) - way.nowMs - way.brokerAheadMs;
  expect(Math.abs(errorBefore)).toBeGreaterThan(50);
  let last = way.worldMs(A);
  let longest = 0;
  for (let second = 0; second < 30; second++) {
    for (let step = 0; step < 9; step++) {
      way.nowMs += 100;
      const now = way.worldMs(A);
      longest = Math.max(longest, Math.abs(now - last - 100));
      expect(now).toBeGreaterThan(last);
      last = now;
    }
    way.beacon(A);
    last = way.worldMs(A);
  }
  expect(longest).toBeLessThan(0.6);
  expect(Math.abs(way.worldMs(A) - way.nowMs - way.brokerAheadMs)).toBeLessThan(2);
});

test.each([3_600_000, -3_600_000, 700])(
  '[T2] a step of the broker’s clock by %d ms is taken as the clock’s',
  (step) => {
    const way = new Way();
    const first = way.add(A, 5000);
    way.add(B, 0);
    way.seconds(5);
    const axis = way.brokerAheadMs;
    way.brokerAheadMs += step;
    way.seconds(10);
    for (const id of [A, B]) {
      expect(Math.abs(way.worldMs(id) - way.nowMs - axis)).toBeLessThan(10);
    }
    expect([first.steps, Math.round(first.correctionMs / 100) * 100]).toEqual([1, step]);
    const late = 'cccccccccccccccc' as ProcessId;
    way.add(late, 123);
    way.seconds(4);
    expect(Math.abs(way.worldMs(late) - way.worldMs(A))).toBeLessThan(10);
  },
);

test('[T2] a process whose own clock stood still sets it anew, the world does not follow it', () => {
  const way = new Way();
  way.add(A, 5000);
  way.add(B, 0);
  way.seconds(5);
  way.monotonicAhead.set(A, 5000 - 20_000);
  way.seconds(10);
  for (const id of [A, B]) {
    expect(Math.abs(way.worldMs(id) - way.nowMs - way.brokerAheadMs)).toBeLessThan(2);
  }
  expect(way.clocks.get(B)?.correctionMs).toBe(0);
});

test('[T2] a lone process whose monotonic clock jumped is the world’s clock', () => {
  const way = new Way();
  way.add(A, 0);
  way.seconds(5);
  const before = way.worldMs(A) - way.monotonic(A);
  way.monotonicAhead.set(A, -20_000);
  way.seconds(10);
  expect(Math.abs(way.worldMs(A) - way.monotonic(A) - before)).toBeLessThan(10);
});

test('[T2] one beacon that waited for seconds moves nothing', () => {
  const way = new Way();
  const clock = way.add(A, 0);
  way.add(B, 0);
  way.seconds(5);
  way.beacon(B, 9000, 1);
  way.beacon(A, 4000, 4000);
  way.seconds(2);
  expect([clock.steps, clock.isSet]).toEqual([0, true]);
  expect(Math.abs(way.worldMs(A) - way.nowMs - way.brokerAheadMs)).toBeLessThan(2);
});

test('[T2] after a pause the clock is unknown until new round trips came', () => {
  const way = new Way();
  const clock = way.add(A, 0);
  way.seconds(5);
  clock.unset();
  way.monotonicAhead.set(A, -90_000);
  way.beacon(A);
  expect([clock.isSet, clock.beaconWorldMs(5)]).toEqual([false, 0]);
  way.beacon(A);
  way.beacon(A);
  expect(Math.abs(way.worldMs(A) - way.nowMs - way.brokerAheadMs)).toBeLessThan(2);
});
