import {
  AtlasError,
  ContiguousFollower,
  ControlState,
  decodeLoadRecord,
  followControl,
  readToEnd,
  topicNames,
} from '@atlasnet/schemas';
import type { EventLog, IncarnationId, RegionLoad } from '@atlasnet/schemas';

/** A load record older than this says nothing any more, milliseconds. */
const STALE_MS = 4000;
/** Handoffs are counted over this long, milliseconds. */
const RATE_MS = 5000;

/** What the status line shows; all of it read from the log. */
export interface WorldFigures {
  readonly entities: number;
  readonly regions: number;
  readonly shards: number;
  readonly handoffsPerSecond: number;
  /** The fullest region's entities over the mean. */
  readonly imbalance: number;
  readonly logBytesPerSecond: number;
  readonly tickP99Ms: number;
  readonly mapVersion: number;
  readonly sessions: number;
}

interface Heard {
  readonly load: RegionLoad;
  readonly atMs: number;
}

/** Follows the load and map topics and sums them up. */
export class WorldStatus {
  readonly #log: EventLog;
  readonly #world: string;
  readonly #nowMs: () => number;
  readonly #control = new ControlState();
  readonly #loads = new Map<number, Heard>();
  #handoffs: { atMs: number; count: number }[] = [];
  #followers: ContiguousFollower[] = [];

  constructor(log: EventLog, world: string, nowMs: () => number) {
    this.#log = log;
    this.#world = world;
    this.#nowMs = nowMs;
  }

  get control(): ControlState {
    return this.#control;
  }

  /** Reads the map topic and follows both; the topics must exist. */
  async start(): Promise<void> {
    const topics = topicNames(this.#world);
    const log = this.#log;
    await readToEnd({
      log,
      topic: topics.map,
      partition: 0,
      fromOffset: 0,
      onRecord: ({ value, offset }) => void this.#control.applyBytes(value, offset),
    });
    const load = await log.bounds(topics.load, 0);
    const onError = (): void => undefined;
    this.#followers = [
      followControl({ log, world: this.#world }, this.#control, () => undefined, onError),
      new ContiguousFollower(log, {
        topic: topics.load,
        partition: 0,
        fromOffset: load.endOffset,
        onRecords: (records) => {
          for (const { value } of records) this.#take(value);
        },
        onError,
      }),
    ];
  }

  stop(): void {
    for (const follower of this.#followers) follower.stop();
  }

  #take(value: Uint8Array): void {
    const load = loadIn(value, this.#control.incarnationId);
    if (!load) return;
    const atMs = this.#nowMs();
    this.#loads.set(load.region, { load, atMs });
    this.#handoffs.push({ atMs, count: load.handoffsOut });
  }

  figures(): WorldFigures {
    const now = this.#nowMs();
    this.#handoffs = this.#handoffs.filter(({ atMs }) => now - atMs < RATE_MS);
    const map = this.#control.mapInForce?.map;
    const loads = Array.from(this.#loads.values())
      .filter(({ atMs }) => now - atMs < STALE_MS)
      .map(({ load }) => load);
    const inMap = loads.filter(({ region }) => map?.has(region as never) ?? false);
    const counts = inMap.map(({ entities }) => entities);
    const entities = loads.reduce((sum, load) => sum + load.entities, 0);
    const mean = counts.length === 0 ? 0 : entities / counts.length;
    const handoffs = this.#handoffs.reduce((sum, { count }) => sum + count, 0);
    const tickHz = this.#control.incarnation?.tickHz ?? 0;
    return {
      entities,
      regions: map?.regions.length ?? 0,
      shards: new Set(loads.map(({ process }) => process.join(','))).size,
      handoffsPerSecond: handoffs / (RATE_MS / 1000),
      imbalance: mean === 0 ? 1 : Math.max(...counts) / mean,
      logBytesPerSecond: loads.reduce((sum, load) => sum + load.frameBytes, 0) * tickHz,
      tickP99Ms: Math.max(0, ...loads.map(({ tickP99Micros }) => tickP99Micros)) / 1000,
      mapVersion: map?.version ?? 0,
      sessions: loads.reduce((sum, load) => sum + load.sessions, 0),
    };
  }
}

/** Null for a beacon, and for what cannot be read: the shards say so. */
function loadIn(value: Uint8Array, incarnation: IncarnationId | null): RegionLoad | null {
  try {
    return decodeLoadRecord(value, incarnation).load;
  } catch (error) {
    if (!(error instanceof AtlasError) || error.code === 'ATLAS_RECORD_VERSION') throw error;
    return null;
  }
}

/** One calm line. */
export function formatFigures(figures: WorldFigures): string {
  const { entities, regions, shards, imbalance, tickP99Ms, mapVersion, sessions } = figures;
  const columns = [
    `${entities} entities`,
    `${regions} regions on ${shards} shards`,
    `map ${mapVersion}`,
    `${figures.handoffsPerSecond.toFixed(1)} handoffs/s`,
    `imbalance ${imbalance.toFixed(2)}`,
    `${sessions} clients`,
    `log ${formatBytes(figures.logBytesPerSecond)}/s`,
    `tick p99 ${tickP99Ms.toFixed(1)} ms`,
  ];
  return columns.join('  ·  ');
}

function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(2)} MB`;
}
