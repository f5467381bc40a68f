import { AtlasError, ContiguousFollower, decodeRecord, logMessages } from '@atlasnet/schemas';
import type {
  Clock,
  ControlState,
  EventLog,
  FrameRecord,
  IncarnationId,
  Logger,
  RegionId,
  TopicNames,
} from '@atlasnet/schemas';
import { RegionWatch } from './region-watch.ts';
import { findWatchStart } from './watch-start.ts';

export interface WatchedRegionsOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly topics: TopicNames;
  readonly incarnation: IncarnationId;
  readonly control: ControlState;
  readonly emptyFramesLimitMs: number;
}

interface Entry {
  readonly watch: RegionWatch;
  readonly follower: ContiguousFollower;
  /** The partition's end when the watch began: reading up to there is having read it. */
  readonly firstEnd: number;
  seenOffset: number;
  probing: boolean;
}

/** Follows the logs of all regions that somebody owns or should own, and proves their silence. */
export class WatchedRegions {
  readonly #options: WatchedRegionsOptions;
  readonly #entries = new Map<RegionId, Entry>();
  readonly #opening = new Set<RegionId>();
  #stopped = false;

  constructor(options: WatchedRegionsOptions) {
    this.#options = options;
  }

  /** The watches that are open. */
  get watches(): ReadonlyMap<RegionId, RegionWatch> {
    return new Map([...this.#entries].map(([region, { watch }]) => [region, watch]));
  }

  /** Opens and closes watches as the control plane wants, and asks silent logs whether they are. */
  look(): void {
    const { control, clock } = this.#options;
    const wanted = new Set([...control.wantedRegions(), ...control.releasedRegions()]);
    for (const region of wanted) {
      if (!this.#entries.has(region) && !this.#opening.has(region)) void this.#open(region);
    }
    for (const [region, entry] of this.#entries) {
      if (wanted.has(region)) this.#probe(entry, clock.monotonicMs());
      else this.#close(region);
    }
  }

  /** An assignment counts. */
  assigned(region: RegionId, epoch: number): void {
    this.#entries.get(region)?.watch.assigned(epoch, this.#options.clock.monotonicMs());
  }

  /** The watchdog itself stood still. */
  forget(): void {
    for (const { watch } of this.#entries.values()) {
      watch.forget(this.#options.clock.monotonicMs());
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const region of [...this.#entries.keys()]) this.#close(region);
  }

  async #open(region: RegionId): Promise<void> {
    const { log, clock, topics, incarnation, control, emptyFramesLimitMs, logger } = this.#options;
    this.#opening.add(region);
    try {
      const { fromOffset, position } = await findWatchStart(log, topics, region, incarnation);
      const { endOffset } = await log.bounds(topics.frames, region);
      if (this.#stopped) return;
      const watch = new RegionWatch(region, clock.monotonicMs(), emptyFramesLimitMs, position);
      watch.assigned(control.epochOf(region), clock.monotonicMs());
      const follower = new ContiguousFollower(log, {
        topic: topics.frames,
        partition: region,
        fromOffset,
        onRecords: (records) => {
          for (const { value, offset } of records) this.#take(watch, value, offset);
        },
        onError: (error) => {
          logger.warn('a region’s log is read anew', { region, error: error.message });
          this.#close(region);
        },
      });
      this.#entries.set(region, {
        watch,
        follower,
        firstEnd: endOffset,
        seenOffset: -1,
        probing: false,
      });
    } catch (error) {
      // The next look tries again; without the log nobody is judged.
      if (!(error instanceof AtlasError)) throw error;
      if (!error.retriable)
        logger.error('a region’s log cannot be read', { region, error: error.message });
    } finally {
      this.#opening.delete(region);
    }
  }

  #close(region: RegionId): void {
    this.#entries.get(region)?.follower.stop();
    this.#entries.delete(region);
  }

  #take(watch: RegionWatch, value: Uint8Array, offset: number): void {
    const { incarnation, clock } = this.#options;
    try {
      const record: FrameRecord = decodeRecord(
        logMessages.FrameRecord,
        value,
        incarnation,
        'a frame record',
      );
      watch.take(record, offset, clock.monotonicMs());
    } catch (error) {
      // What does not decode counts for nobody.
      if (!(error instanceof AtlasError)) throw error;
    }
  }

  #probe(entry: Entry, nowMs: number): void {
    const { follower, watch, firstEnd, seenOffset } = entry;
    if (!watch.isRead && follower.nextOffset >= firstEnd) watch.atEnd(nowMs);
    const moved = follower.nextOffset !== seenOffset;
    entry.seenOffset = follower.nextOffset;
    if ((!moved || !watch.hasFrames) && !entry.probing) void this.#askEnd(entry, nowMs);
  }

  /** O5: only a fetch that was answered at the partition's end proves silence. */
  async #askEnd(entry: Entry, askedMs: number): Promise<void> {
    const { log, topics } = this.#options;
    entry.probing = true;
    try {
      const { endOffset } = await log.bounds(topics.frames, entry.watch.region);
      if (entry.follower.nextOffset >= endOffset) entry.watch.atEnd(askedMs);
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
    } finally {
      entry.probing = false;
    }
  }
}
