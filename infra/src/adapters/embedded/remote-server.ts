import { AtlasError, sleep } from '@atlasnet/schemas';
import type { ByteReader, ByteWriter, Clock, Interlink, Link } from '@atlasnet/schemas';
import { RECONNECT_MS, REQUESTS_MAX, REQUEST_TIMEOUT_MS } from './limits.ts';
import { ANSWER, OPERATION, beginMessage, readError, readMessage } from './server-protocol.ts';

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
  readonly id: number;
  readonly message: Uint8Array;
  done(answer: ByteReader): void;
  failed(error: Error): void;
  cancelTimeout: () => void;
  /** The connection that it was sent over; null: it waits for one. */
  sentOver: Link | null;
  readonly isQuestion: boolean;
}

/**
 * A connection to `atlasnet log` that comes back by itself. A request waits for the connection, then
 * for its answer. One that was on its way when the connection broke fails at once, or is sent again when it
 * only asks: a reader that computed for longer than the other side bears silence goes on. A server that
 * is about to stop says so: its successor is connected to meanwhile, and gets what this one did not take.
 */
export class RemoteServer {
  readonly #options: RemoteServerOptions;
  readonly #events: RemoteServerEvents;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ending = new AbortController();
  #link: Link | null = null;
  /** The server is about to stop; then, the connection to whoever takes over. */
  #isMoving = false;
  #successor: Link | null = null;
  #isConnecting = false;
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
      const fate = { done, failed, cancelTimeout };
      this.#waiting.set(id, { id, message, ...fate, sentOver: null, isQuestion });
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
    this.#successor?.close('the client is closed');
    for (const id of [...this.#waiting.keys()])
      this.#fail(id, new NoAnswer('the client is closed'));
  }

  /** Connects where there is no connection, or none yet to a successor. */
  #run(): void {
    const hasOne = this.#link !== null && (!this.#isMoving || this.#successor !== null);
    if (hasOne || this.#isConnecting || this.#ending.signal.aborted) return;
    this.#isConnecting = true;
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
    this.#isConnecting = false;
    this.#refusal = null;
    if (this.#link === null) this.#use(link);
    else {
      this.#successor = link;
      this.#link.send(beginMessage(OPERATION.ready, 0).slice());
    }
    return {
      message: (bytes) => this.#take(readMessage(bytes), link),
      closed: () => this.#closed(link),
    };
  }

  #use(link: Link): void {
    this.#link = link;
    this.#events.opened?.();
    this.#sendWaiting();
  }

  /** Goes on over the connection to the successor, or over another one. */
  #leave(): void {
    const successor = this.#successor;
    this.#link = null;
    this.#successor = null;
    this.#isMoving = false;
    if (successor === null) this.#run();
    else this.#use(successor);
  }

  #closed(link: Link): void {
    for (const [id, waiting] of [...this.#waiting]) {
      if (waiting.sentOver !== link) continue;
      if (waiting.isQuestion) waiting.sentOver = null;
      else this.#fail(id, new NoAnswer('the connection broke'));
    }
    if (link === this.#link) this.#leave();
    else if (link === this.#successor) this.#successor = null;
    this.#run();
    this.#sendWaiting();
  }

  #sendWaiting(): void {
    const link = this.#link;
    if (link === null) return;
    for (const waiting of this.#waiting.values()) {
      if (waiting.sentOver === null && link.send(waiting.message)) waiting.sentOver = link;
    }
  }

  /** The server has taken no request after one: they are the successor's. */
  #ended(link: Link, lastId: number): void {
    for (const waiting of this.#waiting.values()) {
      if (waiting.sentOver === link && waiting.id > lastId) waiting.sentOver = null;
    }
    if (link === this.#link) this.#leave();
    else this.#sendWaiting();
  }

  #take(message: ByteReader, link: Link): void {
    const kind = message.byte();
    const id = message.varint53();
    if (kind === ANSWER.moving) {
      if (link === this.#link) this.#isMoving = true;
      this.#run();
      return;
    }
    if (kind === ANSWER.ended) {
      this.#ended(link, id);
      return;
    }
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
