import { topicSpecs } from '@atlasnet/schemas';
import type { EventLog, StateStore } from '@atlasnet/schemas';
import { SystemClock, SystemRandom } from '../adapters/system/index.ts';
import { TcpInterlink } from '../adapters/tcp/index.ts';
import { bindHostOf } from './config/index.ts';
import type { Config } from './config/index.ts';
import { loadKeys } from './keys.ts';
import type { ProcessParts } from './process-parts.ts';
import { kafkaOptions, valkeyOptions } from './service-options.ts';

/** The largest record of any topic: a frame's or a checkpoint chunk's limit and its envelope. */
const RECORD_BYTES_MAX = 1_000_000;
const SESSION_PARTITIONS = 8;
const TASK_PARTITIONS = 4;

/** The log that the configuration names; connects on first use. Only its driver's library is loaded. */
export async function openLog(config: Config, clientId: string): Promise<EventLog> {
  if (config.log.driver === 'embedded') {
    const { RemoteEventLog } = await import('../adapters/embedded/index.ts');
    return new RemoteEventLog({ host: '127.0.0.1', port: config.log.embedded.port });
  }
  const { KafkaEventLog, PlatformaticEventLog } = await import('../adapters/kafka/index.ts');
  const options = kafkaOptions(config, clientId);
  return config.log.driver === 'kafkajs'
    ? new KafkaEventLog(options)
    : new PlatformaticEventLog(options);
}

/** The store that the configuration names; connects on first use. */
export async function openStore(config: Config): Promise<StateStore> {
  if (config.store.driver === 'valkey') {
    const { ValkeyStateStore } = await import('../adapters/valkey/index.ts');
    return new ValkeyStateStore(valkeyOptions(config));
  }
  const { RemoteStateStore } = await import('../adapters/embedded/index.ts');
  return new RemoteStateStore({ host: '127.0.0.1', port: config.log.embedded.port });
}

/** Everything through which a process of the cluster reaches the others. */
export async function openPorts(parts: ProcessParts) {
  const { config, id, role } = parts;
  const keys = loadKeys(config);
  const clientId = `atlasnet-${role}-${id}`;
  return {
    keys,
    log: await openLog(config, clientId),
    store: await openStore(config),
    clock: new SystemClock(),
    random: new SystemRandom(),
    interlink: new TcpInterlink({
      self: { process: id, role },
      world: config.world.name,
      clusterKey: keys.interlink,
      portKey: 'interlink.port',
    }),
    interlinkBind: {
      host: bindHostOf(config, config.interlink.bindHost),
      port: config.interlink.port,
    },
  };
}

/**
 * Creates the world's topics, or checks that they are as the configuration wants them (rule L1).
 * @throws AtlasError ATLAS_LOG_TOPIC_MISMATCH, ATLAS_LOG_UNREACHABLE
 */
export async function ensureTopics(config: Config, log: EventLog): Promise<void> {
  const { replicationFactor, minInsyncReplicas } = config.log.kafka;
  const specs = topicSpecs(config.world.name, {
    regionsMax: config.world.regions.max,
    sessionPartitions: SESSION_PARTITIONS,
    taskPartitions: TASK_PARTITIONS,
    replicationFactor,
    minInsyncReplicas,
    recordBytesMax: RECORD_BYTES_MAX,
  });
  for (const spec of specs) await log.ensureTopic(spec);
}
