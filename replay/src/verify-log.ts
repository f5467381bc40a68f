import { WorldChecker } from '@atlasnet/cluster';
import type { CheckReport, SettlingOptions, WorldCheckerOptions } from '@atlasnet/cluster';
import type { EventLog } from '@atlasnet/schemas';
import type { CursorRecord, RegionCursor } from './reader/region-cursor.ts';
import { openWorldLog } from './reader/world-log.ts';
import type { WorldLog } from './reader/world-log.ts';
import { WorldWalk } from './reader/world-walk.ts';

/** What `verify` says about a log. */
export interface VerifyReport extends CheckReport {
  readonly world: string;
  readonly records: number;
  readonly frames: number;
  readonly lastTick: number;
  /** Records that cannot be decoded or are another incarnation's; they count for nobody. */
  readonly unreadable: number;
  /** Regions that were read from a checkpoint, since the log no longer has their beginning. */
  readonly fromCheckpoint: readonly number[];
}

/** World times of a run under faults, milliseconds since the Unix epoch on the log's axis (T2). */
export interface CalmTimes extends Omit<SettlingOptions, 'faultsEndTick' | 'endTick'> {
  readonly faultsEndMs: number;
  /** The moment that is judged: from then on the world is shut down. */
  readonly endMs: number;
}

export interface VerifyOptions extends WorldCheckerOptions {
  /** I9: in place of `settling`, where a run was timed by a clock. */
  readonly calm?: CalmTimes;
}

/**
 * Checks I1–I6 and I8 over a whole log, or as much of it as is kept; I9 where it is said when faults ended.
 * @throws AtlasError what opening the world or reading the log throws
 */
export async function verifyLog(
  log: EventLog,
  world: string,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  // The ends of the partitions are taken before the map topic is read: it then names every map and
  // assignment that those records can name.
  const early = await openWorldLog(log, world);
  const checker = new WorldChecker({ ...options, ...settlingOf(early, options) });
  const apply = ({ replica }: RegionCursor, at: CursorRecord) =>
    at.record && checker.record(replica, at.record, at.offset);
  const walk = await WorldWalk.open(early, 0, apply);
  const source = await openWorldLog(log, world);
  for (const { offset, verdict } of source.events) checker.control(verdict, offset);
  const fromCheckpoint: number[] = [];
  for (const { replica, nextOffset } of walk.cursors) {
    if (!replica.state) continue;
    fromCheckpoint.push(replica.region);
    checker.begin(replica, nextOffset - 1);
  }
  let records = 0;
  let frames = 0;
  let unreadable = 0;
  for (let step = await walk.nextOfAll(); step; step = await walk.nextOfAll()) {
    records += 1;
    if (!step.record) unreadable += 1;
    if (step.verdict?.kind === 'counts') frames += 1;
  }
  await readSendersOn(walk, checker);
  const report = checker.finish();
  return { ...report, world, records, frames, unreadable, lastTick: walk.tick, fromCheckpoint };
}

function settlingOf(
  { control }: WorldLog,
  { settling, calm }: VerifyOptions,
): Pick<WorldCheckerOptions, 'settling'> {
  const axis = control.timeAxis;
  if (!calm || !axis) return { settling };
  const { faultsEndMs, endMs, ...bounds } = calm;
  const [faultsEndTick, endTick] = [axis.tickAt(faultsEndMs), axis.tickAt(endMs)];
  return { settling: { ...bounds, faultsEndTick, endTick } };
}

/**
 * A region that is ticks behind has taken messages that their senders sent after the moment at which the walk
 * ended: these are read on, for what they sent.
 */
async function readSendersOn(walk: WorldWalk, checker: WorldChecker): Promise<void> {
  const senders = checker.unexplainedSenders();
  if (senders.size === 0) return;
  await walk.extend();
  for (const cursor of walk.cursors) {
    if (!senders.has(cursor.region)) continue;
    for (let at = await cursor.peek(); at; at = await cursor.peek()) {
      cursor.consume();
      const verdict = at.record && cursor.replica.gate.apply(at.record, at.offset);
      if (verdict?.kind === 'counts') checker.sent(cursor.region, verdict.frame);
    }
  }
}
