import { AtlasError, decodeRecord, logMessages, placedError } from '@atlasnet/schemas';
import type { FrameRecord, IncarnationId, Logger, RegionId } from '@atlasnet/schemas';

/**
 * Reads a record of the frames topic. A corrupt one and one of another incarnation (L2) count for
 * nobody, so every reader goes on past them alike.
 * @returns null for such a record
 * @throws AtlasError ATLAS_RECORD_VERSION: nobody may go on past what a newer program wrote
 */
export function readFrameRecord(
  { offset, value }: { readonly offset: number; readonly value: Uint8Array },
  context: {
    readonly region: RegionId;
    readonly incarnation: IncarnationId;
    readonly logger: Logger;
  },
): FrameRecord | null {
  const { region, incarnation, logger } = context;
  try {
    return decodeRecord(logMessages.FrameRecord, value, incarnation, 'frame record');
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error;
    if (error.code === 'ATLAS_RECORD_VERSION') {
      throw placedError(error, `offset ${offset} of region ${region}`, { region, offset });
    }
    logger.warn('a record in a region’s partition is not this world’s, it counts for nobody', {
      region,
      offset,
      code: error.code,
    });
    return null;
  }
}

/** Whether every process would fail alike: its declaration, or the program, is not the log's. */
export function failsEverywhere(error: unknown): error is AtlasError {
  const codes = ['ATLAS_WORLD_CHANGED', 'ATLAS_RECORD_VERSION'];
  return error instanceof AtlasError && codes.includes(error.code);
}
