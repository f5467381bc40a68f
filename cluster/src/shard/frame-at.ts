import { FRAME_PARTS_MAX, FrameGate } from '@atlasnet/schemas';
import type {
  EventLog,
  Frame,
  FrameRecord,
  IncarnationId,
  Logger,
  RegionId,
} from '@atlasnet/schemas';
import { readFrameRecord } from './read-frame-record.ts';

export interface FramePlace {
  readonly log: EventLog;
  readonly topic: string;
  readonly region: RegionId;
  readonly incarnation: IncarnationId;
  readonly logger: Logger;
}

/** Records that are looked through for a frame's first part: copies and refused ones lie between. */
const LOOK_BACK_RECORDS = 2 * FRAME_PARTS_MAX;

/**
 * The frame that ends at `offset`, put together where it lies in parts (L6); null when none does.
 * @throws AtlasError what reading throws
 */
export async function frameAt(place: FramePlace, offset: number): Promise<Frame | null> {
  const record = await recordAt(place, offset);
  const part = record?.part;
  if (!part) return record?.frame ?? null;
  const firstOffset = await firstPart(place, offset, part.epoch, part.n - part.index);
  if (firstOffset === null || part.index + 1 !== part.count) return null;
  const gate = new FrameGate(place.region, { epoch: part.epoch, n: part.n - part.count });
  for (let at = firstOffset; at <= offset; at++) {
    const next = await recordAt(place, at);
    const verdict = next && gate.apply(next, at);
    if (verdict?.kind === 'counts' && at === offset) return verdict.frame;
  }
  return null;
}

/**
 * Where the frame begins that ends at `offset`: elsewhere only if it lies in parts (L6). Below that nobody needs it.
 * @throws AtlasError what reading throws
 */
export async function frameStart(place: FramePlace, offset: number): Promise<number> {
  const part = (await recordAt(place, offset))?.part;
  if (!part) return offset;
  return (await firstPart(place, offset, part.epoch, part.n - part.index)) ?? offset;
}

async function firstPart(
  place: FramePlace,
  offset: number,
  epoch: number,
  n: number,
): Promise<number | null> {
  const { startOffset } = await place.log.bounds(place.topic, place.region);
  const lowest = Math.max(startOffset, offset - LOOK_BACK_RECORDS);
  for (let at = offset; at >= lowest; at--) {
    const part = (await recordAt(place, at))?.part;
    if (part?.epoch === epoch && part.n === n && part.index === 0) return at;
  }
  return null;
}

/** Null for what counts for nobody, and where there is nothing. */
async function recordAt(place: FramePlace, offset: number): Promise<FrameRecord | null> {
  const { log, topic, region } = place;
  const { records } = await log.read({ topic, partition: region, fromOffset: offset, bytesMax: 1 });
  const record = records.find((each) => each.offset === offset);
  return record ? readFrameRecord(record, place) : null;
}
