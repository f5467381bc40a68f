import type { Fault, FaultKind } from './faults.ts';

/** A scenario that broke the cluster once, or would if a rule were left out. */
export interface History {
  readonly name: string;
  readonly seed: number;
  readonly faults: readonly Fault[];
}

const fault = (atMs: number, what: FaultKind, target = 0.2, other = 0.7): Fault => {
  return { atMs, target, other, what };
};

/**
 * Shards and workers are started anew one by one under a grown declaration, one of the new ones dies meanwhile: drained
 * is the oldest each time, and whoever starts in its place has the grown one. Proxies and clients stay as they are.
 */
export const GROWING: readonly Fault[] = [
  fault(7000, { kind: 'grow' }),
  fault(8000, { kind: 'drain', role: 'shard' }, 0),
  fault(13_000, { kind: 'strike', role: 'worker', blow: { kind: 'crash' } }, 0),
  fault(14_000, { kind: 'drain', role: 'shard' }, 0),
  fault(20_000, { kind: 'strike', role: 'shard', blow: { kind: 'crash' } }, 0.9),
  fault(26_000, { kind: 'drain', role: 'shard' }, 0),
  fault(28_000, { kind: 'strike', role: 'worker', blow: { kind: 'crash' } }, 0),
];

export const HISTORIES: readonly History[] = [
  {
    name: '[L2] corrupt records and a stranger’s claim count for nobody, in recovery too',
    seed: 1,
    faults: [
      fault(8000, { kind: 'garbage', topic: 'frames', sort: 'noise' }),
      fault(8500, { kind: 'garbage', topic: 'frames', sort: 'foreign' }),
      fault(9000, { kind: 'garbage', topic: 'map', sort: 'foreign' }),
      fault(9200, { kind: 'garbage', topic: 'checkpoints', sort: 'noise' }),
      fault(9300, { kind: 'garbage', topic: 'load', sort: 'noise' }),
      fault(12_000, { kind: 'blackout', watchdogs: true }),
    ],
  },
  {
    name: '[C2] a checkpoint under the name of a later frame in parts is refused, the one before it taken',
    seed: 3,
    faults: [0.05, 0.2, 0.4, 0.55, 0.7, 0.9].map((target, i) =>
      fault(12_000 + i * 4000, { kind: 'garbage', topic: 'checkpoints', sort: 'lie' }, target),
    ),
  },
  {
    name: '[I4, I8] without faults nobody ticks before the first map, or lives one tick twice',
    seed: 2,
    faults: [],
  },
  {
    name: '[O1] assignments that are in the log once more, late, move no region',
    seed: 4,
    faults: [
      fault(7000, { kind: 'power-cut' }),
      fault(14_000, { kind: 'drain', role: 'shard' }, 0.6),
      ...[20_000, 21_000, 22_000, 23_000, 24_000, 25_000].map((atMs, i) =>
        fault(atMs, { kind: 'garbage', topic: 'map', sort: 'earlier' }, 0.2, 0.1 + i / 10),
      ),
    ],
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
  {
    name: '[M3, M4] shards and workers go over to a grown declaration one by one, and what is on its way between old and new is neither lost nor misread',
    seed: 2,
    faults: GROWING,
  },
  {
    name: '[C3] the only shard of a grown declaration dies while two of the one before are there: they cannot go on with its regions, and go on with their own',
    seed: 2,
    faults: [
      fault(7000, { kind: 'grow' }),
      fault(8000, { kind: 'drain', role: 'shard' }, 0),
      fault(15_000, { kind: 'strike', role: 'shard', blow: { kind: 'crash' } }, 0.99),
      fault(24_000, { kind: 'drain', role: 'shard' }, 0),
      fault(27_000, { kind: 'strike', role: 'worker', blow: { kind: 'crash' } }, 0),
      fault(30_000, { kind: 'drain', role: 'shard' }, 0),
      fault(32_000, { kind: 'strike', role: 'worker', blow: { kind: 'crash' } }, 0),
    ],
  },
];
