import type { Fault, FaultKind } from './faults.ts';

/** A scenario that broke the cluster once, or would if a rule were left out. */
export interface History {
  readonly name: string;
  readonly seed: number;
  readonly faults: readonly Fault[];
}

const fault = (atMs: number, what: FaultKind, target = 0.2): Fault => {
  return { atMs, target, other: 0.7, what };
};

export const HISTORIES: readonly History[] = [
  {
    name: '[L2] corrupt records and a stranger’s claim count for nobody, in recovery too',
    seed: 1,
    faults: [
      fault(8000, { kind: 'garbage', topic: 'frames', foreign: false }),
      fault(8500, { kind: 'garbage', topic: 'frames', foreign: true }),
      fault(9000, { kind: 'garbage', topic: 'map', foreign: true }),
      fault(9200, { kind: 'garbage', topic: 'checkpoints', foreign: false }),
      fault(9300, { kind: 'garbage', topic: 'load', foreign: false }),
      fault(12_000, { kind: 'blackout', watchdogs: true }),
    ],
  },
  {
    name: '[I4, I8] without faults nobody ticks before the first map, or lives one tick twice',
    seed: 2,
    faults: [],
  },
  {
    name: '[M3, P1] letters to entities anywhere are kept while regions come and go',
    seed: 3,
    faults: [
      fault(7000, { kind: 'map', regions: 2 }),
      fault(20_000, { kind: 'map', regions: 8 }),
      fault(33_000, { kind: 'map', regions: 3 }),
    ],
  },
];
