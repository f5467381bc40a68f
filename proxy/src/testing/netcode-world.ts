import { sessionId, type DatagramAddress } from '@atlasnet/schemas';
import { ConnectTokenIssuer } from '../netcode/connect-token-issuer.ts';
import { supersedesByGeneration } from '../netcode/connect-token-user-data.ts';
import {
  NetcodeClient,
  type NetcodeClientOptions,
  type NetcodeClientState,
} from '../netcode/netcode-client.ts';
import type { NetcodeConnection } from '../netcode/netcode-connection.ts';
import { NetcodeServer, type NetcodeServerOptions } from '../netcode/netcode-server.ts';
import { nodePacketCipher } from '../netcode/packet-cipher-node.ts';
import { LossyWire, PERFECT_WIRE, SeededRandom, type WireFaults } from './lossy-wire.ts';

export const PROTOCOL_ID = 0x1234_5678_90ab_cdefn;
export const PRIVATE_KEY = Uint8Array.from({ length: 32 }, (_, i) => i);
export const SERVER: DatagramAddress = { host: '127.0.0.1', port: 40000 };
export const START_UNIX_MS = 1_700_000_000_000;

/** A client of the world, and what it saw. */
export interface TestClient {
  readonly client: NetcodeClient;
  /** Where its packets come from; a NAT may change it. */
  address: DatagramAddress;
  readonly states: NetcodeClientState[];
  readonly received: string[];
}

/** A packet as it left somebody, for tests that look at the wire. */
export interface SentPacket {
  readonly bytes: Uint8Array;
  readonly from: DatagramAddress;
  readonly to: DatagramAddress;
}

/** One netcode server and any number of clients on a lossy wire, in virtual time. */
export class NetcodeWorld {
  nowMs = 0;
  readonly random: SeededRandom;
  readonly wire: LossyWire;
  readonly issuer: ConnectTokenIssuer;
  readonly server: NetcodeServer;
  readonly clients: TestClient[] = [];
  readonly sent: SentPacket[] = [];
  readonly connected: NetcodeConnection[] = [];
  readonly ended: string[] = [];
  readonly received: string[] = [];
  /** Token ids that the log holds. */
  readonly consumed = new Set<string>();

  constructor(
    seed: number,
    faults: WireFaults = PERFECT_WIRE,
    options: Partial<NetcodeServerOptions> = {},
  ) {
    this.random = new SeededRandom(seed);
    this.wire = new LossyWire(this.random, faults);
    this.issuer = new ConnectTokenIssuer({
      protocolId: PROTOCOL_ID,
      privateKey: PRIVATE_KEY,
      random: this.random,
      cipher: nodePacketCipher,
    });
    this.server = new NetcodeServer({
      protocolId: PROTOCOL_ID,
      privateKeys: [PRIVATE_KEY],
      publicAddresses: [SERVER],
      cipher: nodePacketCipher,
      random: this.random,
      clientsMax: 8,
      sink: { send: (bytes, start, end, to) => this.#send(bytes, start, end, SERVER, to) },
      supersedes: supersedesByGeneration,
      consumeToken: (tokenId) => {
        const first = !this.consumed.has(tokenId);
        this.consumed.add(tokenId);
        return Promise.resolve(first);
      },
      handlers: {
        connected: (connection) => void this.connected.push(connection),
        payload: (_, bytes) => void this.received.push(Buffer.from(bytes).toString()),
        disconnected: (_, reason) => void this.ended.push(reason),
      },
      nowMs: 0,
      unixMs: START_UNIX_MS,
      ...options,
    });
  }

  get unixMs(): number {
    return START_UNIX_MS + this.nowMs;
  }

  token(
    session: number,
    generation = 1,
    servers: readonly DatagramAddress[] = [SERVER],
  ): Uint8Array {
    return this.issuer.issue(
      {
        account: `account ${session}`,
        session: sessionId(session),
        generation,
        servers,
        lifetimeSeconds: 30,
        timeoutSeconds: 5,
      },
      this.unixMs,
    );
  }

  addClient(
    token: Uint8Array,
    port = 50_000 + this.clients.length,
    host = '10.0.0.1',
    changes: Partial<NetcodeClientOptions> = {},
  ): TestClient {
    const states: NetcodeClientState[] = [];
    const received: string[] = [];
    const client = new NetcodeClient({
      token,
      cipher: nodePacketCipher,
      random: this.random,
      sink: { send: (bytes, start, end, to) => this.#send(bytes, start, end, added.address, to) },
      handlers: {
        stateChanged: (state) => void states.push(state),
        payload: (bytes) => void received.push(Buffer.from(bytes).toString()),
      },
      ...changes,
    });
    const added: TestClient = { client, address: { host, port }, states, received };
    this.clients.push(added);
    client.connect(this.nowMs);
    return added;
  }

  /** Lets time go on in steps of 20 ms. */
  async run(durationMs: number): Promise<void> {
    for (const endMs = this.nowMs + durationMs; this.nowMs < endMs;) {
      this.nowMs += 20;
      this.server.update(this.nowMs, this.unixMs);
      for (const { client } of this.clients) client.update(this.nowMs);
      this.deliver();
      // consumeToken() answers between steps, as it would between datagrams.
      for (let i = 0; i < 5; i++) await Promise.resolve();
      this.deliver();
    }
  }

  deliver(): void {
    this.wire.deliver(this.nowMs, (bytes, from, to) => {
      if (to.host === SERVER.host && to.port === SERVER.port) {
        this.server.receive(bytes, from, this.nowMs);
        return;
      }
      const client = this.clients.find(
        ({ address }) => address.host === to.host && address.port === to.port,
      );
      client?.client.receive(bytes, from, this.nowMs);
    });
  }

  /** Gives the server a packet as if it came from this address. */
  inject(bytes: Uint8Array, from: DatagramAddress): void {
    this.server.receive(bytes, from, this.nowMs);
  }

  #send(
    bytes: Uint8Array,
    start: number,
    end: number,
    from: DatagramAddress,
    to: DatagramAddress,
  ): void {
    this.sent.push({ bytes: bytes.slice(start, end), from, to });
    this.wire.send(bytes, start, end, from, to, this.nowMs);
  }
}
