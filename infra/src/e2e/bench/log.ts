import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RegionRuntime } from '@atlasnet/cluster';
import { encodeRecord, logMessages, regionId } from '@atlasnet/schemas';
import type { EventLog } from '@atlasnet/schemas';
import { KafkaEventLog } from '../../adapters/kafka/index.ts';
import { startServices } from '../../dev-services/index.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { quantile } from './figure.ts';
import { INCARNATION, moversRegion } from './movers.ts';

const REGIONS = 4;
const ENTITIES = 25_000;
const TICK_MS = 50;
const RECORD_SIZES = [100, 1000, 10_000];
const FRAMES = 'bench.frames';
const CHANGES = 'bench.changes';

/**
 * Envelope: 4 bytes a change; one core ticks about 8 million changes a second and a broker takes 60 MB/s,
 * 15 million changes. One record a change is bound by its 70 bytes and by the client's work per record.
 */
export const bench: Bench = {
  what: `entity changes into real Kafka, acks=all: ${REGIONS} ticking regions of ${ENTITIES} movers`,
  async run(context) {
    const directory = mkdtempSync(join(tmpdir(), 'atlasnet-bench-'));
    context.progress('starting Kafka');
    const services = await startServices({ directory });
    const log = new KafkaEventLog({ brokers: services.kafka, clientId: 'atlasnet-bench' });
    try {
      const shape = { replicationFactor: 1, minInsyncReplicas: 1, recordBytesMax: 1_000_000 };
      await log.ensureTopic({ topic: FRAMES, partitions: REGIONS, ...shape });
      await log.ensureTopic({ topic: CHANGES, partitions: REGIONS, ...shape });
      return await measure(context, log);
    } finally {
      await log.close();
      await services.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

async function measure(context: BenchContext, log: EventLog): Promise<Figure[]> {
  const { seconds, progress } = context;
  progress(`creating ${REGIONS} regions`);
  const regions = Array.from({ length: REGIONS }, (_, i) => ({
    partition: i,
    tick: 1,
    runtime: moversRegion(ENTITIES, 'columns', regionId(i)),
  }));
  for (const region of regions) for (let i = 0; i < 20; i++) region.runtime.runTick(++region.tick);
  progress('frames as fast as they go');
  await flatOut(log, regions, Math.min(2, seconds));
  const full = await flatOut(log, regions, seconds);
  const best = await oneRecordAChange(log, seconds / 2, progress);
  // Half of what went through, at the world's pace.
  const share = Math.min(1, full / 2 / ((REGIONS * ENTITIES * 1000) / TICK_MS));
  progress(`half load: ${Math.round(share * 100)} % of 20 Hz`);
  const appends = await paced(log, regions, TICK_MS / share, seconds);
  return [
    {
      ...{ name: 'entity changes a second, in frames', value: full, unit: '/s' },
      limit: { is: 'at least', value: 5_000_000 },
    },
    ...best.map(({ size, rate }) => ({
      name: `one record a change, ${size} a request`,
      value: rate,
      unit: '/s',
    })),
    {
      ...{ name: 'frames against the best of these', unit: 'times' },
      value: full / Math.max(...best.map(({ rate }) => rate)),
      limit: { is: 'at least', value: 25 },
    },
    {
      ...{ name: 'append p99 at half load', value: quantile(appends, 0.99), unit: 'ms' },
      limit: { is: 'at most', value: 25 },
    },
    { name: 'append p50 at half load', value: quantile(appends, 0.5), unit: 'ms' },
  ];
}

interface BenchRegion {
  readonly partition: number;
  readonly runtime: RegionRuntime;
  tick: number;
}

/** One append a region under way (L3); the next tick runs while it is. @returns changes a second */
async function flatOut(
  log: EventLog,
  regions: readonly BenchRegion[],
  seconds: number,
): Promise<number> {
  const started = performance.now();
  const end = started + seconds * 1000;
  let changes = 0;
  await Promise.all(
    regions.map(async (region) => {
      let underWay: Promise<void> = Promise.resolve();
      while (performance.now() < end) {
        const { records } = region.runtime.runTick(++region.tick);
        await underWay;
        underWay = append(log, FRAMES, region.partition, records).then(() => {
          changes += ENTITIES;
        });
        await delay(0);
      }
      await underWay;
    }),
  );
  return changes / ((performance.now() - started) / 1000);
}

/** Every region ticks once a period. @returns what each append took, ms */
async function paced(
  log: EventLog,
  regions: readonly BenchRegion[],
  periodMs: number,
  seconds: number,
): Promise<number[]> {
  const took: number[] = [];
  const started = performance.now();
  const ticks = Math.ceil((seconds * 1000) / periodMs);
  await Promise.all(
    regions.map(async (region, index) => {
      for (let i = 0; i < ticks; i++) {
        // Spread over the period, as a shard spreads its regions.
        const due = started + (i + index / REGIONS) * periodMs;
        const wait = due - performance.now();
        if (wait > 0) await delay(wait);
        const { records } = region.runtime.runTick(++region.tick);
        const sent = performance.now();
        await append(log, FRAMES, region.partition, records);
        took.push(performance.now() - sent);
      }
    }),
  );
  return took;
}

async function append(
  log: EventLog,
  topic: string,
  partition: number,
  records: readonly Uint8Array[],
): Promise<void> {
  const outcome = await log.append(topic, partition, records);
  if (outcome.kind !== 'acknowledged') throw outcome.error;
}

/** What a system does that has no frames: a record for each change, under the same rules (L2, O2). */
async function oneRecordAChange(
  log: EventLog,
  seconds: number,
  progress: (text: string) => void,
): Promise<{ readonly size: number; readonly rate: number }[]> {
  const rates: { size: number; rate: number }[] = [];
  for (const size of RECORD_SIZES) {
    progress(`one record a change, ${size} a request`);
    let sent = 0;
    const started = performance.now();
    const end = started + seconds * 1000;
    await Promise.all(
      Array.from({ length: REGIONS }, async (_, partition) => {
        while (performance.now() < end) {
          await append(log, CHANGES, partition, changeRecords(size, sent));
          sent += size;
        }
      }),
    );
    rates.push({ size, rate: sent / ((performance.now() - started) / 1000) });
  }
  return rates;
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
