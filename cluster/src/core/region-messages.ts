import type { Handoff, RegionId, RegionMessage } from '@atlasnet/schemas';

/** An empty message envelope from a region. */
export function emptyMessage(origin: RegionId, tick: number, mapVersion: number): RegionMessage {
  return {
    hops: 0,
    mapVersion,
    handoff: null,
    entityMessage: null,
    sessionHome: null,
    returned: null,
    start: null,
    taskResult: null,
    sessionWord: null,
    whereabouts: null,
    tick,
    origin,
  };
}

/** What the world's first region begins with in its own outbox (M4). */
export function startMessage(region: RegionId, seed: number): RegionMessage {
  return { ...emptyMessage(region, 0, 0), start: { seed } };
}

/** FNV-1a of a handoff's state bytes: what an arrival proves (I4). */
export function handoffStateHash(handoff: Handoff): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < handoff.state.length; i++) {
    hash = Math.imul(hash ^ handoff.state[i], 0x01000193);
  }
  return hash >>> 0;
}
