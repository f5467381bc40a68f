import { AtlasError, decodeTaskResultRecord, encodeTaskRecord } from '@atlasnet/schemas';
import type {
  AskedJob,
  Clock,
  EventLog,
  IncarnationId,
  LogRecord,
  Logger,
  TaskAnswer,
} from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { followTail } from '../tasks/partition-tail.ts';
import { batchOf } from '../tasks/result-writer.ts';

export interface JobExchangeOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly incarnation: IncarnationId;
  readonly topics: { readonly tasks: string; readonly taskResults: string };
  readonly partitions: number;
  /** What became of a job of some region. */
  readonly answered: (answer: TaskAnswer) => void;
}

/**
 * A shard's way to the task workers and back: appends jobs to `tasks` and reads `task-results` from the
 * end. Either may lose something: a job without a result is sent again, and answered again (M4).
 */
export class JobExchange {
  readonly #options: JobExchangeOptions;
  readonly #queues: Uint8Array[][];
  readonly #busy = new Set<number>();
  #unread: number;

  constructor(options: JobExchangeOptions) {
    this.#options = options;
    this.#queues = Array.from({ length: options.partitions }, () => []);
    this.#unread = options.partitions;
  }

  send(asked: AskedJob): void {
    const partition = asked.job.region % this.#options.partitions;
    const queue = this.#queues[partition];
    if (queue.length >= LIMITS.jobsQueued) return;
    queue.push(encodeTaskRecord(this.#options.incarnation, asked));
    void this.#pump(partition);
  }

  /** Ends with the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const { log, clock, logger, topics, partitions } = this.#options;
    const tails = Array.from({ length: partitions }, (_, partition) => {
      let isRead = false;
      const onReady = (): void => {
        if (isRead) return;
        isRead = true;
        this.#unread -= 1;
        for (let each = 0; each < partitions; each++) void this.#pump(each);
      };
      const onRecord = (record: LogRecord): void => this.#onResult(record);
      const base = { log, clock, logger, topic: topics.taskResults, partition };
      return followTail({ ...base, backlogRecords: 0, onRecord, onReady }, signal);
    });
    await Promise.all(tails);
  }

  /** Nothing is asked before results are read: the first would be missed. */
  async #pump(partition: number): Promise<void> {
    const { log, topics } = this.#options;
    const queue = this.#queues[partition];
    if (this.#unread > 0 || this.#busy.has(partition)) return;
    this.#busy.add(partition);
    while (queue.length > 0) {
      const batch = batchOf(queue);
      queue.splice(0, batch.length);
      await log.append(topics.tasks, partition, batch, true);
    }
    this.#busy.delete(partition);
  }

  #onResult({ value }: LogRecord): void {
    const { incarnation, answered, logger } = this.#options;
    try {
      answered(decodeTaskResultRecord(value, incarnation));
    } catch (error) {
      // It is nobody's result: the job that it was meant for is asked for again.
      if (!(error instanceof AtlasError)) throw error;
      logger.warn('a task result cannot be read', { code: error.code });
    }
  }
}
