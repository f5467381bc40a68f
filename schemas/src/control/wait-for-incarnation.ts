import { isTransient } from '../errors.ts';
import type { IncarnationId } from '../ids.ts';
import { sleep } from '../ports/clock.ts';
import type { Clock } from '../ports/clock.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { Logger } from '../ports/telemetry.ts';
import { ControlState } from './control-state.ts';
import { readToEnd } from './contiguous.ts';
import { topicNames } from './topics.ts';

/** Between two looks, milliseconds. */
const RETRY_MS = 50;
/** A cluster that starts founds its world within this; else what is waited for is said, milliseconds. */
const SAY_AFTER_MS = 5000;
/** Between two words about it, milliseconds. */
const SAY_AGAIN_MS = 30_000;

export interface IncarnationWait {
  readonly log: EventLog;
  readonly world: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Takes in what the map topic says, for whoever follows it from there on. */
  readonly control?: ControlState;
  /** Is told what is waited for, when that takes long. */
  readonly logger?: Logger;
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
  logger,
}: IncarnationWait): Promise<IncarnationId | null> {
  const { map: topic } = topicNames(world);
  const onRecord = ({ value, offset }: { value: Uint8Array; offset: number }): void => {
    control.applyBytes(value, offset);
  };
  let sayMs = clock.monotonicMs() + SAY_AFTER_MS;
  while (!signal.aborted) {
    const fromOffset = control.nextOffset;
    let why = `nobody has founded the world ${world}: start its watchdog, or correct world.name`;
    try {
      await readToEnd({ log, topic, partition: 0, fromOffset, onRecord, signal });
    } catch (error) {
      if (signal.aborted) return null;
      // The watchdog makes the topics.
      if (!isTransient(error)) throw error;
      if (error.code !== 'ATLAS_LOG_TOPIC_MISSING') why = `${error.message}. ${error.hint}`.trim();
    }
    if (control.incarnationId !== null) return control.incarnationId;
    const nowMs = clock.monotonicMs();
    if (nowMs >= sayMs) {
      logger?.warn('the world is waited for', { why });
      sayMs = nowMs + SAY_AGAIN_MS;
    }
    await sleep(clock, RETRY_MS, signal);
  }
  return null;
}
