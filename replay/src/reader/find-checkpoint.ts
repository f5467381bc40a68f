import { crc32, frameAt, verifyCheckpoint } from '@atlasnet/cluster';
import type { FramePlace, ReplicaStart } from '@atlasnet/cluster';
import { AtlasError, decodeMessage, decodeRecord, logMessages } from '@atlasnet/schemas';
import type { CheckpointChunk, Logger, RegionId, RegionSnapshot } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import type { WorldLog } from './world-log.ts';

/** A verified cut (C2) and the offset of the frame that it follows. */
export interface FoundCut extends ReplicaStart {
  readonly offset: number;
  /** As the checkpoints topic holds it, its chunks joined. */
  readonly bytes: Uint8Array;
}

/**
 * The newest verified checkpoint at or before a tick, by binary search: each probe reads one chunk and
 * the frame that it names. Null when there is none.
 */
export async function findCheckpoint(
  source: WorldLog,
  region: RegionId,
  tick: number,
): Promise<FoundCut | null> {
  const { startOffset, endOffset } = await source.log.bounds(source.topics.checkpoints, region);
  let low = startOffset;
  let high = endOffset;
  // Chunks below `low` are of cuts at or before the tick, those from `high` on are not.
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const chunk = await readChunk(source, region, middle);
    const at = chunk ? await tickOfCut(source, chunk) : null;
    // What cannot be read tells nothing; the search below steps over it.
    if (at === null || at <= tick) low = middle + 1;
    else high = middle;
  }
  return newestBelow(source, region, low, startOffset, tick);
}

/** The oldest checkpoint whose frame the log still has: where a trimmed log can be read from. */
export async function oldestCheckpoint(
  source: WorldLog,
  region: RegionId,
): Promise<FoundCut | null> {
  const { startOffset, endOffset } = await source.log.bounds(source.topics.checkpoints, region);
  for (let at = startOffset; at < endOffset; at++) {
    const chunk = await readChunk(source, region, at);
    if (!chunk || chunk.index !== chunk.count - 1) continue;
    const cut = await assemble(source, region, chunk, at);
    if (cut) return cut;
  }
  return null;
}

async function newestBelow(
  source: WorldLog,
  region: RegionId,
  end: number,
  start: number,
  tick: number,
): Promise<FoundCut | null> {
  let tried = 0;
  for (let at = end - 1; at >= start && tried < LIMITS.checkpointsTried; at--) {
    const chunk = await readChunk(source, region, at);
    if (!chunk || chunk.index !== chunk.count - 1) continue;
    tried += 1;
    const cut = await assemble(source, region, chunk, at);
    if (cut && cut.state.tick <= tick) return cut;
  }
  return null;
}

async function assemble(
  source: WorldLog,
  region: RegionId,
  last: CheckpointChunk,
  at: number,
): Promise<FoundCut | null> {
  const slices: Uint8Array[] = [];
  for (let index = 0; index < last.count; index++) {
    const chunk = await readChunk(source, region, at - last.count + 1 + index);
    const fits =
      chunk?.index === index && chunk.offset === last.offset && chunk.epoch === last.epoch;
    if (!fits || crc32(chunk.bytes) !== chunk.checksum) return null;
    slices.push(chunk.bytes);
  }
  const bytes = joined(slices);
  try {
    const snapshot: RegionSnapshot = decodeMessage(logMessages.RegionSnapshot, bytes, 'checkpoint');
    const { epoch, n, offset } = last;
    const { state } = await verifyCheckpoint(placeOf(source, region), {
      epoch,
      n,
      offset,
      snapshot,
    });
    return state && { state, epoch, n, offset, bytes };
  } catch (error) {
    if (!(error instanceof AtlasError) || error.retriable) throw error;
    return null;
  }
}

/** Of the frame at the offset that a chunk names; null when it cannot be read. */
async function tickOfCut(source: WorldLog, chunk: CheckpointChunk): Promise<number | null> {
  try {
    const frame = await frameAt(placeOf(source, chunk.region as RegionId), chunk.offset);
    return frame?.tick ?? null;
  } catch (error) {
    if (error instanceof AtlasError && !error.retriable) return null;
    throw error;
  }
}

/** What a reader of one region has to say of records that count for nobody. */
const QUIET: Logger = { debug() {}, info() {}, warn() {}, error() {} };

function placeOf({ log, topics, incarnationId }: WorldLog, region: RegionId): FramePlace {
  return { log, topic: topics.frames, region, incarnation: incarnationId, logger: QUIET };
}

async function readChunk(
  source: WorldLog,
  region: RegionId,
  offset: number,
): Promise<CheckpointChunk | null> {
  const value = await readOne(source, source.topics.checkpoints, region, offset);
  if (!value) return null;
  try {
    const what = 'checkpoint chunk';
    return decodeRecord(logMessages.CheckpointChunk, value, source.incarnationId, what);
  } catch (error) {
    if (error instanceof AtlasError) return null;
    throw error;
  }
}

/** The record at an offset, or null when the log does not have it (any more). */
async function readOne(
  { log }: WorldLog,
  topic: string,
  partition: number,
  fromOffset: number,
): Promise<Uint8Array | null> {
  if (fromOffset < 0) return null;
  try {
    const { records } = await log.read({ topic, partition, fromOffset, bytesMax: 1 });
    return records[0]?.offset === fromOffset ? records[0].value : null;
  } catch (error) {
    const gone = error instanceof AtlasError && error.code === 'ATLAS_LOG_OFFSET_OUT_OF_RANGE';
    if (gone) return null;
    throw error;
  }
}

function joined(slices: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(slices.reduce((sum, slice) => sum + slice.length, 0));
  let at = 0;
  for (const slice of slices) {
    bytes.set(slice, at);
    at += slice.length;
  }
  return bytes;
}
