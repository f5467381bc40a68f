import {
  ChannelEndpoint,
  CLIENT_PROTOCOL,
  bindNetcodeClient,
  nodePacketCipher,
} from '@atlasnet/proxy';
import type { BoundClient, ClientTransport } from '@atlasnet/proxy';
import { clientMessages, decodeMessage, encodeMessage } from '@atlasnet/schemas';
import type { ClientMessage, ServerMessage } from '@atlasnet/schemas';

/** What a client says, as the schema has it. */
type Said = Parameters<typeof clientMessages.ClientMessage.encode>[0];
type Join = NonNullable<ClientMessage['join']>;

const FLUSH_MS = 10;
const ANY = { host: '127.0.0.1', port: 0 };

/** Who holds a token and says what no honest client would. */
export class RawClient {
  readonly heard: ServerMessage[] = [];
  readonly #bound: BoundClient;
  readonly #transport: ClientTransport;
  readonly #endpoint: ChannelEndpoint;
  #cancel: () => void = () => undefined;

  private constructor(
    transport: ClientTransport,
    bound: (endpoint: ChannelEndpoint) => BoundClient,
  ) {
    this.#transport = transport;
    this.#endpoint = new ChannelEndpoint({
      handlers: {
        reliable: (bytes) => {
          const type = clientMessages.ServerMessage;
          this.heard.push(decodeMessage(type, bytes, 'a message', 'ATLAS_LINK_MALFORMED'));
        },
        unreliable: () => undefined,
      },
      sendBytesPerSecond: 1e8,
      sendBurstBytes: 1e8,
    });
    this.#bound = bound(this.#endpoint);
    this.#later();
  }

  /** Begins to connect. */
  static async open(token: Uint8Array, transport: ClientTransport): Promise<RawClient> {
    const { datagrams, clock, random, local = ANY } = transport;
    let endpoint: ChannelEndpoint | null = null;
    const bound = await bindNetcodeClient(datagrams, clock, local, {
      ...{ token, random, cipher: transport.cipher ?? nodePacketCipher },
      handlers: {
        stateChanged: () => undefined,
        payload: (bytes) => endpoint?.receive(bytes, clock.monotonicMs()),
      },
    });
    return new RawClient(transport, (made) => {
      endpoint = made;
      return bound;
    });
  }

  get connected(): boolean {
    return this.#bound.client.state === 'connected';
  }

  /** The avatar that the server said is this client's; 0 for none. */
  get avatar(): number {
    return this.heard.findLast(({ avatar }) => avatar)?.avatar?.entity ?? 0;
  }

  /** Up to which command the server acknowledged. */
  get acknowledged(): number {
    return this.heard.findLast(({ acknowledged }) => acknowledged)?.acknowledged?.number ?? 0;
  }

  /** The code of the goodbye; empty before. */
  get goodbye(): string {
    return this.heard.find(({ goodbye }) => goodbye)?.goodbye?.code ?? '';
  }

  /** False when the queue is full. */
  say(body: Said): boolean {
    return this.#endpoint.sendReliable(encodeMessage(clientMessages.ClientMessage, body));
  }

  join(changes: Partial<Join> = {}): void {
    const join = { protocol: CLIENT_PROTOCOL, worldSchemaHash: 0, viewRadiusM: 0, ...changes };
    this.say({ join });
  }

  #flush(): void {
    const nowMs = this.#transport.clock.monotonicMs();
    if (!this.connected) return;
    this.#endpoint.flush(nowMs, (bytes, start, end) => {
      this.#bound.client.send(bytes, start, end, nowMs);
    });
  }

  async close(): Promise<void> {
    this.#cancel();
    await this.#bound.close();
  }

  #later(): void {
    this.#cancel = this.#transport.clock.after(FLUSH_MS, () => {
      this.#flush();
      this.#later();
    });
  }
}
