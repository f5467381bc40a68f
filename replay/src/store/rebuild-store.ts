import { LIMITS as CLUSTER_LIMITS } from '@atlasnet/cluster';
import {
  AtlasError,
  decodeDirectory,
  decodeRecord,
  logMessages,
  storeKeys,
} from '@atlasnet/schemas';
import type { EventLog, RegionId, StateStore } from '@atlasnet/schemas';
import { openWorldLog } from '../reader/world-log.ts';
import { checkpointImage, directoryImage, storedRegions } from './region-image.ts';
import type { StoreImage } from './region-image.ts';

/** Tries for one key: an owner that writes it meanwhile writes what is newer. */
const TRIES_MAX = 3;

type ReadPlace = (bytes: Uint8Array) => { readonly region: number; readonly offset: number };

/** What a rebuild did, in keys. */
export interface RebuiltStore {
  readonly written: readonly string[];
  /** Keys whose value was as new or newer: an owner that ticks had written it. */
  readonly kept: readonly string[];
}

/**
 * Fills the store from the log alone: the directory and the checkpoint copies of every region. What an
 * owner wrote meanwhile is newer and stays. Leases are their processes' own and are not written.
 * @throws AtlasError what the log and the store throw
 */
export async function rebuildStore(
  log: EventLog,
  world: string,
  store: StateStore,
): Promise<RebuiltStore> {
  const source = await openWorldLog(log, world);
  const { incarnationId } = source;
  const result = { written: [] as string[], kept: [] as string[] };
  const put = async (
    region: RegionId,
    key: string,
    image: StoreImage | null,
    ttlMs: number,
    read: ReadPlace,
  ): Promise<void> => {
    if (!image) return;
    const offsetOf = (bytes: Uint8Array): number => offsetIn(bytes, region, read);
    const written = await putIfNewer(store, key, image, ttlMs, offsetOf);
    result[written ? 'written' : 'kept'].push(key);
  };
  for (const region of storedRegions(source)) {
    const { checkpointCopyMs, directoryTtlMs } = CLUSTER_LIMITS;
    const copy = await checkpointImage(source, region);
    const copyKey = storeKeys.checkpoint(incarnationId, region);
    await put(region, copyKey, copy, checkpointCopyMs, (bytes) =>
      decodeRecord(logMessages.CheckpointChunk, bytes, incarnationId, 'checkpoint copy'),
    );
    const entry = await directoryImage(source, region);
    const entryKey = storeKeys.directory(incarnationId, region);
    await put(region, entryKey, entry, directoryTtlMs, decodeDirectory);
  }
  return result;
}

async function putIfNewer(
  store: StateStore,
  key: string,
  { offset, bytes }: StoreImage,
  ttlMs: number,
  offsetOf: (bytes: Uint8Array) => number,
): Promise<boolean> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const before = await store.get(key);
    if (before && offsetOf(before) >= offset) return false;
    if (await store.compareAndSet(key, before, bytes, { ttlMs })) return true;
  }
  return false;
}

/** −1 for what cannot be read, or is another region's: anything is newer than that. */
function offsetIn(bytes: Uint8Array, region: RegionId, read: ReadPlace): number {
  try {
    const place = read(bytes);
    return place.region === region ? place.offset : -1;
  } catch (error) {
    if (error instanceof AtlasError) return -1;
    throw error;
  }
}
