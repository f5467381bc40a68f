import { expect, test } from '@jest/globals';
import type { Fault, FaultKind } from './faults.ts';
import { runSeed } from './run-seed.ts';

const fault = (atMs: number, what: FaultKind, target = 0.2): Fault => {
  return { atMs, target, other: 0.7, what };
};

test('[L2] a corrupt record and a stranger’s claim in a partition count for nobody, now and in recovery', async () => {
  const faultList = [
    fault(8000, { kind: 'garbage', topic: 'frames', foreign: false }),
    fault(8500, { kind: 'garbage', topic: 'frames', foreign: true }),
    fault(9000, { kind: 'garbage', topic: 'map', foreign: true }),
    fault(9200, { kind: 'garbage', topic: 'checkpoints', foreign: false }),
    fault(9300, { kind: 'garbage', topic: 'load', foreign: false }),
    fault(12_000, { kind: 'blackout', watchdogs: true }),
  ];
  const { problem, workload } = await runSeed(1, { faultList });
  expect(problem).toBeNull();
  expect(workload?.voidRecords).toBeGreaterThanOrEqual(2);
}, 60_000);

test('[I4, I8] without any fault nobody ticks before the first map, or lives one tick twice', async () => {
  const { problem, workload } = await runSeed(2, { faultList: [] });
  expect(problem).toBeNull();
  expect(workload?.handoffs).toBeGreaterThan(500);
}, 60_000);
