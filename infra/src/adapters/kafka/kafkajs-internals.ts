import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { ConnectionOptions as TlsOptions } from 'node:tls';

/**
 * The parts of kafkajs below its producer and consumer: one connection, and the encoding of each
 * request. They are used directly because the upper layers cannot do what the log needs:
 * - its producer throws one error for a whole request, and so hides which partition of it was
 *   acknowledged and which refused (rule L3), and queues all sends behind one lock;
 * - its consumer reads only what a group was assigned, forgets its seeks at a rebalance, and resets
 *   an offset out of range without a word (rule L5).
 * These files have not changed since 2023, and the version is pinned by the lock file.
 */
const require = createRequire(import.meta.url);

export interface KafkajsLogger {
  namespace(name: string): KafkajsLogger;
  info(message: string, extra?: object): void;
  error(message: string, extra?: object): void;
  warn(message: string, extra?: object): void;
  debug(message: string, extra?: object): void;
}

interface KafkajsRequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}

export interface KafkajsResponse {
  readonly decode: (bytes: Buffer) => Promise<unknown>;
  readonly parse: (decoded: unknown) => Promise<unknown>;
}

export interface KafkajsRequest {
  readonly request: object;
  readonly response: KafkajsResponse;
  readonly requestTimeout?: number;
}

export interface KafkajsConnection {
  readonly requestQueue: KafkajsRequestQueue;
  connect(): Promise<boolean>;
  authenticate(): Promise<void>;
  isConnected(): boolean;
  setVersions(versions: KafkajsVersions): void;
  setSupportAuthenticationProtocol(supported: boolean): void;
  send(request: KafkajsRequest & { readonly logResponseError: boolean }): Promise<unknown>;
  rejectRequests(error: Error): void;
  disconnect(): Promise<boolean>;
}

export type KafkajsVersions = Record<number, { minVersion: number; maxVersion: number }>;

interface KafkajsDefinition {
  readonly versions: readonly string[];
  protocol(version: { version: number }): (fields: object) => KafkajsRequest;
}

export type KafkajsApi =
  | 'ApiVersions'
  | 'Metadata'
  | 'Produce'
  | 'Fetch'
  | 'ListOffsets'
  | 'CreateTopics'
  | 'DescribeConfigs'
  | 'DeleteRecords';

export interface KafkajsConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly logger: KafkajsLogger;
  readonly socketFactory: (options: {
    readonly host: string;
    readonly port: number;
    readonly ssl: TlsOptions | null;
    readonly onConnect: () => void;
  }) => Socket;
  readonly requestTimeout: number;
  readonly reauthenticationThreshold: number;
  readonly rack: null;
  readonly ssl: TlsOptions | null;
  readonly sasl: object | null;
  readonly clientId: string;
  readonly connectionTimeout: number;
  readonly enforceRequestTimeout: boolean;
  readonly maxInFlightRequests: number | null;
}

export const Connection = require('kafkajs/src/network/connection') as new (
  options: KafkajsConnectionOptions,
) => KafkajsConnection;

const protocol = require('kafkajs/src/protocol/requests') as {
  readonly requests: Record<KafkajsApi, KafkajsDefinition>;
  lookup(
    versions: KafkajsVersions,
  ): (apiKey: number, definition: KafkajsDefinition) => (fields: object) => KafkajsRequest;
};

const apiKeys = require('kafkajs/src/protocol/requests/apiKeys') as Record<KafkajsApi, number>;

/** The request in the newest version that both sides know. */
export function newestRequest(
  versions: KafkajsVersions,
  api: KafkajsApi,
  fields: object,
): KafkajsRequest {
  return protocol.lookup(versions)(apiKeys[api], protocol.requests[api])(fields);
}

/** Requests for what a broker knows, the newest first. */
export function versionRequests(): KafkajsRequest[] {
  const definition = protocol.requests.ApiVersions;
  const newestFirst = definition.versions.map(Number).toSorted((a, b) => b - a);
  return newestFirst.map((version) => definition.protocol({ version })({}));
}
