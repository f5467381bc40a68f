import type {
  AskedJob,
  Clock,
  EventLog,
  IncarnationId,
  Logger,
  Metrics,
  PartitionMap,
  ProcessId,
  RegionId,
  StateStore,
  WorldSchema,
} from '@atlasnet/schemas';
import type { SameAccount } from '../core/region-context.ts';
import type { AtlasNetServer } from '../game/game-api.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import type { ClosingView } from './closing.ts';
import type { LinkBody } from './link-hub.ts';

/** What one region in the hands of a process is given. */
export interface RegionHostOptions {
  readonly region: RegionId;
  readonly epoch: number;
  readonly process: ProcessId;
  readonly incarnation: IncarnationId;
  readonly schema: WorldSchema;
  readonly server: AtlasNetServer;
  readonly seed: number;
  readonly first: boolean;
  readonly homeCount: number;
  readonly lingerTicks: number;
  /** M4: a job without a result for so many ticks is given up. */
  readonly jobLimitTicks: number;
  readonly sessionsMax: number;
  readonly sameAccount: SameAccount;
  readonly frameBytesMax?: number;
  readonly checkpointIntervalMs: number;
  /** Bytes of frames after which a checkpoint is due whatever the time. */
  readonly checkpointTailBytes: number;
  /** Frames older than this may be deleted below the older verified checkpoint (L1); 0 keeps all. */
  readonly replayWindowMs: number;
  readonly runAheadTicks: number;
  /** Whether the log nears its disk cap, so that history goes before its time. */
  readonly diskPressed: () => boolean;
  readonly engine: string;
  readonly topics: { readonly frames: string };
  readonly log: EventLog;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly checkpoints: CheckpointStore;
  readonly mapAt: (tick: number) => PartitionMap | null;
  /** P3: what this region must know of the control plane to close itself. */
  readonly closingView: (region: RegionId) => ClosingView;
  /** P3: regions that no map names and that have not closed yet: everybody reads their headers. */
  readonly releasedRegions: () => readonly RegionId[];
  /** Sends to the owner of a region; false when there is no link to it. */
  readonly send: (region: RegionId, body: LinkBody) => boolean;
  /** M4: a counted frame asks for a job, or nobody has answered one. */
  readonly sendJob: (asked: AskedJob) => void;
  /** O1: reads the map topic to its end; false when the epoch is not this process's any more. */
  readonly assigned: (signal: AbortSignal) => Promise<boolean>;
  /** A tick that is due and waited for a neighbour can run now. */
  readonly ready: () => void;
  readonly stopped: (reason: string) => void;
}
