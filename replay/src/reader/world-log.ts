import { AtlasError, ControlState, readToEnd, topicNames } from '@atlasnet/schemas';
import type {
  ControlVerdict,
  EventLog,
  Incarnation,
  IncarnationId,
  PartitionBounds,
  ProcessId,
  RegionId,
  TopicNames,
} from '@atlasnet/schemas';

/** A verdict of the map topic with the place of its record. */
export interface ControlEvent {
  readonly offset: number;
  readonly timestampMs: number;
  readonly verdict: ControlVerdict;
}

/** A world as its log tells it: the topics, and the control plane read to its end. */
export interface WorldLog {
  readonly log: EventLog;
  readonly world: string;
  readonly topics: TopicNames;
  readonly control: ControlState;
  readonly events: readonly ControlEvent[];
  readonly incarnation: Incarnation;
  readonly incarnationId: IncarnationId;
  /** Every region that was ever somebody's; ascending. */
  readonly regions: readonly RegionId[];
  /** The world's first region: its log begins with the start of the game (M4). */
  readonly firstRegion: RegionId;
}

/**
 * Reads a world's map topic.
 * @throws AtlasError ATLAS_LOG_TOPIC_MISSING or ATLAS_RECORD_MALFORMED when there is no such world;
 *   what the log throws.
 */
export async function openWorldLog(log: EventLog, world: string): Promise<WorldLog> {
  const topics = topicNames(world);
  const control = new ControlState();
  const events: ControlEvent[] = [];
  await readToEnd({
    ...{ log, topic: topics.map, partition: 0, fromOffset: 0 },
    onRecord: ({ offset, timestampMs, value }) => {
      events.push({ offset, timestampMs, verdict: control.applyBytes(value, offset) });
    },
  });
  const { incarnation, incarnationId } = control;
  if (!incarnation || !incarnationId) {
    const why = events.length === 0 ? 'is empty' : 'does not begin with a world';
    throw new AtlasError('ATLAS_RECORD_MALFORMED', `the topic ${topics.map} ${why}`, {
      details: { topic: topics.map },
      hint: 'name a world that has run on this log: --world.name',
    });
  }
  const regions = regionsOf(events);
  const firstRegion = control.mapHistory[0]?.map.regions[0] ?? regions[0] ?? (0 as RegionId);
  return {
    ...{ log, world, topics, control, events, incarnation, incarnationId, regions },
    firstRegion,
  };
}

/** Who owned a region under an epoch; null when the map topic does not say. */
export function ownerUnder(
  { events }: WorldLog,
  region: RegionId,
  epoch: number,
): ProcessId | null {
  for (let i = events.length - 1; i >= 0; i--) {
    const { verdict } = events[i];
    if (verdict.kind !== 'assigned' || verdict.region !== region) continue;
    if (verdict.assignment.epoch === epoch) return verdict.assignment.process;
  }
  return null;
}

/** What a region's frames partition holds now. */
export function frameBounds(source: WorldLog, region: RegionId): Promise<PartitionBounds> {
  return source.log.bounds(source.topics.frames, region);
}

function regionsOf(events: readonly ControlEvent[]): RegionId[] {
  const regions = new Set<RegionId>();
  for (const { verdict } of events) if (verdict.kind === 'assigned') regions.add(verdict.region);
  return [...regions].sort((a, b) => a - b);
}
