import type { IncarnationId, ProcessId, RegionId } from '../ids.ts';

/**
 * Keys of the transient store (L2: all of them begin with the incarnation, so that two worlds in one
 * store never meet).
 */
export const storeKeys = {
  /** Prefix of everything of a world. */
  all: (incarnation: IncarnationId): string => `${incarnation}/`,
  /** Prefix of the process registry. */
  processes: (incarnation: IncarnationId): string => `${incarnation}/process/`,
  /** One process: its role and address, with a TTL that is its lease. */
  process: (incarnation: IncarnationId, process: ProcessId): string =>
    `${incarnation}/process/${process}`,
  /** Which watchdog leads. */
  watchdogLease: (incarnation: IncarnationId): string => `${incarnation}/lease/watchdog`,
  /** The newest checkpoint of a region, in one piece (C3). */
  checkpoint: (incarnation: IncarnationId, region: RegionId): string =>
    `${incarnation}/checkpoint/${region}`,
  /** Prefix of the directory: who is in which region. */
  directories: (incarnation: IncarnationId): string => `${incarnation}/directory/`,
  /** One region's part of the directory, by its owner. */
  directory: (incarnation: IncarnationId, region: RegionId): string =>
    `${incarnation}/directory/${region}`,
  /** What one process wrote last: an older one tells it that the store lost writes. */
  mark: (incarnation: IncarnationId, process: ProcessId): string =>
    `${incarnation}/mark/${process}`,
  /** Tells a wiped store from a slow one: whoever finds it missing knows that all else is, too. */
  generation: (incarnation: IncarnationId): string => `${incarnation}/generation`,
} as const;
