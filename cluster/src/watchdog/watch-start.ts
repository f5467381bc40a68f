import { AtlasError, decodeRecord, logMessages } from '@atlasnet/schemas';
import type {
  CheckpointChunk,
  EventLog,
  FrameRecord,
  GatePosition,
  IncarnationId,
  RegionId,
  TopicNames,
} from '@atlasnet/schemas';
import { WATCHDOG_LIMITS } from './watchdog-options.ts';

/** From where a watchdog reads a region's log. */
export interface WatchStart {
  readonly fromOffset: number;
  readonly position: GatePosition;
}

/** Bytes of a look at one record: it is returned however large it is. */
const ONE_RECORD_BYTES = 1;

/**
 * L5: nobody reads from the middle without a checkpoint. A watchdog needs no state, only epoch and n,
 * so the newest checkpoint record whose frame stands where it says is enough; without one it reads
 * from the partition's start.
 * @throws AtlasError what {@link EventLog.read} throws.
 */
export async function findWatchStart(
  log: EventLog,
  topics: TopicNames,
  region: RegionId,
  incarnation: IncarnationId,
): Promise<WatchStart> {
  const frames = await log.bounds(topics.frames, region);
  const { startOffset, endOffset } = await log.bounds(topics.checkpoints, region);
  const lowest = Math.max(startOffset, endOffset - WATCHDOG_LIMITS.checkpointsTried);
  for (let at = endOffset - 1; at >= lowest; at--) {
    const chunk = await readOne(log, topics.checkpoints, region, at, (value) => {
      const what = 'a checkpoint record';
      const decoded: CheckpointChunk = decodeRecord(
        logMessages.CheckpointChunk,
        value,
        incarnation,
        what,
      );
      return decoded;
    });
    if (!chunk || chunk.region !== region) continue;
    if (chunk.offset < frames.startOffset || chunk.offset >= frames.endOffset) continue;
    const record = await readOne(log, topics.frames, region, chunk.offset, (value) => {
      const what = 'a frame record';
      const decoded: FrameRecord = decodeRecord(logMessages.FrameRecord, value, incarnation, what);
      return decoded;
    });
    const body = record?.frame ?? record?.part;
    if (body?.epoch === chunk.epoch && body.n === chunk.n) {
      return { fromOffset: chunk.offset + 1, position: { epoch: chunk.epoch, n: chunk.n } };
    }
  }
  return { fromOffset: frames.startOffset, position: { epoch: 0, n: 0 } };
}

/** The record at an offset; null when it is not there or not one of ours. */
async function readOne<T>(
  log: EventLog,
  topic: string,
  partition: number,
  offset: number,
  decode: (value: Uint8Array) => T,
): Promise<T | null> {
  const { records } = await log.read({
    topic,
    partition,
    fromOffset: offset,
    bytesMax: ONE_RECORD_BYTES,
  });
  const record = records.find((each) => each.offset === offset);
  if (!record) return null;
  try {
    return decode(record.value);
  } catch (error) {
    if (error instanceof AtlasError) return null;
    throw error;
  }
}
