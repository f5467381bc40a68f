import type { DatagramSocket } from '@atlasnet/schemas';
import { ChannelEndpoint } from '../channel/channel-endpoint.ts';
import { NetcodeClient } from '../netcode/netcode-client.ts';
import type { NetcodeClientState } from '../netcode/netcode-client.ts';
import { noblePacketCipher } from '../netcode/packet-cipher-noble.ts';
import type { ClientNetwork, ClientTransport } from './client-options.ts';
import { anyPort } from './connection-errors.ts';
import { CLIENT_LIMITS } from './limits.ts';

/** A step of time longer than this is the client's own pause, and no silence of the proxy's, ms. */
const STEP_MS_MAX = 50;

export interface ClientLinkOptions {
  readonly token: Uint8Array;
  readonly network: ClientNetwork;
  readonly transport: ClientTransport;
  /** See NetcodeClientOptions.retryMs. */
  readonly retryMs?: number;
  readonly handlers: {
    state(link: ClientLink, state: NetcodeClientState): void;
    reliable(link: ClientLink, bytes: Uint8Array): void;
    unreliable(link: ClientLink, bytes: Uint8Array): void;
    /** An unreliable message of ours did not arrive. */
    lost(link: ClientLink, message: number): void;
  };
}

/** One connection of a client to one proxy: a token, a socket, and the channels over it. */
export class ClientLink {
  readonly network: ClientNetwork;
  readonly netcode: NetcodeClient;
  readonly endpoint: ChannelEndpoint;
  /** How long nothing has come, as far as this process was running, milliseconds. */
  quietMs = 0;
  /** Whether the other end has ever answered. */
  answered = false;
  readonly #options: ClientLinkOptions;
  #socket: DatagramSocket | null = null;
  #updatedMs = 0;
  #closed = false;

  constructor(options: ClientLinkOptions) {
    this.#options = options;
    const { handlers, transport, token, retryMs } = options;
    const { clock, cipher, random } = transport;
    this.network = options.network;
    this.endpoint = new ChannelEndpoint({
      handlers: {
        reliable: (bytes) => handlers.reliable(this, bytes),
        unreliable: (_, bytes) => handlers.unreliable(this, bytes),
        lost: (_, message) => handlers.lost(this, message),
      },
    });
    this.netcode = new NetcodeClient({
      token,
      cipher: cipher ?? noblePacketCipher,
      random,
      retryMs,
      moveAfterMs: CLIENT_LIMITS.moveAfterMs,
      sink: { send: (bytes, start, end, to) => this.#socket?.send(bytes, start, end, to) },
      handlers: {
        stateChanged: (state) => {
          if (state === 'sending-connection-response') this.answered = true;
          if (!this.#closed) handlers.state(this, state);
        },
        payload: (bytes) => {
          if (!this.#closed) this.endpoint.receive(bytes, clock.monotonicMs());
        },
      },
    });
  }

  get state(): NetcodeClientState {
    return this.netcode.state;
  }

  /** Binds a socket and begins to connect. @throws AtlasError what binding throws */
  async open(local = this.#options.transport.local): Promise<void> {
    const { clock } = this.#options.transport;
    const { netcode } = this;
    const bind = local ?? anyPort(netcode.server);
    const socket = await this.network.datagrams.bind(bind, (bytes, from) => {
      const before = netcode.lastReceivedMs;
      netcode.receive(bytes, from, clock.monotonicMs());
      if (netcode.lastReceivedMs !== before) this.quietMs = 0;
    });
    if (this.#closed) {
      await socket.close();
      return;
    }
    this.#socket = socket;
    this.#updatedMs = clock.monotonicMs();
    netcode.connect(clock.monotonicMs());
    this.update(clock.monotonicMs());
  }

  /** Repeats, keep-alives and timeouts; every 10 to 50 ms. */
  update(nowMs: number): void {
    if (!this.#socket) return;
    this.quietMs += Math.min(nowMs - this.#updatedMs, STEP_MS_MAX);
    this.#updatedMs = nowMs;
    this.netcode.update(nowMs);
  }

  flush(nowMs: number): void {
    if (this.netcode.state !== 'connected') return;
    this.endpoint.flush(nowMs, (bytes, start, end) => {
      this.netcode.send(bytes, start, end, nowMs);
    });
  }

  /** Says goodbye: the session ends. */
  leave(nowMs: number): void {
    this.#closed = true;
    this.netcode.disconnect(nowMs);
  }

  /** Closes the socket without a word: the session goes on elsewhere, or is over already. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#socket?.close();
    this.#socket = null;
  }
}
