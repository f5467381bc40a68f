import { AtlasError, ContiguousFollower, readToEnd, sleep } from '@atlasnet/schemas';
import type { Clock, EventLog, LogRecord, Logger } from '@atlasnet/schemas';

/** Before a partition that could not be read is tried again, milliseconds. */
const RETRY_MS = 200;

export interface PartitionTailOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly topic: string;
  readonly partition: number;
  /** Newest records that are read before it waits for more; 0: only what comes. */
  readonly backlogRecords: number;
  /** `isOld`: it was there when reading began. */
  readonly onRecord: (record: LogRecord, isOld: boolean) => void;
  /** The backlog has been read; from here on nothing is missed. @param newest its last record */
  readonly onReady: (newest: LogRecord | null) => void;
}

/**
 * Reads the end of a partition whose records may be missed: what is not seen is said again (M4). So a
 * reader that fell behind what is kept begins anew, with a bounded backlog. Ends with the signal.
 */
export async function followTail(
  options: PartitionTailOptions,
  signal: AbortSignal,
): Promise<void> {
  const { clock, logger, topic, partition } = options;
  let said = false;
  while (!signal.aborted) {
    try {
      await followOnce(options, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof AtlasError)) throw error;
      const { code, message } = error;
      if (!said)
        logger.warn('a partition is read anew', { topic, partition, code, error: message });
      said = true;
      await sleep(clock, RETRY_MS, signal);
    }
  }
}

async function followOnce(options: PartitionTailOptions, signal: AbortSignal): Promise<void> {
  const { log, topic, partition, backlogRecords, onRecord, onReady } = options;
  const { startOffset, endOffset } = await log.bounds(topic, partition);
  const first = Math.max(startOffset, endOffset - backlogRecords);
  let newest: LogRecord | null = null;
  const take = (record: LogRecord): void => {
    newest = record;
    onRecord(record, true);
  };
  const read = { log, topic, partition, fromOffset: first, onRecord: take, signal };
  const fromOffset = await readToEnd(read);
  if (signal.aborted) return;
  await new Promise<void>((resolve, reject) => {
    const onRecords = (records: readonly LogRecord[]): void => {
      for (const record of records) onRecord(record, false);
    };
    const follower = new ContiguousFollower(log, {
      ...{ topic, partition, fromOffset, onRecords },
      onError: (error) => {
        follower.stop();
        signal.removeEventListener('abort', end);
        reject(error);
      },
    });
    function end(): void {
      follower.stop();
      resolve();
    }
    signal.addEventListener('abort', end, { once: true });
    onReady(newest);
  });
}
