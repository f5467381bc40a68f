/** Every bound of the reader and the live map, with its reason. */
export const LIMITS = {
  /** Bytes of one read of a partition: a region's walk holds one such batch, decoded one by one. */
  readBytes: 1024 * 1024,
  /** Checkpoints that are tried, newest first, before the reader gives up and begins at the start. */
  checkpointsTried: 8,
  /** Events of one entity's history; beyond it the history says that it was cut. */
  historyEvents: 50_000,
  /** Sessions that a listing keeps, the oldest first. */
  sessionsListed: 100_000,
  /** Handoffs that one push to the live map shows; the rest are counted. */
  flashesPerPush: 2000,
  /** Viewers of the live map. */
  viewersMax: 64,
  /** Viewers that look at the past: each holds a world of its own. */
  pastViewersMax: 4,
  /** Bytes that may wait for a slow viewer before it misses a push. */
  viewerQueueBytes: 4 * 1024 * 1024,
  /** Records that the live map takes from one partition before it lets others have their turn. */
  tailBatch: 256,
} as const;
