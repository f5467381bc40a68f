import { describe, expect, test } from '@jest/globals';
import { CRASH_PAIRS, CRASH_POINTS, CRASH_STEPS } from './crash-points.ts';
import { ALL_VISITS, nameOf, planWalk, visitsOf, walkCrashPoints } from './crash-walk.ts';

describe('crash points', () => {
  test('are before and after every step of claim, append, publish, handoff, checkpoint, drain, map', () => {
    const groups = new Set(CRASH_STEPS.map((step) => step.split('.')[0]));
    const wanted = ['claim', 'append', 'publish', 'handoff', 'checkpoint', 'drain', 'map'];
    expect(Array.from(groups)).toEqual(wanted);
    expect(CRASH_POINTS).toHaveLength(2 * CRASH_STEPS.length);
  });

  test('in handoff come in every pair of two', () => {
    const points = CRASH_POINTS.filter((point) => point.startsWith('handoff.'));
    expect(CRASH_PAIRS).toHaveLength(points.length ** 2);
    expect(new Set(CRASH_PAIRS.map(nameOf)).size).toBe(points.length ** 2);
  });
});

describe('so many visits', () => {
  const kindOf = (name: string): string => name.split('.')[0];

  test('are of steps of every kind and of pairs, each once, whatever the seed', () => {
    for (let seed = 0; seed <= 60; seed++) {
      const visits = visitsOf('24', seed);
      expect(new Set(visits.map(nameOf)).size).toBe(24);
      const single = visits.filter((visit) => visit.length === 1).map(nameOf);
      expect(new Set(single.map(kindOf)).size).toBe(7);
      expect(visits.length - single.length).toBe(8);
    }
  });

  test('are others under another seed, and under enough of them all', () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 25; seed++) {
      for (const visit of visitsOf('24', seed)) seen.add(nameOf(visit));
    }
    expect(seen.size).toBe(ALL_VISITS.length);
    expect(new Set(visitsOf('999', 1))).toEqual(new Set(ALL_VISITS));
  });
});

describe('a walk', () => {
  test('plans every visit once, and what makes somebody come there', () => {
    const runs = planWalk(ALL_VISITS, 7);
    expect(runs.flatMap(({ visits }) => visits)).toEqual(ALL_VISITS);
    expect(runs.map(({ seed }) => seed)).toEqual(runs.map((_, index) => 7 + index));
    for (const { visits, faults } of runs) {
      const placed = faults.filter(({ what }) => what.kind === 'strike' && what.at);
      expect(placed).toHaveLength(visits.length);
      for (const { atMs } of faults) expect(atMs).toBeLessThan(45_000);
    }
  });

  test('waits for no second time at what comes once: the founding of a world, a map change', () => {
    for (let seed = 1; seed <= 3; seed++) {
      const visits = visitsOf('map.propose/after, map.switch/before', seed);
      const strikes = planWalk(visits, seed).flatMap(({ faults }) =>
        faults.flatMap(({ what }) => (what.kind === 'strike' && what.at ? what.at : [])),
      );
      expect(strikes.map(({ skip }) => skip)).toEqual([0, 0]);
    }
  });

  test('tries again what nobody came to, and says so when nobody ever does', async () => {
    const visits = ALL_VISITS.slice(0, 3);
    const seeds: number[] = [];
    const run = (seed: number): Promise<{ held: boolean; crashPoints: Map<string, number> }> => {
      seeds.push(seed);
      const crashPoints = new Map([[nameOf(visits[seeds.length === 1 ? 0 : 1]), 1]]);
      return Promise.resolve({ held: true, crashPoints });
    };
    const { missing, visited } = await walkCrashPoints(visits, 1, run, () => undefined);
    expect(missing).toEqual([visits[2]]);
    expect(Array.from(visited.keys())).toEqual([nameOf(visits[0]), nameOf(visits[1])]);
    expect(seeds).toEqual([1, 2, 3, 4]);
  });
});
