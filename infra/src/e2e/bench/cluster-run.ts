import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { WorldWalk, applyObserved, openWorldLog } from '@atlasnet/replay';
import type { WorldLog } from '@atlasnet/replay';
import { AtlasError } from '@atlasnet/schemas';
import type { EntityTable, Frame, RegionId } from '@atlasnet/schemas';
import { KafkaEventLog } from '../../adapters/kafka/index.ts';
import { ClusterProcess } from '../cluster-process.ts';
import { serviceFlags, withServices } from './real-services.ts';
import { noteStarted } from './started.ts';

/** The whole may take so long to come up, milliseconds. */
const START_MS = 60_000;
/** Worlds of earlier runs may be on the same Kafka. */
const WORLD = `bench-${Date.now().toString(36)}`;

export interface ClusterRunOptions {
  /** How long the world runs once its regions tick. */
  readonly seconds: number;
  /** The example that gives game and program; null: `flags` name a game. */
  readonly example: string | null;
  /** Configuration keys with values, beside eight regions on two shards. */
  readonly flags: Readonly<Record<string, string>>;
  /** What the run is about is read from its log with these, in the order of ticks. */
  readonly readers: (source: WorldLog) => readonly FrameReader[];
  readonly progress: (text: string) => void;
}

/** Looks at every frame that counts, while what it changed is still marked in the region's table. */
export interface FrameReader {
  frame(region: RegionId, offset: number, table: EntityTable, frame: Frame): void;
}

/** A real Kafka and Valkey, the cluster's processes beside them, and then what the log says. */
export async function runCluster(options: ClusterRunOptions): Promise<void> {
  const { progress, readers } = options;
  await withServices(progress, async (services, directory) => {
    await runProcesses(options, {
      'data.directory': join(directory, 'data'),
      ...serviceFlags(services),
    });
    progress('reading the log');
    const log = new KafkaEventLog({ brokers: services.kafka, clientId: 'atlasnet-bench' });
    try {
      await readLog(log, readers);
    } finally {
      await log.close();
    }
  });
}

async function readLog(log: KafkaEventLog, readers: ClusterRunOptions['readers']): Promise<void> {
  const source = await openWorldLog(log, WORLD);
  const all = readers(source);
  const observed = applyObserved((region, offset) => (table, frame) => {
    for (const reader of all) reader.frame(region, offset, table, frame);
  });
  const walk = await WorldWalk.open(source, 0, observed);
  while ((await walk.next()) !== null);
}

async function runProcesses(
  { seconds, example, flags, progress }: ClusterRunOptions,
  services: Readonly<Record<string, string>>,
): Promise<void> {
  const shape = {
    'world.name': WORLD,
    'world.regions.initial': '8',
    'world.regions.min': '8',
    'world.regions.max': '8',
    'shards.count': '2',
    'heuristic.balance': 'entities',
    'keys.automatic': 'true',
    'logging.level': 'info',
  };
  const cluster = await ClusterProcess.start({ ...shape, ...services, ...flags }, example);
  const forget = noteStarted(() => cluster.stop());
  try {
    await cluster.until(({ regions, shards }) => regions === 8 && shards === 2, START_MS);
    for (let second = 0; second < seconds; second++) {
      if (second % 10 === 0) progress(`${seconds - second} s to go: ${cluster.lastLine}`);
      await Promise.race([delay(1000), cluster.exited]);
    }
    if ((await cluster.stop()) !== 0) throw failed(cluster);
  } finally {
    cluster.kill();
    forget();
  }
}

function failed({ lines }: ClusterProcess): AtlasError {
  return new AtlasError('ATLAS_SERVICES_UNAVAILABLE', 'the cluster ended by itself', {
    hint: lines.slice(-10).join('\n'),
  });
}
