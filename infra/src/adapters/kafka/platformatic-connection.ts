import { isIP } from 'node:net';
import {
  ConfigResourceTypes,
  Connection,
  createTopicsV7,
  deleteRecordsV2,
  describeConfigsV4,
  fetchV12,
  listOffsetsV6,
  metadataV12,
  produceV9,
  ResponseError,
} from '@platformatic/kafka';
import type { ConnectionOptions } from '@platformatic/kafka';
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
import { ADMIN_MS, CONNECT_MS } from './limits.ts';
import { CHECKED_SETTINGS } from './topic-settings.ts';
import { limited, messageOf } from './waiting.ts';

const READ_UNCOMMITTED = 0;
const TOPIC_RESOURCE = ConfigResourceTypes.TOPIC;
const ACKS_ALL = -1;
const OFFSET_LATEST = -1n;
const OFFSET_EARLIEST = -2n;
const LOG_APPEND_TIME = 8;
const AUTHENTICATION_FAILED = 'PLT_KFK_AUTHENTICATION';

/** Connections by @platformatic/kafka, for brokers of version 2.8 and later. */
export function connectByPlatformatic(options: KafkaOptions): ConnectBroker {
  return async (address) => {
    const settings: ConnectionOptions = {
      connectTimeout: CONNECT_MS,
      // Each request has a limit of its own, kept above this layer; this one only frees memory.
      requestTimeout: ADMIN_MS,
      maxInflights: 1,
      handleBackPressure: false,
      tlsServerName: isIP(address.host) === 0 && options.tls?.servername === undefined,
      ...(options.tls === undefined ? {} : { tls: options.tls }),
      ...(options.sasl === undefined ? {} : { sasl: options.sasl }),
    };
    const connection = new Connection(options.clientId, settings);
    // An error that nobody waits for would end the process; who waits gets it by its promise.
    connection.on('error', () => undefined);
    try {
      await limited(
        connection.connect(address.host, address.port) as Promise<void>,
        CONNECT_MS,
        'connect',
      );
    } catch (error) {
      closeNow(connection);
      throw deniedOr(error, address);
    }
    return new PlatformaticBrokerConnection(address, connection);
  };
}

function deniedOr(error: unknown, address: BrokerAddress): unknown {
  let cause = error;
  while (cause instanceof Error && (cause as { code?: string }).code !== AUTHENTICATION_FAILED) {
    cause = cause.cause;
  }
  if (!(cause instanceof Error)) return error;
  const place = `${address.host}:${address.port}`;
  return new AtlasError('ATLAS_LOG_DENIED', `Kafka at ${place} refused the login`, {
    cause: error,
    details: { broker: place, reason: messageOf(error) },
    hint: 'Check the SASL mechanism, user and password.',
  });
}

function closeNow(connection: Connection): void {
  connection.close().catch(() => undefined);
  // close() alone waits until what is queued was sent, which a hanging peer never lets happen.
  (connection.socket as Connection['socket'] | undefined)?.destroy();
}

class PlatformaticBrokerConnection implements BrokerConnection {
  readonly address: BrokerAddress;
  readonly #connection: Connection;

  constructor(address: BrokerAddress, connection: Connection) {
    this.address = address;
    this.#connection = connection;
  }

  isOpen(): boolean {
    return this.#connection.isConnected();
  }

  async metadata(topics: readonly string[]): Promise<ClusterMetadata> {
    const answer = await whole(metadataV12.api.async(this.#connection, [...topics], false, false));
    return {
      brokers: new Map(answer.brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }])),
      topics: answer.topics.map(({ name, errorCode, partitions }) => ({
        topic: name ?? '',
        errorCode,
        partitions: partitions.map(({ partitionIndex, leaderId, replicaNodes, isrNodes }) => ({
          partition: partitionIndex,
          leader: leaderId,
          replicas: replicaNodes.length,
          inSync: isrNodes.length,
        })),
      })),
    };
  }

  async produce(parts: readonly ProducePart[], waitMs: number): Promise<ProduceAnswer[]> {
    const messages = parts.flatMap(({ topic, partition, records }) =>
      records.map((value) => ({
        topic,
        partition,
        value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
      })),
    );
    const answer = await whole(
      produceV9.api.async(this.#connection, ACKS_ALL, waitMs, messages, { compression: 'none' }),
    );
    if (typeof answer === 'boolean') throw new Error('the broker sent no answer');
    return answer.responses.flatMap(({ name, partitionResponses }) =>
      partitionResponses.map(({ index, errorCode, baseOffset }) => ({
        topic: name,
        partition: index,
        errorCode,
        baseOffset: Number(baseOffset),
      })),
    );
  }

  async fetch(parts: readonly FetchPart[], options: FetchOptions): Promise<FetchAnswer[]> {
    const topics = [...groupByTopic(parts)].map(([topic, group]) => ({
      // Version 12 is the last one that names topics; later ones want their ids here.
      topicId: topic,
      partitions: group.map(({ partition, fromOffset, bytesMax }) => ({
        partition,
        currentLeaderEpoch: -1,
        fetchOffset: BigInt(fromOffset),
        lastFetchedEpoch: -1,
        partitionMaxBytes: bytesMax,
      })),
    }));
    const { waitMs, bytesMax } = options;
    const answer = await whole(
      fetchV12.api.async(
        this.#connection,
        waitMs,
        1,
        bytesMax,
        READ_UNCOMMITTED,
        0,
        -1,
        topics,
        [],
        '',
      ),
    );
    if (answer.errorCode !== 0) throw new Error(`fetch refused (${answer.errorCode})`);
    return answer.responses.flatMap(({ topicId, partitions }) =>
      partitions.map((one) => ({
        topic: topicId,
        partition: one.partitionIndex,
        errorCode: one.errorCode,
        startOffset: Number(one.logStartOffset),
        endOffset: Number(one.highWatermark),
        records: (one.records ?? []).flatMap((batch) =>
          batch.records.map((record) => ({
            offset: Number(batch.firstOffset) + record.offsetDelta,
            timestampMs: Number(
              (batch.attributes & LOG_APPEND_TIME) === 0
                ? batch.firstTimestamp + record.timestampDelta
                : batch.maxTimestamp,
            ),
            value: plainBytes(record.value),
          })),
        ),
      })),
    );
  }

  async offsetAt(
    topic: string,
    partition: number,
    place: 'start' | 'end',
  ): Promise<{ errorCode: number; offset: number }> {
    const timestamp = place === 'start' ? OFFSET_EARLIEST : OFFSET_LATEST;
    const wanted = { partitionIndex: partition, currentLeaderEpoch: -1, timestamp };
    const answer = await whole(
      listOffsetsV6.api.async(this.#connection, -1, READ_UNCOMMITTED, [
        { name: topic, partitions: [wanted] },
      ]),
    );
    const one = answer.topics[0]?.partitions[0];
    if (one === undefined) throw new Error('the broker answered for another partition');
    return { errorCode: one.errorCode, offset: Number(one.offset) };
  }

  async createTopic(
    topic: NewTopic,
    waitMs: number,
  ): Promise<{ errorCode: number; message: string }> {
    const wanted = {
      name: topic.topic,
      numPartitions: topic.partitions,
      replicationFactor: topic.replicationFactor,
      assignments: [],
      configs: Object.entries(topic.settings).map(([name, value]) => ({ name, value })),
    };
    const answer = await whole(createTopicsV7.api.async(this.#connection, [wanted], waitMs, false));
    const one = answer.topics[0];
    return { errorCode: one?.errorCode ?? -1, message: one?.errorMessage ?? '' };
  }

  async topicSettings(topic: string): Promise<ReadonlyMap<string, string>> {
    const resource = {
      resourceType: TOPIC_RESOURCE,
      resourceName: topic,
      configurationKeys: [...CHECKED_SETTINGS],
    };
    const answer = await whole(
      describeConfigsV4.api.async(this.#connection, [resource], false, false),
    );
    const one = answer.results[0];
    if (one === undefined || one.errorCode !== 0) {
      throw new Error(`settings of ${topic} are not told (${one?.errorCode ?? -1})`);
    }
    return new Map(one.configs.map(({ name, value }) => [name, value ?? '']));
  }

  async deleteRecords(
    topic: string,
    partition: number,
    offset: number,
    waitMs: number,
  ): Promise<number> {
    const wanted = { partitionIndex: partition, offset: BigInt(offset) };
    const answer = await whole(
      deleteRecordsV2.api.async(this.#connection, [{ name: topic, partitions: [wanted] }], waitMs),
    );
    return answer.topics[0]?.partitions[0]?.errorCode ?? -1;
  }

  close(): void {
    closeNow(this.#connection);
  }
}

/** The answer with its error codes: the library throws it away for the first code that is not 0. */
async function whole<Answer>(sent: Promise<Answer>): Promise<Answer> {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof ResponseError) return error.response as Answer;
    throw error;
  }
}
