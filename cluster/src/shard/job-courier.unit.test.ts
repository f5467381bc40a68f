import { expect, test } from '@jest/globals';
import { compileWorld, jobId, regionId } from '@atlasnet/schemas';
import type { AskedJob, Clock, Frame, Job } from '@atlasnet/schemas';
import { RegionState } from '../core/region-state.ts';
import { defineWorld } from '../server.ts';
import { JobCourier } from './job-courier.ts';

const schema = compileWorld(
  defineWorld({
    ...{ name: 'courier', dimensions: 2, tickHz: 10, components: {} },
    bounds: { min: [0, 0], max: [1, 1] },
  }),
);

const job = (n: number): Job => ({
  ...{ region: 0, epoch: 1, n, index: 0, name: 'path', entity: 0, tick: n },
  arguments: new Uint8Array(),
  worldSchemaHash: schema.hash,
});

function stage() {
  let nowMs = 0;
  const sent: string[] = [];
  const waits: number[] = [];
  const state = new RegionState(schema, regionId(0));
  const clock = { monotonicMs: () => nowMs } as Clock;
  const take = ({ job: each, waitMs }: AskedJob): void => {
    sent.push(jobId(each));
    waits.push(waitMs);
  };
  const make = (): JobCourier => new JobCourier({ clock, state, jobLimitTicks: 30, send: take });
  const wait = (ms: number): void => void (nowMs += ms);
  return { state, sent, waits, make, wait };
}

const counted = (jobs: Job[]): Frame => ({ jobs }) as unknown as Frame;

test('[M4] a job goes when its frame counts, and not before', () => {
  const { state, sent, make, wait } = stage();
  const courier = make();
  state.asked(job(1));
  wait(10_000);
  courier.maintain();
  expect(sent).toEqual([]);
  courier.counted(counted([job(1)]));
  expect(sent).toEqual(['0.1.1.0']);
});

test('[M4] it goes again, ever more rarely, until a tick took its result', () => {
  const { state, sent, make, wait } = stage();
  const courier = make();
  state.asked(job(1));
  courier.counted(counted([job(1)]));
  const timesWithin = (ms: number): number => {
    const before = sent.length;
    for (let passed = 0; passed < ms; passed += 50) {
      wait(50);
      courier.maintain();
    }
    return sent.length - before;
  };
  expect([timesWithin(3900), timesWithin(200), timesWithin(7900)]).toEqual([0, 1, 1]);
  expect(timesWithin(600_000)).toBeLessThan(13);
  state.settled('0.1.1.0');
  expect(timesWithin(200_000)).toBe(0);
});

test('[M4] a new owner sends at once what its state waits for, and says how long it does', () => {
  const { state, sent, waits, make } = stage();
  state.tick = 12;
  state.asked(job(1));
  state.asked(job(2));
  const courier = make();
  courier.maintain();
  courier.maintain();
  expect(sent).toEqual(['0.1.1.0', '0.1.2.0']);
  expect(waits).toEqual([1900, 2000]);
});
