import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AtlasError } from '@atlasnet/schemas';
import { connectByKafkajs } from '../adapters/kafka/kafkajs-connection.ts';
import { parseAddress } from '../adapters/kafka/cluster-view.ts';
import {
  dockerAnswers,
  startKafkaContainers,
  startValkeyContainer,
  stopContainers,
} from './docker-services.ts';
import { missingForKafka } from './kafka-jars.ts';
import type { KafkaOptions, KafkaProcesses } from './kafka-process.ts';
import { startKafkaProcesses } from './kafka-process.ts';
import { startFailed } from './launch.ts';
import { DOCKER_START_MS, KAFKA_START_MS, POLL_MS, VALKEY_START_MS } from './limits.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { endProcess, isRunning } from './process-identity.ts';
import { answersRedisProtocol, findValkey, startValkeyProcess } from './valkey-process.ts';

export interface ServicesOptions {
  /** Nodes of Kafka: 1 (default) or 3. */
  readonly brokers?: number;
  /** Where data, settings and logs go; a new one under the system's temporary folder by default. */
  readonly directory?: string;
  /** True: they outlive this process. Default false. */
  readonly detached?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What was started, enough to end exactly that. */
export interface Started {
  readonly processes: readonly ProcessIdentity[];
  readonly containers: readonly { readonly ids: readonly string[]; readonly network: string }[];
}

export interface Services {
  /** `host:port` of each broker. */
  readonly kafka: readonly string[];
  /** `host:port`, or a URL if the environment gave one. */
  readonly valkey: string;
  /** By what each runs: `environment`, `docker`, `java`, or the store's command. */
  readonly by: { readonly kafka: string; readonly valkey: string };
  readonly started: Started;
  /** Ends exactly what was started. */
  stop(): Promise<void>;
}

/**
 * A real Kafka and a real Valkey: those of the environment (ATLASNET_KAFKA, ATLASNET_VALKEY), else in
 * containers, else as processes of this machine. Resolves when they answer. Installs nothing.
 * @throws AtlasError ATLAS_SERVICES_UNAVAILABLE saying what is missing
 */
export async function startServices(options: ServicesOptions = {}): Promise<Services> {
  const env = options.env ?? process.env;
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'atlasnet-services-'));
  mkdirSync(directory, { recursive: true });
  const detached = options.detached ?? false;
  const docker = needsDocker(env) && dockerAnswers();
  const halves = await Promise.allSettled([
    startKafkaSomehow(env, docker, { brokers: options.brokers ?? 1, directory, detached }),
    startValkeySomehow(env, docker, { directory, detached }),
  ]);
  const started = halves.map((half) =>
    half.status === 'fulfilled' ? half.value.started : nothing,
  );
  const all: Started = {
    processes: started.flatMap(({ processes }) => processes),
    containers: started.flatMap(({ containers }) => containers),
  };
  const failed = halves.find((half) => half.status === 'rejected');
  const [kafka, valkey] = halves;
  if (failed !== undefined || kafka.status === 'rejected' || valkey.status === 'rejected') {
    await stopStarted(all);
    throw failed?.reason;
  }
  return {
    kafka: kafka.value.addresses,
    valkey: valkey.value.addresses[0] ?? '',
    by: { kafka: kafka.value.by, valkey: valkey.value.by },
    started: all,
    stop: () => stopStarted(all, detached ? 'SIGTERM' : 'SIGKILL'),
  };
}

/** Kafka as processes of this machine, with what tests need besides: a proxied listener, a login. */
export async function startLocalKafka(
  options: Omit<KafkaOptions, 'detached'>,
): Promise<KafkaProcesses & { stop(): Promise<void> }> {
  const kafka = await startKafkaProcesses({ ...options, detached: false });
  const started = { processes: kafka.processes, containers: [] };
  const stop = (): Promise<void> => stopStarted(started, 'SIGKILL');
  try {
    await untilKafkaAnswers(kafka.addresses, KAFKA_START_MS, () => failureOf(kafka));
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...kafka, stop };
}

/** Ends exactly what was started; at once (SIGKILL) where nobody wants the data any more. */
export async function stopStarted(
  started: Started,
  first: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
): Promise<void> {
  await Promise.all([
    ...started.processes.map((identity) => endProcess(identity, first)),
    ...started.containers.map((containers) => stopContainers(containers)),
  ]);
}

interface Half {
  readonly addresses: readonly string[];
  readonly by: string;
  readonly started: Started;
}

interface Place {
  readonly directory: string;
  readonly detached: boolean;
}

const nothing: Started = { processes: [], containers: [] };

function needsDocker(env: Readonly<Record<string, string | undefined>>): boolean {
  return !env['ATLASNET_KAFKA'] || !env['ATLASNET_VALKEY'];
}

async function startKafkaSomehow(
  env: Readonly<Record<string, string | undefined>>,
  docker: boolean,
  options: Place & { readonly brokers: number },
): Promise<Half> {
  const given = env['ATLASNET_KAFKA'];
  if (given) {
    const addresses = given.split(',').map((address) => address.trim());
    await untilKafkaAnswers(addresses.slice(0, 1), KAFKA_START_MS, () => null);
    return { addresses, by: 'environment', started: nothing };
  }
  if (docker) {
    const containers = await startKafkaContainers(options.brokers);
    const started = { processes: [], containers: [containers] };
    await orStop(
      started,
      untilKafkaAnswers(containers.addresses, DOCKER_START_MS, () => null),
    );
    return { addresses: containers.addresses, by: 'docker', started };
  }
  const missing = missingForKafka();
  if (missing !== null) throw unavailable('Kafka', `${missing} is not installed`);
  const kafka = await startKafkaProcesses(options);
  const started = { processes: kafka.processes, containers: [] };
  await orStop(
    started,
    untilKafkaAnswers(kafka.addresses, KAFKA_START_MS, () => failureOf(kafka)),
  );
  return { addresses: kafka.addresses, by: 'java', started };
}

async function startValkeySomehow(
  env: Readonly<Record<string, string | undefined>>,
  docker: boolean,
  options: Place,
): Promise<Half> {
  const given = env['ATLASNET_VALKEY'];
  if (given) return { addresses: [given], by: 'environment', started: nothing };
  if (docker) {
    const containers = await startValkeyContainer();
    const started = { processes: [], containers: [containers] };
    await orStop(started, untilStoreAnswers(containers.addresses[0] ?? ''));
    return { addresses: containers.addresses, by: 'docker', started };
  }
  const command = findValkey();
  if (command === null)
    throw unavailable('Valkey', 'neither valkey-server nor redis-server 7 is here');
  const valkey = await startValkeyProcess(command, options);
  return {
    addresses: [valkey.address],
    by: command,
    started: { processes: [valkey.process], containers: [] },
  };
}

/** Waits until every node answers and knows all the others. */
async function untilKafkaAnswers(
  addresses: readonly string[],
  limitMs: number,
  failure: () => AtlasError | null,
): Promise<void> {
  const deadlineMs = Date.now() + limitMs;
  for (const address of addresses) {
    while (!(await knowsNodes(address, addresses.length))) {
      const failed = failure();
      if (failed !== null) throw failed;
      if (Date.now() > deadlineMs) {
        throw unavailable('Kafka', `${address} did not answer in ${limitMs / 1000} s`);
      }
      await delay(POLL_MS);
    }
  }
}

async function knowsNodes(address: string, count: number): Promise<boolean> {
  const connect = connectByKafkajs({ brokers: [address], clientId: 'atlasnet-services' });
  try {
    const connection = await connect(parseAddress(address));
    try {
      return (await connection.metadata([])).brokers.size >= count;
    } finally {
      connection.close();
    }
  } catch {
    // Not yet: refused, or a controller that has no broker yet.
    return false;
  }
}

async function untilStoreAnswers(address: string): Promise<void> {
  const { host, port } = parseAddress(address);
  const deadlineMs = Date.now() + VALKEY_START_MS;
  while (!(await answersRedisProtocol(host, port))) {
    if (Date.now() > deadlineMs) throw unavailable('Valkey', `${address} did not answer`);
    await delay(POLL_MS);
  }
}

function failureOf(kafka: KafkaProcesses): AtlasError | null {
  const dead = kafka.processes.findIndex((identity) => !isRunning(identity));
  return dead < 0 ? null : startFailed('Kafka', kafka.logFiles[dead] ?? '');
}

async function orStop(started: Started, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    await stopStarted(started);
    throw error;
  }
}

function unavailable(service: string, why: string): AtlasError {
  return new AtlasError('ATLAS_SERVICES_UNAVAILABLE', `${service} cannot be started: ${why}`, {
    hint:
      'Give its address in ATLASNET_KAFKA or ATLASNET_VALKEY, start a container engine, or ' +
      'install what is missing (on Debian: infra/dev/install-debian.sh).',
  });
}
