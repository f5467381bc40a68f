import { AtlasError } from '@atlasnet/schemas';
import type {
  ByteReader,
  Clock,
  EventLog,
  Interlink,
  Link,
  LinkHandlers,
  StateStore,
} from '@atlasnet/schemas';
import { STORE_SWEEP_MS } from './limits.ts';
import { EmbeddedStateStore } from './embedded-state-store.ts';
import { LogSession } from './log-session.ts';
import { readMessage } from './server-protocol.ts';
import { StoreSession, isStoreOperation } from './store-session.ts';
import { TransientStore } from './transient-store.ts';

export interface EmbeddedLogServerOptions {
  readonly interlink: Interlink;
  readonly clock: Clock;
  /** Usually an EmbeddedEventLog; closing it is the caller's. */
  readonly log: EventLog;
}

/**
 * Serves the log and the transient store of one machine to its other processes (rule L7), over
 * authenticated links. Whoever holds the cluster's key may do everything.
 */
export class EmbeddedLogServer {
  readonly #options: EmbeddedLogServerOptions;
  readonly #store: TransientStore;
  readonly #links = new Set<Link>();
  readonly #listeners: { close(): Promise<void> }[] = [];
  #cancelSweep: () => void = () => {};
  #stopped = false;

  constructor(options: EmbeddedLogServerOptions) {
    this.#options = options;
    this.#store = new TransientStore(() => options.clock.monotonicMs());
    this.#sweepLater();
  }

  /** Opens a port; every port serves log and store. @throws AtlasError ATLAS_PORT_IN_USE */
  async listen(bind: { readonly host: string; readonly port: number }): Promise<string> {
    const listener = await this.#options.interlink.listen(bind, (link) => this.#accept(link));
    this.#listeners.push(listener);
    return listener.address;
  }

  /** The transient store, for this process's own entries. */
  get store(): StateStore {
    return new EmbeddedStateStore(this.#store);
  }

  /** What the transient store holds. */
  get storeUse(): { readonly keys: number; readonly bytes: number } {
    return { keys: this.#store.size, bytes: this.#store.bytes };
  }

  /** Drops everything from the transient store. */
  wipeStore(): void {
    this.#store.clear();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelSweep();
    for (const listener of this.#listeners) await listener.close();
    for (const link of this.#links) link.close('the log stops');
  }

  #accept(link: Link): LinkHandlers {
    const log = new LogSession(link, this.#options.log);
    const store = new StoreSession(link, this.#store);
    this.#links.add(link);
    return {
      message: (bytes) => {
        try {
          this.#dispatch(readMessage(bytes), log, store);
        } catch (error) {
          if (!(error instanceof AtlasError)) throw error;
          link.close(error.message);
        }
      },
      closed: () => {
        this.#links.delete(link);
        log.end();
      },
    };
  }

  #dispatch(request: ByteReader, log: LogSession, store: StoreSession): void {
    const operation = request.byte();
    const id = request.varint53();
    if (isStoreOperation(operation)) store.serve(operation, id, request);
    else log.serve(operation, id, request);
  }

  #sweepLater(): void {
    if (this.#stopped) return;
    this.#cancelSweep = this.#options.clock.after(STORE_SWEEP_MS, () => {
      this.#store.sweep();
      this.#sweepLater();
    });
  }
}
