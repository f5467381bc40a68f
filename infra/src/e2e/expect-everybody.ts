import { expect } from '@jest/globals';
import type { SimCluster } from './sim-cluster.ts';
import { WALKERS } from './walkers-world.ts';

/** At the end as many walkers may be on their way, in an outbox, or dead and not yet born again. */
const ELSEWHERE_MAX = 30;

/** Every walker lives once in the log, read anew, but for a few that are on their way. */
export function expectEverybody(sim: SimCluster): void {
  const ids = sim.rebuild().flatMap(({ table }) => {
    const { slots, length } = table.slotsById();
    return Array.from(slots.subarray(0, length), (slot) => table.ids[slot]);
  });
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(WALKERS - ELSEWHERE_MAX);
}
