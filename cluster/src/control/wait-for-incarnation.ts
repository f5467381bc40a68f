import { AtlasError, ControlState, readToEnd, sleep, topicNames } from '@atlasnet/schemas';
import type { Clock, EventLog, IncarnationId } from '@atlasnet/schemas';

/** Between two looks, milliseconds. */
const RETRY_MS = 100;

/** Waits until the world is founded (rule L2); null when the signal came first. */
export async function waitForIncarnation(
  log: EventLog,
  world: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<IncarnationId | null> {
  const topic = topicNames(world).map;
  while (!signal.aborted) {
    const control = new ControlState();
    const onRecord = ({ value, offset }: { value: Uint8Array; offset: number }): void => {
      control.applyBytes(value, offset);
    };
    try {
      await readToEnd({ log, topic, partition: 0, fromOffset: 0, onRecord, signal });
    } catch (error) {
      if (signal.aborted) return null;
      const missing = error instanceof AtlasError && error.code === 'ATLAS_LOG_TOPIC_MISSING';
      if (!missing && !(error instanceof AtlasError && error.retriable)) throw error;
    }
    if (control.incarnationId !== null) return control.incarnationId;
    await sleep(clock, RETRY_MS, signal);
  }
  return null;
}
