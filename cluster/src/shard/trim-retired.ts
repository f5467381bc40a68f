import { sleep } from '@atlasnet/schemas';
import type { Clock, ControlState, EventLog, RegionId } from '@atlasnet/schemas';
import type { CheckpointPlace } from './checkpoint-store.ts';
import { frameStart } from './frame-at.ts';
import { verifiedOf } from './recovery.ts';
import type { TailSource } from './recovery.ts';

/** Between two looks at what closed regions have left, milliseconds. */
const TRIM_MS = 10_000;

export interface TrimRetiredOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly control: ControlState;
  /** The regions of this process. */
  readonly hosts: ReadonlyMap<RegionId, unknown>;
  readonly sourceOf: (region: RegionId) => TailSource;
  /** 0 keeps all. */
  readonly replayWindowMs: number;
  readonly diskPressed: () => boolean;
}

/** Below it a closed region's history may go. */
interface Limit extends CheckpointPlace {
  /** The partition's end, when it was looked for. */
  readonly endOffset: number;
  /** When its frame was written, by the log. */
  readonly wallMs: number;
}

/**
 * L1: a region that has closed takes no checkpoint any more, after which its history would go. The owner of region 0
 * drops what lies below the older of its two newest, once that is older than the replay window or the disk cap nears.
 */
export async function trimRetired(options: TrimRetiredOptions, signal: AbortSignal): Promise<void> {
  const { clock, control, hosts } = options;
  const limits = new Map<RegionId, Limit>();
  while (await sleep(clock, TRIM_MS, signal)) {
    if (!hosts.has(0 as RegionId)) continue;
    for (let id = 0; id < (control.incarnation?.regionsMax ?? 0); id++) {
      const region = id as RegionId;
      if (!control.isRetired(region)) continue;
      try {
        await trim(options, region, limits);
      } catch (error) {
        const retriable =
          error instanceof Error && 'retriable' in error && error.retriable === true;
        if (!retriable) throw error;
      }
    }
  }
}

async function trim(
  options: TrimRetiredOptions,
  region: RegionId,
  limits: Map<RegionId, Limit>,
): Promise<void> {
  const { log, clock, replayWindowMs, diskPressed } = options;
  const source = options.sourceOf(region);
  const { startOffset, endOffset } = await log.bounds(source.topic, region);
  let limit = limits.get(region);
  if (limit?.endOffset !== endOffset) {
    limit = { ...(await olderOf(source, startOffset)), endOffset };
    limits.set(region, limit);
  }
  const isOld = replayWindowMs > 0 && clock.wallMs() - limit.wallMs > replayWindowMs;
  if (limit.offset <= startOffset || !(isOld || diskPressed())) return;
  await log.deleteBefore(source.topic, region, await frameStart(source, limit.offset));
  await source.checkpoints.deleteBefore(region, limit.chunk);
}

/** The older of the two newest verified checkpoints in the topic; with fewer, the start. */
async function olderOf(source: TailSource, startOffset: number): Promise<Omit<Limit, 'endOffset'>> {
  const { log, topic, region } = source;
  let newer: CheckpointPlace | null = null;
  for await (const { place } of verifiedOf(source)) {
    if (place === null || place.offset === newer?.offset) continue;
    if (newer === null) {
      newer = place;
      continue;
    }
    const read = { topic, partition: region, fromOffset: place.offset, bytesMax: 1 };
    const [record] = (await log.read(read)).records;
    return { ...place, wallMs: record?.timestampMs ?? Infinity };
  }
  return { offset: startOffset, chunk: 0, wallMs: Infinity };
}
