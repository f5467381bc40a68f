import { AtlasError, isTransient, sleep, topicSpecs } from '@atlasnet/schemas';
import type { Clock, EventLog, Interlink, Logger, StateStore } from '@atlasnet/schemas';
import { SystemClock, SystemRandom } from '../adapters/system/index.ts';
import { TcpInterlink } from '../adapters/tcp/index.ts';
import { advertisedAddress, bindHostOf } from './config/index.ts';
import type { Config } from './config/index.ts';
import { linkKeys, loadKeys } from './keys.ts';
import type { ProcessParts } from './process-parts.ts';
import { kafkaOptions, valkeyOptions } from './service-options.ts';

/** The largest record of any topic: a frame's or a checkpoint chunk's limit and its envelope. */
const RECORD_BYTES_MAX = 1_000_000;
/** Partitions of the topics of sessions and of tokens. */
export const SESSION_PARTITIONS = 8;
/** Partitions of both task topics. */
export const TASK_PARTITIONS = 4;

/** A log that starts, loses a broker or elects leaders answers within this, milliseconds; else it is said. */
const LOG_ANSWERS_MS = 30_000;
/** Between two looks at it, milliseconds. */
const LOG_RETRY_MS = 200;

/** What the embedded log's clients need beside the configuration. */
interface LinkParts {
  readonly interlink: Interlink;
  readonly clock: Clock;
}

/** The log that the configuration names; connects on first use. Only its driver's library is loaded. */
export async function openLog(
  config: Config,
  clientId: string,
  { interlink, clock }: LinkParts,
): Promise<EventLog> {
  if (config.log.driver === 'embedded') {
    const { RemoteEventLog } = await import('../adapters/embedded/index.ts');
    const address = `127.0.0.1:${config.log.embedded.port}`;
    return new RemoteEventLog({ interlink, clock, address });
  }
  const { KafkaEventLog, PlatformaticEventLog } = await import('../adapters/kafka/index.ts');
  const options = kafkaOptions(config, clientId);
  return config.log.driver === 'kafkajs'
    ? new KafkaEventLog(options)
    : new PlatformaticEventLog(options);
}

/** The store that the configuration names; connects on first use. */
export async function openStore(
  config: Config,
  { interlink, clock }: LinkParts,
): Promise<StateStore> {
  if (config.store.driver === 'valkey') {
    const { ValkeyStateStore } = await import('../adapters/valkey/index.ts');
    return new ValkeyStateStore(valkeyOptions(config));
  }
  const { RemoteStateStore } = await import('../adapters/embedded/index.ts');
  const address = `127.0.0.1:${config.store.embedded.port}`;
  return new RemoteStateStore({ interlink, clock, address });
}

/** Of the shape that every key has, an incarnation first: the user's rights may say so. */
const CHECKED_KEY = `${'0'.repeat(32)}/process/check`;

/** A store that is away is waited for (rule O6); one that refuses the login will do so for ever. */
async function checkLogin(store: StateStore): Promise<void> {
  try {
    await store.get(CHECKED_KEY);
  } catch (error) {
    if (!(error instanceof AtlasError) || error.code !== 'ATLAS_STORE_DENIED') return;
    await store.close();
    throw error;
  }
}

/**
 * Everything through which a process of the cluster reaches the others.
 * @throws AtlasError ATLAS_STORE_DENIED
 */
export async function openPorts({
  config,
  id,
  role,
  metrics,
}: Pick<ProcessParts, 'config' | 'id'> &
  Partial<Pick<ProcessParts, 'metrics'>> & { readonly role: string }) {
  const keys = loadKeys(config);
  const clock = new SystemClock();
  const interlink = new TcpInterlink({
    self: { process: id, role },
    world: config.world.name,
    ...linkKeys(config),
    portKey: 'interlink.port',
    advertise: (bound) => advertisedAddress(config, config.interlink.advertise, bound),
    ...(metrics ? { metrics } : {}),
  });
  const parts = { interlink, clock };
  const store = await openStore(config, parts);
  if (config.store.driver !== 'embedded') await checkLogin(store);
  return {
    keys,
    log: await openLog(config, `atlasnet-${role}-${id}`, parts),
    store,
    clock,
    random: new SystemRandom(),
    interlink,
    interlinkBind: {
      host: bindHostOf(config, config.interlink.bindHost),
      port: config.interlink.port,
    },
  };
}

/**
 * Creates the world's topics, or checks that they are as the configuration wants them (rule L1). A log
 * that is away is waited for, aloud: by whoever was started by hand for a while, since the address may be
 * wrong; by a process with a parent, which has looked at the log before, until it answers.
 * @returns false when the signal came first
 * @throws AtlasError ATLAS_LOG_TOPIC_MISMATCH, ATLAS_LOG_UNREACHABLE
 */
export async function untilTopics(
  config: Config,
  log: EventLog,
  wait: { readonly clock: Clock; readonly logger?: Logger; readonly signal?: AbortSignal },
): Promise<boolean> {
  const { clock, logger, signal } = wait;
  const isPatient = config.process.endWithParent;
  let sayMs = clock.monotonicMs();
  const endMs = sayMs + LOG_ANSWERS_MS;
  let said = false;
  while (signal?.aborted !== true) {
    try {
      await ensureTopics(config, log);
      if (said) logger?.info('the log answers');
      return true;
    } catch (error) {
      // Right after its creation a broker may not know a topic yet.
      const nowMs = clock.monotonicMs();
      if (!isTransient(error) || (!isPatient && nowMs > endMs)) throw error;
      if (nowMs >= sayMs) {
        logger?.warn('the log is waited for', { code: error.code, error: error.message });
        said = true;
        sayMs = nowMs + LOG_ANSWERS_MS;
      }
    }
    await sleep(clock, LOG_RETRY_MS, signal);
  }
  return false;
}

async function ensureTopics(config: Config, log: EventLog): Promise<void> {
  const { brokers, replicationFactor, minInsyncReplicas } = config.log.kafka;
  const copies = replicationFactor || Math.min(3, brokers.length);
  const specs = topicSpecs(config.world.name, {
    regionsMax: config.world.regions.max,
    sessionPartitions: SESSION_PARTITIONS,
    taskPartitions: TASK_PARTITIONS,
    replicationFactor: copies,
    minInsyncReplicas: minInsyncReplicas || Math.max(1, copies - 1),
    recordBytesMax: RECORD_BYTES_MAX,
  });
  for (const spec of specs) await log.ensureTopic(spec);
}
