import { decodeRecord, encodeRecord, logMessages, topicNames } from '@atlasnet/schemas';
import type { SimCluster } from '../sim-cluster.ts';

/**
 * A region's newest checkpoint under the name of its newest frame, which it does not follow (C2): whole,
 * with a checksum that is right. Null while there is none of one chunk, or no frame after it.
 */
export function lyingCheckpoint(cluster: SimCluster, region: number): Uint8Array | null {
  const incarnation = cluster.control?.incarnationId;
  if (!incarnation) return null;
  const { frames, checkpoints } = topicNames(cluster.name);
  const { log } = cluster.world;
  for (const { value } of log.records(checkpoints, region).toReversed()) {
    const chunk = read(() =>
      decodeRecord(logMessages.CheckpointChunk, value, incarnation, 'chunk'),
    );
    if (chunk?.count !== 1) continue;
    for (const { offset, value: frame } of log.records(frames, region).toReversed()) {
      if (offset <= chunk.offset) return null;
      const record = read(() => decodeRecord(logMessages.FrameRecord, frame, incarnation, 'frame'));
      const body = record?.frame ?? record?.part;
      if (!body) continue;
      const { epoch, n } = body;
      const lie = { region, epoch, n, offset, index: 0, count: 1 };
      const { checksum, bytes } = chunk;
      return encodeRecord(logMessages.CheckpointChunk, incarnation, { ...lie, checksum, bytes });
    }
  }
  return null;
}

/** Null for what does not decode: faults put that there, too. */
function read<T>(decode: () => T): T | null {
  try {
    return decode();
  } catch {
    return null;
  }
}
