import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { AtlasError } from '@atlasnet/schemas';
import type {
  BrokerAddress,
  BrokerConnection,
  ClusterMetadata,
  ConnectBroker,
  FetchAnswer,
  FetchOptions,
  FetchPart,
  KafkaOptions,
  NewTopic,
  ProduceAnswer,
  ProducePart,
} from './broker-connection.ts';
import { groupByTopic, plainBytes } from './broker-connection.ts';
import { BodyBeside } from './body-beside.ts';
import type {
  KafkajsApi,
  KafkajsConnection,
  KafkajsLogger,
  KafkajsVersions,
} from './kafkajs-internals.ts';
import { Connection, newestRequest, versionRequests } from './kafkajs-internals.ts';
import { ADMIN_MS, CONNECT_MS } from './limits.ts';
import type { EncodedBody } from './produce-encoding.ts';
import { encodeProduce } from './produce-encoding.ts';
import { CHECKED_SETTINGS } from './topic-settings.ts';
import { limited, messageOf } from './waiting.ts';

/** kafkajs's isolation level that reads up to the high watermark. */
const READ_UNCOMMITTED = 0;
const TOPIC_RESOURCE = 2;
const OFFSET_LATEST = '-1';
const OFFSET_EARLIEST = '-2';

/** kafkajs writes to the console by default; errors come to us as values anyway. */
const silent: KafkajsLogger = {
  namespace: () => silent,
  info: () => undefined,
  error: () => undefined,
  warn: () => undefined,
  debug: () => undefined,
};

/** Connections by kafkajs. */
export function connectByKafkajs(options: KafkaOptions): ConnectBroker {
  return async (address) => {
    const sockets: Socket[] = [];
    const bodies = new BodyBeside();
    const connection = makeConnection(options, address, (socket) => {
      sockets.push(socket);
      bodies.attach(socket);
    });
    try {
      await limited(connection.connect(), CONNECT_MS, 'connect');
      const versions = await askVersions(connection);
      connection.setVersions(versions);
      connection.setSupportAuthenticationProtocol(true);
      await limited(connection.authenticate(), CONNECT_MS, 'login');
      return new KafkajsBrokerConnection(address, connection, versions, { sockets, bodies });
    } catch (error) {
      endConnection(connection, sockets);
      throw deniedOr(error, address);
    }
  };
}

function makeConnection(
  options: KafkaOptions,
  address: BrokerAddress,
  onSocket: (socket: Socket) => void,
): KafkajsConnection {
  const connection = new Connection({
    host: address.host,
    port: address.port,
    logger: silent,
    socketFactory: ({ host, port, ssl, onConnect }) => {
      const name = isIP(host) === 0 ? { servername: host } : {};
      const socket =
        ssl === null
          ? connectTcp({ host, port }, onConnect)
          : connectTls({ host, port, ...name, ...ssl }, onConnect);
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 30_000);
      onSocket(socket);
      return socket;
    },
    // Each request has a limit of its own, kept above this layer; this one only frees memory.
    requestTimeout: ADMIN_MS,
    enforceRequestTimeout: true,
    reauthenticationThreshold: 10_000,
    rack: null,
    ssl: options.tls ?? null,
    // A copy: kafkajs writes its authenticator into it.
    sasl: options.sasl === undefined ? null : { ...options.sasl },
    clientId: options.clientId,
    connectionTimeout: CONNECT_MS,
    maxInFlightRequests: null,
  });
  // After its first answer kafkajs polls an empty queue every millisecond, for ever.
  const queue = connection.requestQueue;
  const schedule = queue.scheduleCheckPendingRequests.bind(queue);
  queue.scheduleCheckPendingRequests = () => {
    if (queue.pending.length > 0) schedule();
  };
  return connection;
}

/** Ends a connection at once; kafkajs alone would wait for answers that may never come. */
function endConnection(connection: KafkajsConnection, sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.destroy();
  connection.rejectRequests(new Error('the connection was closed'));
  connection.disconnect().catch(() => undefined);
}

async function askVersions(connection: KafkajsConnection): Promise<KafkajsVersions> {
  for (const request of versionRequests()) {
    try {
      const sent = connection.send({ ...request, logResponseError: false });
      const answer = (await limited(sent, CONNECT_MS, 'versions')) as {
        apiVersions: { apiKey: number; minVersion: number; maxVersion: number }[];
      };
      return Object.fromEntries(answer.apiVersions.map((api) => [api.apiKey, api]));
    } catch (error) {
      if ((error as { type?: string }).type !== 'UNSUPPORTED_VERSION') throw error;
    }
  }
  throw new Error('the broker speaks no known protocol version');
}

function deniedOr(error: unknown, address: BrokerAddress): unknown {
  if ((error as { name?: string }).name !== 'KafkaJSSASLAuthenticationError') return error;
  const place = `${address.host}:${address.port}`;
  return new AtlasError('ATLAS_LOG_DENIED', `Kafka at ${place} refused the login`, {
    cause: error,
    details: { broker: place, reason: messageOf(error) },
    hint: 'Check the SASL mechanism, user and password.',
  });
}

class KafkajsBrokerConnection implements BrokerConnection {
  readonly address: BrokerAddress;
  readonly #connection: KafkajsConnection;
  readonly #versions: KafkajsVersions;
  readonly #sockets: readonly Socket[];
  readonly #bodies: BodyBeside;

  constructor(
    address: BrokerAddress,
    connection: KafkajsConnection,
    versions: KafkajsVersions,
    { sockets, bodies }: { readonly sockets: readonly Socket[]; readonly bodies: BodyBeside },
  ) {
    this.address = address;
    this.#connection = connection;
    this.#versions = versions;
    this.#sockets = sockets;
    this.#bodies = bodies;
  }

  isOpen(): boolean {
    return this.#connection.isConnected();
  }

  async metadata(topics: readonly string[]): Promise<ClusterMetadata> {
    const answer = (await this.#send('Metadata', {
      // kafkajs takes an empty list for "all topics".
      topics: topics.length === 0 ? ['__none'] : topics,
      allowAutoTopicCreation: false,
    })) as MetadataAnswer;
    return {
      brokers: new Map(answer.brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }])),
      topics: answer.topicMetadata
        .filter(({ topic }) => topics.includes(topic))
        .map(({ topic, topicErrorCode, partitionMetadata }) => ({
          topic,
          errorCode: topicErrorCode,
          partitions: partitionMetadata.map(({ partitionId, leader, replicas, isr }) => ({
            partition: partitionId,
            leader,
            replicas: replicas.length,
            inSync: isr.length,
          })),
        })),
    };
  }

  async produce(parts: readonly ProducePart[], waitMs: number): Promise<ProduceAnswer[]> {
    // kafkajs frames the request and decodes the answer; the body is ours and goes beside it.
    const fields = { acks: -1, timeout: waitMs, compression: 0, topicData: [] };
    const { request, response } = newestRequest(this.#versions, 'Produce', fields);
    const encode = (): Promise<EncodedBody> =>
      Promise.resolve(this.#bodies.take(encodeProduce(parts, waitMs, Date.now())));
    const answer = (await this.#connection.send({
      request: { ...request, encode },
      response: { decode: response.decode, parse: (decoded) => Promise.resolve(decoded) },
      logResponseError: false,
    })) as ProduceWire;
    return answer.topics.flatMap(({ topicName, partitions }) =>
      partitions.map(({ partition, errorCode, baseOffset }) => ({
        topic: topicName,
        partition,
        errorCode,
        baseOffset: Number(baseOffset),
      })),
    );
  }

  async fetch(parts: readonly FetchPart[], options: FetchOptions): Promise<FetchAnswer[]> {
    const topics = [...groupByTopic(parts)].map(([topic, group]) => ({
      topic,
      partitions: group.map(({ partition, fromOffset, bytesMax }) => ({
        partition,
        fetchOffset: String(fromOffset),
        maxBytes: bytesMax,
      })),
    }));
    const answer = (await this.#send('Fetch', {
      maxWaitTime: options.waitMs,
      minBytes: 1,
      maxBytes: options.bytesMax,
      isolationLevel: READ_UNCOMMITTED,
      topics,
      rackId: '',
    })) as FetchWire;
    if (answer.errorCode) throw new Error(`fetch refused (${answer.errorCode})`);
    return answer.responses.flatMap(({ topicName, partitions }) =>
      partitions.map((one) => ({
        topic: topicName,
        partition: one.partition,
        errorCode: one.errorCode,
        startOffset: Number(one.lastStartOffset),
        endOffset: Number(one.highWatermark),
        records: one.messages.map(({ offset, timestamp, value }) => ({
          offset: Number(offset),
          timestampMs: Number(timestamp),
          value: plainBytes(value),
        })),
      })),
    );
  }

  async offsetAt(
    topic: string,
    partition: number,
    place: 'start' | 'end',
  ): Promise<{ errorCode: number; offset: number }> {
    const timestamp = place === 'start' ? OFFSET_EARLIEST : OFFSET_LATEST;
    const answer = (await this.#send('ListOffsets', {
      isolationLevel: READ_UNCOMMITTED,
      topics: [{ topic, partitions: [{ partition, timestamp }] }],
    })) as ListOffsetsWire;
    const one = answer.responses[0]?.partitions[0];
    if (one === undefined) throw new Error('the broker answered for another partition');
    return { errorCode: one.errorCode, offset: Number(one.offset) };
  }

  async createTopic(
    topic: NewTopic,
    waitMs: number,
  ): Promise<{ errorCode: number; message: string }> {
    const configEntries = Object.entries(topic.settings).map(([name, value]) => ({ name, value }));
    const answer = (await this.#send('CreateTopics', {
      topics: [
        {
          topic: topic.topic,
          numPartitions: topic.partitions,
          replicationFactor: topic.replicationFactor,
          replicaAssignment: [],
          configEntries,
        },
      ],
      validateOnly: false,
      timeout: waitMs,
    })) as { topicErrors: { errorCode: number; errorMessage?: string | null }[] };
    const one = answer.topicErrors[0];
    return { errorCode: one?.errorCode ?? -1, message: one?.errorMessage ?? '' };
  }

  async topicSettings(topic: string): Promise<ReadonlyMap<string, string>> {
    const answer = (await this.#send('DescribeConfigs', {
      resources: [{ type: TOPIC_RESOURCE, name: topic, configNames: [...CHECKED_SETTINGS] }],
      includeSynonyms: false,
    })) as DescribeConfigsWire;
    const resource = answer.resources[0];
    if (resource === undefined || resource.errorCode !== 0) {
      throw new Error(`settings of ${topic} are not told (${resource?.errorCode ?? -1})`);
    }
    return new Map(
      resource.configEntries.map(({ configName, configValue }) => [configName, configValue ?? '']),
    );
  }

  async deleteRecords(
    topic: string,
    partition: number,
    offset: number,
    waitMs: number,
  ): Promise<number> {
    const answer = (await this.#send('DeleteRecords', {
      topics: [{ topic, partitions: [{ partition, offset: String(offset) }] }],
      timeout: waitMs,
    })) as { topics: { partitions: { errorCode: number }[] }[] };
    return answer.topics[0]?.partitions[0]?.errorCode ?? -1;
  }

  close(): void {
    endConnection(this.#connection, this.#sockets);
  }

  /** Sends without kafkajs's own look at error codes: it throws the first of them for all. */
  async #send(api: KafkajsApi, fields: object): Promise<unknown> {
    const { request, response, requestTimeout } = newestRequest(this.#versions, api, fields);
    return await this.#connection.send({
      request,
      response: { decode: response.decode, parse: (decoded) => Promise.resolve(decoded) },
      ...(requestTimeout === undefined ? {} : { requestTimeout }),
      logResponseError: false,
    });
  }
}

interface MetadataAnswer {
  brokers: { nodeId: number; host: string; port: number }[];
  topicMetadata: {
    topic: string;
    topicErrorCode: number;
    partitionMetadata: { partitionId: number; leader: number; replicas: number[]; isr: number[] }[];
  }[];
}

interface ProduceWire {
  topics: {
    topicName: string;
    partitions: { partition: number; errorCode: number; baseOffset: string }[];
  }[];
}

interface FetchWire {
  errorCode?: number;
  responses: {
    topicName: string;
    partitions: {
      partition: number;
      errorCode: number;
      highWatermark: string;
      lastStartOffset: string;
      messages: { offset: string; timestamp: string; value: Buffer | null }[];
    }[];
  }[];
}

interface ListOffsetsWire {
  responses: { partitions: { errorCode: number; offset: string }[] }[];
}

interface DescribeConfigsWire {
  resources: {
    errorCode: number;
    configEntries: { configName: string; configValue: string | null }[];
  }[];
}
