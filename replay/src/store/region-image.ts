import { crc32, directoryBodyOf } from '@atlasnet/cluster';
import { encodeDirectory, encodeRecord, logMessages } from '@atlasnet/schemas';
import type { RegionId } from '@atlasnet/schemas';
import { findCheckpoint } from '../reader/find-checkpoint.ts';
import { RegionCursor } from '../reader/region-cursor.ts';
import { frameBounds } from '../reader/world-log.ts';
import type { WorldLog } from '../reader/world-log.ts';

/** A value of the store as the log has it, and the offset of the frame that it follows. */
export interface StoreImage {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** The regions of which the store holds something: those of the map in force, ascending. */
export function storedRegions({ control }: WorldLog): readonly RegionId[] {
  return [...(control.mapInForce?.map.regions ?? [])].sort((a, b) => a - b);
}

/** The newest verified checkpoint of a region as its copy in the store; null when there is none. */
export async function checkpointImage(
  source: WorldLog,
  region: RegionId,
): Promise<StoreImage | null> {
  const cut = await findCheckpoint(source, region, Number.MAX_SAFE_INTEGER);
  if (!cut) return null;
  const { epoch, n, offset, bytes } = cut;
  const at = { region, epoch, n, offset, index: 0, count: 1, checksum: crc32(bytes), bytes };
  const { incarnationId } = source;
  return { offset, bytes: encodeRecord(logMessages.CheckpointChunk, incarnationId, at) };
}

/**
 * A region's directory entry as of a frame that counts, rebuilt from the log; null when the frame at
 * `at` does not count.
 * @param at offset and tick of the frame; absent: the newest that counts
 */
export async function directoryImage(
  source: WorldLog,
  region: RegionId,
  at?: { readonly offset: number; readonly tick: number },
): Promise<StoreImage | null> {
  const { startOffset, endOffset } = await frameBounds(source, region);
  const end = at ? at.offset + 1 : endOffset;
  if (end > endOffset) return null;
  let cut = await findCheckpoint(source, region, at?.tick ?? Number.MAX_SAFE_INTEGER);
  // Empty frames repeat a tick, so a cut of the same tick may lie behind the frame.
  if (cut && at && cut.offset > at.offset) {
    cut = await findCheckpoint(source, region, at.tick - 1);
  }
  if (!cut && startOffset > 0) return null;
  const cursor = new RegionCursor(source, region, end, cut);
  const { replica } = cursor;
  for (let next = await cursor.peek(); next; next = await cursor.peek()) {
    cursor.consume();
    if (next.record) replica.apply(next.record, next.offset);
  }
  const { state, lastFrame } = replica;
  const last = lastFrame ?? cut;
  const offset = lastFrame ? replica.lastOffset : (cut?.offset ?? -1);
  if (!state || !last || (at && offset !== at.offset)) return null;
  const { epoch, n } = last;
  const where = { region, epoch, n, offset, tick: state.tick };
  return { offset, bytes: encodeDirectory(where, directoryBodyOf(state)) };
}
