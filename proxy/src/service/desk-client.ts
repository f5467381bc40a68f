import type { ChannelEndpoint } from '../channel/channel-endpoint.ts';
import type { Emit } from '../channel/message-endpoint.ts';
import type { NetcodeConnection } from '../netcode/netcode-connection.ts';
import type { NetcodeServer } from '../netcode/netcode-server.ts';
import type { SendView } from '../view/client-view.ts';
import { VIEW_CHANNELS, VIEW_CHANNEL_FIRST } from '../view/view-format.ts';
import type { ClientSession } from './client-session.ts';

/** A client of a desk: its session, its channels, and the connection under them. */
export class DeskClient {
  readonly connection: NetcodeConnection;
  readonly session: ClientSession;
  readonly endpoint: ChannelEndpoint;
  /** When what was due to it was sent last. */
  flushedMs = 0;
  #viewChannel = 0;
  /** Of the view at hand. */
  #viewBytes = 0;
  // Made once, as they are called for every packet.
  readonly #emit: Emit;
  readonly #sendView: SendView;

  constructor(
    server: Pick<NetcodeServer, 'send'>,
    connection: NetcodeConnection,
    session: ClientSession,
    endpoint: ChannelEndpoint,
  ) {
    this.connection = connection;
    this.session = session;
    this.endpoint = endpoint;
    this.#emit = (bytes, start, end) => {
      server.send(connection, bytes, start, end, this.flushedMs);
    };
    this.#sendView = (bytes, length) => {
      this.#viewBytes += length;
      this.#viewChannel = (this.#viewChannel + 1) % VIEW_CHANNELS;
      return endpoint.sendUnreliable(VIEW_CHANNEL_FIRST + this.#viewChannel, bytes, length);
    };
  }

  /** Gives its channels this tick's view, of at most about so many bytes. @returns bytes of it */
  buildView(nowMs: number, mostBytes: number): number {
    this.#viewBytes = 0;
    const budget = Math.min(this.endpoint.budgetBytes(nowMs), mostBytes);
    this.session.view.build(budget, this.#sendView);
    return this.#viewBytes;
  }

  /** Sends what is due. */
  flush(nowMs: number): void {
    this.flushedMs = nowMs;
    this.endpoint.flush(nowMs, this.#emit);
  }
}
