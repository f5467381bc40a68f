import { setTimeout as delay } from 'node:timers/promises';
import { AtlasError } from '@atlasnet/schemas';
import { logClosed, topicMissing } from '../log-rules.ts';
import type {
  BrokerAddress,
  BrokerConnection,
  ConnectBroker,
  TopicMetadata,
} from './broker-connection.ts';
import { BROKER_ERRORS } from './broker-error-codes.ts';
import { LEADER_RETRY_MS, LEADER_SEARCH_MS, REQUEST_MS } from './limits.ts';
import { limited, messageOf } from './waiting.ts';

/** What a fresh look at a partition says. */
type Leader = BrokerAddress | 'missing' | 'none';

/** Which broker leads which partition: asked once, kept, and asked again after an error. */
export class ClusterView {
  readonly #bootstrap: readonly BrokerAddress[];
  readonly #connect: ConnectBroker;
  #brokers: ReadonlyMap<number, BrokerAddress> = new Map();
  readonly #topics = new Map<string, TopicMetadata>();
  /** Topics that this process made or has seen: a broker that does not know one yet will. */
  readonly #expected = new Set<string>();
  #control: BrokerConnection | null = null;
  #refreshing: Promise<void> | null = null;
  #closed = false;

  constructor(brokers: readonly string[], connect: ConnectBroker) {
    this.#bootstrap = brokers.map(parseAddress);
    this.#connect = connect;
  }

  get brokerCount(): number {
    return this.#brokers.size;
  }

  /** The partition's leader as known now; null when it has to be asked for. */
  knownLeader(topic: string, partition: number): BrokerAddress | null {
    const leader = this.#lookUp(topic, partition);
    return typeof leader === 'string' ? null : leader;
  }

  /** This process made the topic: a broker that does not know it yet will. */
  expect(topic: string): void {
    this.#expected.add(topic);
  }

  /** What is known of a topic is doubtful: the next look asks. */
  forget(topic: string): void {
    this.#topics.delete(topic);
  }

  /**
   * The partition's leader; waits for an election.
   * @throws AtlasError ATLAS_LOG_UNREACHABLE, ATLAS_LOG_TOPIC_MISSING, ATLAS_LOG_CLOSED
   */
  async leader(topic: string, partition: number): Promise<BrokerAddress> {
    const deadlineMs = Date.now() + LEADER_SEARCH_MS;
    let missing = 0;
    for (;;) {
      const known = this.#lookUp(topic, partition);
      if (typeof known !== 'string') return known;
      await this.refresh([topic]);
      const leader = this.#lookUp(topic, partition);
      if (typeof leader !== 'string') return leader;
      // A topic just made is not known to every broker at once, nor every topic to one just started.
      const late = Date.now() > deadlineMs;
      const patient = this.#expected.has(topic) && !late;
      if (leader === 'missing' && ++missing > 2 && !patient) throw topicMissing(topic, partition);
      if (late) {
        throw new AtlasError('ATLAS_LOG_UNREACHABLE', `${topic}/${partition} has no leader`, {
          details: { topic, partition },
          hint: 'Bring the brokers that hold its copies back.',
        });
      }
      await delay(LEADER_RETRY_MS);
    }
  }

  /** Asks for these topics. @throws AtlasError ATLAS_LOG_UNREACHABLE, ATLAS_LOG_CLOSED */
  async refresh(topics: readonly string[]): Promise<void> {
    // One request at a time; who comes meanwhile may want other topics, and asks after it.
    while (this.#refreshing !== null) {
      await this.#refreshing.catch(() => undefined);
      if (topics.every((topic) => this.#topics.has(topic))) return;
    }
    this.#refreshing = this.#ask(topics);
    try {
      await this.#refreshing;
    } finally {
      this.#refreshing = null;
    }
  }

  /** The topic as last asked for. */
  topic(topic: string): TopicMetadata | null {
    return this.#topics.get(topic) ?? null;
  }

  /**
   * Runs a request on any broker.
   * @throws AtlasError ATLAS_LOG_UNREACHABLE naming the addresses tried, ATLAS_LOG_CLOSED
   */
  async onAnyBroker<T>(
    limitMs: number,
    request: (connection: BrokerConnection) => Promise<T>,
  ): Promise<T> {
    const tried: string[] = [];
    let cause: unknown;
    for (const address of this.#candidates()) {
      const name = `${address.host}:${address.port}`;
      let connection = this.#control;
      try {
        if (connection === null || !connection.isOpen()) {
          connection = await this.#connect(address);
          if (this.#closed) {
            connection.close();
            break;
          }
          this.#control = connection;
        }
        return await limited(request(connection), limitMs, name);
      } catch (error) {
        if (error instanceof AtlasError && !error.retriable) throw error;
        connection?.close();
        this.#control = null;
        tried.push(`${name} (${messageOf(error)})`);
        cause = error;
      }
    }
    if (this.#closed) throw logClosed('a request to Kafka');
    throw new AtlasError('ATLAS_LOG_UNREACHABLE', `no Kafka broker answers: ${tried.join(', ')}`, {
      cause,
      details: { brokers: this.#bootstrap.map(({ host, port }) => `${host}:${port}`).join(',') },
      hint: 'Start Kafka, or correct log.kafka (brokers, tls, sasl); check the network.',
    });
  }

  close(): void {
    this.#closed = true;
    this.#control?.close();
    this.#control = null;
  }

  async #ask(topics: readonly string[]): Promise<void> {
    const metadata = await this.onAnyBroker(REQUEST_MS, (connection) =>
      connection.metadata(topics),
    );
    this.#brokers = metadata.brokers;
    for (const topic of metadata.topics) {
      this.#topics.set(topic.topic, topic);
      if (topic.errorCode === BROKER_ERRORS.none) this.#expected.add(topic.topic);
    }
  }

  #lookUp(topic: string, partition: number): Leader {
    const metadata = this.#topics.get(topic);
    if (metadata === undefined) return 'none';
    if (metadata.errorCode === BROKER_ERRORS.unknownTopicOrPartition) return 'missing';
    const found = metadata.partitions.find((one) => one.partition === partition);
    if (found === undefined) return metadata.errorCode === 0 ? 'missing' : 'none';
    return this.#brokers.get(found.leader) ?? 'none';
  }

  /** The configured brokers first, then those learnt: a configured one may be gone for good. */
  #candidates(): BrokerAddress[] {
    const all = new Map<string, BrokerAddress>();
    const control = this.#control;
    if (control?.isOpen())
      all.set(`${control.address.host}:${control.address.port}`, control.address);
    for (const address of [...this.#bootstrap, ...this.#brokers.values()]) {
      all.set(`${address.host}:${address.port}`, address);
    }
    return this.#closed ? [] : [...all.values()];
  }
}

/** @throws AtlasError ATLAS_CONFIG_INVALID */
export function parseAddress(text: string): BrokerAddress {
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text.trim());
  const host = parts?.[1] ?? parts?.[2];
  const port = Number(parts?.[3]);
  if (host === undefined || port < 1 || port > 65_535) {
    throw new AtlasError('ATLAS_CONFIG_INVALID', `not a broker's address: "${text}"`, {
      hint: 'Write host:port, for example localhost:9092.',
    });
  }
  return { host, port };
}
