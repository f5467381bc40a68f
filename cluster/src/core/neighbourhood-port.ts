import type { Departure, EntityTable, NeighbourRead, RegionId } from '@atlasnet/schemas';

/** A monotonic stopwatch, microseconds; injected so that the core has no clock. */
export type Stopwatch = () => number;

/** What a region reads of its neighbours: ghosts, and whether they are there. */
export interface Neighbourhood {
  /** The merged ghosts of all neighbours, read-only to the game. */
  readonly ghosts: EntityTable;
  /** The region that shows this entity, or −1. */
  ownerOf(entity: number): number;
  isUp(region: RegionId): boolean;
  /** R1: what a tick sees of its neighbours. */
  reads(): NeighbourRead[];
  /** M2: the highest number that a counted frame of `region` has shown as applied. */
  confirmedBy(region: number): number;
  /** V2: an own entity, still in its slot, was handed off: it is a ghost until the target shows it. */
  hold(table: EntityTable, slot: number, tick: number, departure: Departure): void;
  /** V2: an own entity came or was destroyed in a tick: older word of others is void. */
  bury(entity: number, tick: number): void;
}
