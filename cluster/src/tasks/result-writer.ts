import { sleep } from '@atlasnet/schemas';
import type { Clock, EventLog, Logger } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';

/** Waits between tries of an append that did not settle, milliseconds. */
const RETRY_MS = [20, 100, 500, 2000];

export interface ResultWriterOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly topic: string;
  readonly signal: AbortSignal;
}

/**
 * Appends results, for each partition one append at a time, the same bytes until the log has them (L3).
 * Copies are harmless: a job takes its first result only (M4).
 */
export class ResultWriter {
  readonly #options: ResultWriterOptions;
  readonly #queues = new Map<number, Uint8Array[]>();
  readonly #busy = new Set<number>();

  constructor(options: ResultWriterOptions) {
    this.#options = options;
  }

  /** Results that are not in the log yet. */
  get waiting(): number {
    let sum = 0;
    for (const queue of this.#queues.values()) sum += queue.length;
    return sum;
  }

  write(partition: number, record: Uint8Array): void {
    const queue = this.#queues.get(partition) ?? [];
    this.#queues.set(partition, queue);
    // The region asks again for what finds no room.
    if (queue.length >= LIMITS.resultsRemembered) return;
    queue.push(record);
    if (!this.#busy.has(partition)) void this.#pump(partition, queue);
  }

  async #pump(partition: number, queue: Uint8Array[]): Promise<void> {
    const { log, clock, logger, topic, signal } = this.#options;
    this.#busy.add(partition);
    let failed = 0;
    while (queue.length > 0 && !signal.aborted) {
      const batch = batchOf(queue);
      const outcome = await log.append(topic, partition, batch);
      if (outcome.kind === 'acknowledged') {
        queue.splice(0, batch.length);
        failed = 0;
        continue;
      }
      const { code, message, retriable } = outcome.error;
      if (failed === 0) logger.warn('the log does not take results', { code, error: message });
      if (outcome.kind === 'refused' && !retriable) queue.splice(0, batch.length);
      await sleep(clock, RETRY_MS[Math.min(failed++, RETRY_MS.length - 1)], signal);
    }
    this.#busy.delete(partition);
  }
}

/** The records of one append, at least one. */
export function batchOf(queue: readonly Uint8Array[]): Uint8Array[] {
  const batch: Uint8Array[] = [];
  let bytes = 0;
  for (const record of queue) {
    bytes += record.length + 64;
    if (batch.length > 0 && bytes > LIMITS.taskBatchBytes) break;
    batch.push(record);
  }
  return batch;
}
