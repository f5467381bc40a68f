import {
  AtlasError,
  ControlState,
  decodeRecord,
  logMessages,
  readToEnd,
  topicNames,
} from '@atlasnet/schemas';
import type { EventLog, FrameRecord, IncarnationId, RegionId } from '@atlasnet/schemas';

/** A frames record as the drill needs it, by the log's clock. */
interface Written {
  readonly epoch: number;
  readonly atMs: number;
  readonly claim: boolean;
  readonly empty: boolean;
}

/** A change of owner as the log tells it; Unix milliseconds, 0 for what has not come yet. */
export interface OwnerChange {
  readonly region: RegionId;
  readonly epoch: number;
  readonly assignedMs: number;
  readonly claimedMs: number;
  readonly tickedMs: number;
}

/** What the log gets from a moment on: who takes over what, and how long regions are silent. */
export class FramesSince {
  readonly #log: EventLog;
  readonly #world: string;
  readonly #incarnation: IncarnationId;
  readonly #control = new ControlState();
  readonly #assigned = new Map<number, { region: RegionId; atMs: number }>();
  readonly #next = new Map<RegionId, number>();
  readonly #written = new Map<RegionId, Written[]>();

  private constructor(log: EventLog, world: string, incarnation: IncarnationId) {
    this.#log = log;
    this.#world = world;
    this.#incarnation = incarnation;
  }

  static async begin(
    log: EventLog,
    world: string,
    incarnation: IncarnationId,
    regions: readonly RegionId[],
  ): Promise<FramesSince> {
    const since = new FramesSince(log, world, incarnation);
    await since.#readMap();
    since.#assigned.clear();
    for (const region of regions) {
      since.#next.set(region, (await log.bounds(topicNames(world).frames, region)).endOffset);
    }
    return since;
  }

  get control(): ControlState {
    return this.#control;
  }

  /** Reads on to the log's ends. */
  async read(): Promise<void> {
    await this.#readMap();
    for (const [region, fromOffset] of this.#next) {
      const written = this.#written.get(region) ?? [];
      this.#written.set(region, written);
      const next = await readToEnd({
        ...{ log: this.#log, topic: topicNames(this.#world).frames, partition: region, fromOffset },
        onRecord: ({ value, timestampMs: atMs }) => {
          const { claim, frame, part } = decoded(value, this.#incarnation);
          const epoch = (claim ?? frame ?? part)?.epoch;
          if (epoch === undefined) return;
          written.push({ epoch, atMs, claim: claim !== null, empty: frame?.empty ?? false });
        },
      });
      this.#next.set(region, next);
    }
  }

  async #readMap(): Promise<void> {
    await readToEnd({
      ...{ log: this.#log, topic: topicNames(this.#world).map, partition: 0 },
      fromOffset: this.#control.nextOffset,
      onRecord: ({ value, offset, timestampMs: atMs }) => {
        const verdict = this.#control.applyBytes(value, offset);
        if (verdict.kind !== 'assigned') return;
        this.#assigned.set(verdict.assignment.epoch, { region: verdict.region, atMs });
      },
    });
  }

  /** The changes of owner since the beginning, in the order of their assignments. */
  changes(): readonly OwnerChange[] {
    return Array.from(this.#assigned, ([epoch, { region, atMs }]) => {
      const own = (this.#written.get(region) ?? []).filter((each) => each.epoch === epoch);
      return {
        region,
        epoch,
        assignedMs: atMs,
        claimedMs: own.find(({ claim }) => claim)?.atMs ?? 0,
        tickedMs: own.find(({ claim, empty }) => !claim && !empty)?.atMs ?? 0,
      };
    });
  }

  /** Whether every region has had a tick after the moment. */
  tickedSince(atMs: number): boolean {
    return Array.from(this.#next.keys()).every((region) =>
      this.#written.get(region)?.some((each) => each.atMs > atMs && !each.claim && !each.empty),
    );
  }

  /** The first tick of a region after a moment, Unix milliseconds; Infinity when there is none. */
  firstTickAfter(region: RegionId, atMs: number): number {
    const written = this.#written.get(region) ?? [];
    const tick = written.find((each) => each.atMs > atMs && !each.claim && !each.empty);
    return tick?.atMs ?? Infinity;
  }

  /** The longest time between two ticks of one region, milliseconds. */
  longestSilenceMs(): number {
    let longest = 0;
    for (const written of this.#written.values()) {
      const ticks = written.filter(({ claim, empty }) => !claim && !empty);
      for (let i = 1; i < ticks.length; i++) {
        longest = Math.max(longest, ticks[i].atMs - ticks[i - 1].atMs);
      }
    }
    return longest;
  }
}

/** Nothing of what cannot be read: it counts for nobody. */
function decoded(
  value: Uint8Array,
  incarnation: IncarnationId,
): Pick<FrameRecord, 'claim' | 'frame' | 'part'> {
  try {
    return decodeRecord(logMessages.FrameRecord, value, incarnation, 'frame record');
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error;
    return { claim: null, frame: null, part: null };
  }
}
