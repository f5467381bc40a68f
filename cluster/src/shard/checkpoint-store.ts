import {
  AtlasError,
  decodeMessage,
  decodeRecord,
  encodeRecord,
  logMessages,
  storeKeys,
} from '@atlasnet/schemas';
import type {
  CheckpointChunk,
  EventLog,
  IncarnationId,
  LogRecord,
  Logger,
  RegionId,
  RegionSnapshot,
  StateStore,
} from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { crc32 } from './crc32.ts';

/** Where a checkpoint lies. */
export interface CheckpointPlace {
  /** Of the frame in the frames topic that the cut follows. */
  readonly offset: number;
  /** Of its first chunk in the checkpoints topic. */
  readonly chunk: number;
}

/** One cut, as it was found; not verified yet (C2). */
export interface FoundCheckpoint {
  readonly epoch: number;
  readonly n: number;
  /** Of the frame that the cut follows. */
  readonly offset: number;
  readonly source: 'store' | 'topic';
  /** Where it lies in the topic; null: there is only the store's copy. */
  readonly place: CheckpointPlace | null;
  readonly snapshot: RegionSnapshot;
}

export interface CheckpointStoreOptions {
  readonly log: EventLog;
  readonly store: StateStore;
  readonly logger: Logger;
  readonly topic: string;
  readonly incarnation: IncarnationId;
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
    for (let index = 0; index < count;) {
      const records: Uint8Array[] = [];
      const together = Math.min(count, index + LIMITS.checkpointChunksTogether);
      for (; index < together; index++) {
        const slice = bytes.subarray(index * size, (index + 1) * size);
        checksum = crc32(slice, checksum);
        const chunk = { ...at, index, count, checksum: crc32(slice), bytes: slice };
        records.push(encodeRecord(logMessages.CheckpointChunk, incarnation, chunk));
      }
      const outcome = await log.append(topic, region, records);
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
      const ttlMs = LIMITS.checkpointCopyMs;
      await store.set(storeKeys.checkpoint(incarnation, region), value, { ttlMs });
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      logger.debug('no checkpoint copy in the store', { region, error: error.message });
    }
    return first;
  }

  /**
   * What there is, newest first; the store's copy leads if it is not older than the topic's. The topic
   * is read from its end, only as far back as what was found is of no use.
   */
  async *find(region: RegionId): AsyncGenerator<FoundCheckpoint> {
    const fromTopic = this.#fromTopic(region);
    const newest = await fromTopic.next();
    const copy = await this.#fromStore(region);
    const newestOffset = newest.done === true ? -1 : newest.value.offset;
    const place = copy?.offset === newestOffset ? newest.value.place : null;
    if (copy && copy.offset >= newestOffset) yield { ...copy, place };
    if (newest.done === true) return;
    yield newest.value;
    yield* fromTopic;
  }

  /**
   * The newest whole checkpoint that the log held before a time (its own, milliseconds) and that begins below `below`;
   * read from the oldest on, so it costs what may be deleted then.
   */
  async newestBefore(
    region: RegionId,
    below: number,
    beforeMs: number,
  ): Promise<CheckpointPlace | null> {
    const { log, topic, incarnation, logger } = this.#options;
    const { startOffset } = await log.bounds(topic, region);
    const sets = new Map<string, { readonly chunk: number; seen: number }>();
    let newest: CheckpointPlace | null = null;
    for (let at = startOffset; at < below; at++) {
      const record = await this.#recordAt(region, at);
      if (record && record.timestampMs >= beforeMs) break;
      const chunk = record && decodeChunk(record.value, incarnation, logger, region);
      if (!chunk || chunk.region !== region) continue;
      const key = `${chunk.epoch}/${chunk.offset}/${chunk.n}`;
      if (chunk.index === 0) sets.set(key, { chunk: at, seen: 0 });
      const set = sets.get(key);
      if (set && ++set.seen === chunk.count) newest = { offset: chunk.offset, chunk: set.chunk };
    }
    return newest;
  }

  /** When the log took a record of the topic, its own time in milliseconds; null when it is not there any more. */
  async timeOf(region: RegionId, chunk: number): Promise<number | null> {
    return (await this.#recordAt(region, chunk))?.timestampMs ?? null;
  }

  /** Deletes the checkpoints whose first chunk lies below `chunk`. */
  deleteBefore(region: RegionId, chunk: number): Promise<void> {
    return this.#options.log.deleteBefore(this.#options.topic, region, chunk);
  }

  async #fromStore(region: RegionId): Promise<FoundCheckpoint | null> {
    const { store, incarnation, logger } = this.#options;
    try {
      const value = await store.get(storeKeys.checkpoint(incarnation, region));
      if (!value) return null;
      const chunk = decodeRecord(
        logMessages.CheckpointChunk,
        value,
        incarnation,
        'checkpoint copy',
      );
      return assemble([chunk], null);
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      logger.warn('the checkpoint copy in the store is of no use', {
        region,
        error: error.message,
      });
      return null;
    }
  }

  /** The topic's checkpoints, the newest first: record by record from its end. */
  async *#fromTopic(region: RegionId): AsyncGenerator<FoundCheckpoint> {
    const { log, topic, logger } = this.#options;
    const { startOffset, endOffset } = await log.bounds(topic, region);
    const sets = new Map<string, CheckpointChunk[]>();
    for (let at = endOffset - 1; at >= startOffset; at--) {
      const chunk = await this.#chunkAt(region, at);
      if (!chunk || chunk.region !== region) continue;
      const key = `${chunk.epoch}/${chunk.offset}/${chunk.n}`;
      const set = sets.get(key) ?? [];
      set.push(chunk);
      sets.set(key, set);
      // Chunks are appended in order: with the first one a cut is as whole as it will be.
      if (chunk.index !== 0) continue;
      sets.delete(key);
      try {
        const checkpoint = assemble(set, at);
        if (checkpoint) yield checkpoint;
      } catch (error) {
        if (!(error instanceof AtlasError)) throw error;
        logger.warn('a checkpoint is damaged, the one before it is taken', {
          region,
          error: error.message,
        });
      }
    }
  }

  async #chunkAt(region: RegionId, offset: number): Promise<CheckpointChunk | null> {
    const { incarnation, logger } = this.#options;
    const record = await this.#recordAt(region, offset);
    return record && decodeChunk(record.value, incarnation, logger, region);
  }

  async #recordAt(region: RegionId, offset: number): Promise<LogRecord | null> {
    const { log, topic } = this.#options;
    const read = { topic, partition: region, fromOffset: offset, bytesMax: 1 };
    const { records } = await log.read(read);
    return records.find((each) => each.offset === offset) ?? null;
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

/**
 * Null when chunks are missing.
 * @param chunk the offset of the first; null: they are of the store
 * @throws AtlasError ATLAS_CHECKPOINT_MALFORMED, ATLAS_RECORD_…
 */
function assemble(set: readonly CheckpointChunk[], chunk: number | null): FoundCheckpoint | null {
  const { count, epoch, n, offset, region } = set[0];
  const parts = new Map(set.map((chunk) => [chunk.index, chunk]));
  const slices: Uint8Array[] = [];
  let length = 0;
  for (let index = 0; index < count; index++) {
    const part = parts.get(index);
    if (!part || part.count !== count) return null;
    if (crc32(part.bytes) !== part.checksum) {
      throw new AtlasError(
        'ATLAS_CHECKPOINT_MALFORMED',
        `chunk ${index} of the checkpoint of region ${region} at offset ${offset} is damaged`,
        { details: { region, offset, index } },
      );
    }
    slices.push(part.bytes);
    length += part.bytes.length;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const slice of slices) {
    bytes.set(slice, at);
    at += slice.length;
  }
  const snapshot: RegionSnapshot = decodeMessage(logMessages.RegionSnapshot, bytes, 'checkpoint');
  const place = chunk === null ? null : { offset, chunk };
  const source = chunk === null ? 'store' : 'topic';
  return { epoch, n, offset, source, place, snapshot };
}
