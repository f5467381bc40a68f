import { sleep } from '@atlasnet/schemas';
import type { Counter, DatagramAddress } from '@atlasnet/schemas';
import { ChannelEndpoint } from '../channel/channel-endpoint.ts';
import type { ChannelRefusals } from '../channel/message-endpoint.ts';
import { readSessionClaims, supersedesByGeneration } from '../netcode/connect-token-user-data.ts';
import type { NetcodeConnection } from '../netcode/netcode-connection.ts';
import { NetcodeServer } from '../netcode/netcode-server.ts';
import { ClientView } from '../view/client-view.ts';
import { INPUT_CHANNEL } from '../view/view-format.ts';
import type { ClientDeskOptions } from './client-desk-options.ts';
import { ClientHearing } from './client-hearing.ts';
import { ClientSession } from './client-session.ts';
import { DeskClient } from './desk-client.ts';
import { SERVICE_LIMITS } from './limits.ts';
import type { Judged } from './session-verdicts.ts';
import { ticketsDue } from './tickets-due.ts';
import { ViewAllowance } from './view-allowance.ts';

/** The clients of a proxy: their connections and channels. */
export class ClientDesk {
  readonly #options: ClientDeskOptions;
  readonly #server: NetcodeServer;
  readonly #clients = new Map<NetcodeConnection, DeskClient>();
  /** The same by their connections' slots, for every packet. */
  readonly #bySlot: (DeskClient | undefined)[] = [];
  readonly #bySession = new Map<number, DeskClient>();
  readonly #sessions = new Set<ClientSession>();
  /** Connections that end, and how long their goodbye may take to be acknowledged, ms. */
  readonly #ending = new Map<NetcodeConnection, number>();
  readonly #refused: Counter;
  #turn = 0;
  /** When the packet at hand came. */
  #receivedMs = 0;
  /** Clients whose view of this tick is not sent yet. */
  #viewsLeft: IterableIterator<DeskClient> | null = null;
  #viewsBeganMs = 0;
  readonly #allowance: ViewAllowance;
  readonly #hearing: ClientHearing;
  /** What the channel layer dropped of what clients sent. */
  readonly channelRefusals: ChannelRefusals = { malformed: 0, duplicate: 0, stale: 0 };

  constructor(options: ClientDeskOptions) {
    this.#options = options;
    const { metrics, clock } = options;
    this.#allowance = new ViewAllowance(options.schema.tickHz);
    this.#refused = metrics.counter(
      'atlasnet_proxy_client_messages_refused_total',
      'Messages of clients that were dropped, by reason',
      ['reason'],
    );
    this.#hearing = new ClientHearing(options, this.#refused);
    this.#server = new NetcodeServer({
      protocolId: options.protocolId,
      privateKeys: options.privateKeys,
      publicAddresses: options.publicAddresses,
      cipher: options.cipher,
      random: options.random,
      clientsMax: options.clientsMax,
      sink: { send: options.sendPacket },
      sealer: options.sealer,
      supersedes: supersedesByGeneration,
      consumeToken: options.consumeToken,
      gaveSlot: options.gaveSlot,
      handlers: {
        connected: (connection) => this.#open(connection),
        payload: ({ index }, bytes) => {
          this.#bySlot[index]?.endpoint.receive(bytes, this.#receivedMs);
        },
        disconnected: (connection, reason) => {
          const left = reason === 'by-client' && !this.#ending.has(connection);
          this.#ending.delete(connection);
          this.#close(connection, left);
        },
      },
      nowMs: clock.monotonicMs(),
      unixMs: clock.wallMs(),
    });
  }

  get clients(): number {
    return this.#clients.size;
  }

  /** Packets dropped by the connection layer, by reason. */
  get refusals(): Readonly<Record<string, number>> {
    return this.#server.refusals;
  }

  /** Of all who are connected. */
  get sessions(): ReadonlySet<ClientSession> {
    return this.#sessions;
  }

  session(id: number): ClientSession | null {
    return this.#bySession.get(id)?.session ?? null;
  }

  receive(bytes: Uint8Array, from: DatagramAddress): void {
    this.#receivedMs = this.#options.clock.monotonicMs();
    this.#server.receive(bytes, from, this.#receivedMs);
  }

  /** Timeouts, retransmissions, acknowledgements; every 50 ms. */
  update(): void {
    const { clock } = this.#options;
    const nowMs = clock.monotonicMs();
    this.#renewTickets(nowMs);
    for (const client of this.#clients.values()) {
      const { session, endpoint, connection } = client;
      const late = !session.joined && nowMs - session.since > SERVICE_LIMITS.joinMs;
      if (late || endpoint.failed !== null) this.#ending.set(connection, nowMs);
      session.release(nowMs);
      // What is due goes with the next view, in one datagram; while views leave, its turn is to come.
      const silent = this.#viewsLeft === null && nowMs - client.flushedMs >= SERVICE_LIMITS.flushMs;
      if (silent) client.flush(nowMs);
    }
    // Last: whoever was sent something needs no keep-alive beside it.
    this.#server.update(nowMs, clock.wallMs());
    for (const [connection, endMs] of this.#ending) {
      const unheard = this.#clients.get(connection)?.endpoint.queuedBytes ?? 0;
      if (unheard > 0 && nowMs < endMs) continue;
      this.#ending.delete(connection);
      this.#server.disconnect(connection, nowMs);
    }
  }

  /** A new tick of the view source: from now on every client is to be sent its part. */
  beginViews(): void {
    this.#viewsLeft = this.#clients.values();
    this.#viewsBeganMs = this.#options.clock.monotonicMs();
  }

  /**
   * Sends at most so many of the views that are left.
   * @returns bytes of views; null when none are left
   */
  sendViews(most: number): number | null {
    if (this.#viewsLeft === null) return null;
    let sent = 0;
    const nowMs = this.#options.clock.monotonicMs();
    for (let i = 0; i < most; i++) {
      const next = this.#viewsLeft.next();
      if (next.done === true) {
        this.#viewsLeft = null;
        this.#allowance.took(nowMs - this.#viewsBeganMs);
        break;
      }
      sent += this.#sendView(next.value, nowMs);
    }
    return sent;
  }

  #sendView(client: DeskClient, nowMs: number): number {
    const { session } = client;
    const shows = session.joined && this.#mayShow(session, nowMs);
    const bytes = shows ? client.buildView(nowMs, this.#allowance.bytes) : 0;
    this.#allowance.sent(bytes);
    client.flush(nowMs);
    return bytes;
  }

  /** From now on nobody new is let in; who is here stays. */
  refuseNew(): void {
    this.#server.refusesNew = true;
  }

  /** Lets them go if they may not be here any more: banned, or ended by administration. */
  judge(judged: Judged): void {
    if ('session' in judged) {
      const session = this.session(judged.session);
      if (session) this.#judge(session);
      return;
    }
    for (const session of this.#sessions) {
      if (session.claims.account === judged.account) this.#judge(session);
    }
  }

  /** Sends everybody elsewhere who can go on there and has not been told so, or was told of others. */
  moveAll(): void {
    const { tickets } = this.#options;
    if (!tickets.hasPeers) return;
    for (const session of this.#sessions) {
      if (!session.joined || session.condemned || session.moveVersion === tickets.version) continue;
      session.moveVersion = tickets.version;
      this.#giveTicket(session, { move: true, elsewhereOnly: true });
      // For when the proxy that takes the first one dies, or the log is slow to say so.
      this.#giveTicket(session, { move: false, elsewhereOnly: true });
    }
  }

  /** Tells everybody that the proxy stops; resolves once they know, or are taken not to. */
  async sayGoodbye(): Promise<void> {
    const { clock } = this.#options;
    const endMs = clock.monotonicMs() + SERVICE_LIMITS.goodbyeMs;
    for (const { session, connection } of this.#clients.values()) {
      this.#end(session, connection, 'ATLAS_LINK_CLOSED', 'the proxy stops');
    }
    this.update();
    while (this.clients > 0 && clock.monotonicMs() < endMs) {
      await sleep(clock, SERVICE_LIMITS.farewellMs);
      this.update();
    }
  }

  stop(): void {
    this.#server.stop(this.#options.clock.monotonicMs());
  }

  /** Everybody who plays has tickets that are good, and name the proxies that there are. */
  #renewTickets(nowMs: number): void {
    const { version } = this.#options.tickets;
    for (const session of ticketsDue(this.#sessions, version, nowMs)) {
      this.#giveTicket(session, { move: false, elsewhereOnly: false });
    }
  }

  #giveTicket(
    session: ClientSession,
    { move, elsewhereOnly }: { readonly move: boolean; readonly elsewhereOnly: boolean },
  ): void {
    const generation = ++session.ticketGeneration;
    const ticket = this.#options.tickets.issue(session.claims, generation, elsewhereOnly);
    if (ticket) session.say({ ticket: { ...ticket, move } });
  }

  /**
   * V2: whoever resumes is shown nothing older than it saw. What is newer waits for the rest, so that nothing
   * vanishes meanwhile; a region that is down is not waited for.
   */
  #mayShow(session: ClientSession, nowMs: number): boolean {
    const { hint } = session;
    if (hint === null) return true;
    const late = nowMs - session.since > SERVICE_LIMITS.resumeViewMs;
    if (!late && !this.#options.hasReached(hint.tick)) return false;
    session.view.notBefore = Math.max(session.view.notBefore, hint.tick);
    session.hint = session.avatar === 0 && !late ? { ...hint, tick: 0 } : null;
    return true;
  }

  #open(connection: NetcodeConnection): void {
    const claims = readSessionClaims(connection.userData);
    if (!claims) {
      this.#refused.add(1, { reason: 'token-without-session' });
      this.#ending.set(connection, 0);
      return;
    }
    const { scratch, viewRadiusM, homeCount, courier, clock } = this.#options;
    const endpoint: ChannelEndpoint = new ChannelEndpoint({
      sendBytesPerSecond: this.#options.clientBytesPerSecond,
      receiveReliableBytesMax: SERVICE_LIMITS.clientMessageBytes,
      receiveUnreliableBytesMax: SERVICE_LIMITS.clientMessageBytes,
      receiveChannels: INPUT_CHANNEL + 1,
      refusals: this.channelRefusals,
      handlers: {
        reliable: (bytes) => {
          if (!this.#ending.has(connection)) this.#hearing.reliable(session, bytes);
        },
        unreliable: (_, bytes) => {
          if (!this.#ending.has(connection)) this.#hearing.input(session, bytes);
        },
        delivered: (_, message) => session.view.delivered(message),
        lost: (_, message) => session.view.lost(message),
      },
    });
    const session: ClientSession = new ClientSession({
      claims,
      endpoint,
      view: new ClientView(scratch, viewRadiusM, this.#turn++),
      homeCount,
      port: {
        courier,
        end: (ended, code, text) => this.#end(ended, connection, code, text),
      },
      nowMs: clock.monotonicMs(),
      commandsPerSecondMax: this.#options.commandsPerSecondMax ?? SERVICE_LIMITS.commandsPerSecond,
    });
    session.view.centre.watches = session.spectates;
    const client = new DeskClient(this.#server, connection, session, endpoint);
    this.#clients.set(connection, client);
    this.#bySlot[connection.index] = client;
    this.#bySession.set(claims.session, client);
    this.#sessions.add(session);
    this.#judge(session);
  }

  /** A condemned session leaves the world at once: its avatar does not linger. */
  #judge(session: ClientSession): void {
    const verdict = this.#options.verdictOf(session.claims);
    if (!verdict || session.condemned) return;
    session.condemned = true;
    session.end(verdict.code, verdict.text);
    if (session.joined) session.detach(true);
  }

  #end(session: ClientSession, connection: NetcodeConnection, code: string, text: string): void {
    if (this.#ending.has(connection)) return;
    this.#ending.set(connection, this.#options.clock.monotonicMs() + SERVICE_LIMITS.goodbyeMs);
    session.say({ goodbye: { code, text } });
  }

  /** The client is gone: left on purpose, or silent; its avatar lingers in the second case (S1). */
  #close(connection: NetcodeConnection, left: boolean): void {
    const client = this.#clients.get(connection);
    if (!client) return;
    this.#clients.delete(connection);
    this.#bySlot[connection.index] = undefined;
    const { session } = client;
    this.#sessions.delete(session);
    // A newer connection of the session may be here already; it is not detached.
    if (this.#bySession.get(session.claims.session) !== client) return;
    this.#bySession.delete(session.claims.session);
    if (!session.joined) return;
    session.detach(left || session.condemned);
    if (left && !session.condemned) this.#options.ended(session.claims);
  }
}
