import { AtlasError } from '@atlasnet/schemas';
import type { ByteReader, ByteWriter, Link, SetOptions } from '@atlasnet/schemas';
import { STORE_KEY_BYTES_MAX } from './limits.ts';
import { ANSWER, OPERATION, beginMessage, readOptionalBlob } from './server-protocol.ts';
import { writeError, writeNumber, writeOptionalBlob } from './server-protocol.ts';
import { checkStoreRoom } from './store-room.ts';
import type { TransientStore } from './transient-store.ts';

export const isStoreOperation = (operation: number): boolean => operation >= OPERATION.get;

/** One client of the transient store, at the server. Every request is served within its turn. */
export class StoreSession {
  readonly #link: Link;
  readonly #store: TransientStore;

  constructor(link: Link, store: TransientStore) {
    this.#link = link;
    this.#store = store;
  }

  /** @throws AtlasError ATLAS_LINK_MALFORMED */
  serve(operation: number, id: number, request: ByteReader): void {
    const answer = beginMessage(ANSWER.done, id);
    try {
      this.#serve(operation, request, answer);
      this.#link.send(answer.slice());
    } catch (error) {
      if (!(error instanceof AtlasError) || error.code === 'ATLAS_LINK_MALFORMED') throw error;
      const failed = beginMessage(ANSWER.failed, id);
      writeError(failed, error);
      this.#link.send(failed.slice());
    }
  }

  #serve(operation: number, request: ByteReader, answer: ByteWriter): void {
    const store = this.#store;
    if (operation === OPERATION.getMany) {
      for (let left = request.count(); left > 0; left--) {
        writeOptionalBlob(answer, store.get(request.text(STORE_KEY_BYTES_MAX)));
      }
      return;
    }
    const key = request.text(STORE_KEY_BYTES_MAX);
    if (operation === OPERATION.get) writeOptionalBlob(answer, store.get(key));
    else if (operation === OPERATION.delete) store.delete(key);
    else if (operation === OPERATION.set) {
      const options = readOptions(request);
      const value = readOptionalBlob(request) ?? new Uint8Array(0);
      checkStoreRoom(store, key, value);
      store.set(key, value, options);
    } else if (operation === OPERATION.compareAndSet) {
      const options = readOptions(request);
      const [expected, value] = [readOptionalBlob(request), readOptionalBlob(request)];
      if (value !== null) checkStoreRoom(store, key, value);
      writeNumber(answer, store.compareAndSet(key, expected, value, options) ? 1 : 0);
    } else if (operation === OPERATION.keys) {
      const keys = store.keys(key, request.varint53());
      writeNumber(answer, keys.length);
      for (const found of keys) answer.text(found);
    } else request.fail(`there is no operation ${operation}`);
  }
}

/** Microseconds + 1, or 0 for none: a TTL may have fractions of a millisecond. */
export function readOptions(request: ByteReader): SetOptions {
  const ttl = request.varint53();
  return ttl === 0 ? {} : { ttlMs: (ttl - 1) / 1000 };
}

export function writeOptions(writer: ByteWriter, options: SetOptions): void {
  writeNumber(writer, options.ttlMs === undefined ? 0 : Math.round(options.ttlMs * 1000) + 1);
}
