import { isTransient, sleep } from '@atlasnet/schemas';
import type { Clock, EventLog } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';

/** Between two looks, milliseconds. */
const TRIM_MS = 60_000;

export interface TrimTopicsOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly topics: readonly string[];
  readonly partitions: number;
  /** Whether it is this process's affair; if two think so, no harm is done. */
  readonly leads: () => boolean;
}

/** L1: records older than is ever read are deleted; what the frames say of jobs stays. */
export async function trimTopics(options: TrimTopicsOptions, signal: AbortSignal): Promise<void> {
  const { clock } = options;
  let marks: { readonly atMs: number; readonly ends: readonly number[] }[] = [];
  while (await sleep(clock, TRIM_MS, signal)) {
    const now = clock.monotonicMs();
    try {
      marks.push({ atMs: now, ends: await endsOf(options) });
      const old = marks.filter(({ atMs }) => now - atMs >= LIMITS.taskRecordsKeptMs);
      const newest = old.at(-1);
      if (!newest) continue;
      if (options.leads()) await deleteBefore(options, newest.ends);
      marks = marks.slice(old.length);
    } catch (error) {
      if (!isTransient(error)) throw error;
    }
  }
}

async function endsOf({ log, topics, partitions }: TrimTopicsOptions): Promise<number[]> {
  const ends: number[] = [];
  for (const topic of topics) {
    for (let partition = 0; partition < partitions; partition++) {
      ends.push((await log.bounds(topic, partition)).endOffset);
    }
  }
  return ends;
}

async function deleteBefore(
  { log, topics, partitions }: TrimTopicsOptions,
  ends: readonly number[],
): Promise<void> {
  for (const [index, end] of ends.entries()) {
    const topic = topics[Math.floor(index / partitions)];
    if (end > 0) await log.deleteBefore(topic, index % partitions, end);
  }
}
