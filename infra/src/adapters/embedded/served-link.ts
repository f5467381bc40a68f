import { AtlasError } from '@atlasnet/schemas';
import type { EventLog, Link } from '@atlasnet/schemas';
import { EARLY_REQUESTS_MAX } from './limits.ts';
import { LogSession } from './log-session.ts';
import { ANSWER, OPERATION, beginMessage, readMessage } from './server-protocol.ts';
import { bequeath } from './store-heir.ts';
import { StoreSession, isStoreOperation } from './store-session.ts';
import type { TransientStore } from './transient-store.ts';

interface Sessions {
  readonly log: LogSession;
  readonly store: StoreSession;
}

/** One client of log and store, at the server; what it asks before there is a log waits. */
export class ServedLink {
  readonly #link: Link;
  #sessions: Sessions | null = null;
  #early: Uint8Array[] = [];
  #ended = false;
  /** The newest request that was taken. */
  #lastId = 0;
  /** Whether the client has a connection to this server's successor. */
  isReady = false;
  /** Whether it is this server's successor, and no client. */
  isHeir = false;
  #isLetIn = false;

  constructor(link: Link) {
    this.#link = link;
  }

  /** Serves what waits, in order, and what comes from now on. */
  begin(log: EventLog, store: TransientStore): void {
    this.#sessions = {
      log: new LogSession(this.#link, log),
      store: new StoreSession(this.#link, store),
    };
    for (const bytes of this.#early.splice(0)) this.take(bytes);
  }

  take(bytes: Uint8Array): void {
    if (this.#ended) return;
    if (this.#sessions) this.#serve(bytes, this.#sessions);
    else if (this.#early.length < EARLY_REQUESTS_MAX) this.#early.push(bytes.slice());
    else this.close('too much was asked before the log was open');
  }

  /** The ports are free: an heir, also one that says only later that it is one, is told. */
  letIn(): void {
    this.#isLetIn = true;
    if (this.isHeir) this.move();
  }

  /** Asks the client to connect to whoever takes the port over; it is served on here. */
  move(): void {
    this.#link.send(beginMessage(ANSWER.moving, 0).slice());
  }

  /** Takes nothing more, and says so; followers get nothing more. */
  endService(): void {
    this.end();
    this.#link.send(beginMessage(ANSWER.ended, this.#lastId).slice());
  }

  /** Tells a successor what the store holds. */
  bequeath(store: TransientStore): void {
    bequeath(this.#link, store);
  }

  /** The link is gone, or its service is over. */
  end(): void {
    this.#ended = true;
    this.#early = [];
    this.#sessions?.log.end();
  }

  close(reason: string): void {
    this.#link.close(reason);
  }

  #inherits(): void {
    this.isHeir = true;
    if (this.#isLetIn) this.move();
  }

  #serve(bytes: Uint8Array, { log, store }: Sessions): void {
    try {
      const request = readMessage(bytes);
      const operation = request.byte();
      const id = request.varint53();
      this.#lastId = Math.max(this.#lastId, id);
      if (operation === OPERATION.ready) this.isReady = true;
      else if (operation === OPERATION.inherit) this.#inherits();
      else if (isStoreOperation(operation)) store.serve(operation, id, request);
      else log.serve(operation, id, request);
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      this.close(error.message);
    }
  }
}
