import {
  AccessTokens,
  ConnectTokenIssuer,
  DevelopmentLogin,
  Gateway,
  NetcodeClient,
  NetcodeServer,
  nodePacketCipher,
  readSessionClaims,
} from '@atlasnet/proxy';
import type { GatewayOptions, ListedProxy, SessionClaims } from '@atlasnet/proxy';
import {
  decodeSessionRecord,
  encodeMapRecord,
  incarnationBytes,
  incarnationId,
  topicNames,
} from '@atlasnet/schemas';
import type { DatagramAddress, LogRecord, Logger, SessionRecord } from '@atlasnet/schemas';
import { SystemClock, SystemRandom } from '../adapters/system/index.ts';
import { PrometheusMetrics } from '../adapters/telemetry/index.ts';
import { protocolIdOf } from '../cli/protocol-id.ts';
import { MemoryEventLog } from './memory-event-log.ts';
import { GatewayServer } from '../adapters/http/index.ts';
import type { GatewayServerOptions } from '../adapters/http/index.ts';

export const WORLD = 'arena';
export const PARTITIONS = 4;
export const ADMIN_TOKEN = 'the-admin-token-of-the-tests';
export const TOPICS = topicNames(WORLD);
const INCARNATION = incarnationId('0123456789abcdef0123456789abcdef');
const CONNECT_KEY = new Uint8Array(32).fill(5);
const CLIENT_ADDRESS = { host: '127.0.0.1', port: 50_000 };

/** A gateway on a real port of this machine, and the log behind it. */
export class TestGateway {
  readonly log: MemoryEventLog;
  readonly lines: string[] = [];
  readonly metrics = new PrometheusMetrics();
  readonly random = new SystemRandom();
  proxies: readonly ListedProxy[] = [proxyAt('a', 7001, 9), proxyAt('b', 7002, 2)];
  gateway!: Gateway;
  server!: GatewayServer;
  url = '';
  #running: Promise<unknown> = Promise.resolve();

  private constructor(log: MemoryEventLog) {
    this.log = log;
  }

  static async start(
    changes: Partial<GatewayOptions> & Partial<GatewayServerOptions> = {},
    log: MemoryEventLog = foundedLog(),
  ): Promise<TestGateway> {
    const made = new TestGateway(log);
    await made.#start(changes);
    if (log.recordAt(TOPICS.map, 0, 0) as LogRecord | undefined) await made.ready();
    return made;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.stop();
    await this.gateway.stop();
    await this.#running;
  }

  /** Asks the gateway; the body is sent as JSON. */
  async ask(
    method: string,
    path: string,
    given: { body?: unknown; bearer?: string; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
    const { body, bearer, headers } = given;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    return { status: response.status, body: parsed, headers: response.headers };
  }

  /** What the log holds about sessions. */
  records(): readonly SessionRecord[] {
    return Array.from({ length: PARTITIONS }, (_, partition) => partition).flatMap((partition) => {
      const found: SessionRecord[] = [];
      for (let at = 0; ; at++) {
        const record = this.log.recordAt(TOPICS.sessions, partition, at) as LogRecord | undefined;
        if (record === undefined) return found;
        found.push(decodeSessionRecord(record.value, INCARNATION));
      }
    });
  }

  /** Connects with a token to a proxy's netcode server at an address: who it says has come. */
  async connect(token: Uint8Array, at: DatagramAddress): Promise<SessionClaims | null> {
    let nowMs = 0;
    const claims: (SessionClaims | null)[] = [];
    const { random } = this;
    const server: NetcodeServer = new NetcodeServer({
      protocolId: protocolIdOf(WORLD),
      privateKeys: [CONNECT_KEY],
      publicAddresses: [at],
      cipher: nodePacketCipher,
      random,
      consumeToken: () => Promise.resolve(true),
      sink: { send: (bytes, start, end) => client.receive(bytes.slice(start, end), at, nowMs) },
      handlers: {
        connected: ({ userData }) => void claims.push(readSessionClaims(userData)),
        payload: () => undefined,
        disconnected: () => undefined,
      },
      nowMs,
      unixMs: Date.now(),
    });
    const client = new NetcodeClient({
      token,
      cipher: nodePacketCipher,
      random,
      sink: {
        send: (bytes, start, end, to) => {
          if (to.port !== at.port) return;
          server.receive(bytes.slice(start, end), CLIENT_ADDRESS, nowMs);
        },
      },
      handlers: { stateChanged: () => undefined, payload: () => undefined },
    });
    client.connect(nowMs);
    for (; nowMs < 12_000 && claims.length === 0; nowMs += 20) {
      server.update(nowMs, Date.now());
      client.update(nowMs);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return claims[0] ?? null;
  }

  async #start(changes: Partial<GatewayOptions> & Partial<GatewayServerOptions>): Promise<void> {
    const logger = this.#logger();
    const { random, log, metrics } = this;
    this.gateway = new Gateway({
      world: WORLD,
      log,
      clock: new SystemClock(),
      random,
      logger,
      metrics,
      provider: new DevelopmentLogin({ othersCome: null, allowedBeyond: false }),
      accessTokens: await AccessTokens.create({
        world: WORLD,
        seeds: [new Uint8Array(32).fill(3)],
        lifetimeMs: 60_000,
      }),
      connectTokens: new ConnectTokenIssuer({
        protocolId: protocolIdOf(WORLD),
        privateKey: CONNECT_KEY,
        random,
        cipher: nodePacketCipher,
      }),
      proxies: () => Promise.resolve(this.proxies),
      sessionPartitions: PARTITIONS,
      connectTokenMs: 30_000,
      clientTimeoutMs: 5000,
      requestsPerMinuteMax: null,
      ...changes,
    });
    this.server = new GatewayServer({
      gateway: this.gateway,
      logger,
      host: '127.0.0.1',
      port: 0,
      key: 'gateway.port',
      adminToken: ADMIN_TOKEN,
      origins: ['https://game.example'],
      isLoopback: true,
      trustedProxies: [],
      version: '1.2.3',
      ...changes,
    });
    this.url = await this.server.listen();
    this.#running = Promise.all([this.gateway.run(), this.server.run()]);
  }

  /** Waits until the gateway has read the log. */
  async ready(): Promise<void> {
    for (let i = 0; i < 500 && !this.gateway.isReady; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    if (!this.gateway.isReady) throw new Error('the gateway is not ready');
  }

  #logger(): Logger {
    const write = (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      const shown = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`);
      this.lines.push([message, ...shown].join(' '));
    };
    return { debug: write, info: write, warn: write, error: write };
  }
}

export function proxyAt(process: string, port: number, clients: number): ListedProxy {
  const address = { host: '127.0.0.1', port };
  const reach = { address, tcp: true, websocket: '' };
  return { process, ...reach, clients, clientsMax: 100, draining: false };
}

/** A log whose world is founded. */
export function foundedLog(): MemoryEventLog {
  const log = new MemoryEventLog();
  const started = {
    id: incarnationBytes(INCARNATION),
    tickZeroMs: 1,
    tickHz: 20,
    homeCount: 1,
    seed: 1,
  };
  log.write(TOPICS.map, 0, [encodeMapRecord(INCARNATION, { started })]);
  return log;
}
