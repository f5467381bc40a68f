import { isDeepStrictEqual } from 'node:util';
import {
  ConnectTokenIssuer,
  NetcodeClient,
  NetcodeServer,
  nodePacketCipher,
} from '@atlasnet/proxy';
import { sessionId } from '@atlasnet/schemas';
import type { DatagramAddress } from '@atlasnet/schemas';
import type { SeededRandom } from '../../adapters/simulated/index.ts';
import { ACCEPTED } from '../fuzz-reader.ts';
import type { FuzzReader, FuzzTarget } from '../fuzz-reader.ts';

const SERVER = { host: '127.0.0.1', port: 40_000 };
const STRANGER_HOST = '10.7.7.7';
const UNIX_MS = 1_700_000_000_000;
const CLIENTS = 4;
/** So many inputs come within a virtual millisecond: limits by rate are crossed, and left again. */
const INPUTS_PER_MS = 200;
/** A sixteenth of the inputs comes from an address that nobody has. */
const STRANGE = 1 / 16;

/** Datagrams as the server of netcode gets them, mostly from the addresses of its clients. */
export const netcodeServer: FuzzReader = {
  name: 'netcode-server',
  doc: 'requests, responses, payloads and moves, at the server',
  authentic: true,
  costs: 1,
  open: async (random) => (await Conversation.open(random)).serverTarget(),
};

/** Datagrams as a client of netcode gets them. */
export const netcodeClient: FuzzReader = {
  name: 'netcode-client',
  doc: 'challenges, keep-alives and payloads, at the client',
  authentic: true,
  costs: 1,
  open: async (random) => (await Conversation.open(random)).clientTarget(),
};

interface Packet {
  readonly bytes: Uint8Array;
  readonly from: DatagramAddress;
  readonly to: DatagramAddress;
}

interface Peer {
  readonly client: NetcodeClient;
  readonly address: DatagramAddress;
  readonly got: Uint8Array[];
}

/**
 * A server and its clients, and all that they said. The last packets were not delivered, so that a
 * change that does not matter would be taken, and not dropped as a replay.
 */
class Conversation {
  readonly #random: SeededRandom;
  readonly #packets: Packet[] = [];
  readonly #peers: Peer[] = [];
  readonly #server: NetcodeServer;
  readonly #got: Uint8Array[] = [];
  readonly #events: string[] = [];
  #nowMs = 0;
  #fed = 0;
  #delivered = 0;

  private constructor(random: SeededRandom) {
    this.#random = random;
    const key = random.bytes(32);
    const cipher = nodePacketCipher;
    this.#server = new NetcodeServer({
      ...{ protocolId: 7n, privateKeys: [key], publicAddresses: [SERVER], cipher, random },
      clientsMax: 8,
      requestsPerHostPerSecondMax: 65_535,
      requestsPerSecondMax: Number.MAX_SAFE_INTEGER,
      consumeToken: () => Promise.resolve(true),
      sink: { send: (bytes, start, end, to) => this.#take(bytes.slice(start, end), SERVER, to) },
      handlers: {
        connected: () => void this.#events.push('connected'),
        payload: (_, bytes) => void this.#got.push(bytes),
        disconnected: (_, reason) => void this.#events.push(reason),
      },
      ...{ nowMs: 0, unixMs: UNIX_MS },
    });
    const issuer = new ConnectTokenIssuer({ protocolId: 7n, privateKey: key, random, cipher });
    for (let i = 1; i <= CLIENTS; i++) this.#addPeer(issuer, i);
  }

  /** Three clients are connected, the fourth stands before its response. */
  static async open(random: SeededRandom): Promise<Conversation> {
    const made = new Conversation(random);
    const { client: last } = made.#peers[CLIENTS - 1];
    for (const { client } of made.#peers) if (client !== last) client.connect(0);
    await made.#run(200);
    last.connect(made.#nowMs);
    last.update(made.#nowMs);
    made.#deliver();
    made.#hold();
    return made;
  }

  serverTarget(): FuzzTarget {
    const packets = this.#packets.filter(({ to }) => to === SERVER);
    return this.#target(packets, (input, { from }) => {
      const strange = this.#random.chance(STRANGE);
      const port = this.#fed & 0xffff;
      this.#server.receive(input, strange ? { host: STRANGER_HOST, port } : from, this.#nowMs);
      return this.#server.refusals;
    });
  }

  clientTarget(): FuzzTarget {
    const packets = this.#packets.filter(({ to }) => to !== SERVER);
    return this.#target(packets, (input, { to }) => {
      const { client } = this.#peerAt(to);
      client.receive(input, SERVER, this.#nowMs);
      return client.refusals;
    });
  }

  #target(
    packets: readonly Packet[],
    give: (input: Uint8Array, packet: Packet) => Readonly<Record<string, number>>,
  ): FuzzTarget {
    const before = this.#state();
    const counted = new Map<object, Record<string, number>>();
    return {
      corpus: packets.map(({ bytes }) => bytes),
      feed: (input, original) => {
        if (++this.#fed % INPUTS_PER_MS === 0) this.#nowMs++;
        const refusals = give(input, packets[original]);
        const known = counted.get(refusals) ?? {};
        counted.set(refusals, known);
        for (const name in refusals) {
          if (refusals[name] === (known[name] ?? 0)) continue;
          known[name] = refusals[name];
          return name;
        }
        return ACCEPTED;
      },
      check: () => {
        const after = this.#state();
        if (!isDeepStrictEqual(after, before)) {
          throw new Error(`${JSON.stringify(before)} became ${JSON.stringify(after)}`);
        }
      },
    };
  }

  /** Nothing that a stranger sends may change any of it, nor make anybody say a word. */
  #state(): object {
    return {
      events: [...this.#events],
      clients: this.#server.clients,
      handshakes: this.#server.handshakes,
      moves: this.#server.moves,
      states: this.#peers.map(({ client }) => client.state),
      got: [this.#got.length, ...this.#peers.map(({ got }) => got.length)],
      said: this.#packets.length,
    };
  }

  #addPeer(issuer: ConnectTokenIssuer, number: number): void {
    const address = { host: '10.0.0.1', port: 50_000 + number };
    const got: Uint8Array[] = [];
    const token = issuer.issue(
      {
        ...{ account: `a${number}`, session: sessionId(number), generation: 1 },
        ...{ servers: [SERVER], lifetimeSeconds: 3600, timeoutSeconds: 3600 },
      },
      UNIX_MS,
    );
    const client = new NetcodeClient({
      ...{ token, cipher: nodePacketCipher, random: this.#random, moveAfterMs: 0 },
      sink: { send: (bytes, start, end, to) => this.#take(bytes.slice(start, end), address, to) },
      handlers: { stateChanged: () => undefined, payload: (bytes) => void got.push(bytes) },
    });
    this.#peers.push({ client, address, got });
  }

  async #run(forMs: number): Promise<void> {
    for (const endMs = this.#nowMs + forMs; this.#nowMs < endMs;) {
      this.#nowMs += 20;
      this.#server.update(this.#nowMs, UNIX_MS + this.#nowMs);
      for (const { client } of this.#peers) client.update(this.#nowMs);
      this.#deliver();
      // Tokens are used up between datagrams.
      await new Promise((resolve) => setImmediate(resolve));
      this.#deliver();
    }
  }

  #deliver(): void {
    while (this.#delivered < this.#packets.length) {
      const { bytes, from, to } = this.#packets[this.#delivered++];
      if (to === SERVER) this.#server.receive(bytes, from, this.#nowMs);
      else this.#peerAt(to).client.receive(bytes, SERVER, this.#nowMs);
    }
  }

  /** Everybody says some things that nobody hears. */
  #hold(): void {
    const random = this.#random;
    for (const connection of this.#server.connections()) {
      for (const size of [1, 30, 200, 1200]) {
        this.#server.send(connection, random.bytes(size), 0, size, this.#nowMs);
      }
    }
    for (const { client } of this.#peers) {
      for (const size of [1, 30, 200, 1200]) {
        client.send(random.bytes(size), 0, size, this.#nowMs);
      }
      client.update(this.#nowMs + 150);
    }
    this.#nowMs += 150;
  }

  #peerAt(to: DatagramAddress): Peer {
    const peer = this.#peers.find(({ address }) => address.port === to.port);
    if (!peer) throw new Error(`nobody is at ${to.host}:${to.port}`);
    return peer;
  }

  #take(bytes: Uint8Array, from: DatagramAddress, to: DatagramAddress): void {
    this.#packets.push({ bytes, from, to: to.port === SERVER.port ? SERVER : to });
  }
}
