import { ProcessRegistry, WorldClockService } from '@atlasnet/cluster';
import {
  ContiguousFollower,
  ControlState,
  FrameGate,
  decodeRecord,
  encodeRecord,
  logMessages,
  processBytes,
  readToEnd,
  sleep,
  topicNames,
} from '@atlasnet/schemas';
import type {
  Clock,
  EventLog,
  FrameRecord,
  IncarnationId,
  Logger,
  ProcessId,
  RegionId,
  StateStore,
  TimeAxis,
} from '@atlasnet/schemas';

/** Ports and names of a {@link StandInShard}. */
export interface StandInShardOptions {
  readonly log: EventLog;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly process: ProcessId;
  readonly world: string;
}

/** Between two frames, milliseconds: fewer than a real tick's, the watchdog only looks for progress. */
const FRAME_INTERVAL_MS = 100;

/**
 * An owner of regions with nothing in them: it registers, claims what is assigned to it and writes
 * empty worlds' frames by rules O1 to O4. What the watchdog needs to be tested against, no more.
 */
export class StandInShard {
  readonly #options: StandInShardOptions;
  readonly #control = new ControlState();
  readonly #owned = new Map<RegionId, number>();
  readonly stop = new AbortController();
  /** Regions that stop writing, as a hung game would. */
  readonly hung = new Set<number>();
  draining = false;

  constructor(options: StandInShardOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { log, clock, world } = this.#options;
    const signal = this.stop.signal;
    const { map } = topicNames(world);
    const follower = new ContiguousFollower(log, {
      topic: map,
      partition: 0,
      fromOffset: 0,
      onRecords: (records) => {
        for (const { value, offset } of records) this.#control.applyBytes(value, offset);
      },
      onError: () => this.stop.abort(),
    });
    while (!this.#control.incarnationId && !signal.aborted) await sleep(clock, 20, signal);
    if (this.#control.incarnationId) await this.#serve(this.#control.incarnationId);
    follower.stop();
  }

  async #serve(incarnation: IncarnationId): Promise<void> {
    const { log, store, clock, logger, process, world } = this.#options;
    const signal = this.stop.signal;
    const topics = topicNames(world);
    const axis = (): TimeAxis | null => this.#control.timeAxis;
    const common = { log, clock, logger, incarnation };
    const time = new WorldClockService({ ...common, process, topic: topics.load, axis });
    const registry = new ProcessRegistry({ ...common, store, leaseMs: 1500 });
    const registration = registry.register(() => ({
      id: process,
      role: 'shard',
      address: '',
      draining: this.draining,
      extra: {},
    }));
    void time.run();
    void registration.run();
    while (!signal.aborted) {
      for (const region of time.isReady ? this.#control.regionsOf(process) : []) {
        const epoch = this.#control.epochOf(region);
        if (epoch <= (this.#owned.get(region) ?? 0)) continue;
        this.#owned.set(region, epoch);
        void this.#own(region, epoch, incarnation, time);
      }
      await sleep(clock, 20, signal);
    }
    await Promise.all([time.stop(), registration.stop()]);
  }

  async #own(
    region: RegionId,
    epoch: number,
    incarnation: IncarnationId,
    time: WorldClockService,
  ): Promise<void> {
    const { log, clock, process, world } = this.#options;
    const topic = topicNames(world).frames;
    const gate = new FrameGate(region);
    let next = 0;
    const read = async (): Promise<void> => {
      const onRecord = ({ value, offset }: { value: Uint8Array; offset: number }): void => {
        const record: FrameRecord = decodeRecord(
          logMessages.FrameRecord,
          value,
          incarnation,
          'frame',
        );
        gate.apply(record, offset);
      };
      next = await readToEnd({ log, topic, partition: region, fromOffset: next, onRecord });
    };
    const append = async (body: object): Promise<void> => {
      const bytes = encodeRecord(logMessages.FrameRecord, incarnation, body);
      while ((await log.append(topic, region, [bytes])).kind !== 'acknowledged') {
        await sleep(clock, 50);
      }
    };
    const owner = processBytes(process);
    let n = 0;
    await append({ claim: { region, epoch, process: owner } });
    await retrying(clock, read);
    while (gate.epoch === epoch && gate.countedN === n && !this.stop.signal.aborted) {
      const tick = time.tickAt(time.worldMs());
      const has = this.#control.mapAt(tick)?.has(region) === true;
      if (has && !this.hung.has(region)) {
        n += 1;
        const timings = { tickMicros: 1000 };
        await append({ frame: { region, epoch, n, tick, process: owner, timings } });
        await retrying(clock, read);
      }
      await sleep(clock, FRAME_INTERVAL_MS, this.stop.signal);
    }
  }
}

async function retrying(clock: Clock, task: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await task();
      return;
    } catch {
      await sleep(clock, 50);
    }
  }
}
