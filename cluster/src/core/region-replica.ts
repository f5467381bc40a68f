import { FrameGate } from '@atlasnet/schemas';
import type {
  EntityTable,
  Frame,
  FrameRecord,
  FrameVerdict,
  RegionId,
  WorldSchema,
} from '@atlasnet/schemas';
import { DeclaredState } from './declared-state.ts';
import { RegionState } from './region-state.ts';

/** A verified cut that a replica goes on from (C2). */
export interface ReplicaStart {
  readonly state: RegionState;
  readonly epoch: number;
  readonly n: number;
}

export interface RegionReplicaOptions {
  readonly region: RegionId;
  /** Whether it is the world's first region: its outbox begins with the start message (M4). */
  readonly first: boolean;
  readonly seed: number;
  /** Absent: before the partition's first record. */
  readonly start?: ReplicaStart;
}

/** What looks at a region while a frame that counts is being applied. */
export type FrameObserver = (table: EntityTable, frame: Frame) => void;

/**
 * A region rebuilt from its partition alone: the gate decides what counts (O3), claims bring the
 * declaration, frames change the state. Feed it every record in offset order (L5).
 */
export class RegionReplica {
  readonly region: RegionId;
  readonly gate: FrameGate;
  readonly #declared: DeclaredState;
  /** The newest frame that counted here, and where it ended; null before the first. */
  lastFrame: Frame | null = null;
  lastOffset = -1;

  constructor(options: RegionReplicaOptions) {
    const { region, first, seed, start } = options;
    this.region = region;
    this.#declared = new DeclaredState(start?.state ?? null, (schema) =>
      RegionState.initial(schema, region, first, seed),
    );
    this.gate = new FrameGate(region, start ? { epoch: start.epoch, n: start.n } : undefined);
  }

  /** The counted state; null before the first claim, which carries the declaration. */
  get state(): RegionState | null {
    return this.#declared.state;
  }

  get schema(): WorldSchema | null {
    return this.#declared.state?.schema ?? null;
  }

  /**
   * The state under the declaration of an owner that goes on from here.
   * @throws AtlasError ATLAS_WORLD_CHANGED
   */
  stateUnder(schema: WorldSchema): RegionState {
    return this.#declared.under(schema);
  }

  /**
   * Takes the record at `offset`.
   * @throws AtlasError ATLAS_FRAME_MALFORMED, ATLAS_RECORD_MALFORMED, ATLAS_WORLD_CHANGED; a broken
   *   invariant of the state (M1). The replica is then not to be used any more.
   */
  apply(record: FrameRecord, offset: number, observe?: FrameObserver): FrameVerdict {
    const verdict = this.gate.apply(record, offset);
    if (verdict.kind === 'claim') this.#declared.claim(verdict.claim.worldSchema);
    if (verdict.kind !== 'counts') return verdict;
    const { frame } = verdict;
    // A frame that counts follows a claim, and every claim makes a state.
    this.#declared.forFrame()?.applyFrame(frame, observe && ((table) => observe(table, frame)));
    this.lastFrame = frame;
    this.lastOffset = offset;
    return verdict;
  }
}
