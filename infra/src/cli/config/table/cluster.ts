import { bytes, durationMs, flag, integer, port, section, text } from '../option.ts';

/** The processes that simulate. */
export const shardsSection = section('Shard processes and the regions they own.', {
  count: integer('Shard processes that the watchdog keeps running.', 3, { min: 1, max: 256 }),
  standbys: integer('Other shards that keep each region warm, to take it over at once.', 1, {
    min: 0,
    max: 8,
  }),
  runAheadTicks: integer('Ticks that may run before their append is acknowledged.', 5, {
    min: 1,
    max: 20,
  }),
  checkpointIntervalMs: durationMs('Between two checkpoints of a region.', 5000, {
    min: 500,
    max: 3_600_000,
  }),
  checkpointTailBytes: bytes(
    'And frames of a region after which one is due at once; four times its last checkpoint, where that is more.',
    12 * 1024 ** 2,
    {
      min: 64 * 1024,
      max: 1024 ** 4,
    },
  ),
});

/** Who runs jobs outside the tick (rule M4). */
export const tasksSection = section('Task workers, which run the jobs that a game declares.', {
  workers: integer('Worker processes that `atlasnet cluster` keeps running.', 1, {
    min: 0,
    max: 64,
  }),
  concurrency: integer('Jobs that one worker runs at once.', 16, { min: 1, max: 1024 }),
  timeoutMs: durationMs('One attempt of a job takes at most so long.', 30_000, {
    min: 10,
    max: 3_600_000,
  }),
  attempts: integer('Times that a job which throws or takes too long is tried.', 3, {
    min: 1,
    max: 100,
  }),
  jobLimitMs: durationMs('A region gives up a job that has no result after so long.', 300_000, {
    min: 1000,
    max: 86_400_000,
  }),
});

export const watchdogSection = section('Assignment of regions and liveness (rule O5).', {
  spawn: flag('Starts and replaces the shard processes itself.', true),
  leaseMs: durationMs("A process's lease in the store.", 1500, { min: 200, max: 60_000 }),
  progressLimitMs: durationMs(
    'A region without a new counting frame for so long is given away.',
    3000,
    {
      min: 500,
      max: 600_000,
    },
  ),
  firstFrameLimitMs: durationMs('The same, from a claim to its first frame.', 10_000, {
    min: 500,
    max: 600_000,
  }),
  emptyFramesLimitMs: durationMs('Empty frames count as progress for so long.', 10_000, {
    min: 0,
    max: 600_000,
  }),
  reassignAtOnceMax: integer('Regions given away at once while their leases live.', 2, {
    min: 1,
    max: 4096,
  }),
  proposalLimitMs: durationMs(
    'A map whose regions are not all claimed after so long is withdrawn.',
    15_000,
    { min: 500, max: 600_000 },
  ),
  activationMarginMs: durationMs('From the newest tick to the one from which a map holds.', 500, {
    min: 50,
    max: 60_000,
  }),
  standstillMs: durationMs(
    'With no frame of any region for so long, time goes on from the newest tick.',
    60_000,
    { min: 1000, max: 86_400_000 },
  ),
  balanceIntervalMs: durationMs('Between two plans of moves of regions between shards.', 10_000, {
    min: 500,
    max: 3_600_000,
  }),
  respawnDelayMs: durationMs(
    'Before a dead shard process is started again; doubles up to 30 s.',
    500,
    {
      min: 0,
      max: 60_000,
    },
  ),
});

export const interlinkSection = section('Direct links between processes.', {
  bindHost: text('The address to bind. Empty: network.bindHost.', ''),
  port: port('Where a process accepts links. 0: any free port, found through the store.', 0, {
    process: 'shard',
    protocol: 'tcp',
    use: 'interlink',
    hostKey: 'interlink.bindHost',
  }),
  advertise: text('host:port (or host) under which others reach it. Empty: as bound.', ''),
});
