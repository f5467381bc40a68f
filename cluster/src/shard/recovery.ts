import { AtlasError, FrameGate, decodeRecord, logMessages, readToEnd } from '@atlasnet/schemas';
import type {
  Clock,
  EventLog,
  Frame,
  IncarnationId,
  Logger,
  RegionId,
  WorldSchema,
} from '@atlasnet/schemas';
import { DeclaredState } from '../core/declared-state.ts';
import { RegionState } from '../core/region-state.ts';
import type { CheckpointStore, FoundCheckpoint } from './checkpoint-store.ts';
import { readFrameRecord } from './read-frame-record.ts';

export interface RecoveryOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly checkpoints: CheckpointStore;
  readonly topic: string;
  readonly region: RegionId;
  readonly incarnation: IncarnationId;
  readonly schema: WorldSchema;
  readonly seed: number;
  /** Whether it is the world's first region (M4). */
  readonly first: boolean;
  /** The offset of the owner's claim, and its epoch. */
  readonly claimOffset: number;
  readonly epoch: number;
}

export interface Recovered {
  readonly state: RegionState;
  /** The newest counted frames before the claim, for readers that resume. */
  readonly tail: readonly { readonly frame: Frame; readonly offset: number }[];
  readonly checkpointMs: number;
  readonly tailMs: number;
  readonly tailFrames: number;
  readonly from: 'start' | 'store' | 'topic';
}

/** Frames kept for readers that resume: five seconds at 20 Hz. */
const TAIL_FRAMES = 100;

/**
 * Rebuilds a region's counted state as of a claim (C3): the newest checkpoint that is verified (C2),
 * else the one before it, else the log's start; then every frame that counts, up to the claim.
 * @returns null when the claim is not the current one at its offset (O4)
 * @throws AtlasError ATLAS_CHECKPOINT_UNVERIFIED when neither a checkpoint nor the start is usable
 */
export async function recover(options: RecoveryOptions): Promise<Recovered | null> {
  const { checkpoints, region, logger, clock, log, topic } = options;
  const started = clock.monotonicMs();
  for (const found of await checkpoints.find(region)) {
    const base = await verify(options, found);
    if (base === null) continue;
    const checkpointMs = clock.monotonicMs() - started;
    const position = { epoch: found.epoch, n: found.n };
    const result = await replayFrom(options, base, position, found);
    if (result === 'wrong-start') {
      logger.warn('a checkpoint is of no use, the one before it is taken', {
        region,
        offset: found.offset,
      });
      continue;
    }
    return result && { ...result, checkpointMs };
  }
  const { startOffset } = await log.bounds(topic, region);
  if (startOffset > 0) {
    throw new AtlasError(
      'ATLAS_CHECKPOINT_UNVERIFIED',
      `region ${region} has no verified checkpoint, and its log begins at offset ${startOffset}`,
      { details: { region, startOffset }, hint: 'restore the checkpoints topic from a copy' },
    );
  }
  const checkpointMs = clock.monotonicMs() - started;
  const result = await replayTail(options, null, { epoch: 0, n: 0 }, 0, 'start');
  if (result === 'wrong-start') {
    throw new AtlasError('ATLAS_LOG_CORRUPT', `region ${region} has a frame without a claim`);
  }
  return result && { ...result, checkpointMs };
}

/** C2: the frame at the checkpoint's offset has its epoch, n and hash. Null when not. */
async function verify(
  options: RecoveryOptions,
  found: FoundCheckpoint,
): Promise<RegionState | null> {
  const { log, topic, region, incarnation, logger } = options;
  const reject = (why: string): null => {
    logger.warn('a checkpoint is not verified, the one before it is taken', {
      region,
      offset: found.offset,
      why,
    });
    return null;
  };
  try {
    const state = RegionState.fromSnapshot(found.snapshot);
    const read = { topic, partition: region, fromOffset: found.offset, bytesMax: 1 };
    const { records } = await log.read(read);
    const record = decodeRecord(logMessages.FrameRecord, records[0].value, incarnation, 'frame');
    const at = record.frame ?? record.part;
    if (at?.epoch !== found.epoch || at.n !== found.n) return reject('another frame is there');
    // A frame in parts has its hash in pieces; its own checks found it whole.
    if (!record.frame) return state;
    const { sliceHashLow, sliceHashHigh } = found.snapshot;
    if (record.frame.hashLow !== sliceHashLow || record.frame.hashHigh !== sliceHashHigh) {
      return reject('the frame there has another state hash');
    }
    return state;
  } catch (error) {
    if (!(error instanceof AtlasError) || error.retriable) throw error;
    return reject(error.message);
  }
}

/** The tail after a checkpoint; one that does not lead to its frames' hashes is a wrong start. */
async function replayFrom(
  options: RecoveryOptions,
  base: RegionState,
  position: { readonly epoch: number; readonly n: number },
  found: FoundCheckpoint,
): ReturnType<typeof replayTail> {
  try {
    return await replayTail(options, base, position, found.offset + 1, found.source);
  } catch (error) {
    const wrong =
      error instanceof AtlasError &&
      (error.code === 'ATLAS_HASH_MISMATCH' || error.code === 'ATLAS_FRAME_MALFORMED');
    if (!wrong) throw error;
    options.logger.error('a checkpoint and the frames after it disagree', { error: error.message });
    return 'wrong-start';
  }
}

async function replayTail(
  options: RecoveryOptions,
  base: RegionState | null,
  position: { readonly epoch: number; readonly n: number },
  fromOffset: number,
  from: Recovered['from'],
): Promise<Omit<Recovered, 'checkpointMs'> | null | 'wrong-start'> {
  const { log, topic, region, claimOffset, epoch, schema, clock } = options;
  const started = clock.monotonicMs();
  const gate = new FrameGate(region, position);
  const declared = new DeclaredState(base, (initial) =>
    RegionState.initial(initial, region, options.first, options.seed),
  );
  let wrongStart = false;
  let current = false;
  let last: Frame | null = null;
  let tailFrames = 0;
  const tail: { frame: Frame; offset: number }[] = [];
  await readToEnd({
    log,
    topic,
    partition: region,
    fromOffset,
    onRecord: ({ offset, value }) => {
      if (offset > claimOffset || wrongStart) return;
      const record = readFrameRecord({ offset, value }, options);
      if (!record) return;
      const verdict = gate.apply(record, offset);
      if (verdict.kind === 'claim') {
        checkHash(declared.state, last);
        last = null;
        declared.claim(verdict.claim.worldSchema);
        if (offset === claimOffset) current = verdict.claim.epoch === epoch;
      } else if (verdict.kind === 'counts') {
        declared.forFrame()?.applyFrame(verdict.frame);
        last = verdict.frame;
        tailFrames++;
        tail.push({ frame: verdict.frame, offset });
        if (tail.length > TAIL_FRAMES * 2) tail.splice(0, TAIL_FRAMES);
      } else if (verdict.kind === 'void' && verdict.reason === 'unclaimed-epoch') {
        wrongStart = true;
      }
    },
  });
  if (wrongStart) return 'wrong-start';
  // A copy of the own claim may have counted before the acknowledged one.
  if (!current && gate.epoch !== epoch) return null;
  if (gate.countedN > 0) return null;
  checkHash(declared.state, last);
  const state = declared.under(schema);
  return { state, tail, tailFrames, tailMs: clock.monotonicMs() - started, from };
}

/** I6: what was rebuilt has the hash of the last frame that counts. */
function checkHash(state: RegionState | null, last: Frame | null): void {
  if (last === null || state === null) return;
  const hash = state.hash(last.n % last.hashSlices);
  if (hash.low >>> 0 === last.hashLow && hash.high >>> 0 === last.hashHigh) return;
  throw new AtlasError(
    'ATLAS_HASH_MISMATCH',
    `[I6] region ${last.region}, tick ${last.tick}: the rebuilt state does not have the frame's hash`,
    {
      details: { region: last.region, tick: last.tick, epoch: last.epoch, n: last.n },
      hint: 'run `atlasnet replay verify` to find the first frame that differs',
    },
  );
}
