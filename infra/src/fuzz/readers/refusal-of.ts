import { AtlasError } from '@atlasnet/schemas';
import { ACCEPTED } from '../fuzz-reader.ts';

/** How a reading ended: an error of the closed list is a refusal, any other a fault of the reader. */
export function refusalOf(read: () => unknown): string {
  try {
    read();
    return ACCEPTED;
  } catch (error) {
    if (error instanceof AtlasError) return error.code;
    throw error;
  }
}

/** The same for a reading that takes its time. */
export async function refusalOfAsync(read: () => Promise<unknown>): Promise<string> {
  try {
    await read();
    return ACCEPTED;
  } catch (error) {
    if (error instanceof AtlasError) return error.code;
    throw error;
  }
}
