/** How a watchdog judges; every key is `watchdog.*` or `shards.*` of the configuration. */
export interface WatchdogOptions {
  /** Shard processes to keep running; 0: somebody else starts them. */
  readonly shardCount: number;
  /** C3: processes that keep each region warm without owning it. */
  readonly standbys: number;
  /** A process's lease in the store, and the leading watchdog's own, milliseconds. */
  readonly leaseMs: number;
  /** O5: a region without a new counting frame for so long is given away, milliseconds. */
  readonly progressLimitMs: number;
  /** The same, from an assignment or claim to the first frame, milliseconds. */
  readonly firstFrameLimitMs: number;
  /** Empty frames count as progress for so long, milliseconds. */
  readonly emptyFramesLimitMs: number;
  /** Regions given away in one progressLimitMs while their owners' leases live. */
  readonly reassignAtOnceMax: number;
  /** Before a shard process that died young is started again, milliseconds; doubles. */
  readonly respawnDelayMs: number;
  /** P1: a proposal whose regions are not all claimed after so long is withdrawn, milliseconds. */
  readonly proposalLimitMs: number;
  /** P1: from the newest tick to the one from which a map holds, milliseconds. */
  readonly activationMarginMs: number;
  /** T1: with no frame of any region for so long, time goes on from the newest tick, milliseconds. */
  readonly standstillMs: number;
  /** Between two plans of moves for balance, milliseconds. */
  readonly balanceIntervalMs: number;
}

export const WATCHDOG_DEFAULTS: WatchdogOptions = {
  shardCount: 3,
  standbys: 1,
  leaseMs: 1500,
  progressLimitMs: 3000,
  firstFrameLimitMs: 10_000,
  emptyFramesLimitMs: 10_000,
  reassignAtOnceMax: 2,
  respawnDelayMs: 500,
  proposalLimitMs: 15_000,
  activationMarginMs: 500,
  standstillMs: 60_000,
  balanceIntervalMs: 10_000,
};

/** Bounds of the watchdog that nobody needs to set. */
export const WATCHDOG_LIMITS = {
  /** Between two looks, milliseconds: a sixth of the default lease. */
  turnMs: 250,
  /** A turn that comes later than this was a pause of the watchdog's own, milliseconds. */
  pauseMs: 1000,
  /** Doublings of a region's limit: 32 times the first-frame limit is about five minutes. */
  triesMax: 5,
  /** An owner so many of whose frames count has taken the region over for good: a world's first ticks are behind it. */
  establishedFrames: 5,
  /** Silence that one look can prove, milliseconds: two looks' worth, so a pause proves nothing. */
  silencePerLookMs: 500,
  /** A spawned process that has not registered after this long is killed, milliseconds. */
  childStartMs: 30_000,
  /** A child that lived this long did not die of its start, milliseconds. */
  childYoungMs: 10_000,
  /** No process is started for so long until the regions of one that died tick again, milliseconds. */
  regionsFirstMs: 1000,
  /** The longest wait before a start, milliseconds. */
  respawnDelayMaxMs: 30_000,
  /** A child that was asked to stop is killed after this long, milliseconds. */
  childStopMs: 10_000,
  /**
   * Shards are even enough when the most loaded could be relieved of no more than this part of the mean
   * shard's load: two of eight equal regions on two shards, and a border's move costs less.
   */
  balanceGain: 0.25,
  /** What one region's move must gain at least, as a part of the mean region's load. */
  balanceRegionGain: 0.5,
  /** Moves that are planned together: a shard that is new gets half of another's regions at once. */
  balanceMovesMax: 4,
  /**
   * A shard that drains keeps its regions for so long until another has come in its place, milliseconds:
   * nothing is moved while a process starts, which takes a core for a second or more.
   */
  successorWaitMs: 3000,
  /** Regions of shards that drain that one look gives to one process at most: the rest follow. */
  drainPerLook: 4,
  /** A region that was given to a process holds up the next for so long at most, milliseconds. */
  drainNextMs: 1000,
  /**
   * A region whose next owner is not warm after this long is moved cold when its shard drains,
   * milliseconds. A draining shard waits longer than for this and its successor.
   */
  warmUpMs: 3000,
  /** A move for balance is given up after this long: nothing waits for it, milliseconds. */
  balanceWarmUpMs: 9000,
  /** With live owners, a standstill must also last this long under our eyes, milliseconds. */
  standstillSeenMs: 2000,
  /** After a start, regions wait this long for world time and the logs' ends, milliseconds. */
  startWaitMs: 10_000,
  /** And for the shard processes that are to come: starting one takes one to three seconds. */
  shardsWaitMs: 5000,
  /** World time behind the newest tick by more than this is a clock set back, milliseconds. */
  timeBehindMs: 10_000,
  /** How long an own record in the map topic is awaited, milliseconds. */
  ownRecordMs: 5000,
  /** Checkpoint records that are tried, newest first, for a place to read a region's log from. */
  checkpointsTried: 64,
} as const;
