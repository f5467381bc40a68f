import { AtlasError, sleep } from '@atlasnet/schemas';
import type { ByteReader, ByteWriter, Clock, Interlink, Link } from '@atlasnet/schemas';
import { RECONNECT_MS, REQUESTS_MAX, REQUEST_TIMEOUT_MS } from './limits.ts';
import { ANSWER, beginMessage, readError, readMessage } from './server-protocol.ts';

export interface RemoteServerOptions {
  readonly interlink: Interlink;
  readonly clock: Clock;
  /** Of the server, `host:port`. */
  readonly address: string;
  readonly requestTimeoutMs?: number;
}

/** What the connection tells its user beside answers. */
export interface RemoteServerEvents {
  /** A new connection: what the last one carried is forgotten at the server. */
  opened?(): void;
  /** Records for a follower, or its end. */
  pushed?(kind: number, id: number, message: ByteReader): void;
}

/** The server did not answer: the request may have been carried out or not. */
export class NoAnswer extends Error {}

interface Waiting {
  readonly message: Uint8Array;
  done(answer: ByteReader): void;
  failed(error: Error): void;
  cancelTimeout: () => void;
  sent: boolean;
  readonly isQuestion: boolean;
}

/**
 * A connection to `atlasnet log` that comes back by itself. A request waits for the connection, then
 * for its answer. One that was on its way when the connection broke fails at once, or is sent again when it
 * only asks: a reader that computed for longer than the other side bears silence goes on.
 */
export class RemoteServer {
  readonly #options: RemoteServerOptions;
  readonly #events: RemoteServerEvents;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ending = new AbortController();
  #link: Link | null = null;
  #running = false;
  #refusal: AtlasError | null = null;
  #nextId = 1;

  constructor(options: RemoteServerOptions, events: RemoteServerEvents = {}) {
    this.#options = options;
    this.#events = events;
  }

  /** A number that names a request or a follower. */
  takeId(): number {
    return this.#nextId++;
  }

  /**
   * Sends a request and waits for its answer. Rejects with the server's AtlasError, or with NoAnswer.
   * @param isQuestion it changes nothing, so that it may be sent twice
   */
  ask(
    operation: number,
    write: (message: ByteWriter) => void,
    isQuestion = false,
  ): Promise<ByteReader> {
    if (this.#ending.signal.aborted) return Promise.reject(new NoAnswer('the client is closed'));
    if (this.#waiting.size >= REQUESTS_MAX) {
      return Promise.reject(new NoAnswer(`${REQUESTS_MAX} requests wait already`));
    }
    const id = this.takeId();
    const writer = beginMessage(operation, id);
    write(writer);
    this.#run();
    return new Promise((done, failed) => {
      const timeoutMs = this.#options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
      const cancelTimeout = this.#options.clock.after(timeoutMs, () => {
        this.#fail(id, this.#refusal ?? new NoAnswer(`no answer in ${timeoutMs} ms`));
      });
      const message = writer.slice();
      this.#waiting.set(id, { message, done, failed, cancelTimeout, sent: false, isQuestion });
      this.#sendWaiting();
    });
  }

  /** Sends what has no answer; false while there is no connection. */
  tell(operation: number, id: number, write: (message: ByteWriter) => void): boolean {
    this.#run();
    const writer = beginMessage(operation, id);
    write(writer);
    return this.#link?.send(writer.slice()) ?? false;
  }

  close(): void {
    this.#ending.abort();
    this.#link?.close('the client is closed');
    for (const id of [...this.#waiting.keys()])
      this.#fail(id, new NoAnswer('the client is closed'));
  }

  #run(): void {
    if (this.#running || this.#ending.signal.aborted) return;
    this.#running = true;
    void this.#connect();
  }

  async #connect(): Promise<void> {
    const { interlink, address, clock } = this.#options;
    const { signal } = this.#ending;
    while (!signal.aborted) {
      try {
        await interlink.connect(address, (link) => this.#opened(link), signal);
        return;
      } catch (error) {
        if (!(error instanceof AtlasError)) throw error;
        this.#refusal = error.code === 'ATLAS_LINK_REFUSED' ? error : null;
        await sleep(clock, RECONNECT_MS, signal);
      }
    }
  }

  #opened(link: Link): { message(bytes: Uint8Array): void; closed(): void } {
    this.#link = link;
    this.#refusal = null;
    this.#events.opened?.();
    this.#sendWaiting();
    return {
      message: (bytes) => this.#take(readMessage(bytes)),
      closed: () => {
        if (this.#link !== link) return;
        this.#link = null;
        this.#running = false;
        for (const [id, waiting] of [...this.#waiting]) {
          if (!waiting.sent) continue;
          if (waiting.isQuestion) waiting.sent = false;
          else this.#fail(id, new NoAnswer('the connection broke'));
        }
        this.#run();
      },
    };
  }

  #sendWaiting(): void {
    if (this.#link === null) return;
    for (const waiting of this.#waiting.values()) {
      if (!waiting.sent) waiting.sent = this.#link.send(waiting.message);
    }
  }

  #take(message: ByteReader): void {
    const kind = message.byte();
    const id = message.varint53();
    if (kind === ANSWER.records || kind === ANSWER.followEnded) {
      this.#events.pushed?.(kind, id, message);
      return;
    }
    const waiting = this.#waiting.get(id);
    // Its time ran out before.
    if (waiting === undefined) return;
    if (kind === ANSWER.failed) this.#fail(id, readError(message));
    else if (kind === ANSWER.unknown) this.#fail(id, new NoAnswer(readError(message).message));
    else {
      if (kind !== ANSWER.done) message.fail(`there is no answer ${kind}`);
      this.#settle(id);
      waiting.done(message);
    }
  }

  #fail(id: number, error: Error): void {
    const waiting = this.#waiting.get(id);
    this.#settle(id);
    waiting?.failed(error);
  }

  #settle(id: number): void {
    this.#waiting.get(id)?.cancelTimeout();
    this.#waiting.delete(id);
  }
}
