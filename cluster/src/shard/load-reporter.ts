import { encodeLoadRecord, sleep } from '@atlasnet/schemas';
import type { Clock, EventLog, IncarnationId, RegionId } from '@atlasnet/schemas';
import type { WorldTime } from '../control/world-clock-service.ts';
import type { RegionHost } from './region-host.ts';

/** Between two load records of a region, milliseconds. */
const LOAD_MS = 1000;
/** Between two looks at the load topic's length, milliseconds. */
const TRIM_MS = 30_000;
/** Load records that are kept when the disk is short, milliseconds. */
const LOAD_KEPT_MS = 120_000;

export interface LoadReporterOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly time: WorldTime;
  readonly topic: string;
  readonly process: Uint8Array;
  readonly incarnation: IncarnationId;
  readonly replayWindowMs: number;
  readonly hosts: ReadonlyMap<RegionId, RegionHost>;
  readonly diskPressed: () => boolean;
}

/** P0: one append a second for the load of all regions; the next one replaces a lost one. */
export async function reportLoad(options: LoadReporterOptions, signal: AbortSignal): Promise<void> {
  const { clock, time, log, topic, hosts, process, incarnation } = options;
  while (await sleep(clock, untilReportMs(time), signal)) {
    const records: Uint8Array[] = [];
    for (const host of hosts.values()) {
      const load = host.load(process);
      if (load) records.push(encodeLoadRecord(incarnation, { load }));
    }
    if (records.length > 0) await log.append(topic, 0, records, true);
  }
}

/** All shards report at the same seconds of world time: who crosses a border is counted once, not in two or none. */
function untilReportMs(time: WorldTime): number {
  if (!time.isReady) return LOAD_MS;
  const restMs = LOAD_MS - (time.worldMs() % LOAD_MS);
  // A timer may be early: its second is over all the same.
  return restMs < LOAD_MS / 2 ? restMs + LOAD_MS : restMs;
}

/**
 * L1: the owner of region 0 keeps the load topic within the replay window, by the log's own time: what owners before
 * left goes as well.
 */
export async function trimLoad(options: LoadReporterOptions, signal: AbortSignal): Promise<void> {
  const { log, clock, topic, hosts, replayWindowMs, diskPressed } = options;
  while (await sleep(clock, TRIM_MS, signal)) {
    const windowMs = diskPressed() ? LOAD_KEPT_MS : replayWindowMs;
    if (windowMs <= 0 || !hosts.has(0 as RegionId)) continue;
    try {
      const { startOffset, endOffset } = await log.bounds(topic, 0);
      if (endOffset === startOffset) continue;
      const sinceMs = (await timeAt(options, endOffset - 1)) - windowMs;
      const offset = await firstSince(options, startOffset, endOffset - 1, sinceMs);
      if (offset > startOffset) await log.deleteBefore(topic, 0, offset);
    } catch (error) {
      const retriable = error instanceof Error && 'retriable' in error && error.retriable === true;
      if (!retriable) throw error;
    }
  }
}

/** The first record that is not older; the times of a partition's records grow, so by halves. */
async function firstSince(
  options: LoadReporterOptions,
  from: number,
  to: number,
  sinceMs: number,
): Promise<number> {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await timeAt(options, middle)) < sinceMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** When the log took a record, its own time in milliseconds. */
async function timeAt({ log, topic }: LoadReporterOptions, offset: number): Promise<number> {
  const read = { topic, partition: 0, fromOffset: offset, bytesMax: 1 };
  const { records } = await log.read(read);
  return records.find((record) => record.offset === offset)?.timestampMs ?? Infinity;
}
