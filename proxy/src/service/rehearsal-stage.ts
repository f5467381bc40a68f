import {
  ByteWriter,
  EntityTable,
  clientMessages,
  encodeMessage,
  interlinkMessages,
  regionId,
  sessionId,
} from '@atlasnet/schemas';
import type { Clock, Metrics, RandomSource, SessionUpdate, WorldSchema } from '@atlasnet/schemas';
import { ChannelEndpoint } from '../channel/channel-endpoint.ts';
import { CLIENT_PROTOCOL } from '../client-protocol.ts';
import { ConnectTokenIssuer } from '../netcode/connect-token-issuer.ts';
import { KEY_BYTES } from '../netcode/constants.ts';
import { NetcodeClient } from '../netcode/netcode-client.ts';
import type { PacketCipher } from '../netcode/packet-cipher.ts';
import { INPUT_CHANNEL } from '../view/view-format.ts';
import { ViewScratch } from '../view/view-scratch.ts';
import { ViewSource } from '../view/view-source.ts';
import { ClientDesk } from './client-desk.ts';
import type { LinkBody } from './owner-links.ts';
import { SessionCourier } from './session-courier.ts';
import { TicketOffice } from './ticket-office.ts';

const RADIUS_M = 60;
/** Metres between two clients of the grid on which they stand: some ten see each other. */
const SPACING_M = 33;
/** What they move in a tick, metres. */
const STEP_M = 0.25;
const REGION = regionId(0);
const SERVER = { host: '127.0.0.1', port: 1 };
const NO_METRICS: Metrics = {
  counter: () => ({ add: () => undefined }),
  gauge: () => ({ set: () => undefined }),
  histogram: () => ({ observe: () => undefined }),
};
const SILENT = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export interface RehearsalStageOptions {
  readonly world: string;
  readonly schema: WorldSchema;
  readonly clients: number;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly cipher: PacketCipher;
}

interface Extra {
  readonly address: { readonly host: string; readonly port: number };
  readonly netcode: NetcodeClient;
  readonly channel: ChannelEndpoint;
  /** Packets to it, and from it. */
  readonly inbox: Uint8Array[];
  readonly outbox: Uint8Array[];
  joined: boolean;
}

/**
 * A desk and clients made up for it, without a socket, a shard or a log, under keys that are thrown away
 * with them. Each tick is played in the order of the methods; time goes by ticks.
 */
export class RehearsalStage {
  readonly #options: RehearsalStageOptions;
  readonly #clock: Clock;
  /** Never whole, as no real time is: the engine would compile code for whole ones. */
  #nowMs = 0.25;
  #tick = 0;
  readonly #key: Uint8Array;
  readonly #table: EntityTable;
  readonly #source: ViewSource;
  readonly #desk: ClientDesk;
  readonly #extras = new Map<number, Extra>();
  readonly #input = new ByteWriter(64);
  readonly #courier: SessionCourier;

  constructor(options: RehearsalStageOptions) {
    this.#options = options;
    const { clock, clients, schema } = options;
    this.#clock = {
      monotonicMs: () => this.#nowMs,
      wallMs: () => clock.wallMs(),
      after: (delayMs, run) => clock.after(delayMs, run),
    };
    this.#key = new Uint8Array(options.random.bytes(KEY_BYTES));
    this.#table = new EntityTable(options.schema);
    for (let id = 1; id <= clients; id++) this.#table.add(id);
    this.#source = new ViewSource(this.#table, RADIUS_M);
    this.#courier = new SessionCourier(clock, schema, (_, body) => void encodeBody(body));
    this.#desk = this.#makeDesk();
    for (let port = 1; port <= clients; port++) this.#extras.set(port, this.#makeExtra(port));
  }

  /** A tick passes: clients take what they were sent, move, and every other speaks. */
  begin(): void {
    this.#tick++;
    this.#nowMs += 1000 / this.#options.schema.tickHz;
    this.#move();
    for (const [port, extra] of this.#extras) {
      const { netcode, inbox } = extra;
      for (const packet of inbox.splice(0)) netcode.receive(packet, SERVER, this.#nowMs);
      netcode.update(this.#nowMs);
      if (netcode.state === 'connected' && (this.#tick + port) % 2 === 0) this.#speak(extra);
    }
  }

  /** The desk takes in what clients said, of at most so many of them. @returns packets; 0: all is taken */
  receive(most = Infinity): number {
    let packets = 0;
    let speakers = 0;
    for (const { address, outbox } of this.#extras.values()) {
      if (outbox.length === 0) continue;
      if (speakers++ >= most) return packets;
      packets += outbox.length;
      for (const packet of outbox) this.#desk.receive(packet, address);
      outbox.length = 0;
    }
    this.#courier.flush();
    return packets;
  }

  /** The region's word about sessions and entities arrives. */
  hearRegion(): void {
    for (const session of this.#desk.sessions) {
      if (!session.joined || session.avatar !== 0) continue;
      session.heard(REGION, updateOf(session.claims.session), null, this.#nowMs);
    }
    this.#source.update(this.#tick);
    this.#desk.beginViews();
  }

  /** Everybody is sent a view, or the next so many are. @returns false once all were */
  sendViews(most = Infinity): boolean {
    return this.#desk.sendViews(most) !== null;
  }

  /** What a desk does every 50 ms besides. */
  update(): void {
    this.#desk.update();
  }

  #move(): void {
    const { schema, clients } = this.#options;
    const side = Math.ceil(Math.sqrt(clients));
    const metre = 1 / schema.positionQuantumM;
    for (let id = 1; id <= clients; id++) {
      const slot = this.#table.slotOf(id);
      const swing = Math.abs(((this.#tick + id) % 40) - 20) * STEP_M;
      const at = [(id % side) * SPACING_M + swing, Math.floor(id / side) * SPACING_M];
      for (const { index, firstLane, laneCount } of schema.components) {
        for (let lane = 0; lane < laneCount; lane++) {
          const from = index === 0 ? (schema.boundsMin[lane] + (at[lane] ?? 0)) * metre : 1;
          this.#table.writeLane(slot, index, firstLane + lane, Math.round(from));
        }
      }
    }
  }

  #speak(extra: Extra): void {
    const { channel, netcode } = extra;
    const nowMs = this.#nowMs;
    if (!extra.joined) {
      const join = { protocol: CLIENT_PROTOCOL, worldSchemaHash: this.#options.schema.hash };
      channel.sendReliable(encodeMessage(clientMessages.ClientMessage, { join }));
      extra.joined = true;
    }
    this.#input.position = 0;
    this.#input.varint53(Math.floor(nowMs));
    for (let field = 0; field < 8; field++) this.#input.varint(field);
    channel.sendUnreliable(INPUT_CHANNEL, this.#input.bytes, this.#input.position);
    channel.flush(nowMs, (bytes, start, end) => netcode.send(bytes, start, end, nowMs));
  }

  #makeDesk(): ClientDesk {
    const { random, cipher } = this.#options;
    const clock = this.#clock;
    const keys = { protocolId: 0n, privateKey: this.#key, random, cipher };
    return new ClientDesk({
      ...this.#options,
      ...{
        clock,
        metrics: NO_METRICS,
        logger: SILENT,
        homeCount: 1,
        clientsMax: this.#options.clients,
      },
      scratch: new ViewScratch(this.#source),
      protocolId: keys.protocolId,
      privateKeys: [this.#key],
      publicAddresses: [SERVER],
      viewRadiusM: RADIUS_M,
      consumeToken: () => Promise.resolve(true),
      verdictOf: () => null,
      ended: () => undefined,
      worldMs: () => 0,
      tickets: new TicketOffice({ ...keys, clock, own: [SERVER], timeoutSeconds: 10 }),
      hasReached: () => true,
      resumed: () => undefined,
      // Of a proxy's sealer nothing is wanted here: its packets go to clients.
      sealer: undefined,
      sendPacket: (bytes, start, end, { port }) => {
        this.#extras.get(port)?.inbox.push(bytes.subarray(start, end));
      },
      courier: this.#courier,
    });
  }

  #makeExtra(port: number): Extra {
    const { random, cipher } = this.#options;
    const clock = this.#clock;
    const address = { host: '127.0.0.2', port };
    const issuer = new ConnectTokenIssuer({
      ...{ protocolId: 0n, privateKey: this.#key, random, cipher },
    });
    const claims = { account: `extra-${port}`, session: sessionId(port), generation: 1 };
    const times = { lifetimeSeconds: 60, timeoutSeconds: 10 };
    const token = issuer.issue({ ...claims, ...times, servers: [SERVER] }, clock.wallMs());
    const channel = new ChannelEndpoint({
      handlers: { reliable: () => undefined, unreliable: () => undefined },
    });
    const outbox: Uint8Array[] = [];
    const netcode = new NetcodeClient({
      ...{ token, cipher, random },
      sink: { send: (bytes, start, end) => void outbox.push(bytes.slice(start, end)) },
      handlers: {
        stateChanged: () => undefined,
        payload: (bytes) => channel.receive(bytes, clock.monotonicMs()),
      },
    });
    netcode.connect(clock.monotonicMs());
    return { address, netcode, channel, inbox: [], outbox, joined: false };
  }
}

function encodeBody(body: LinkBody): Uint8Array {
  return encodeMessage(interlinkMessages.LinkMessage, body);
}

/** What a region says of a session that it has taken. */
function updateOf(session: number): SessionUpdate {
  const numbers = { commandNumber: 0 };
  const game = new Uint8Array();
  const who = { session, account: '', generation: 1, avatar: session, home: 0, status: 1 };
  return {
    ...{ session, removed: false, answers: [], answeredAfter: 0, refusal: 0, ...numbers },
    state: { ...who, ...numbers, inputSequence: 0, sinceTick: 0, game },
  };
}
