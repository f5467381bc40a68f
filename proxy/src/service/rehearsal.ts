import {
  ByteWriter,
  EntityTable,
  clientMessages,
  encodeMessage,
  interlinkMessages,
  regionId,
  sessionId,
  sleep,
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
import { TicketOffice } from './ticket-office.ts';

/** Enough for an engine to compile what a packet and a view run, in steps of a few milliseconds. */
const CLIENTS = 24;
const TICKS = 100;
const RADIUS_M = 60;
const REGION = regionId(0);
const SERVER = { host: '127.0.0.1', port: 1 };
const NO_METRICS: Metrics = {
  counter: () => ({ add: () => undefined }),
  gauge: () => ({ set: () => undefined }),
  histogram: () => ({ observe: () => undefined }),
};

export interface RehearsalOptions {
  readonly world: string;
  readonly schema: WorldSchema;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly cipher: PacketCipher;
  readonly signal: AbortSignal;
}

/**
 * Serves made-up clients without a socket, a shard or a log, under keys that are thrown away with them: a
 * proxy whose code is not compiled yet takes ten times as long for a packet, and hundreds who join in its
 * first second would fill its socket for seconds.
 */
export async function rehearse(options: RehearsalOptions): Promise<void> {
  const stage = new Stage(options);
  for (let tick = 1; tick <= TICKS; tick++) {
    stage.play(tick);
    if (!(await sleep(options.clock, 1, options.signal))) return;
  }
}

interface Extra {
  readonly address: { readonly host: string; readonly port: number };
  readonly netcode: NetcodeClient;
  readonly channel: ChannelEndpoint;
  /** Packets to it. */
  readonly inbox: Uint8Array[];
  joined: boolean;
}

class Stage {
  readonly #options: RehearsalOptions;
  /** Its time goes by the ticks that it plays. */
  readonly #clock: Clock;
  #nowMs = 0;
  readonly #key: Uint8Array;
  readonly #table: EntityTable;
  readonly #source: ViewSource;
  readonly #desk: ClientDesk;
  readonly #extras = new Map<number, Extra>();
  readonly #input = new ByteWriter(64);

  constructor(options: RehearsalOptions) {
    this.#options = options;
    const { clock } = options;
    this.#clock = {
      monotonicMs: () => this.#nowMs,
      wallMs: () => clock.wallMs(),
      after: (delayMs, run) => clock.after(delayMs, run),
    };
    this.#key = new Uint8Array(options.random.bytes(KEY_BYTES));
    this.#table = new EntityTable(options.schema);
    for (let id = 1; id <= CLIENTS; id++) this.#table.add(id);
    this.#source = new ViewSource(this.#table, RADIUS_M);
    this.#desk = this.#makeDesk();
    for (let port = 1; port <= CLIENTS; port++) this.#extras.set(port, this.#makeExtra(port));
  }

  /** A tick: entities move, everybody is sent a view, and speaks every other tick. */
  play(tick: number): void {
    const { schema } = this.#options;
    for (let id = 1; id <= CLIENTS; id++) {
      const slot = this.#table.slotOf(id);
      for (const { index, firstLane, laneCount } of schema.components) {
        for (let lane = 0; lane < laneCount; lane++) {
          this.#table.writeLane(slot, index, firstLane + lane, ((id * 7 + tick) * 100) % 20_000);
        }
      }
    }
    this.#nowMs += 1000 / schema.tickHz;
    const nowMs = this.#nowMs;
    for (const [port, extra] of this.#extras) {
      extra.netcode.update(nowMs);
      if (extra.netcode.state === 'connected' && (tick + port) % 2 === 0) this.#speak(extra, nowMs);
    }
    for (const session of this.#desk.sessions()) {
      if (session.joined && session.avatar === 0) {
        session.heard(REGION, updateOf(session.claims.session), null, nowMs);
      }
    }
    this.#source.update(tick);
    this.#desk.beginViews();
    while (this.#desk.sendViews(CLIENTS) !== null);
    this.#desk.update();
    for (const { netcode, inbox } of this.#extras.values()) {
      for (const packet of inbox.splice(0)) netcode.receive(packet, SERVER, nowMs);
    }
  }

  #speak(extra: Extra, nowMs: number): void {
    const { channel, netcode } = extra;
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
      ...{ clock, metrics: NO_METRICS, logger: SILENT, homeCount: 1, clientsMax: CLIENTS },
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
      sendPacket: (bytes, start, end, { port }) => {
        this.#extras.get(port)?.inbox.push(bytes.subarray(start, end));
      },
      sendToRegion: (_, body) => {
        return encodeMessage(interlinkMessages.LinkMessage, body).length > 0;
      },
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
    const netcode = new NetcodeClient({
      ...{ token, cipher, random },
      sink: {
        send: (bytes, start, end) => this.#desk.receive(bytes.slice(start, end), address),
      },
      handlers: {
        stateChanged: () => undefined,
        payload: (bytes) => channel.receive(bytes, clock.monotonicMs()),
      },
    });
    netcode.connect(clock.monotonicMs());
    return { address, netcode, channel, inbox: [], joined: false };
  }
}

const SILENT = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** What a region says of a session that it has taken. */
function updateOf(session: number): SessionUpdate {
  const numbers = { commandNumber: 0, inputSequence: 0 };
  const game = new Uint8Array();
  const who = { session, account: '', generation: 1, avatar: session, home: 0, status: 1 };
  return {
    ...{ session, removed: false, answers: [], answeredAfter: 0, refusal: 0, ...numbers },
    state: { ...who, ...numbers, sinceTick: 0, game },
  };
}
