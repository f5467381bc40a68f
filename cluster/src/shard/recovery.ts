import { AtlasError, readToEnd, sleep } from '@atlasnet/schemas';
import type {
  Clock,
  EventLog,
  IncarnationId,
  Logger,
  RegionId,
  WorldSchema,
} from '@atlasnet/schemas';
import type { RegionState } from '../core/region-state.ts';
import { LIMITS } from '../limits.ts';
import type { CheckpointStore, FoundCheckpoint } from './checkpoint-store.ts';
import { RegionTail } from './region-tail.ts';
import type { TailFrame } from './region-tail.ts';
import { verifyCheckpoint } from './verify-checkpoint.ts';

/** Where a region's counted state is read from. */
export interface TailSource {
  readonly log: EventLog;
  readonly logger: Logger;
  readonly checkpoints: CheckpointStore;
  readonly topic: string;
  readonly region: RegionId;
  readonly incarnation: IncarnationId;
  readonly seed: number;
  /** Whether it is the world's first region (M4). */
  readonly first: boolean;
}

export interface RecoveryOptions extends TailSource {
  readonly clock: Clock;
  readonly schema: WorldSchema;
  /** The offset of the owner's claim, and its epoch. */
  readonly claimOffset: number;
  readonly epoch: number;
}

/** What a recovery began from. */
export type RecoverySource = 'start' | 'store' | 'topic' | 'standby';

export interface Recovered {
  readonly state: RegionState;
  /** The newest counted frames before the claim, for readers that resume. */
  readonly tail: readonly TailFrame[];
  readonly checkpointMs: number;
  readonly tailMs: number;
  readonly tailFrames: number;
  /** Frames since the checkpoint that was read; of a standby, whose owner wrote others since, at most so many. */
  readonly unsavedFrames: number;
  /** The bytes of these. */
  readonly unsavedBytes: number;
  readonly from: RecoverySource;
}

/** As recover(), and again while the log is away and the signal has not come. */
export async function recoverPatiently(
  options: RecoveryOptions,
  standby: RegionTail | null,
  signal: AbortSignal,
): Promise<Recovered | null> {
  for (;;) {
    try {
      return await recover(options, standby);
    } catch (error) {
      const retriable = error instanceof Error && 'retriable' in error && error.retriable === true;
      if (!retriable || signal.aborted) throw error;
      await sleep(options.clock, 100, signal);
    }
  }
}

/**
 * Rebuilds a region's counted state as of a claim (C3): from the standby if there is one and it is
 * sound; else from the newest checkpoint that is verified (C2), the one before it, or the log's start;
 * then every frame that counts, up to the claim.
 * @returns null when the claim is not the current one at its offset (O4)
 * @throws AtlasError ATLAS_CHECKPOINT_UNVERIFIED when neither a checkpoint nor the start is usable
 */
export async function recover(
  options: RecoveryOptions,
  standby: RegionTail | null = null,
): Promise<Recovered | null> {
  const { logger, clock, region } = options;
  if (standby) {
    const warm = await fromStandby(options, standby);
    if (warm !== 'unusable') return warm;
  }
  let started = clock.monotonicMs();
  for await (const { tail, from } of tailsOf(options)) {
    const checkpointMs = clock.monotonicMs() - started;
    const recovered = await readOn(options, tail, from, checkpointMs);
    if (recovered !== 'unusable') return recovered;
    if (from === 'start') {
      throw new AtlasError('ATLAS_LOG_CORRUPT', `region ${region} has a frame without a claim`);
    }
    logger.warn('a checkpoint is of no use, the one before it is taken', { region });
    started = clock.monotonicMs();
  }
  const { startOffset } = await options.log.bounds(options.topic, region);
  throw new AtlasError(
    'ATLAS_CHECKPOINT_UNVERIFIED',
    `region ${region} has no verified checkpoint, and its log begins at offset ${startOffset}`,
    { details: { region, startOffset }, hint: 'restore the checkpoints topic from a copy' },
  );
}

/**
 * The places that a region's state can be rebuilt from, the best first: verified checkpoints, newest
 * first (C2), then the log's start if it is still there.
 */
export async function* tailsOf(
  source: TailSource,
): AsyncGenerator<{ readonly tail: RegionTail; readonly from: 'start' | 'store' | 'topic' }> {
  const { checkpoints, region, log, topic } = source;
  for await (const found of checkpoints.find(region)) {
    const state = await verified(source, found);
    if (state === null) continue;
    const { epoch, n, offset } = found;
    const start = { state, epoch, n, nextOffset: offset + 1 };
    yield { tail: new RegionTail({ ...source, start }), from: found.source };
  }
  const { startOffset } = await log.bounds(topic, region);
  if (startOffset === 0) yield { tail: new RegionTail({ ...source }), from: 'start' };
}

/** C3: a standby that is far behind or damaged is of no use, and that is said. */
async function fromStandby(
  options: RecoveryOptions,
  standby: RegionTail,
): Promise<Recovered | null | 'unusable'> {
  const { region, logger, claimOffset } = options;
  const behind = claimOffset - standby.nextOffset;
  if (behind > LIMITS.standbyBehindRecords) {
    logger.warn('the standby is too far behind, the region is recovered cold', { region, behind });
    return 'unusable';
  }
  const before = standby.counted;
  const recovered = await readOn(options, standby, 'standby', 0);
  if (recovered === 'unusable') {
    logger.warn('the standby is damaged, the region is recovered cold', { region });
    return 'unusable';
  }
  return recovered && { ...recovered, tailFrames: recovered.tailFrames - before };
}

/** Null, aloud, for a checkpoint that is not verified. */
async function verified(source: TailSource, found: FoundCheckpoint): Promise<RegionState | null> {
  const { region, logger } = source;
  const { state, why } = await verifyCheckpoint(source, found);
  if (state) return state;
  const what = 'a checkpoint is not verified, the one before it is taken';
  logger.warn(what, { region, offset: found.offset, why });
  return null;
}

/**
 * Reads from a tail's place up to the claim.
 * @returns 'unusable' when the frames do not lead on from there
 */
async function readOn(
  options: RecoveryOptions,
  tail: RegionTail,
  from: RecoverySource,
  checkpointMs: number,
): Promise<Recovered | null | 'unusable'> {
  const { log, topic, region, claimOffset, epoch, schema, clock, logger } = options;
  const started = clock.monotonicMs();
  try {
    await readToEnd({
      log,
      topic,
      partition: region,
      fromOffset: tail.nextOffset,
      onRecord: (record) => {
        if (record.offset <= claimOffset && !tail.wrongStart) tail.take(record);
      },
    });
    if (tail.wrongStart) return 'unusable';
    // A copy of the own claim may have counted before the acknowledged one.
    const { gate } = tail.replica;
    if (gate.epoch !== epoch || gate.countedN > 0) return null;
    tail.check();
  } catch (error) {
    if (from === 'start' || !isOfTheSource(error, from)) throw error;
    logger.error('a saved state and the frames after it disagree', {
      region,
      from,
      error: error.message,
    });
    return 'unusable';
  }
  return {
    state: tail.replica.stateUnder(schema),
    tail: tail.frames,
    tailFrames: tail.counted,
    unsavedFrames: tail.counted,
    unsavedBytes: tail.bytes,
    checkpointMs,
    tailMs: clock.monotonicMs() - started,
    from,
  };
}

/** Whether the saved state is to blame, not the log; a standby is let go whatever is wrong with it. */
function isOfTheSource(error: unknown, from: RecoverySource): error is Error {
  const codes = ['ATLAS_HASH_MISMATCH', 'ATLAS_FRAME_MALFORMED'];
  if (!(error instanceof AtlasError)) return from === 'standby';
  return codes.includes(error.code) || (from === 'standby' && !error.retriable);
}
