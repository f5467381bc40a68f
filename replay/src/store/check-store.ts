import {
  AtlasError,
  decodeDirectory,
  decodeRecord,
  logMessages,
  storeKeys,
} from '@atlasnet/schemas';
import type { EventLog, RegionId, StateStore } from '@atlasnet/schemas';
import { openWorldLog } from '../reader/world-log.ts';
import type { WorldLog } from '../reader/world-log.ts';
import { checkpointImage, directoryImage, storedRegions } from './region-image.ts';

/** Keys of one world that are looked at; far above what a world has. */
const KEYS_MAX = 100_000;

/** What a check says of one key. */
export interface StoreKeyVerdict {
  readonly key: string;
  /** `process`: only processes can say what belongs there (leases, marks, the generation). */
  readonly verdict: 'as the log says' | 'process' | 'missing' | 'differs' | 'unknown';
  readonly detail: string;
}

export interface StoreReport {
  /** Whether every key that the log implies is there, and none says what the log does not. */
  readonly whole: boolean;
  readonly keys: readonly StoreKeyVerdict[];
}

/**
 * Compares the store, key by key, with what the log says. The world may tick: an entry is compared with
 * the state as of the frame that it names.
 * @throws AtlasError what the log and the store throw
 */
export async function checkStore(
  log: EventLog,
  world: string,
  store: StateStore,
): Promise<StoreReport> {
  const control = await openWorldLog(log, world);
  const { incarnationId } = control;
  const held = new Set(await store.keys(storeKeys.all(incarnationId), KEYS_MAX));
  const keys: StoreKeyVerdict[] = [];
  for (const region of storedRegions(control)) {
    for (const [key, check] of [
      [storeKeys.directory(incarnationId, region), checkDirectory],
      [storeKeys.checkpoint(incarnationId, region), checkCopy],
    ] as const) {
      held.delete(key);
      keys.push({ key, ...(await check(control, region, await store.get(key))) });
    }
  }
  for (const key of [...held].sort()) {
    keys.push({ key, verdict: kindOf(key, control), detail: '' });
  }
  const bad = ['missing', 'differs', 'unknown'];
  return { whole: keys.every(({ verdict }) => !bad.includes(verdict)), keys };
}

type Verdict = Omit<StoreKeyVerdict, 'key'>;

async function checkDirectory(
  source: WorldLog,
  region: RegionId,
  value: Uint8Array | null,
): Promise<Verdict> {
  if (!value) return missing;
  return read(async () => {
    const { offset, tick, entities, sessions, ...at } = decodeDirectory(value);
    const image = at.region === region && (await directoryImage(source, region, { offset, tick }));
    const what = `tick ${tick}, ${entities.length} entities, ${sessions.length} sessions`;
    if (!image) return { verdict: 'differs', detail: `no counted frame at offset ${offset}` };
    return { verdict: areEqual(image.bytes, value) ? 'as the log says' : 'differs', detail: what };
  });
}

async function checkCopy(
  source: WorldLog,
  region: RegionId,
  value: Uint8Array | null,
): Promise<Verdict> {
  // A region that has written no checkpoint yet has no copy either.
  const image = await checkpointImage(source, region);
  if (!value) return image ? missing : { verdict: 'as the log says', detail: 'none yet' };
  return read(async () => {
    const { incarnationId } = source;
    const copy = decodeRecord(logMessages.CheckpointChunk, value, incarnationId, 'copy');
    // The owner may have written a newer one since the topic was read.
    const newer =
      image && copy.offset > image.offset ? await checkpointImage(source, region) : image;
    const detail = `offset ${copy.offset}, ${copy.bytes.length} bytes`;
    if (!newer || copy.offset < newer.offset) {
      return { verdict: 'differs', detail: `${detail}; the topic has offset ${newer?.offset}` };
    }
    return { verdict: areEqual(newer.bytes, value) ? 'as the log says' : 'differs', detail };
  });
}

const missing: Verdict = { verdict: 'missing', detail: '' };

async function read(check: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof AtlasError) || error.retriable) throw error;
    return { verdict: 'differs', detail: error.message };
  }
}

/** What only processes write; entries of regions that a map no longer names lapse by themselves. */
function kindOf(key: string, { incarnationId, regions }: WorldLog): StoreKeyVerdict['verdict'] {
  const rest = key.slice(storeKeys.all(incarnationId).length);
  if (/^(process|mark)\/[0-9a-f]{16}$/.test(rest)) return 'process';
  if (rest === 'lease/watchdog' || rest === 'generation') return 'process';
  const old = /^(?:directory|checkpoint)\/(\d+)$/.exec(rest);
  return old && regions.includes(Number(old[1]) as RegionId) ? 'process' : 'unknown';
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
