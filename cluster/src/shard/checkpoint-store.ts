import {
  AtlasError,
  decodeMessage,
  decodeRecord,
  encodeRecord,
  logMessages,
  readToEnd,
} from '@atlasnet/schemas';
import type {
  CheckpointChunk,
  EventLog,
  IncarnationId,
  Logger,
  RegionId,
  RegionSnapshot,
  StateStore,
} from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { crc32 } from './crc32.ts';

/** One cut, as it was found; not verified yet (C2). */
export interface FoundCheckpoint {
  readonly epoch: number;
  readonly n: number;
  /** Of the frame in the frames topic that the cut follows. */
  readonly offset: number;
  readonly source: 'store' | 'topic';
  readonly snapshot: RegionSnapshot;
  /** Where its first chunk lies in the checkpoints topic; −1 for the store's copy. */
  readonly firstChunk: number;
}

export interface CheckpointStoreOptions {
  readonly log: EventLog;
  readonly store: StateStore;
  readonly logger: Logger;
  readonly topic: string;
  readonly incarnation: IncarnationId;
}

/** The key of a region's checkpoint copy. */
export function checkpointKey(incarnation: IncarnationId, region: RegionId): string {
  return `${incarnation}/checkpoint/${region}`;
}

/** Writes and finds checkpoints (rules C1, C2): chunks in the topic, a copy in the store. */
export class CheckpointStore {
  readonly #options: CheckpointStoreOptions;

  constructor(options: CheckpointStoreOptions) {
    this.#options = options;
  }

  /**
   * Writes one cut, an encoded RegionSnapshot: the topic first, then the store's copy.
   * @returns the offset of its first chunk, or null when the topic did not take it
   */
  async write(
    at: {
      readonly region: RegionId;
      readonly epoch: number;
      readonly n: number;
      readonly offset: number;
    },
    bytes: Uint8Array,
  ): Promise<number | null> {
    const { log, store, topic, incarnation, logger } = this.#options;
    const { region } = at;
    const size = LIMITS.checkpointChunkBytes;
    const count = Math.max(1, Math.ceil(bytes.length / size));
    let first: number | null = null;
    let checksum = 0;
    for (let index = 0; index < count; index++) {
      const slice = bytes.subarray(index * size, (index + 1) * size);
      checksum = crc32(slice, checksum);
      const chunk = { ...at, index, count, checksum: crc32(slice), bytes: slice };
      const record = encodeRecord(logMessages.CheckpointChunk, incarnation, chunk);
      const outcome = await log.append(topic, region, [record]);
      if (outcome.kind !== 'acknowledged') {
        // The next checkpoint is a whole one: chunks without their rest are ignored.
        logger.warn('a checkpoint was not taken', { region, error: outcome.error.message });
        return null;
      }
      first ??= outcome.baseOffset;
    }
    const copy = { ...at, index: 0, count: 1, checksum, bytes };
    try {
      const value = encodeRecord(logMessages.CheckpointChunk, incarnation, copy);
      await store.set(checkpointKey(incarnation, region), value);
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      logger.debug('no checkpoint copy in the store', { region, error: error.message });
    }
    return first;
  }

  /** What there is, newest first; the store's copy leads if it is not older than the topic's. */
  async find(region: RegionId): Promise<FoundCheckpoint[]> {
    const found = await this.#fromTopic(region);
    const copy = await this.#fromStore(region);
    if (copy && copy.offset >= (found[0]?.offset ?? -1)) found.unshift(copy);
    return found;
  }

  /** Deletes the checkpoints whose first chunk lies below `chunk`. */
  deleteBefore(region: RegionId, chunk: number): Promise<void> {
    return this.#options.log.deleteBefore(this.#options.topic, region, chunk);
  }

  async #fromStore(region: RegionId): Promise<FoundCheckpoint | null> {
    const { store, incarnation, logger } = this.#options;
    try {
      const value = await store.get(checkpointKey(incarnation, region));
      if (!value) return null;
      const chunk = decodeRecord(
        logMessages.CheckpointChunk,
        value,
        incarnation,
        'checkpoint copy',
      );
      return assemble([{ chunk, at: -1 }], 'store');
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      logger.warn('the checkpoint copy in the store is of no use', {
        region,
        error: error.message,
      });
      return null;
    }
  }

  async #fromTopic(region: RegionId): Promise<FoundCheckpoint[]> {
    const { log, topic, incarnation, logger } = this.#options;
    const { startOffset, endOffset } = await log.bounds(topic, region);
    const sets = new Map<string, { chunk: CheckpointChunk; at: number }[]>();
    if (endOffset > startOffset) {
      await readToEnd({
        log,
        topic,
        partition: region,
        fromOffset: startOffset,
        onRecord: ({ value, offset }) => {
          const chunk = decodeChunk(value, incarnation, logger, region);
          if (!chunk || chunk.region !== region) return;
          const key = `${chunk.epoch}/${chunk.offset}/${chunk.n}`;
          const set = sets.get(key) ?? [];
          set.push({ chunk, at: offset });
          sets.set(key, set);
        },
      });
    }
    const found: FoundCheckpoint[] = [];
    for (const set of sets.values()) {
      try {
        const checkpoint = assemble(set, 'topic');
        if (checkpoint) found.push(checkpoint);
      } catch (error) {
        if (!(error instanceof AtlasError)) throw error;
        logger.warn('a checkpoint is damaged, the one before it is taken', {
          region,
          error: error.message,
        });
      }
    }
    return found.sort((a, b) => b.offset - a.offset);
  }
}

function decodeChunk(
  value: Uint8Array,
  incarnation: IncarnationId,
  logger: Logger,
  region: RegionId,
): CheckpointChunk | null {
  try {
    return decodeRecord(logMessages.CheckpointChunk, value, incarnation, 'checkpoint chunk');
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error;
    logger.warn('a checkpoint chunk is of no use', { region, error: error.message });
    return null;
  }
}

/** Null when chunks are missing. @throws AtlasError ATLAS_CHECKPOINT_MALFORMED, ATLAS_RECORD_… */
function assemble(
  set: readonly { chunk: CheckpointChunk; at: number }[],
  source: 'store' | 'topic',
): FoundCheckpoint | null {
  const { count, epoch, n, offset, region } = set[0].chunk;
  const parts = new Map(set.map((each) => [each.chunk.index, each]));
  const slices: Uint8Array[] = [];
  let length = 0;
  for (let index = 0; index < count; index++) {
    const part = parts.get(index);
    if (!part || part.chunk.count !== count) return null;
    if (crc32(part.chunk.bytes) !== part.chunk.checksum) {
      throw new AtlasError(
        'ATLAS_CHECKPOINT_MALFORMED',
        `chunk ${index} of the checkpoint of region ${region} at offset ${offset} is damaged`,
        { details: { region, offset, index } },
      );
    }
    slices.push(part.chunk.bytes);
    length += part.chunk.bytes.length;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const slice of slices) {
    bytes.set(slice, at);
    at += slice.length;
  }
  const snapshot: RegionSnapshot = decodeMessage(logMessages.RegionSnapshot, bytes, 'checkpoint');
  const firstChunk = parts.get(0)?.at ?? -1;
  return { epoch, n, offset, source, snapshot, firstChunk };
}
