import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KafkaEventLog } from '../../adapters/kafka/index.ts';
import { startServices } from '../../dev-services/index.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { quantile } from './figure.ts';
import { LogShardProcess } from './log-shard-process.ts';
import type { LogShardOrder, LogShardResult } from './log-shard.ts';

/** As many as there are cores, since a shard's regions share one thread. */
const SHARDS = 2;
const REGIONS = 4;
const ENTITIES = 25_000;
const TICK_MS = 50;
const RECORD_SIZES = [100, 1000, 10_000];
const FRAMES = 'bench.frames';
const CHANGES = 'bench.changes';
/** Until every process has its order, ms. */
const START_MS = 200;

/**
 * Envelope: 4 bytes a change; one core ticks about 8 million changes a second and a broker takes 60 MB/s,
 * 15 million changes. One record a change is bound by its 70 bytes and by the client's work per record. Both
 * sides have the same processes.
 */
export const bench: Bench = {
  what: `entity changes into real Kafka, acks=all: ${REGIONS} ticking regions of ${ENTITIES} movers on ${SHARDS} shards`,
  async run(context) {
    const directory = mkdtempSync(join(tmpdir(), 'atlasnet-bench-'));
    context.progress('starting Kafka');
    const services = await startServices({ directory });
    const shards: LogShardProcess[] = [];
    try {
      await createTopics(services.kafka);
      context.progress(`creating ${REGIONS} regions on ${SHARDS} shards`);
      for (let shard = 0; shard < SHARDS; shard++) {
        const all = Array.from({ length: REGIONS }, (_, region) => region);
        shards.push(
          new LogShardProcess({
            kafka: services.kafka,
            frames: FRAMES,
            changes: CHANGES,
            own: all.filter((region) => region % SHARDS === shard),
            partitions: REGIONS,
            entities: ENTITIES,
          }),
        );
      }
      await Promise.all(shards.map((shard) => shard.ready()));
      return await measure(context, shards);
    } finally {
      for (const shard of shards) shard.kill();
      await services.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

async function createTopics(kafka: readonly string[]): Promise<void> {
  const log = new KafkaEventLog({ brokers: kafka, clientId: 'atlasnet-bench' });
  const shape = { replicationFactor: 1, minInsyncReplicas: 1, recordBytesMax: 1_000_000 };
  await log.ensureTopic({ topic: FRAMES, partitions: REGIONS, ...shape });
  await log.ensureTopic({ topic: CHANGES, partitions: REGIONS, ...shape });
  await log.close();
}

async function measure(
  { seconds, progress }: BenchContext,
  shards: readonly LogShardProcess[],
): Promise<Figure[]> {
  progress('frames as fast as they go');
  await together(shards, { kind: 'frames', seconds: Math.min(2, seconds) });
  const full = rateOf(await together(shards, { kind: 'frames', seconds }));
  const best: { size: number; rate: number }[] = [];
  for (const size of RECORD_SIZES) {
    progress(`one record a change, ${size} a request`);
    const records = { kind: 'records', seconds: seconds / 2, size } as const;
    best.push({ size, rate: rateOf(await together(shards, records)) });
  }
  // Half of what went through, at the world's pace.
  const share = Math.min(1, full / 2 / ((REGIONS * ENTITIES * 1000) / TICK_MS));
  progress(`half load: ${Math.round(share * 100)} % of 20 Hz`);
  const startMs = Date.now() + START_MS;
  const half = { kind: 'paced', seconds, periodMs: TICK_MS / share, startMs } as const;
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
    ...halfLoad(await together(shards, half)),
  ];
}

function halfLoad(results: readonly LogShardResult[]): Figure[] {
  const appends = results.flatMap(({ appendsMs }) => appendsMs);
  const loopLate = Math.max(...results.map(({ loopLateMs }) => loopLateMs));
  return [
    {
      ...{ name: 'append p99 at half load', value: quantile(appends, 0.99), unit: 'ms' },
      limit: { is: 'at most', value: 25 },
    },
    { name: 'append p50 at half load', value: quantile(appends, 0.5), unit: 'ms' },
    { name: 'event loop late p99 meanwhile', value: loopLate, unit: 'ms' },
  ];
}

function together(
  shards: readonly LogShardProcess[],
  order: LogShardOrder,
): Promise<LogShardResult[]> {
  return Promise.all(shards.map((shard) => shard.run(order)));
}

/** Changes a second of all together, by the one that took longest. */
function rateOf(results: readonly LogShardResult[]): number {
  const changes = results.reduce((sum, result) => sum + result.changes, 0);
  return changes / Math.max(...results.map(({ seconds }) => seconds));
}
