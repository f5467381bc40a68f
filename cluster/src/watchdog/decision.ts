import type { ControlState, ProcessId, RegionId } from '@atlasnet/schemas';
import type { RegisteredProcess } from '../control/process-registry.ts';
import type { StandbyPlan } from '../control/standby-plan.ts';
import type { RegionWatch } from './region-watch.ts';
import type { WatchdogOptions } from './watchdog-options.ts';

/** Everything that a watchdog decides from, at one moment. */
export interface WatchdogView {
  readonly nowMs: number;
  readonly options: WatchdogOptions;
  readonly control: ControlState;
  readonly watches: ReadonlyMap<RegionId, RegionWatch>;
  /**
   * The shard processes that may own regions: with a live lease in the store, or, while the store
   * does not answer, those last seen there.
   */
  readonly shards: readonly RegisteredProcess[];
  /** Whether `shards` is what the store says now. */
  readonly storeAnswers: boolean;
  /** Processes that are certainly gone: children whose exit was seen. */
  readonly dead: ReadonlySet<ProcessId>;
  /** False for one lease after a start, an own pause or a store that lost its generation (O5). */
  readonly judges: boolean;
  /** World time, milliseconds; null while it is not known. */
  readonly worldMs: number | null;
  readonly memory: WatchdogMemory;
}

/** What a watchdog remembers from one decision to the next. */
export interface WatchdogMemory {
  /** When the watchdog started. */
  readonly sinceMs: number;
  /** When regions were given away although their owners' leases live. */
  judgedAtMs: number[];
  /** When moves for balance were planned last. */
  movedAtMs: number;
  /** Regions whose next owner warms up before it gets them. */
  readonly moves: Map<RegionId, PlannedMove>;
  /** When regions of a process that died were given to others last. */
  replacedMs: number;
  /** Since when shards that leave keep their regions until their successors are there. */
  readonly drainingSinceMs: Map<ProcessId, number>;
  /** Where balancing stands, for whoever wonders why a shard gets no region. */
  balance: BalanceState;
  /** Who keeps what warm; changed as little as possible, since each change costs a warm-up. */
  standbys: StandbyPlan;
  /** The open proposal and since when it is seen. */
  proposal: { readonly version: number; readonly sinceMs: number } | null;
  /** Since when no region has had a new frame, under our eyes; null: some has. */
  standstillSinceMs: number | null;
}

/**
 * Why no moves for balance are planned: the shards are even enough or no region's move would make them
 * more so (`even`), a shard leaves and its regions go first (`draining`), planned ones wait for their
 * targets (`warming-up`), or, though they would pay, the store does not answer (`store-away`), nobody is judged (`not-judging`), a map is proposed
 * (`proposal-open`), a region stands still (`region-silent`), or some were planned lately (`interval`).
 * `none`: they are planned now.
 */
export const BALANCE_HOLDS = [
  'even',
  'draining',
  'warming-up',
  'store-away',
  'not-judging',
  'proposal-open',
  'region-silent',
  'interval',
  'none',
] as const;
export type BalanceHold = (typeof BALANCE_HOLDS)[number];

export interface BalanceState {
  readonly hold: BalanceHold;
  /** Each shard's load with the moves that were decided, and its regions', microseconds a tick. */
  readonly loadMicros: string;
  /** Moves that this look gave up, since their targets did not warm up. */
  readonly givenUp: readonly [RegionId, PlannedMove][];
}

/** A move that waits until its target keeps the region warm. */
export interface PlannedMove {
  readonly to: ProcessId;
  readonly reason: 'draining' | 'balance';
  /** The region's epoch when it was planned: under another one the plan is void. */
  readonly replaces: number;
  readonly sinceMs: number;
}

export function emptyMemory(nowMs: number): WatchdogMemory {
  return {
    sinceMs: nowMs,
    judgedAtMs: [],
    movedAtMs: nowMs,
    moves: new Map(),
    replacedMs: -Infinity,
    drainingSinceMs: new Map(),
    balance: { hold: 'even', loadMicros: '', givenUp: [] },
    standbys: new Map(),
    proposal: null,
    standstillSinceMs: null,
  };
}

/** One record to append to the map topic. All of them are conditional, so a copy does no harm. */
export type WatchdogAction =
  | {
      readonly kind: 'assign';
      readonly region: RegionId;
      readonly process: ProcessId;
      readonly replaces: number;
      readonly reason: AssignReason;
    }
  | { readonly kind: 'activate'; readonly mapVersion: number; readonly fromTick: number }
  | { readonly kind: 'withdraw'; readonly mapVersion: number; readonly reason: string }
  | { readonly kind: 'retire'; readonly region: RegionId; readonly mapVersion: number }
  | {
      readonly kind: 'resume-time';
      readonly tick: number;
      readonly atMs: number;
      readonly replaces: number;
    };

/**
 * Why a region is assigned: it has nobody (`unowned`), is named again by a map (`named-again`), its
 * log is ahead of the map topic (`log-ahead`), its owner's exit was seen (`exited`), it is silent and
 * its owner's lease gone (`lease-lost`), it is silent (`silent`), its owner leaves (`draining`), or to
 * spread load (`balance`).
 */
export type AssignReason =
  | 'unowned'
  | 'named-again'
  | 'log-ahead'
  | 'exited'
  | 'lease-lost'
  | 'silent'
  | 'draining'
  | 'balance';
