import { encodeRecord, logMessages, processBytes, sleep } from '@atlasnet/schemas';
import type { RegionHostOptions } from './region-host-options.ts';

/** Between two tries, milliseconds: each is longer by the first, up to the last. */
const RETRY_MS = 10;
const RETRY_MS_MAX = 250;

/**
 * O1: claims the epoch, with the same bytes until it is settled.
 * @returns the claim's offset; null when stopped
 */
export async function claimRegion(
  options: RegionHostOptions,
  signal: AbortSignal,
): Promise<number | null> {
  const { log, clock, topics, region, epoch, incarnation, schema, logger } = options;
  const claim = {
    region,
    epoch,
    process: processBytes(options.process),
    mapVersion: options.mapAt(Number.MAX_SAFE_INTEGER)?.version ?? 0,
    engine: options.engine,
    game: schema.name,
    worldSchema: new TextEncoder().encode(schema.json),
    worldSchemaHash: schema.hash,
  };
  const record = encodeRecord(logMessages.FrameRecord, incarnation, { claim });
  for (let attempt = 0; !signal.aborted; attempt++) {
    const outcome = await log.append(topics.frames, region, [record]);
    if (outcome.kind === 'acknowledged') return outcome.baseOffset;
    if (attempt === 0) {
      logger.warn('the log does not take a claim', { region, error: outcome.error.message });
    }
    await sleep(clock, Math.min(RETRY_MS_MAX, RETRY_MS * (attempt + 1)), signal);
  }
  return null;
}
