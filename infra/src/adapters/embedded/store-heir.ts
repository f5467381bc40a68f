import { AtlasError, sleep } from '@atlasnet/schemas';
import type { Clock, Interlink, Link } from '@atlasnet/schemas';
import {
  HERITAGE_BYTES_MAX,
  HERITAGE_MS,
  SERVER_MESSAGE_BYTES_MAX,
  STORE_KEY_BYTES_MAX,
} from './limits.ts';
import { ANSWER, OPERATION, beginMessage, readMessage, writeNumber } from './server-protocol.ts';
import { readOptions, writeOptions } from './store-session.ts';
import type { TransientStore } from './transient-store.ts';

/** Says what a store holds, which takes no request any more; nothing of one that would be waited for. */
export function bequeath(link: Link, store: TransientStore): void {
  const entries = store.bytes > HERITAGE_BYTES_MAX ? [] : store.entries();
  const message = beginMessage(ANSWER.inherited, 0, store.bytes + 1024);
  writeNumber(message, entries.length);
  for (const [key, value, options] of entries) {
    message.text(key);
    writeOptions(message, options);
    message.blob(value);
  }
  link.send(message.slice());
}

/**
 * Whoever is to serve a store next: connected to the one who serves it, it gets what that one holds at its end.
 * Otherwise all regions would write all of it anew, at once, just when they catch up with the log.
 */
export class StoreHeir {
  readonly #clock: Clock;
  readonly #interlink: Interlink;
  readonly #address: string;
  readonly #ending = new AbortController();
  #link: Link | null = null;
  #isConnecting = false;
  #heritage: Uint8Array | null = null;
  #settled: () => void = () => undefined;
  /** Whoever serves has given its ports back. */
  #isLetIn = false;
  #goes: () => void = () => undefined;

  constructor(options: { interlink: Interlink; clock: Clock; address: string }) {
    this.#clock = options.clock;
    this.#interlink = options.interlink;
    this.#address = options.address;
  }

  /** Whether it is connected to somebody who serves and will say when that ends. */
  get waits(): boolean {
    return this.#link !== null && !this.#isLetIn;
  }

  /** Resolves when whoever serves has given its ports back, or is gone; after the limit at the latest. */
  async untilItGoes(limitMs: number, signal: AbortSignal): Promise<void> {
    const gone = new AbortController();
    this.#goes = () => gone.abort();
    await sleep(this.#clock, limitMs, AbortSignal.any([signal, gone.signal]));
  }

  /** Connects unless it is connected; whoever serves may change. */
  async seek(): Promise<void> {
    if (this.#link !== null || this.#isConnecting) return;
    this.#isConnecting = true;
    try {
      await this.#interlink.connect(
        this.#address,
        (link) => {
          this.#link = link;
          this.#isLetIn = false;
          link.send(beginMessage(OPERATION.inherit, 0).slice());
          return {
            message: (bytes) => this.#take(bytes),
            closed: () => {
              this.#link = null;
              this.#goes();
              this.#settled();
            },
          };
        },
        this.#ending.signal,
      );
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
    } finally {
      this.#isConnecting = false;
    }
  }

  /** Fills a store with what was left, unless nothing was; waits a little for what is on its way. */
  async fill(store: TransientStore): Promise<void> {
    if (this.#link !== null && this.#heritage === null) {
      const settled = new Promise<void>((resolve) => (this.#settled = resolve));
      await Promise.race([settled, sleep(this.#clock, HERITAGE_MS, this.#ending.signal)]);
    }
    if (this.#heritage !== null) readHeritage(this.#heritage, store);
    this.close();
  }

  close(): void {
    this.#ending.abort();
    this.#heritage = null;
    this.#link?.close('this process serves now');
  }

  #take(bytes: Uint8Array): void {
    if (this.#ending.signal.aborted) return;
    if (bytes[0] === ANSWER.moving) {
      this.#isLetIn = true;
      this.#goes();
    }
    if (bytes[0] !== ANSWER.inherited) return;
    this.#heritage = bytes.slice();
    this.#settled();
  }
}

/** @throws AtlasError ATLAS_LINK_MALFORMED */
function readHeritage(bytes: Uint8Array, store: TransientStore): void {
  const message = readMessage(bytes);
  message.byte();
  message.varint53();
  for (let left = message.count(); left > 0; left--) {
    const key = message.text(STORE_KEY_BYTES_MAX);
    const options = readOptions(message);
    store.set(key, message.blob(SERVER_MESSAGE_BYTES_MAX), options);
  }
}
