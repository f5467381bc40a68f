import { setPriority } from 'node:os';
import type { Logger } from '@atlasnet/schemas';

/** How far processes that nobody waits for stand back: ticks, views and the log go first. */
export const BACKGROUND_NICE = 10;

/**
 * Has this process stand back where a processor is short, by the system's nice value, 0 (not at all) to 19.
 * Where the system does not let it, it goes on as it is.
 */
export function standBack(
  nice: number,
  logger: Pick<Logger, 'debug'>,
  set: (nice: number) => void = setPriority,
): void {
  if (nice === 0) return;
  try {
    set(nice);
  } catch (error) {
    logger.debug('the system does not let this process stand back', { error: String(error) });
  }
}
