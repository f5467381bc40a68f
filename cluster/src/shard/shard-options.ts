import type {
  Clock,
  EventLog,
  Interlink,
  Logger,
  Metrics,
  ProcessId,
  StateStore,
} from '@atlasnet/schemas';
import type { SameAccount } from '../core/region-context.ts';
import type { AtlasNetServer } from '../game/game-api.ts';

/** What a shard process is given: its ports, its game and its limits. */
export interface ShardOptions {
  readonly world: string;
  readonly server: AtlasNetServer;
  readonly process: ProcessId;
  readonly log: EventLog;
  readonly store: StateStore;
  readonly interlink: Interlink;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Where the interlink listens. */
  readonly bind: { readonly host: string; readonly port: number };
  readonly leaseMs: number;
  readonly lingerMs: number;
  /** M4: a job without a result for so long is given up, milliseconds. */
  readonly jobLimitMs: number;
  /** Of both task topics. */
  readonly taskPartitions: number;
  /** Sessions of the whole world; each home region takes its part of them. */
  readonly sessionsMax: number;
  /** An account's second session takes over (by default), or is refused while the first is connected. */
  readonly sameAccount?: SameAccount;
  readonly checkpointIntervalMs: number;
  /** Bytes of frames after which a region's checkpoint is due; LIMITS.checkpointTailBytes by default. */
  readonly checkpointTailBytes?: number;
  readonly replayWindowMs: number;
  /** Ticks that may run ahead of the log; LIMITS.runAheadTicks by default. */
  readonly runAheadTicks?: number;
  /** L6: a frame above this goes in parts, bytes; LIMITS.frameBytesMax by default. */
  readonly frameBytesMax?: number;
  /** How long a stop waits for others to take its regions over, milliseconds; default 0. */
  readonly drainLimitMs?: number;
  /** Whether the process compiles its tick before it owns anything; not where time is simulated. */
  readonly rehearses?: boolean;
  /** Names the engine that runs the game's code (R2). */
  readonly engine: string;
  /** What else the registry shows of this process: ports, pid. */
  readonly extra?: () => Readonly<Record<string, string | number | boolean>>;
}
