import type { EventLog } from '@atlasnet/schemas';
import { HistoryCollector } from './entity-history.ts';
import type { EntityHistory } from './entity-history.ts';
import { SummaryCollector } from './log-summary.ts';
import type { RegionSummary, SessionSummary } from './log-summary.ts';
import { openWorldLog } from './world-log.ts';
import type { WorldLog } from './world-log.ts';
import { WorldWalk, applyObserved } from './world-walk.ts';
import type { WorldMoment } from './world-walk.ts';

/** What a whole log holds, in numbers. */
export interface WorldSummary {
  readonly world: string;
  readonly incarnation: string;
  readonly tickHz: number;
  readonly firstTick: number;
  readonly lastTick: number;
  /** LogAppendTime of the first and the last record, Unix milliseconds; 0 for an empty log. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly mapVersions: number;
  readonly assignments: number;
  readonly voidMapRecords: number;
  readonly entities: number;
  readonly sessions: number;
  readonly bytes: number;
  readonly regions: readonly RegionSummary[];
}

/** The ticks to look at; both ends belong to it. */
export interface TickRange {
  readonly fromTick?: number;
  readonly toTick?: number;
}

/**
 * Reads any world's log: what was, where, and when. It only reads, holds one state a region, and may
 * look at a log that is being written: it then sees it up to where it ended when a question began.
 */
export class WorldReader {
  readonly source: WorldLog;

  constructor(source: WorldLog) {
    this.source = source;
  }

  /** @throws AtlasError ATLAS_RECORD_MALFORMED when the log has no such world; what the log throws */
  static async open(log: EventLog, world: string): Promise<WorldReader> {
    return new WorldReader(await openWorldLog(log, world));
  }

  /**
   * Every region's state as of a tick: from its newest verified checkpoint, then the frames.
   * @throws AtlasError ATLAS_LOG_OFFSET_OUT_OF_RANGE when the log no longer reaches back so far
   */
  async stateAt(tick: number): Promise<WorldMoment> {
    const walk = await WorldWalk.open(this.source, tick);
    await walk.advanceTo(tick);
    return walk.moment(tick);
  }

  /** What happened to one entity, in every region that it was in. */
  async entityHistory(entity: number, range: TickRange = {}): Promise<EntityHistory> {
    const { fromTick = 0, toTick = Infinity } = range;
    const collector = new HistoryCollector(entity, fromTick);
    let walk: WorldWalk | null = null;
    const observed = applyObserved((region, offset) => (table, frame) => {
      const cursor = walk?.cursors.find((each) => each.region === region);
      if (cursor && frame.tick >= fromTick) collector.frame(cursor, offset, table, frame);
    });
    walk = await WorldWalk.open(this.source, Math.max(0, fromTick - 1), observed);
    await walk.advanceTo(fromTick - 1);
    for (const { replica, nextOffset } of walk.cursors) {
      if (replica.state) collector.begin(replica.state, nextOffset - 1);
    }
    await walk.advanceTo(toTick);
    return collector.finish();
  }

  /** Every session that the kept log tells of, by first tick. */
  async sessions(): Promise<readonly SessionSummary[]> {
    const { collector } = await this.#collect();
    return Array.from(collector.sessions.values()).sort((a, b) => a.firstTick - b.firstTick);
  }

  async regions(): Promise<readonly RegionSummary[]> {
    return (await this.summary()).regions;
  }

  async summary(): Promise<WorldSummary> {
    const { collector } = await this.#collect();
    const { incarnation, incarnationId, events, control, world } = this.source;
    const regions = Array.from(collector.regions.values()).sort((a, b) => a.region - b.region);
    const begun = regions.filter(({ firstTick }) => firstTick >= 0);
    const sum = (value: (region: RegionSummary) => number): number =>
      regions.reduce((total, region) => total + value(region), 0);
    return {
      world,
      incarnation: incarnationId,
      tickHz: incarnation.tickHz,
      firstTick: begun.length === 0 ? 0 : Math.min(...begun.map(({ firstTick }) => firstTick)),
      lastTick: Math.max(0, ...begun.map(({ lastTick }) => lastTick)),
      firstMs: collector.firstMs,
      lastMs: collector.lastMs,
      mapVersions: control.mapHistory.length,
      assignments: events.filter(({ verdict }) => verdict.kind === 'assigned').length,
      voidMapRecords: events.filter(({ verdict }) => verdict.kind === 'void').length,
      entities: sum(({ entities }) => entities),
      sessions: sum(({ sessions }) => sessions),
      bytes: sum(({ bytes }) => bytes),
      regions,
    };
  }

  /**
   * The first tick after which a predicate over the world holds; null when it never does. The moment
   * is only valid during the call.
   */
  async findFirst(
    predicate: (moment: WorldMoment) => boolean,
    range: TickRange = {},
  ): Promise<number | null> {
    const { fromTick = 0, toTick = Infinity } = range;
    const walk = await WorldWalk.open(this.source, fromTick);
    await walk.advanceTo(fromTick);
    let { tick } = walk;
    for (;;) {
      // A tick is over when no region's next frame is of it.
      const step = await walk.next(tick);
      if (step) continue;
      if (tick >= fromTick && tick > 0 && predicate(walk.moment(tick))) return tick;
      if (tick >= toTick || !(await walk.next())) return null;
      ({ tick } = walk);
    }
  }

  async #collect(): Promise<{ collector: SummaryCollector }> {
    const walk = await WorldWalk.open(this.source, 0);
    const collector = new SummaryCollector();
    for (let step = await walk.next(); step; step = await walk.next()) collector.step(step);
    collector.finish(walk);
    return { collector };
  }
}
