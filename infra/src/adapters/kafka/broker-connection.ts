import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { LogRecord } from '@atlasnet/schemas';

/** How a Kafka cluster is reached. */
export interface KafkaOptions {
  /** `host:port` of one or more brokers; the others are learnt from them. */
  readonly brokers: readonly string[];
  /** The name that brokers write in their logs. */
  readonly clientId: string;
  /** TLS, with Node's own options (ca, cert, key, servername); absent: plain text. */
  readonly tls?: TlsOptions;
  readonly sasl?: {
    readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
    readonly username: string;
    readonly password: string;
  };
}

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

export interface PartitionMetadata {
  readonly partition: number;
  /** A node id; −1 while there is none. */
  readonly leader: number;
  readonly replicas: number;
  /** Of these, copies that are in sync. */
  readonly inSync: number;
}

export interface TopicMetadata {
  readonly topic: string;
  readonly errorCode: number;
  readonly partitions: readonly PartitionMetadata[];
}

export interface ClusterMetadata {
  readonly brokers: ReadonlyMap<number, BrokerAddress>;
  readonly topics: readonly TopicMetadata[];
}

export interface ProducePart {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly Uint8Array[];
}

export interface ProduceAnswer {
  readonly topic: string;
  readonly partition: number;
  readonly errorCode: number;
  readonly baseOffset: number;
}

export interface FetchPart {
  readonly topic: string;
  readonly partition: number;
  readonly fromOffset: number;
  readonly bytesMax: number;
}

export interface FetchAnswer {
  readonly topic: string;
  readonly partition: number;
  readonly errorCode: number;
  readonly startOffset: number;
  /** The high watermark. */
  readonly endOffset: number;
  /** Whole batches: the first records may lie below the offset asked for. */
  readonly records: readonly LogRecord[];
}

export interface FetchOptions {
  readonly waitMs: number;
  readonly bytesMax: number;
}

export interface NewTopic {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * One connection to one broker, as a Kafka library gives it. What a broker answers for a partition
 * is a value (its error code); a method rejects only when there was no readable answer. It never
 * tries again by itself.
 */
export interface BrokerConnection {
  readonly address: BrokerAddress;
  isOpen(): boolean;
  /** An empty list asks for the brokers alone. Never creates a topic. */
  metadata(topics: readonly string[]): Promise<ClusterMetadata>;
  /** Acks all, not idempotent; the broker waits `waitMs` for its followers. */
  produce(parts: readonly ProducePart[], waitMs: number): Promise<readonly ProduceAnswer[]>;
  fetch(parts: readonly FetchPart[], options: FetchOptions): Promise<readonly FetchAnswer[]>;
  /** The first kept offset, or the offset after the last readable record. */
  offsetAt(
    topic: string,
    partition: number,
    place: 'start' | 'end',
  ): Promise<{ readonly errorCode: number; readonly offset: number }>;
  /** Resolves to the broker's error code and message. */
  createTopic(
    topic: NewTopic,
    waitMs: number,
  ): Promise<{ readonly errorCode: number; readonly message: string }>;
  topicSettings(topic: string): Promise<ReadonlyMap<string, string>>;
  /** Resolves to the broker's error code. */
  deleteRecords(topic: string, partition: number, offset: number, waitMs: number): Promise<number>;
  /** Ends the connection at once; requests that wait for an answer reject. */
  close(): void;
}

/** Opens a connection, login included; rejects within the connect limit. */
export type ConnectBroker = (address: BrokerAddress) => Promise<BrokerConnection>;

/** Groups parts by topic, in the order in which topics first appear. */
export function groupByTopic<Part extends { readonly topic: string }>(
  parts: readonly Part[],
): Map<string, Part[]> {
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    const group = groups.get(part.topic);
    if (group === undefined) groups.set(part.topic, [part]);
    else group.push(part);
  }
  return groups;
}

/** A view of the same bytes without Buffer's methods: what readers get is a plain Uint8Array. */
export function plainBytes(bytes: Uint8Array | null | undefined): Uint8Array {
  if (bytes === null || bytes === undefined) return new Uint8Array(0);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
