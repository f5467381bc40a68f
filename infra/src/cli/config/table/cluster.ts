import { bytes, durationMs, flag, integer, number, port, section, text } from '../option.ts';

/** The processes that simulate. */
export const shardsSection = section('Shard processes and the regions they own.', {
  count: integer('Shard processes that the watchdog keeps running.', 3, { min: 1, max: 256 }),
  standbys: integer('Regions that each shard tails without owning them, to take over fast.', 0, {
    min: 0,
    max: 64,
  }),
  runAheadTicks: integer('Ticks that may run before their append is acknowledged.', 3, {
    min: 1,
    max: 20,
  }),
  frameBytesMax: bytes("A frame's budget; what exceeds it waits or travels in parts.", 786_432, {
    min: 16_384,
    max: 8 * 1024 ** 2,
  }),
  checkpointIntervalMs: durationMs('Between two checkpoints of a region.', 10_000, {
    min: 500,
    max: 3_600_000,
  }),
  handoff: section('Entities that leave their region.', {
    marginMetres: number('How far beyond the border an entity must be to be handed off.', 2, {
      min: 0,
      max: 1000,
    }),
    minimumStayTicks: integer('Ticks that an entity stays at least.', 10, { min: 0, max: 1000 }),
    perTickMax: integer('Handoffs of one region in one tick.', 256, { min: 1, max: 100_000 }),
  }),
  ghosts: section("Copies of neighbours' entities near the border.", {
    rangeMetres: number('How far beyond the border a region sees.', 50, { min: 0, max: 10_000 }),
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
  connectTimeoutMs: durationMs('A connection attempt with its handshake.', 2000, {
    min: 100,
    max: 60_000,
  }),
  queueBytesMax: bytes('Unsent bytes of a link; beyond it the link is closed.', 16 * 1024 ** 2, {
    min: 65_536,
    max: 1024 ** 3,
  }),
});
