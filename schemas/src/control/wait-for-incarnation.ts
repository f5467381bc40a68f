import { isTransient } from '../errors.ts';
import type { IncarnationId } from '../ids.ts';
import { sleep } from '../ports/clock.ts';
import type { Clock } from '../ports/clock.ts';
import type { EventLog } from '../ports/event-log.ts';
import { ControlState } from './control-state.ts';
import { readToEnd } from './contiguous.ts';
import { topicNames } from './topics.ts';

/** Between two looks, milliseconds. */
const RETRY_MS = 50;

export interface IncarnationWait {
  readonly log: EventLog;
  readonly world: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Takes in what the map topic says, for whoever follows it from there on. */
  readonly control?: ControlState;
}

/**
 * Waits until the world is founded (rule L2); null when the signal came first.
 * @throws AtlasError what the log throws for good
 */
export async function waitForIncarnation({
  log,
  world,
  clock,
  signal,
  control = new ControlState(),
}: IncarnationWait): Promise<IncarnationId | null> {
  const { map: topic } = topicNames(world);
  const onRecord = ({ value, offset }: { value: Uint8Array; offset: number }): void => {
    control.applyBytes(value, offset);
  };
  while (!signal.aborted) {
    const fromOffset = control.nextOffset;
    try {
      await readToEnd({ log, topic, partition: 0, fromOffset, onRecord, signal });
    } catch (error) {
      if (signal.aborted) return null;
      // The watchdog makes the topics.
      if (!isTransient(error)) throw error;
    }
    if (control.incarnationId !== null) return control.incarnationId;
    await sleep(clock, RETRY_MS, signal);
  }
  return null;
}
