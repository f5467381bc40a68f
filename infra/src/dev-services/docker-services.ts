import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { AtlasError } from '@atlasnet/schemas';
import { KAFKA_VERSION } from './kafka-jars.ts';
import { freePorts } from './launch.ts';
import { DOCKER_START_MS } from './limits.ts';

const VALKEY_IMAGE = 'valkey/valkey:8.0';
const KAFKA_IMAGE = `apache/kafka:${KAFKA_VERSION}`;

/** Containers that were started, and what they are reached by. */
export interface Containers {
  readonly ids: readonly string[];
  readonly addresses: readonly string[];
  /** The network made for them; empty for none. */
  readonly network: string;
}

/** Whether a container engine answers. */
export function dockerAnswers(): boolean {
  try {
    execFileSync('docker', ['version', '--format', '{{.Server.Version}}'], {
      stdio: 'ignore',
      timeout: 5000,
    });
    return true;
  } catch {
    return false;
  }
}

export async function startValkeyContainer(): Promise<Containers> {
  const [port = 0] = await freePorts(1);
  const id = await docker('run', '-d', '--rm', '-p', `127.0.0.1:${port}:6379`, VALKEY_IMAGE);
  return { ids: [id], addresses: [`127.0.0.1:${port}`], network: '' };
}

/** Starts nodes in a network of their own; clients come through published loopback ports. */
export async function startKafkaContainers(brokers: number): Promise<Containers> {
  const ports = await freePorts(brokers);
  const network = `atlasnet-${ports[0]}`;
  const clusterId = Buffer.from(`atlasnet-${ports[0]}`.padEnd(16, '-').slice(0, 16)).toString(
    'base64url',
  );
  await docker('network', 'create', network);
  const ids: string[] = [];
  try {
    for (const [index, port] of ports.entries()) {
      const settings = kafkaSettings(network, brokers, index, port, clusterId);
      const name = `${network}-${index + 1}`;
      const where = ['--network', network, '--name', name, '-p', `127.0.0.1:${port}:9092`];
      const env = Object.entries(settings).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
      ids.push(await docker('run', '-d', '--rm', ...where, ...env, KAFKA_IMAGE));
    }
  } catch (error) {
    await stopContainers({ ids, network });
    throw error;
  }
  return { ids, addresses: ports.map((port) => `127.0.0.1:${port}`), network };
}

/** Ends exactly these containers, by id. */
export async function stopContainers(containers: {
  readonly ids: readonly string[];
  readonly network: string;
}): Promise<void> {
  for (const id of containers.ids) {
    // One that is gone already is what is wanted.
    await docker('stop', '-t', '5', id).catch(() => undefined);
  }
  if (containers.network !== '') await docker('network', 'rm', containers.network);
}

function kafkaSettings(
  network: string,
  brokers: number,
  index: number,
  port: number,
  clusterId: string,
): Record<string, string | number> {
  const host = `${network}-${index + 1}`;
  const copies = Math.min(3, brokers);
  const voters = Array.from(
    { length: brokers },
    (_, node) => `${node + 1}@${network}-${node + 1}:9093`,
  );
  return {
    CLUSTER_ID: clusterId,
    KAFKA_NODE_ID: index + 1,
    KAFKA_PROCESS_ROLES: 'broker,controller',
    KAFKA_CONTROLLER_QUORUM_VOTERS: voters.join(','),
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    KAFKA_LISTENERS: 'PLAINTEXT://:9092,INTERNAL://:9094,CONTROLLER://:9093',
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port},INTERNAL://${host}:9094`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP:
      'PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT',
    KAFKA_INTER_BROKER_LISTENER_NAME: 'INTERNAL',
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: copies,
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: copies,
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: 1,
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: 0,
    KAFKA_HEAP_OPTS: '-Xmx512m -Xms256m',
  };
}

async function docker(...args: string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('docker', args, { timeout: DOCKER_START_MS });
    return stdout.trim();
  } catch (error) {
    throw new AtlasError('ATLAS_SERVICES_UNAVAILABLE', `docker ${args[0]} failed`, {
      cause: error,
      hint: 'Check the container engine, or set ATLASNET_KAFKA and ATLASNET_VALKEY.',
    });
  }
}
