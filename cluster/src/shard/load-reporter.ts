import { encodeLoadRecord, sleep } from '@atlasnet/schemas';
import type { Clock, EventLog, IncarnationId, RegionId } from '@atlasnet/schemas';
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
  readonly topic: string;
  readonly process: Uint8Array;
  readonly incarnation: IncarnationId;
  readonly replayWindowMs: number;
  readonly hosts: ReadonlyMap<RegionId, RegionHost>;
  readonly diskPressed: () => boolean;
}

/** P0: one append a second for the load of all regions; the next one replaces a lost one. */
export async function reportLoad(options: LoadReporterOptions, signal: AbortSignal): Promise<void> {
  const { clock, log, topic, hosts, process, incarnation } = options;
  while (await sleep(clock, LOAD_MS, signal)) {
    const records: Uint8Array[] = [];
    for (const host of hosts.values()) {
      const load = host.load(process);
      if (load) records.push(encodeLoadRecord(incarnation, { load }));
    }
    if (records.length > 0) await log.append(topic, 0, records);
  }
}

/** L1: the owner of region 0 keeps the load topic within the replay window. */
export async function trimLoad(options: LoadReporterOptions, signal: AbortSignal): Promise<void> {
  const { log, clock, topic, hosts, replayWindowMs, diskPressed } = options;
  const marks: { atMs: number; offset: number }[] = [];
  while (await sleep(clock, TRIM_MS, signal)) {
    if (!hosts.has(0 as RegionId)) continue;
    const windowMs = diskPressed() ? LOAD_KEPT_MS : replayWindowMs;
    const now = clock.monotonicMs();
    try {
      marks.push({ atMs: now, offset: (await log.bounds(topic, 0)).endOffset });
      const old = marks.filter(({ atMs }) => now - atMs > windowMs);
      if (windowMs <= 0 || old.length === 0) continue;
      await log.deleteBefore(topic, 0, old[old.length - 1].offset);
      marks.splice(0, old.length);
    } catch (error) {
      const retriable = error instanceof Error && 'retriable' in error && error.retriable === true;
      if (!retriable) throw error;
    }
  }
}
