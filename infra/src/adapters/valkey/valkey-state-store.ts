import type { ConnectionOptions as TlsOptions } from 'node:tls';
import { Redis } from 'ioredis';
import { AtlasError } from '@atlasnet/schemas';
import type { SetOptions, StateStore } from '@atlasnet/schemas';
import {
  CONNECT_MS,
  RECONNECT_MAX_MS,
  RECONNECT_MIN_MS,
  REQUEST_MS,
  REQUESTS_MAX,
  SCAN_COUNT,
  VALUE_BYTES_MAX,
} from './limits.ts';
import { parseStoreAddress } from './store-address.ts';
import { asStoreError, isDenial, storeUnreachable } from './store-errors.ts';

/** How a server of the Redis protocol, version 6 or later, is reached. */
export interface ValkeyOptions {
  /** `host:port`, or `redis://user:password@host:port/number`; `rediss:` for TLS. */
  readonly address: string;
  /** The ACL user; without one, a password alone is the default user's. */
  readonly username?: string;
  readonly password?: string;
  /** TLS, with Node's own options (ca, cert, key, servername); absent: plain, unless `rediss:`. */
  readonly tls?: TlsOptions;
}

/** Runs in the server in one go. ARGV: expected (or ''), whether any, value, `set` or `del`, TTL. */
const COMPARE_AND_SET = `
local current = redis.call('GET', KEYS[1])
if ARGV[2] == '0' then
  if current then return 0 end
elseif current ~= ARGV[1] then
  return 0
end
if ARGV[4] == 'del' then
  redis.call('DEL', KEYS[1])
elseif ARGV[5] == '0' then
  redis.call('SET', KEYS[1], ARGV[3])
else
  redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[5])
end
return 1`;

/**
 * The transient store on Valkey by ioredis. Nothing is queued while there is no connection but
 * requests that wait, each for a bounded time; none is sent twice, so a compare-and-set whose answer
 * was lost is an error, and not a wrong "no".
 */
export class ValkeyStateStore implements StateStore {
  readonly #client: Redis;
  readonly #place: string;
  #lastError: unknown = null;
  #requests = 0;
  #closed = false;

  constructor(options: ValkeyOptions) {
    const { host, port, database, ...login } = parseStoreAddress(options.address);
    const username = options.username ?? login.username;
    const password = options.password ?? login.password;
    const tls = options.tls ?? (login.tls ? {} : undefined);
    this.#place = `${host}:${port}`;
    this.#client = new Redis({
      host,
      port,
      db: database,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(tls === undefined ? {} : { tls }),
      connectTimeout: CONNECT_MS,
      commandTimeout: REQUEST_MS,
      keepAlive: 30_000,
      noDelay: true,
      enableOfflineQueue: false,
      enableReadyCheck: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      enableAutoPipelining: false,
      retryStrategy: (times) => Math.min(RECONNECT_MIN_MS * times, RECONNECT_MAX_MS),
    });
    // Up to REQUESTS_MAX requests may wait for the same connection.
    this.#client.setMaxListeners(REQUESTS_MAX + 1);
    this.#client.on('error', (error: unknown) => (this.#lastError = error));
    this.#client.on('ready', () => (this.#lastError = null));
  }

  async get(key: string): Promise<Uint8Array | null> {
    return plain(await this.#run((client) => client.getBuffer(key)));
  }

  async getMany(keys: readonly string[]): Promise<readonly (Uint8Array | null)[]> {
    if (keys.length === 0) return [];
    const values = await this.#run((client) => client.mgetBuffer(...keys));
    return values.map(plain);
  }

  async set(key: string, value: Uint8Array, options: SetOptions = {}): Promise<void> {
    const bytes = this.#checked(key, value);
    await this.#run((client) =>
      options.ttlMs === undefined
        ? client.set(key, bytes)
        : client.set(key, bytes, 'PX', wholeMs(options.ttlMs)),
    );
  }

  async compareAndSet(
    key: string,
    expected: Uint8Array | null,
    value: Uint8Array | null,
    options: SetOptions = {},
  ): Promise<boolean> {
    const args = [
      expected === null ? '' : toBuffer(expected),
      expected === null ? '0' : '1',
      value === null ? '' : this.#checked(key, value),
      value === null ? 'del' : 'set',
      options.ttlMs === undefined ? '0' : String(wholeMs(options.ttlMs)),
    ];
    return (await this.#run((client) => client.eval(COMPARE_AND_SET, 1, key, ...args))) === 1;
  }

  async delete(key: string): Promise<void> {
    await this.#run((client) => client.del(key));
  }

  async keys(prefix: string, limit: number): Promise<readonly string[]> {
    // The prefix is no pattern: what a pattern would read into it is escaped.
    const pattern = `${prefix.replace(/[\\*?[\]]/g, '\\$&')}*`;
    const deadlineMs = Date.now() + REQUEST_MS;
    const found = new Set<string>();
    let cursor = '0';
    do {
      const from = cursor;
      const [next, page] = await this.#run((client) =>
        client.scan(from, 'MATCH', pattern, 'COUNT', SCAN_COUNT),
      );
      for (const key of page) found.add(key);
      cursor = next;
      if (Date.now() > deadlineMs) {
        throw storeUnreachable(this.#place, new Error('the key space takes too long to read'));
      }
    } while (cursor !== '0' && found.size < limit);
    return [...found].slice(0, limit);
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#client.disconnect();
    return Promise.resolve();
  }

  #checked(key: string, value: Uint8Array): Buffer {
    if (value.byteLength > VALUE_BYTES_MAX) {
      throw new AtlasError(
        'ATLAS_STORE_VALUE_TOO_LARGE',
        `${value.byteLength} bytes for ${key}; the store takes ${VALUE_BYTES_MAX}`,
        { details: { key, bytes: value.byteLength }, hint: 'Cut the value into chunks.' },
      );
    }
    return toBuffer(value);
  }

  async #run<T>(request: (client: Redis) => Promise<T>): Promise<T> {
    if (this.#requests >= REQUESTS_MAX) {
      throw storeUnreachable(this.#place, new Error('too many requests wait'));
    }
    this.#requests++;
    try {
      await this.#ready();
      return await request(this.#client);
    } catch (error) {
      throw asStoreError(this.#place, error);
    } finally {
      this.#requests--;
    }
  }

  /** Waits for a connection that is being made, within the request's limit. */
  #ready(): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the store was closed'));
    if (this.#client.status === 'ready') return Promise.resolve();
    if (isDenial(this.#lastError)) return Promise.reject(this.#lastError);
    return new Promise((resolve, reject) => {
      const done = (error: unknown): void => {
        clearTimeout(timer);
        this.#client.off('ready', onReady);
        this.#client.off('end', onEnd);
        this.#client.off('error', onError);
        if (error === null) resolve();
        else reject(error instanceof Error ? error : new Error('no connection'));
      };
      const onReady = (): void => done(null);
      const onError = (error: unknown): void => {
        // Another try will not help against a wrong password.
        if (isDenial(error)) done(error);
      };
      const onEnd = (): void => done(this.#lastError ?? new Error('the store was closed'));
      const timer = setTimeout(() => done(this.#lastError ?? new Error('no answer')), REQUEST_MS);
      this.#client.once('ready', onReady);
      this.#client.once('end', onEnd);
      this.#client.on('error', onError);
    });
  }
}

function plain(value: Buffer | null): Uint8Array | null {
  if (value === null) return null;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

function toBuffer(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

function wholeMs(ttlMs: number | undefined): number {
  return Math.max(1, Math.ceil(ttlMs ?? 1));
}
