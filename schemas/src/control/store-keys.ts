import type { IncarnationId, ProcessId } from '../ids.ts';

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
  /** Tells a wiped store from a slow one: whoever finds it missing knows that all else is, too. */
  generation: (incarnation: IncarnationId): string => `${incarnation}/generation`,
} as const;
