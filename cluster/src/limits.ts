/** Every bound of the region runtime and the shard service, with its reason. */
export const LIMITS = {
  /** Ticks that may run ahead of the log: a quarter of a second at 20 Hz hides an append's p99.9. */
  runAheadTicks: 5,
  /**
   * Ticks that a region is late at most because a neighbour has not run the tick before, or somebody who
   * left in it has not come: an append or a pause of three ticks then makes nobody who crosses a border
   * miss one. One more and a late region would skip numbers (T1), see catchUpTicks.
   */
  neighbourWaitTicks: 3,
  /**
   * Ticks that a region which is later than that waits more for an entity that was announced: its frame was
   * on its way already when everybody stood still, and an append takes a tenth of a tick. Held once a tick
   * run, so it makes a region no later than it is.
   */
  arrivalWaitTicks: 1,
  /**
   * Announcements of one region that are remembered: it runs no further ahead of the log than
   * runAheadTicks, and some for those that the log has and the link has not brought.
   */
  announcementsMax: 16,
  /**
   * Ticks for which a region announces each of its own to one for which somebody left, and is waited for
   * by it, as if they were neighbours: two seconds at 20 Hz. Where vehicles enter somebody leaves for
   * every other region about as often; it costs a message a tick. Longer ties together regions between
   * which somebody moves by chance, and where most appends are slow all are late then.
   */
  departedTicks: 40,
  /** Ticks that a late region runs at once instead of skipping them (T1). */
  catchUpTicks: 4,
  /** Messages that one tick applies from all regions: a border storm is spread over ticks. */
  messagesPerTick: 2048,
  /**
   * Handoffs that one tick sends: P2, a large border change must cost no pause. Each costs sender and
   * target 5 µs when the engine has compiled the way, and up to 15 before; a target may have seven
   * senders at once. What waits is simulated where it is, and misses nothing: 1,280 go over in a second.
   */
  handoffsPerTick: 64,
  /** Reliable commands that one tick applies of one session; the rest wait. */
  commandsPerSessionTick: 64,
  /** Commands of one session that wait for a gap to close; beyond it the proxy re-sends. */
  commandsQueuedPerSession: 8192,
  /** Ticks between two looks for sessions' queues that hold nothing: each is a hundred bytes. */
  emptyQueueTicks: 64,
  /** So many of these looks a session may be elsewhere until what it gave here is dropped: a minute at 20 Hz. */
  absentLooks: 20,
  /** Sessions that one region keeps. */
  sessionsPerRegion: 20_000,
  /** M3: regions that a message may pass through before it is returned. */
  hopsMax: 16,
  /** Where an entity went is remembered this long: an hour at 20 Hz, far above any message's way. */
  sentAwayTicks: 20 * 3600,
  /** And for this many entities at most, the oldest forgotten first. */
  sentAwayMax: 100_000,
  /** M4: jobs that a region may wait for; each is in every checkpoint. Those beyond are refused. */
  jobsPerRegion: 1024,
  /** Task results that one tick takes; the rest wait. */
  taskResultsPerTick: 256,
  /** Jobs of one partition that wait for their append; more are left to be sent again. */
  jobsQueued: 4096,
  /** Bytes of jobs or results that one append takes. */
  taskBatchBytes: 400_000,
  /** Jobs without a result that a worker keeps in mind: all that ten regions may have pending. */
  jobsKnown: 10_240,
  /** Results that a worker keeps, to answer who asks again: what an hour of one a second makes. */
  resultsRemembered: 4096,
  /** And their bytes: one may have 16 kB. */
  resultBytesRemembered: 16 * 1024 * 1024,
  /** Newest records of a partition that a worker reads when it starts: what was asked and answered. */
  taskBacklogRecords: 4096,
  /** The first wait before a job is tried again, doubled each time up to the longest. */
  taskRetryMs: 250,
  taskRetryMaxMs: 10_000,
  /** L1: records of both task topics are kept for an hour: nothing is read that is older. */
  taskRecordsKeptMs: 3_600_000,
  /** L6: bytes of a record. Kafka's default limit is 1 MiB; the rest is for the envelope. */
  frameBytesMax: 900_000,
  /** L3: bytes that frames which ran ahead may have together in one append. */
  batchBytesMax: 950_000,
  /** Messages and handoffs beyond this many bytes wait for the next tick (L6). */
  outboxBytesPerFrame: 400_000,
  /** A neighbour without a counted frame for this long counts as down: nothing is handed to it. */
  neighbourFreshMs: 1000,
  /** M3: a target that refused a handoff counts as down for that entity for this many ticks. */
  refusedHandoffTicks: 100,
  /** Hook faults kept in one frame; the rest are counted. */
  faultsPerFrame: 8,
  /** Entities of a checkpoint that are hashed and encoded at once: about half a millisecond. */
  checkpointPieceEntities: 1024,
  /**
   * Pieces of a checkpoint at most, so one of many entities is done in as many turns of the event loop: of an owner
   * that is late each turn is a tick. At 100,000 entities a tick is longer by less than 5 ms then; with 24 it was 7.
   */
  checkpointPiecesMax: 48,
  /**
   * The same of a new owner's first that is overdue: it has just missed more ticks than a piece takes, and until
   * it is saved whoever comes after it misses as many again.
   */
  overduePiecesMax: 4,
  /** Chunks of a checkpoint that one append takes: together they stay below batchBytesMax. */
  checkpointChunksTogether: 3,
  /**
   * Frames since a region's checkpoint, bytes, from which on the next one is due before its time: who takes the region
   * over reads and applies them in half a second, at 40 ns a byte. 100,000 moving entities write them in 1.3 s.
   */
  checkpointTailBytes: 12 * 1024 * 1024,
  /** But so many times a checkpoint's own bytes at least: what is written twice must stay the smaller part. */
  checkpointTailRatio: 4,
  /** A new owner whose region is to be saved at once runs at most so long first, milliseconds. */
  checkpointFirstMs: 100,
  /** Between two checkpoints of an owner that knows of too few while the disk cap nears, milliseconds. */
  pressedCheckpointMs: 1500,
  /**
   * A standby further behind than this many records does not take over: from there on reading the
   * newest checkpoint is faster. Twenty seconds at 20 Hz, twice the default checkpoint interval.
   */
  standbyBehindRecords: 400,
  /** A standby stays warm as long as it has all but a second of the log, at 20 Hz. */
  standbyWarmRecords: 20,
  /** It becomes so when it has all but this: 100,000 entities take 15 ms a frame, and all wait for them. */
  standbyReadyRecords: 3,
  /** A standby applies frames for this long at once, milliseconds; then the process's ticks may run. */
  standbySliceMs: 5,
  /** Messages for a region that is being taken over wait for it; more are refused and sent again. */
  earlyMessages: 4096,
  /** Checkpoint chunks: two checksums over one take 1.3 ms, for which no tick should wait long. */
  checkpointChunkBytes: 256 * 1024,
  /** Copies in the store outlive every pause between checkpoints, and vanish with a dead world. */
  checkpointCopyMs: 3_600_000,
  /** A region's directory entry is written so often: a hint may be a little old. */
  directoryIntervalMs: 2000,
  /** Five of those may be missed. */
  directoryTtlMs: 10_000,
} as const;
