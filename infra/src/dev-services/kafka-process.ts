import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { kafkaJars } from './kafka-jars.ts';
import { freePorts, launch } from './launch.ts';
import type { Certificate } from './certificate.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** A Kafka cluster on this machine: each node is broker and controller. */
export interface KafkaOptions {
  /** 1, or 3 for replication and loss of a leader. */
  readonly brokers: number;
  /** Where each node keeps its data, settings and log. */
  readonly directory: string;
  readonly detached: boolean;
  /** Where nodes listen, and clients find them; 127.0.0.1 by default. */
  readonly host?: string;
  /**
   * A second listener on the first node that tells clients to come back to this port: whoever
   * listens there stands between client and broker.
   */
  readonly proxyPort?: number;
  /** A further listener on the first node that wants this login (SASL PLAIN), inside TLS if told. */
  readonly sasl?: {
    readonly username: string;
    readonly password: string;
    readonly tls?: Certificate;
  };
}

export interface KafkaProcesses {
  readonly addresses: readonly string[];
  /** In the order of `addresses`; the first node has the id 1. */
  readonly processes: readonly ProcessIdentity[];
  /** Starts a node that was ended again, with its data; does not wait until it answers. */
  startAgain(index: number): Promise<void>;
  readonly logFiles: readonly string[];
  /** The real address behind the proxy's listener; empty without one. */
  readonly proxiedAddress: string;
  /** The listener with a login; empty without one. */
  readonly saslAddress: string;
}

interface NodePorts {
  readonly client: number;
  readonly controller: number;
  readonly proxied: number;
  readonly sasl: number;
}

/**
 * Java's second compiler costs five seconds of a processor at a node's start and three in the first twenty of
 * a world, while two cores have the cluster to start; without it a node that has run for long takes no more.
 */
const JVM_FLAGS = ['-Xmx512m', '-Xms256m', '-XX:TieredStopAtLevel=1'];

/** Starts the nodes; does not wait until they answer. */
export async function startKafkaProcesses(options: KafkaOptions): Promise<KafkaProcesses> {
  const libs = await kafkaJars();
  const classPath = join(libs, '*');
  const numbers = await freePorts(options.brokers * 4);
  const ports = Array.from({ length: options.brokers }, (_, index): NodePorts => {
    const [client = 0, controller = 0, proxied = 0, sasl = 0] = numbers.slice(index * 4);
    return { client, controller, proxied, sasl };
  });
  const clusterId = randomBytes(16).toString('base64url');
  const nodes = ports.map((_, index) => {
    const directory = join(options.directory, `kafka-${index + 1}`);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'server.properties'), properties(options, ports, index));
    return { directory, logFile: join(directory, 'kafka.log') };
  });
  const launchNode = ({ directory, logFile }: (typeof nodes)[number]) =>
    launch({
      command: 'java',
      args: [...JVM_FLAGS, '-cp', classPath, 'kafka.Kafka', 'server.properties'],
      cwd: directory,
      logFile,
      detached: options.detached,
    });
  const processes = await Promise.all(
    nodes.map(async ({ directory, logFile }) => {
      // One argument with the value in it: an id may begin with a dash.
      const format = ['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`];
      await promisify(execFile)(
        'java',
        [
          '-Xshare:auto',
          '-XX:TieredStopAtLevel=1',
          '-cp',
          classPath,
          ...format,
          '-c',
          'server.properties',
        ],
        { cwd: directory },
      );
      return await launchNode({ directory, logFile });
    }),
  );
  return {
    addresses: ports.map(({ client }) => `${hostOf(options)}:${client}`),
    processes,
    startAgain: async (index) => {
      processes[index] = await launchNode(nodes[index]);
    },
    logFiles: nodes.map(({ logFile }) => logFile),
    proxiedAddress: options.proxyPort === undefined ? '' : `127.0.0.1:${ports[0]?.proxied}`,
    saslAddress: options.sasl === undefined ? '' : `127.0.0.1:${ports[0]?.sasl}`,
  };
}

function hostOf({ host = '127.0.0.1' }: KafkaOptions): string {
  return host;
}

function properties(options: KafkaOptions, ports: readonly NodePorts[], index: number): string {
  const own = ports[index];
  const first = index === 0;
  const copies = Math.min(options.brokers, 3);
  const voters = ports.map(({ controller }, node) => `${node + 1}@127.0.0.1:${controller}`);
  const listeners = [`PLAINTEXT://${hostOf(options)}:${own?.client}`];
  const advertised = [...listeners];
  if (first && options.proxyPort !== undefined) {
    listeners.push(`PROXIED://127.0.0.1:${own?.proxied}`);
    advertised.push(`PROXIED://127.0.0.1:${options.proxyPort}`);
  }
  if (first && options.sasl !== undefined) {
    listeners.push(`LOGIN://127.0.0.1:${own?.sasl}`);
    advertised.push(`LOGIN://127.0.0.1:${own?.sasl}`);
  }
  const settings: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': index + 1,
    'controller.quorum.voters': voters.join(','),
    'controller.listener.names': 'CONTROLLER',
    listeners: [...listeners, `CONTROLLER://127.0.0.1:${own?.controller}`].join(','),
    'advertised.listeners': advertised.join(','),
    'listener.security.protocol.map':
      'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT,LOGIN:' +
      (options.sasl?.tls === undefined ? 'SASL_PLAINTEXT' : 'SASL_SSL'),
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': 'data',
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'num.network.threads': 2,
    'num.io.threads': 4,
    // The compactor's table is 128 MB unless told; nothing here is compacted but Kafka's own.
    'log.cleaner.dedupe.buffer.size': 8 * 1024 * 1024,
    // A lost node is noticed in seconds, so that tests of a lost leader are short.
    'broker.session.timeout.ms': 3000,
    'broker.heartbeat.interval.ms': 500,
    'replica.lag.time.max.ms': 3000,
    // A node that is back leads again in seconds: a leader's move that nobody's end goes before.
    'leader.imbalance.check.interval.seconds': 5,
  };
  if (first && options.sasl !== undefined) {
    const { username, password, tls } = options.sasl;
    if (tls !== undefined) {
      settings['listener.name.login.ssl.keystore.type'] = 'PEM';
      settings['listener.name.login.ssl.keystore.location'] = tls.bothFile;
    }
    settings['sasl.enabled.mechanisms'] = 'PLAIN';
    settings['listener.name.login.sasl.enabled.mechanisms'] = 'PLAIN';
    settings['listener.name.login.plain.sasl.jaas.config'] =
      'org.apache.kafka.common.security.plain.PlainLoginModule required ' +
      `user_${username}="${password}";`;
  }
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
