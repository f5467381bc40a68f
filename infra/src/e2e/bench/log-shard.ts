import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { RegionRuntime } from '@atlasnet/cluster';
import { encodeRecord, logMessages, regionId } from '@atlasnet/schemas';
import type { EventLog } from '@atlasnet/schemas';
import { KafkaEventLog } from '../../adapters/kafka/index.ts';
import { INCARNATION, moversRegion } from './movers.ts';

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
  /** What each append took, ms; of paced ones. */
  readonly appendsMs: readonly number[];
  /** How late the event loop was at p99, ms: an answer that came meanwhile waited for it. */
  readonly loopLateMs: number;
}

interface Region {
  readonly partition: number;
  readonly runtime: RegionRuntime;
  tick: number;
}

/** Run as a process of its own: ticks its regions and appends what they give, as it is told to. */
class LogShard {
  readonly #settings: LogShardSettings;
  readonly #log: EventLog;
  readonly #regions: readonly Region[];

  constructor(settings: LogShardSettings) {
    this.#settings = settings;
    this.#log = new KafkaEventLog({ brokers: settings.kafka, clientId: 'atlasnet-bench' });
    this.#regions = settings.own.map((partition) => ({
      partition,
      tick: 1,
      runtime: moversRegion(settings.entities, 'columns', regionId(partition)),
    }));
    for (const region of this.#regions) {
      for (let i = 0; i < 20; i++) region.runtime.runTick(++region.tick);
    }
  }

  async run(order: LogShardOrder): Promise<LogShardResult> {
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    const appendsMs: number[] = [];
    const started = performance.now();
    const changes = await this.#do(order, appendsMs);
    const seconds = (performance.now() - started) / 1000;
    loop.disable();
    return { changes, seconds, appendsMs, loopLateMs: loop.percentile(99) / 1e6 };
  }

  async #do(order: LogShardOrder, appendsMs: number[]): Promise<number> {
    if (order.kind === 'frames') return await this.#flatOut(order.seconds);
    if (order.kind === 'records') return await this.#oneRecordAChange(order.seconds, order.size);
    await this.#paced(order, appendsMs);
    return appendsMs.length * this.#settings.entities;
  }

  /** One append a region under way (L3); the next tick runs while it is. @returns changes */
  async #flatOut(seconds: number): Promise<number> {
    const end = performance.now() + seconds * 1000;
    let changes = 0;
    await Promise.all(
      this.#regions.map(async (region) => {
        let underWay: Promise<void> = Promise.resolve();
        while (performance.now() < end) {
          const { records } = region.runtime.runTick(++region.tick);
          await underWay;
          underWay = this.#append(this.#settings.frames, region.partition, records).then(() => {
            changes += this.#settings.entities;
          });
          await delay(0);
        }
        await underWay;
      }),
    );
    return changes;
  }

  /** Every region ticks once a period. */
  async #paced(order: PacedOrder, appendsMs: number[]): Promise<void> {
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
          const { records } = region.runtime.runTick(++region.tick);
          const sent = performance.now();
          await this.#append(this.#settings.frames, region.partition, records);
          appendsMs.push(performance.now() - sent);
        }
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
