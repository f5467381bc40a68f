import { setTimeout as delay } from 'node:timers/promises';
import { AtlasError } from '@atlasnet/schemas';
import type {
  AppendOutcome,
  EventLog,
  Following,
  FollowRequest,
  PartitionBounds,
  ReadRequest,
  ReadResult,
  TopicSpec,
} from '@atlasnet/schemas';
import { batchTooLarge, logClosed, outOfRange, topicMismatch, topicMissing } from '../log-rules.ts';
import { Appender } from './appender.ts';
import type { BrokerConnection, ConnectBroker, KafkaOptions } from './broker-connection.ts';
import { BROKER_ERRORS, describeBrokerError, isPassing } from './broker-error-codes.ts';
import { ClusterView } from './cluster-view.ts';
import { ConnectionPool } from './connection-pool.ts';
import {
  ADMIN_MS,
  APPEND_BYTES_MAX,
  LEADER_RETRY_MS,
  LEADER_SEARCH_MS,
  READ_CONNECTIONS_MAX,
  REQUEST_MS,
} from './limits.ts';
import { contiguous, TailReader } from './tail-reader.ts';
import { checkTopic, newTopic } from './topic-settings.ts';
import { messageOf } from './waiting.ts';

/** A broker's answer for one partition. */
interface Answer {
  readonly errorCode: number;
}

/** The log on Kafka, over whichever library makes the connections. */
export class BrokerEventLog implements EventLog {
  readonly #view: ClusterView;
  readonly #appender: Appender;
  readonly #readers: ConnectionPool;
  readonly #tails: TailReader;
  /** The largest record of each topic that this process has looked at. */
  readonly #recordBytesMax = new Map<string, number>();
  #closed = false;

  constructor(options: KafkaOptions, connect: ConnectBroker) {
    this.#view = new ClusterView(options.brokers, connect);
    this.#appender = new Appender(this.#view, connect);
    this.#readers = new ConnectionPool(connect, READ_CONNECTIONS_MAX);
    this.#tails = new TailReader(this.#view, connect, (topic, partition) =>
      this.bounds(topic, partition),
    );
  }

  async ensureTopic(spec: TopicSpec): Promise<void> {
    this.#view.forget(spec.topic);
    await this.#view.refresh([spec.topic]);
    const found = this.#view.topic(spec.topic)?.errorCode;
    // Another look of this process may have dropped the answer: then it is not known either.
    if (found === undefined || found === BROKER_ERRORS.unknownTopicOrPartition) {
      await this.#createTopic(spec);
      this.#view.expect(spec.topic);
    }
    // A partition's leader is elected before the broker knows of it; an append would be unknown.
    await this.#view.leader(spec.topic, 0);
    const partitions = this.#view.topic(spec.topic)?.partitions ?? [];
    await Promise.all(partitions.map(({ partition }) => this.bounds(spec.topic, partition)));
    const metadata = this.#view.topic(spec.topic);
    if (metadata === null) throw topicMissing(spec.topic, 0);
    const settings = await this.#view.onAnyBroker(REQUEST_MS, (connection) =>
      connection.topicSettings(spec.topic),
    );
    checkTopic(spec, metadata, settings);
    this.#recordBytesMax.set(spec.topic, spec.recordBytesMax);
  }

  append(topic: string, partition: number, records: readonly Uint8Array[]): Promise<AppendOutcome> {
    // The broker's own limit is one of a batch, above that of a record.
    const recordBytesMax = this.#recordBytesMax.get(topic) ?? APPEND_BYTES_MAX;
    const error = batchTooLarge({ topic, partition, records }, recordBytesMax, APPEND_BYTES_MAX);
    if (error !== null) return Promise.resolve({ kind: 'refused', error });
    return this.#appender.append(topic, partition, records);
  }

  async bounds(topic: string, partition: number): Promise<PartitionBounds> {
    const { startOffset, endOffset } = await this.#onLeader(
      topic,
      partition,
      REQUEST_MS,
      async (connection) => {
        const start = await connection.offsetAt(topic, partition, 'start');
        const end = await connection.offsetAt(topic, partition, 'end');
        const errorCode = start.errorCode === 0 ? end.errorCode : start.errorCode;
        return { errorCode, startOffset: start.offset, endOffset: end.offset };
      },
    );
    return { startOffset, endOffset };
  }

  async read(request: ReadRequest): Promise<ReadResult> {
    const { topic, partition, fromOffset, bytesMax } = request;
    const deadlineMs = Date.now() + LEADER_SEARCH_MS;
    for (;;) {
      const answer = await this.#onLeader(topic, partition, REQUEST_MS, async (connection) => {
        const part = { topic, partition, fromOffset, bytesMax };
        const [first] = await connection.fetch([part], { waitMs: 0, bytesMax });
        return first ?? { errorCode: BROKER_ERRORS.networkException };
      });
      const fetched = 'records' in answer ? answer : null;
      const within = fetched !== null && fetched.errorCode === 0;
      if (within && fetched.endOffset >= fromOffset) {
        const { startOffset, endOffset } = fetched;
        const records = contiguous(fetched.records, fromOffset);
        return { records, bounds: { startOffset, endOffset } };
      }
      // Outside; or a new leader that does not know its end yet, which then does not tell it.
      const bounds = await this.bounds(topic, partition);
      const { startOffset, endOffset } = bounds;
      if (fromOffset < startOffset || fromOffset > endOffset || Date.now() > deadlineMs) {
        throw outOfRange({ topic, partition, offset: fromOffset }, bounds);
      }
      await delay(LEADER_RETRY_MS);
    }
  }

  follow(request: FollowRequest): Following {
    return this.#tails.follow(request);
  }

  async deleteBefore(topic: string, partition: number, offset: number): Promise<void> {
    const { errorCode } = await this.#onLeader(topic, partition, ADMIN_MS, async (connection) => ({
      errorCode: await connection.deleteRecords(topic, partition, offset, ADMIN_MS),
    }));
    if (errorCode === BROKER_ERRORS.offsetOutOfRange) {
      throw outOfRange({ topic, partition, offset }, await this.bounds(topic, partition));
    }
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#tails.close();
    this.#appender.close();
    this.#readers.close();
    this.#view.close();
    return Promise.resolve();
  }

  async #createTopic(spec: TopicSpec): Promise<void> {
    const deadlineMs = Date.now() + LEADER_SEARCH_MS;
    for (;;) {
      const { errorCode, message } = await this.#view.onAnyBroker(ADMIN_MS, (connection) =>
        connection.createTopic(newTopic(spec), ADMIN_MS),
      );
      this.#view.forget(spec.topic);
      const { none, topicAlreadyExists, invalidReplicationFactor } = BROKER_ERRORS;
      if (errorCode === none || errorCode === topicAlreadyExists) return;
      // A broker that stood still takes no copy until it has said that it is back.
      const isEnough = this.#view.brokerCount >= spec.replicationFactor;
      const mayCome = errorCode === invalidReplicationFactor && isEnough;
      if (!mayCome || Date.now() > deadlineMs) throw this.#notCreated(spec, errorCode, message);
      await delay(LEADER_RETRY_MS);
    }
  }

  #notCreated(spec: TopicSpec, errorCode: number, message: string): AtlasError {
    if (errorCode === BROKER_ERRORS.invalidReplicationFactor) {
      const found = `possible up to ${this.#view.brokerCount} (the number of brokers)`;
      return topicMismatch(spec.topic, 'replicationFactor', spec.replicationFactor, found);
    }
    const said = message === '' ? describeBrokerError(errorCode) : message;
    return new AtlasError(
      'ATLAS_LOG_TOPIC_MISMATCH',
      `topic ${spec.topic} cannot be created: ${said}`,
      {
        details: { topic: spec.topic, setting: 'creation', brokerErrorCode: errorCode },
        hint: 'Check the broker’s permissions and policies, or create the topic by hand.',
      },
    );
  }

  /** Asks the partition's leader, following it through elections, until it gives a lasting answer. */
  async #onLeader<T extends Answer>(
    topic: string,
    partition: number,
    limitMs: number,
    request: (connection: BrokerConnection) => Promise<T>,
  ): Promise<T> {
    const deadlineMs = Date.now() + LEADER_SEARCH_MS;
    for (;;) {
      if (this.#closed) throw logClosed(`${topic}/${partition}`);
      const leader = await this.#view.leader(topic, partition);
      let said: string;
      try {
        const answer = await this.#readers.use(leader, limitMs, request);
        if (!isPassing(answer.errorCode)) return lasting(topic, partition, answer);
        said = describeBrokerError(answer.errorCode);
      } catch (error) {
        if (error instanceof AtlasError) throw error;
        said = messageOf(error);
      }
      this.#view.forget(topic);
      if (Date.now() > deadlineMs) {
        throw new AtlasError(
          'ATLAS_LOG_UNREACHABLE',
          `${topic}/${partition} at ${leader.host}:${leader.port} gives no answer: ${said}`,
          { details: { topic, partition }, hint: 'Check the broker and the network.' },
        );
      }
      await delay(LEADER_RETRY_MS);
    }
  }
}

function lasting<T extends Answer>(topic: string, partition: number, answer: T): T {
  const { errorCode } = answer;
  if (errorCode === BROKER_ERRORS.none || errorCode === BROKER_ERRORS.offsetOutOfRange) {
    return answer;
  }
  const denied = errorCode === BROKER_ERRORS.topicAuthorizationFailed;
  throw new AtlasError(
    denied ? 'ATLAS_LOG_DENIED' : 'ATLAS_LOG_UNREACHABLE',
    `${topic}/${partition} cannot be read: ${describeBrokerError(errorCode)}`,
    { details: { topic, partition, brokerErrorCode: errorCode }, hint: 'See the broker’s log.' },
  );
}
