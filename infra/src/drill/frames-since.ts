import { findWatchStart } from '@atlasnet/cluster';
import {
  AtlasError,
  ControlState,
  FrameGate,
  decodeRecord,
  logMessages,
  readToEnd,
  topicNames,
} from '@atlasnet/schemas';
import type {
  Clock,
  EventLog,
  FrameRecord,
  IncarnationId,
  ProcessId,
  RegionId,
} from '@atlasnet/schemas';
import { LogClock } from './log-clock.ts';

/** Which log of which world is read. */
export interface FramesSource {
  readonly log: EventLog;
  readonly world: string;
  readonly incarnation: IncarnationId;
  readonly clock: Clock;
}

/** What counts of a region's partition (O3), by the log's clock: a zombie's frames are none. */
interface RegionRecords {
  readonly gate: FrameGate;
  nextOffset: number;
  /** What lies before this was there when the drill began. */
  readonly sinceOffset: number;
  readonly claims: { readonly epoch: number; readonly atMs: number }[];
  /** Frames that ran a tick. */
  readonly ticks: { readonly epoch: number; readonly atMs: number }[];
}

/** A change of owner as the log tells it; Unix milliseconds of the log's clock, 0 for what has not come yet. */
export interface OwnerChange {
  readonly region: RegionId;
  readonly epoch: number;
  /** Why the watchdog made it. */
  readonly reason: string;
  readonly from: ProcessId | null;
  readonly to: ProcessId | null;
  readonly assignedMs: number;
  readonly claimedMs: number;
  readonly tickedMs: number;
}

type Assigned = Omit<OwnerChange, 'claimedMs' | 'tickedMs'>;

/** What the log gets from a moment on: who takes over what, and how long regions are silent. */
export class FramesSince {
  readonly #source: FramesSource;
  readonly #control = new ControlState();
  readonly #assigned = new Map<number, Assigned>();
  readonly #regions = new Map<RegionId, RegionRecords>();
  readonly logClock = new LogClock();

  private constructor(source: FramesSource) {
    this.#source = source;
  }

  /** Begins with the regions of the map in force, and their records from now on. */
  static async begin(source: FramesSource): Promise<FramesSince> {
    const { log, world, incarnation } = source;
    const topics = topicNames(world);
    const since = new FramesSince(source);
    await since.#readMap();
    since.#assigned.clear();
    for (const region of since.#control.mapInForce?.map.regions ?? []) {
      // L5: the gate has to know where it stands.
      const { fromOffset, position } = await findWatchStart(log, topics, region, incarnation);
      since.#regions.set(region, {
        ...{ gate: new FrameGate(region, position), nextOffset: fromOffset, claims: [], ticks: [] },
        sinceOffset: (await log.bounds(topics.frames, region)).endOffset,
      });
    }
    return since;
  }

  get control(): ControlState {
    return this.#control;
  }

  get regions(): readonly RegionId[] {
    return [...this.#regions.keys()];
  }

  /** Reads on to the log's ends. */
  async read(): Promise<void> {
    await this.#readMap();
    for (const [region, records] of this.#regions) await this.#readRegion(region, records);
  }

  async #readRegion(region: RegionId, records: RegionRecords): Promise<void> {
    const { log, world, incarnation, clock } = this.#source;
    const { gate, sinceOffset, claims, ticks } = records;
    await readToEnd({
      ...{ log, topic: topicNames(world).frames, partition: region },
      fromOffset: records.nextOffset,
      onRecord: ({ value, offset, timestampMs: atMs }) => {
        records.nextOffset = offset + 1;
        this.logClock.note(clock.wallMs(), atMs);
        const record = decoded(value, incarnation);
        const verdict = record && gate.apply(record, offset);
        if (!verdict || offset < sinceOffset) return;
        const { epoch } = gate;
        if (verdict.kind === 'claim') claims.push({ epoch, atMs });
        else if (verdict.kind === 'counts' && !verdict.frame.empty) ticks.push({ epoch, atMs });
      },
    });
  }

  async #readMap(): Promise<void> {
    const { log, world } = this.#source;
    await readToEnd({
      ...{ log, topic: topicNames(world).map, partition: 0 },
      fromOffset: this.#control.nextOffset,
      onRecord: ({ value, offset, timestampMs: assignedMs }) => {
        const verdict = this.#control.applyBytes(value, offset);
        if (verdict.kind !== 'assigned') return;
        const { region, assignment, previous } = verdict;
        const { epoch, reason, process: to } = assignment;
        const from = previous?.process ?? null;
        this.#assigned.set(epoch, { region, epoch, reason, from, to, assignedMs });
      },
    });
  }

  /** The changes of owner since the beginning, in the order of their assignments. */
  changes(): readonly OwnerChange[] {
    return Array.from(this.#assigned.values(), (assigned) => {
      const own = this.#regions.get(assigned.region);
      const firstOf = (list: RegionRecords['ticks'] = []): number =>
        list.find(({ epoch }) => epoch === assigned.epoch)?.atMs ?? 0;
      return { ...assigned, claimedMs: firstOf(own?.claims), tickedMs: firstOf(own?.ticks) };
    });
  }

  /** Whether every region has had a tick after the moment. */
  tickedSince(atMs: number): boolean {
    return this.regions.every((region) => this.firstTickAfter(region, atMs) < Infinity);
  }

  /** The first tick of a region after a moment, Unix milliseconds; Infinity when there is none. */
  firstTickAfter(region: RegionId, atMs: number): number {
    const ticks = this.#regions.get(region)?.ticks ?? [];
    return ticks.find((each) => each.atMs > atMs)?.atMs ?? Infinity;
  }

  /** The longest time between two ticks of one region, milliseconds. */
  longestSilenceMs(): number {
    let longest = 0;
    for (const { ticks } of this.#regions.values()) {
      for (let i = 1; i < ticks.length; i++) {
        longest = Math.max(longest, ticks[i].atMs - ticks[i - 1].atMs);
      }
    }
    return longest;
  }
}

/** Null for what cannot be read: it counts for nobody. */
function decoded(value: Uint8Array, incarnation: IncarnationId): FrameRecord | null {
  try {
    return decodeRecord(logMessages.FrameRecord, value, incarnation, 'frame record');
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error;
    return null;
  }
}
