import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as immediate, setTimeout as delay } from 'node:timers/promises';
import { FrameWriter, LIMITS } from '@atlasnet/cluster';
import type { RegionRuntime } from '@atlasnet/cluster';
import { encodeRecord, logMessages, regionId } from '@atlasnet/schemas';
import type { EventLog } from '@atlasnet/schemas';
import { KafkaEventLog } from '../../adapters/kafka/index.ts';
import { SystemClock } from '../../adapters/system/index.ts';
import { INCARNATION, QUARTER_M, moversRegion } from './movers.ts';

/** Before anything is measured. */
const WARM_TICKS = 20;

/** What one process of the bench has to do, as a shard has: regions of its own, one connection to Kafka. */
export interface LogShardSettings {
  readonly kafka: readonly string[];
  /** The topic of frames, and that of records of one change each. */
  readonly frames: string;
  readonly changes: string;
  /** The partitions of its regions, of `partitions` in all. */
  readonly own: readonly number[];
  readonly partitions: number;
  readonly entities: number;
}

export type LogShardOrder =
  | { readonly kind: 'frames'; readonly seconds: number }
  | { readonly kind: 'records'; readonly seconds: number; readonly size: number }
  | PacedOrder;

interface PacedOrder {
  readonly kind: 'paced';
  readonly seconds: number;
  readonly periodMs: number;
  /** By the machine's clock, the same for every process. */
  readonly startMs: number;
}

export interface LogShardResult {
  readonly changes: number;
  readonly seconds: number;
  /** What each frame took from its tick's end until it counted, ms. */
  readonly appendsMs: readonly number[];
  /** How late the event loop was at p99, ms: an answer that came meanwhile waited for it. */
  readonly loopLateMs: number;
}

/** A region that ticks when it is told to; its frames go to the log as a shard's do, by the same code. */
class TickingRegion {
  readonly partition: number;
  readonly #runtime: RegionRuntime;
  readonly #writer: FrameWriter;
  readonly #entities: number;
  #tick = 1;
  /** By n, of frames that do not count yet: since when the log has been to take them, ms. */
  readonly #sinceMs = new Map<number, number>();
  /** What counted, and how long each frame took to. */
  changes = 0;
  latenciesMs: number[] = [];

  constructor(settings: LogShardSettings, log: EventLog, partition: number) {
    const { entities, frames: topic } = settings;
    const region = regionId(partition);
    this.partition = partition;
    this.#entities = entities;
    this.#runtime = moversRegion(entities, 'columns', region, QUARTER_M);
    for (let i = 0; i < WARM_TICKS; i++) this.#runtime.runTick(++this.#tick);
    this.#writer = new FrameWriter({
      ...{ log, clock: new SystemClock(), logger: console, topic, region },
      ...{ incarnation: INCARNATION, epoch: 1, nextOffset: 0 },
      room: { makesRoom: false, full: false },
      counted: ({ n }) => this.#counted(n),
      // Nobody catches it: it ends the process, and the bench with it.
      stopped: (reason) => {
        throw new Error(reason);
      },
    });
  }

  /** Whether another tick may run ahead of the log. */
  get mayTick(): boolean {
    return this.#writer.depth < LIMITS.runAheadTicks;
  }

  tick(): void {
    const frame = this.#runtime.runTick(++this.#tick);
    this.#sinceMs.set(frame.n, performance.now());
    this.#writer.write(frame);
  }

  /** Resolves once every frame counts. */
  async settled(): Promise<void> {
    while (this.#writer.depth > 0) await delay(1);
  }

  #counted(n: number): void {
    this.latenciesMs.push(performance.now() - (this.#sinceMs.get(n) ?? NaN));
    this.#sinceMs.delete(n);
    this.changes += this.#entities;
  }
}

/** Run as a process of its own: ticks its regions and appends what they give, as it is told to. */
class LogShard {
  readonly #settings: LogShardSettings;
  readonly #log: EventLog;
  readonly #regions: readonly TickingRegion[];

  constructor(settings: LogShardSettings) {
    this.#settings = settings;
    this.#log = new KafkaEventLog({ brokers: settings.kafka, clientId: 'atlasnet-bench' });
    this.#regions = settings.own.map(
      (partition) => new TickingRegion(settings, this.#log, partition),
    );
  }

  async run(order: LogShardOrder): Promise<LogShardResult> {
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    for (const region of this.#regions) {
      region.changes = 0;
      region.latenciesMs = [];
    }
    const started = performance.now();
    const sent = await this.#do(order);
    const seconds = (performance.now() - started) / 1000;
    loop.disable();
    const changes = this.#regions.reduce((sum, region) => sum + region.changes, sent);
    const appendsMs = this.#regions.flatMap(({ latenciesMs }) => latenciesMs);
    return { changes, seconds, appendsMs, loopLateMs: loop.percentile(99) / 1e6 };
  }

  /** @returns changes that were sent beside what regions count */
  async #do(order: LogShardOrder): Promise<number> {
    if (order.kind === 'records') return await this.#oneRecordAChange(order.seconds, order.size);
    if (order.kind === 'frames') await this.#flatOut(order.seconds);
    else await this.#paced(order);
    return 0;
  }

  /** Regions tick by turns whenever they may. */
  async #flatOut(seconds: number): Promise<void> {
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      const ready = this.#regions.filter(({ mayTick }) => mayTick);
      for (const region of ready) {
        region.tick();
        // What came in meanwhile is taken.
        await immediate();
      }
      if (ready.length === 0) await delay(1);
    }
    await Promise.all(this.#regions.map((region) => region.settled()));
  }

  /** Every region ticks once a period. */
  async #paced(order: PacedOrder): Promise<void> {
    const { periodMs, seconds, startMs } = order;
    const started = startMs - performance.timeOrigin;
    const ticks = Math.ceil((seconds * 1000) / periodMs);
    await Promise.all(
      this.#regions.map(async (region) => {
        for (let i = 0; i < ticks; i++) {
          // Spread over the period, as a shard spreads its regions.
          const due = started + (i + region.partition / this.#settings.partitions) * periodMs;
          const wait = due - performance.now();
          if (wait > 0) await delay(wait);
          while (!region.mayTick) await delay(1);
          region.tick();
        }
        await region.settled();
      }),
    );
  }

  /** What a system does that has no frames: a record for each change, under the same rules (L2, O2). */
  async #oneRecordAChange(seconds: number, size: number): Promise<number> {
    const end = performance.now() + seconds * 1000;
    let sent = 0;
    await Promise.all(
      this.#settings.own.map(async (partition) => {
        while (performance.now() < end) {
          await this.#append(this.#settings.changes, partition, changeRecords(size, sent));
          sent += size;
        }
      }),
    );
    return sent;
  }

  async #append(topic: string, partition: number, records: readonly Uint8Array[]): Promise<void> {
    const outcome = await this.#log.append(topic, partition, records);
    if (outcome.kind !== 'acknowledged') throw outcome.error;
  }
}

function changeRecords(count: number, first: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => {
    const columns = new Uint8Array(12);
    const view = new DataView(columns.buffer);
    view.setUint32(0, first + i);
    view.setInt32(4, i);
    view.setInt32(8, -i);
    return encodeRecord(logMessages.FrameRecord, INCARNATION, {
      frame: { region: 1, epoch: 17, n: first + i, tick: first, groups: [{ columns }] },
    });
  });
}

process.once('message', (settings: LogShardSettings) => {
  const shard = new LogShard(settings);
  process.on('message', (order: LogShardOrder) => {
    void shard.run(order).then((result) => process.send?.(result));
  });
  process.send?.('ready');
});
