import { AtlasError } from '@atlasnet/schemas';
import type { ByteReader, ByteWriter, SetOptions, StateStore } from '@atlasnet/schemas';
import { SERVER_MESSAGE_BYTES_MAX, STORE_REQUEST_TIMEOUT_MS } from './limits.ts';
import { NoAnswer, RemoteServer } from './remote-server.ts';
import type { RemoteServerOptions } from './remote-server.ts';
import { OPERATION, readOptionalBlob } from './server-protocol.ts';
import { writeNumber, writeOptionalBlob } from './server-protocol.ts';
import { writeOptions } from './store-session.ts';

/** The transient store of `atlasnet log`, for the machine's other processes. */
export class RemoteStateStore implements StateStore {
  readonly #server: RemoteServer;
  readonly #address: string;

  constructor(options: RemoteServerOptions) {
    this.#address = options.address;
    this.#server = new RemoteServer({ requestTimeoutMs: STORE_REQUEST_TIMEOUT_MS, ...options });
  }

  async get(key: string): Promise<Uint8Array | null> {
    return readOptionalBlob(await this.#ask(OPERATION.get, (message) => message.text(key)));
  }

  async getMany(keys: readonly string[]): Promise<readonly (Uint8Array | null)[]> {
    const answer = await this.#ask(OPERATION.getMany, (message) => {
      writeNumber(message, keys.length);
      for (const key of keys) message.text(key);
    });
    return keys.map(() => readOptionalBlob(answer));
  }

  async set(key: string, value: Uint8Array, options: SetOptions = {}): Promise<void> {
    await this.#ask(OPERATION.set, (message) => {
      message.text(key);
      writeOptions(message, options);
      writeOptionalBlob(message, value);
    });
  }

  async compareAndSet(
    key: string,
    expected: Uint8Array | null,
    value: Uint8Array | null,
    options: SetOptions = {},
  ): Promise<boolean> {
    const answer = await this.#ask(OPERATION.compareAndSet, (message) => {
      message.text(key);
      writeOptions(message, options);
      writeOptionalBlob(message, expected);
      writeOptionalBlob(message, value);
    });
    return answer.varint() === 1;
  }

  async delete(key: string): Promise<void> {
    await this.#ask(OPERATION.delete, (message) => message.text(key));
  }

  async keys(prefix: string, limit: number): Promise<readonly string[]> {
    const answer = await this.#ask(OPERATION.keys, (message) => {
      message.text(prefix);
      writeNumber(message, limit);
    });
    return Array.from({ length: answer.count() }, () => answer.text(SERVER_MESSAGE_BYTES_MAX));
  }

  close(): Promise<void> {
    this.#server.close();
    return Promise.resolve();
  }

  async #ask(operation: number, write: (message: ByteWriter) => void): Promise<ByteReader> {
    try {
      return await this.#server.ask(operation, write);
    } catch (cause) {
      const isRefusal = cause instanceof AtlasError && cause.code === 'ATLAS_LINK_REFUSED';
      if (!(cause instanceof NoAnswer) && !isRefusal) throw cause;
      const text = `the store at ${this.#address} does not answer: ${cause.message}`;
      throw new AtlasError('ATLAS_STORE_UNREACHABLE', text, {
        details: { address: this.#address },
        hint: 'Start `atlasnet log`, or correct log.embedded.port.',
        cause,
      });
    }
  }
}
