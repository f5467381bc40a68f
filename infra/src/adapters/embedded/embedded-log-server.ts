import { sleep } from '@atlasnet/schemas';
import type { Clock, EventLog, Interlink, Link, LinkHandlers, StateStore } from '@atlasnet/schemas';
import {
  HAND_OVER_LOOK_MS,
  HAND_OVER_MS,
  MOVE_STEP_MS,
  STORE_SWEEP_MS,
  SUCCESSOR_MS,
} from './limits.ts';
import { EmbeddedStateStore } from './embedded-state-store.ts';
import { ServedLink } from './served-link.ts';
import type { StoreHeir } from './store-heir.ts';
import { TransientStore } from './transient-store.ts';

export interface EmbeddedLogServerOptions {
  readonly interlink: Interlink;
  readonly clock: Clock;
  /** Usually an EmbeddedEventLog; closing it is the caller's. Null: it is still to be opened. */
  readonly log: EventLog | null;
}

/**
 * Serves the log and the transient store of one machine to its other processes (rule L7), over
 * authenticated links. Whoever holds the cluster's key may do everything.
 */
export class EmbeddedLogServer {
  readonly #options: EmbeddedLogServerOptions;
  readonly #store: TransientStore;
  readonly #links = new Set<ServedLink>();
  #log: EventLog | null;
  readonly #listeners: { close(): Promise<void> }[] = [];
  #cancelSweep: () => void = () => {};
  #stopped = false;

  constructor(options: EmbeddedLogServerOptions) {
    this.#options = options;
    this.#log = options.log;
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

  /** Fills the transient store with what the process that served it before has left. */
  inherit(heir: StoreHeir): Promise<void> {
    return heir.fill(this.#store);
  }

  /** The log is open: what was asked until now, and what comes, is served. */
  begin(log: EventLog): void {
    this.#log = log;
    for (const link of this.#links) link.begin(log, this.#store);
  }

  /** Gives the ports back, so that another process can listen on them; who is connected is served on. */
  async closePorts(): Promise<void> {
    for (const listener of this.#listeners.splice(0)) await listener.close();
  }

  /**
   * Gives the ports back and has every client connect to whoever takes them, while all are served on here: a
   * connection costs each end more than all else of the change. One after another, since all at once want the
   * processor when regions do. Resolves when all have, or none comes about.
   */
  async handOver(): Promise<void> {
    await this.closePorts();
    for (const link of this.#links) link.letIn();
    const { clock } = this.#options;
    const beganMs = clock.monotonicMs();
    const clients = [...this.#links].filter(({ isHeir }) => !isHeir);
    const asked: ServedLink[] = [];
    for (let askedMs = beganMs; ; await sleep(clock, HAND_OVER_LOOK_MS)) {
      const nowMs = clock.monotonicMs();
      const isAwaited = asked.some((client) => !client.isReady && this.#links.has(client));
      const hasSuccessor = asked.some(({ isReady }) => isReady);
      if (nowMs - beganMs >= (hasSuccessor ? HAND_OVER_MS : SUCCESSOR_MS)) return;
      if (isAwaited && !(hasSuccessor && nowMs - askedMs >= MOVE_STEP_MS)) continue;
      const next = clients[asked.length];
      if (next === undefined) {
        if (isAwaited) continue;
        return;
      }
      next.move();
      asked.push(next);
      askedMs = nowMs;
    }
  }

  /**
   * Takes no request any more; what was taken is still answered, as long as the links are there. Whoever serves
   * next gets what the store holds.
   */
  endService(): void {
    for (const link of this.#links) {
      if (link.isHeir) link.bequeath(this.#store);
      else link.endService();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelSweep();
    await this.closePorts();
    for (const link of this.#links) link.close('the log stops');
  }

  #accept(link: Link): LinkHandlers {
    const served = new ServedLink(link);
    this.#links.add(served);
    if (this.#log) served.begin(this.#log, this.#store);
    return {
      message: (bytes) => served.take(bytes),
      closed: () => {
        this.#links.delete(served);
        served.end();
      },
    };
  }

  #sweepLater(): void {
    if (this.#stopped) return;
    this.#cancelSweep = this.#options.clock.after(STORE_SWEEP_MS, () => {
      this.#store.sweep();
      this.#sweepLater();
    });
  }
}
