import type { FrameObserver, RegionReplica, RegionState } from '@atlasnet/cluster';
import { AtlasError } from '@atlasnet/schemas';
import type { Frame, FrameVerdict, PartitionMap, RegionId } from '@atlasnet/schemas';
import { findCheckpoint, oldestCheckpoint } from './find-checkpoint.ts';
import type { FoundCut } from './find-checkpoint.ts';
import { RegionCursor } from './region-cursor.ts';
import type { CursorRecord } from './region-cursor.ts';
import { frameBounds } from './world-log.ts';
import type { WorldLog } from './world-log.ts';

/** One record of some region, after it was applied to that region's replica. */
export interface WalkStep extends CursorRecord {
  readonly region: RegionId;
  readonly replica: RegionReplica;
  /** Null for a record that cannot be decoded. */
  readonly verdict: FrameVerdict | null;
}

/** The world as of one tick, as far as each region's log says. */
export interface WorldMoment {
  readonly tick: number;
  readonly map: PartitionMap | null;
  /** Regions that have begun; their own tick may be older when they are late. */
  readonly regions: ReadonlyMap<RegionId, RegionState>;
  /** Under which epoch each of them was last claimed, and its newest frame if one was read. */
  readonly newest: ReadonlyMap<RegionId, { readonly epoch: number; readonly frame: Frame | null }>;
}

/** How a record is applied; a checker puts itself in between. */
export type ApplyRecord = (cursor: RegionCursor, at: CursorRecord) => FrameVerdict | null;

/**
 * All regions' partitions merged by tick: at each step the region whose next frame has the lowest tick
 * goes on. Memory is one state and one batch a region, whatever the log's length.
 */
export class WorldWalk {
  readonly source: WorldLog;
  readonly cursors: readonly RegionCursor[];
  readonly #apply: ApplyRecord;
  readonly #ended = new Set<RegionCursor>();
  /** Nothing later than this tick is given. */
  #tickMax = Infinity;
  /** The newest tick of a frame that was applied. */
  tick = 0;

  constructor(source: WorldLog, cursors: readonly RegionCursor[], apply?: ApplyRecord) {
    this.source = source;
    this.cursors = cursors;
    this.#apply = apply ?? applyPlainly;
  }

  /**
   * Opens every region at the newest checkpoint at or before a tick (0: at the log's start, or where
   * a trimmed log can first be read), to the end that the log has now.
   * @throws AtlasError ATLAS_LOG_OFFSET_OUT_OF_RANGE when the log no longer reaches back so far
   */
  static async open(source: WorldLog, tick: number, apply?: ApplyRecord): Promise<WorldWalk> {
    const cursors: RegionCursor[] = [];
    for (const region of source.regions) {
      const { startOffset, endOffset } = await frameBounds(source, region);
      const cut = await cutFor(source, region, tick, startOffset);
      cursors.push(new RegionCursor(source, region, endOffset, cut));
    }
    return new WorldWalk(source, cursors, apply);
  }

  /**
   * {@link next}, up to a moment that every region's log has reached: the ends of the partitions of a world that
   * runs on were not taken in one moment, and behind the first of them half of what regions say to each
   * other is missing.
   */
  async nextOfAll(): Promise<WalkStep | null> {
    for (const cursor of this.cursors) {
      if (!cursor.atEnd || this.#ended.has(cursor)) continue;
      this.#ended.add(cursor);
      const { endOffset } = await frameBounds(this.source, cursor.region);
      // One whose log does not grow has said all that it will say.
      if (endOffset > cursor.nextOffset) this.#tickMax = Math.min(this.#tickMax, cursor.tick);
    }
    return this.next(this.#tickMax);
  }

  /** Applies the record that is next in the order of ticks; null at the end of all. */
  async next(tickMax = Infinity): Promise<WalkStep | null> {
    let best: { cursor: RegionCursor; at: CursorRecord; tick: number } | null = null;
    for (const cursor of this.cursors) {
      const at = await cursor.peek();
      if (!at) continue;
      // Claims have no tick of their own: they belong to the frame before them.
      const { tick } = at;
      if (tick <= tickMax && (best === null || tick < best.tick)) best = { cursor, at, tick };
      if (tick < 0) break;
    }
    if (!best) return null;
    const { cursor, at } = best;
    cursor.consume();
    const verdict = this.#apply(cursor, at);
    if (verdict?.kind === 'counts') this.tick = Math.max(this.tick, verdict.frame.tick);
    return { ...at, region: cursor.region, replica: cursor.replica, verdict };
  }

  /** Applies everything up to and including a tick. */
  async advanceTo(tick: number): Promise<void> {
    while ((await this.next(tick)) !== null);
  }

  /** The world as the walk has read it. The states are live: read them before going on. */
  moment(tick: number): WorldMoment {
    const regions = new Map<RegionId, RegionState>();
    const newest = new Map<RegionId, { epoch: number; frame: Frame | null }>();
    for (const { region, replica } of this.cursors) {
      if (!replica.state) continue;
      regions.set(region, replica.state);
      newest.set(region, { epoch: replica.gate.epoch, frame: replica.lastFrame });
    }
    return { tick, map: this.source.control.mapAt(tick), regions, newest };
  }

  /** Lets every region be read to the end that the log has now. */
  async extend(): Promise<void> {
    for (const cursor of this.cursors) {
      cursor.extendTo((await frameBounds(this.source, cursor.region)).endOffset);
    }
  }
}

/** Applies a record, shown to an observer while its changes are still dirty. */
export function applyObserved(observe: (region: RegionId, offset: number) => FrameObserver) {
  return ({ replica }: RegionCursor, { record, offset }: CursorRecord): FrameVerdict | null =>
    record && replica.apply(record, offset, observe(replica.region, offset));
}

function applyPlainly({ replica }: RegionCursor, at: CursorRecord): FrameVerdict | null {
  return at.record && replica.apply(at.record, at.offset);
}

async function cutFor(
  source: WorldLog,
  region: RegionId,
  tick: number,
  startOffset: number,
): Promise<FoundCut | null> {
  if (tick > 0) {
    const cut = await findCheckpoint(source, region, tick);
    if (cut && cut.offset + 1 >= startOffset) return cut;
  }
  if (startOffset === 0) return null;
  const oldest = await oldestCheckpoint(source, region);
  if (oldest && (tick === 0 || oldest.state.tick <= tick)) return oldest;
  throw new AtlasError(
    'ATLAS_LOG_OFFSET_OUT_OF_RANGE',
    `the log of region ${region} begins at offset ${startOffset}, after tick ${tick}`,
    {
      details: { region, startOffset, tick, oldestTick: oldest?.state.tick ?? -1 },
      hint: 'name a later tick; log.replayWindowMs says how much history is kept',
    },
  );
}
