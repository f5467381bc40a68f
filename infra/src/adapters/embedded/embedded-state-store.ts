import { AtlasError } from '@atlasnet/schemas';
import type { SetOptions, StateStore } from '@atlasnet/schemas';
import { checkStoreRoom } from './store-room.ts';
import type { TransientStore } from './transient-store.ts';

/** A transient store within this process: everything in one process, and tests. */
export class EmbeddedStateStore implements StateStore {
  readonly #values: TransientStore;
  #closed = false;

  /** Clients that share `values` share a store. */
  constructor(values: TransientStore) {
    this.#values = values;
  }

  async get(key: string): Promise<Uint8Array | null> {
    return this.#open().get(key)?.slice() ?? null;
  }

  async getMany(keys: readonly string[]): Promise<readonly (Uint8Array | null)[]> {
    const values = this.#open();
    return keys.map((key) => values.get(key)?.slice() ?? null);
  }

  async set(key: string, value: Uint8Array, options: SetOptions = {}): Promise<void> {
    const values = this.#open();
    checkStoreRoom(values, key, value);
    values.set(key, value.slice(), options);
  }

  async compareAndSet(
    key: string,
    expected: Uint8Array | null,
    value: Uint8Array | null,
    options: SetOptions = {},
  ): Promise<boolean> {
    const values = this.#open();
    if (value !== null) checkStoreRoom(values, key, value);
    return values.compareAndSet(key, expected, value?.slice() ?? null, options);
  }

  async delete(key: string): Promise<void> {
    this.#open().delete(key);
  }

  async keys(prefix: string, limit: number): Promise<readonly string[]> {
    return this.#open().keys(prefix, limit);
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }

  #open(): TransientStore {
    if (!this.#closed) return this.#values;
    throw new AtlasError('ATLAS_STORE_UNREACHABLE', 'this client of the store is closed');
  }
}
