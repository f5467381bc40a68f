import { AtlasError } from '@atlasnet/schemas';
import type { NetcodeClientState } from '../netcode/netcode-client.ts';
import { readConnectToken } from '../netcode/connect-token.ts';
import { ClientLink } from './client-link.ts';
import type { ClientNetwork, ClientTransport } from './client-options.ts';
import { ConnectAttempt } from './connect-attempt.ts';
import { closedError, stateError } from './connection-errors.ts';
import { CLIENT_LIMITS } from './limits.ts';
import { ResumeTickets } from './resume-tickets.ts';
import type { HeldTicket } from './resume-tickets.ts';

export interface SessionCarrierOptions {
  readonly transport: ClientTransport;
  readonly resumeMs?: number;
  readonly handlers: {
    /** Another connection carries the session from now on; the first has `resumes` 0. */
    adopted(resumes: number): void;
    /** The proxy is silent or gone; another one is asked. */
    resuming(): void;
    reliable(bytes: Uint8Array): void;
    unreliable(bytes: Uint8Array): void;
    /** An unreliable message of the connection before, while the new one shows nothing. */
    formerly(bytes: Uint8Array): void;
    lost(message: number): void;
    /** Nothing carries the session any more. */
    ended(error: AtlasError): void;
  };
}

/**
 * Keeps a session carried by one connection (S3): over the first transport that a proxy answers on,
 * and, when that proxy falls silent or says that it stops, by a resume ticket on another one. The old
 * connection is left without a word, since a goodbye would end the session; until the new one stands
 * it is listened to, and if it comes back first it is kept. It goes on showing the world until the new
 * one does, which is told nothing else any more: what it was told before is said again there.
 */
export class SessionCarrier {
  /** How often another connection took over. */
  resumes = -1;
  readonly #options: SessionCarrierOptions;
  readonly #networks: readonly ClientNetwork[];
  readonly #tickets = new ResumeTickets();
  #link: ClientLink | null = null;
  /** The connection before, as long as it is listened to. */
  #former: ClientLink | null = null;
  #next: ConnectAttempt | null = null;
  #networkIndex = 0;
  #suspectMs: number = CLIENT_LIMITS.suspectMs;
  #calmMs = 0;
  /** When the connection was lost or fell silent; −1 while it is well. */
  #missingMs = -1;
  #moves = false;
  /** Not before this is a ticket tried again. */
  #againMs = 0;
  #closed = false;
  /** Tokens tried since the connection was last well. */
  #tried = 0;

  constructor(options: SessionCarrierOptions) {
    this.#options = options;
    const { datagrams, name = 'udp', learn, fallbacks = [] } = options.transport;
    this.#networks = [{ name, datagrams, learn }, ...fallbacks];
  }

  /** The connection that carries the session; null while there is none. */
  get link(): ClientLink | null {
    return this.#link;
  }

  get state(): NetcodeClientState {
    return (this.#link ?? this.#next?.links.at(-1))?.state ?? 'disconnected';
  }

  /** The transport in use, or being tried. */
  get network(): ClientNetwork {
    const link = this.#link ?? this.#next?.links.at(-1);
    return link?.network ?? this.#networks[this.#networkIndex];
  }

  /** Begins with the gateway's token. @throws AtlasError what binding a socket throws */
  async connect(token: Uint8Array, websockets: readonly string[]): Promise<void> {
    this.#learn(token, websockets);
    await this.#try(token, null);
  }

  /** A ticket of the connection in use. */
  takeTicket(bytes: Uint8Array, move: boolean, websockets: readonly string[]): void {
    const ticket = this.#tickets.take(this.#link, bytes, this.#nowMs());
    if (ticket) this.#learn(ticket.token, websockets);
    if (!ticket || !move) return;
    this.#tickets.keepOnly(ticket);
    this.#moves = true;
  }

  /** The proxy said goodbye for itself, not for the session. False: there is no way to go on. */
  proxyStops(): boolean {
    if (this.#tickets.count === 0 && !this.#next) return false;
    this.#lose();
    return true;
  }

  /** The connection in use shows the world: what was shown by the one before is not needed any more. */
  leaveFormer(): void {
    void this.#former?.close();
    this.#former = null;
  }

  /** Timers of the connections; every 10 to 50 ms. */
  update(nowMs: number): void {
    this.#former?.update(nowMs);
    // Whoever sends something needs no keep-alive beside it.
    this.#link?.flush(nowMs);
    this.#link?.update(nowMs);
    this.#next?.update(nowMs);
    if (this.#closed) return;
    if (this.#next) this.#checkAttempt(this.#next, nowMs);
    else if (this.#isSuspect()) this.#resume(nowMs);
    else this.#missingMs = -1;
    if (nowMs < this.#calmMs) return;
    this.#calmMs = nowMs + CLIENT_LIMITS.calmMs;
    this.#suspectMs = Math.max(CLIENT_LIMITS.suspectMs, this.#suspectMs / 2);
  }

  flush(nowMs: number): void {
    this.#link?.flush(nowMs);
  }

  /** Ends it; with `goodbye` the server is told. */
  async close(goodbye: boolean): Promise<void> {
    this.#closed = true;
    const { clock } = this.#options.transport;
    if (goodbye) {
      this.#link?.leave(clock.monotonicMs());
      this.#next?.leave(clock.monotonicMs());
    }
    await Promise.all([this.#link?.close(), this.#former?.close(), this.#next?.close()]);
  }

  #learn(token: Uint8Array, websockets: readonly string[]): void {
    const servers = readConnectToken(token)?.servers ?? [];
    for (const network of this.#networks) network.learn?.(servers, websockets);
  }

  #nowMs(): number {
    return this.#options.transport.clock.monotonicMs();
  }

  #isSuspect(): boolean {
    if (this.resumes < 0) return false;
    const link = this.#link;
    if (!link || this.#moves) return true;
    return link.quietMs > this.#suspectMs + 4 * link.endpoint.stats.rttVarianceMs;
  }

  #isTooLate(nowMs: number): boolean {
    const { resumeMs = CLIENT_LIMITS.resumeMs } = this.#options;
    return this.#missingMs >= 0 && nowMs - this.#missingMs > resumeMs;
  }

  #resume(nowMs: number): void {
    if (this.#missingMs < 0) {
      this.#missingMs = nowMs;
      this.#options.handlers.resuming();
    }
    if (this.#isTooLate(nowMs)) {
      this.#end(this.#silent());
      return;
    }
    if (nowMs < this.#againMs) return;
    const ticket = this.#tickets.next(nowMs);
    if (ticket) {
      this.#suspectMs = Math.min(this.#suspectMs * 2, CLIENT_LIMITS.suspectMsMax);
      this.#calmMs = nowMs + CLIENT_LIMITS.calmMs;
      this.#orEnd(this.#try(ticket.token, ticket));
    } else if (!this.#link) {
      this.#end(this.#silent());
    }
  }

  /** Tries a token, the transport that carried the session last before the others. */
  async #try(token: Uint8Array, ticket: HeldTicket | null): Promise<void> {
    const at = this.#networkIndex;
    const networks = [...this.#networks.slice(at), ...this.#networks.slice(0, at)];
    const attempt = new ConnectAttempt({ token, ticket, networks, nowMs: this.#nowMs() });
    this.#next = attempt;
    this.#tried++;
    const network = attempt.nextNetwork(this.#nowMs());
    if (network) await this.#open(attempt, network);
  }

  /** Tries an attempt's token over one more transport. */
  async #open(attempt: ConnectAttempt, network: ClientNetwork): Promise<void> {
    const { transport } = this.#options;
    const { token, ticket } = attempt;
    const rttMs = this.#link?.endpoint.stats.rttMs ?? 0;
    const isOnlyWay = ticket === null && this.#networks.length === 1;
    const link = new ClientLink({
      token,
      transport,
      network,
      ...(isOnlyWay ? {} : { retryMs: CLIENT_LIMITS.retryMs + 2 * rttMs }),
      handlers: {
        state: (from, state) => this.#onState(from, state),
        reliable: (from, bytes) => {
          if (from === this.#link) this.#options.handlers.reliable(bytes);
        },
        unreliable: (from, bytes) => {
          if (from === this.#link) this.#options.handlers.unreliable(bytes);
          else if (from === this.#former) this.#options.handlers.formerly(bytes);
        },
        lost: (from, message) => {
          if (from === this.#link) this.#options.handlers.lost(message);
        },
      },
    });
    // A connection before may still hold the address that this client is bound to.
    const isFirst = this.resumes < 0 && attempt.links.length === 0;
    attempt.add(link);
    const { local } = transport;
    await link.open(local && !isFirst ? { ...local, port: 0 } : local);
  }

  /** Keeps the connection that came back; tries the next transport where nobody answers on this. */
  #checkAttempt(attempt: ConnectAttempt, nowMs: number): void {
    const { ticket } = attempt;
    const isBack = this.#link?.state === 'connected' && this.#link.quietMs < CLIENT_LIMITS.backMs;
    if (isBack && !this.#moves && !this.#isReplacing(attempt, nowMs)) {
      if (ticket && !attempt.answered) this.#tickets.putBack(ticket);
      this.#drop(attempt);
      this.#missingMs = -1;
      return;
    }
    if (this.#isTooLate(nowMs) || (this.resumes < 0 && attempt.isHopeless(nowMs))) {
      this.#end(this.#silent());
      return;
    }
    const isInVain = attempt.isUsedUp(nowMs) || attempt.isSilent(nowMs);
    if (ticket && isInVain && this.#tickets.count > 0) {
      this.#drop(attempt);
      if (!attempt.answered) this.#tickets.putBack(ticket);
      return;
    }
    const network = attempt.nextNetwork(nowMs);
    if (network) this.#orEnd(this.#open(attempt, network));
  }

  /** The proxy that came back has answered already: the new connection takes the old one's place. */
  #isReplacing(attempt: ConnectAttempt, nowMs: number): boolean {
    const own = this.#link?.netcode.server;
    const isAnswered = attempt.links.some(({ answered, netcode: { server } }) => {
      return answered && server?.host === own?.host && server?.port === own?.port;
    });
    return isAnswered && !attempt.isUsedUp(nowMs);
  }

  #onState(link: ClientLink, state: NetcodeClientState): void {
    if (this.#closed) return;
    if (state === 'connected') {
      this.#adopt(link);
      return;
    }
    const error = stateError(state);
    if (!error) return;
    if (link === this.#link) {
      if (this.#tickets.count === 0 && !this.#next) this.#end(error);
      else this.#lose();
    } else if (link === this.#former) {
      this.leaveFormer();
    } else if (this.#next?.links.includes(link)) {
      this.#onFailure(this.#next, link, error);
    }
  }

  /** A connection that was being made failed; others of the same token may still be let in. */
  #onFailure(attempt: ConnectAttempt, link: ClientLink, error: AtlasError): void {
    if (attempt.remove(link, this.#nowMs())) return;
    this.#drop(attempt);
    const { ticket } = attempt;
    // Refused before any challenge: the proxies are full or stop, and the ticket is as good as before.
    if (ticket && !attempt.answered && link.state === 'connection-denied') {
      this.#tickets.putBack(ticket);
      this.#againMs = this.#nowMs() + CLIENT_LIMITS.againMs;
    }
    const hasWay = this.#link !== null || this.#tickets.count > 0;
    if (this.resumes < 0 || !hasWay) this.#end(error);
  }

  #adopt(link: ClientLink): void {
    const attempt = this.#next;
    if (!attempt?.links.includes(link)) return;
    this.leaveFormer();
    this.#former = this.#link;
    this.#networkIndex = this.#networks.indexOf(link.network);
    this.#link = link;
    this.#next = null;
    this.#moves = false;
    this.#missingMs = -1;
    this.resumes++;
    this.#tried = 0;
    void attempt.close(link);
    this.#options.handlers.adopted(this.resumes);
  }

  /** The connection is over; the session is not. */
  #lose(): void {
    const link = this.#link;
    this.#link = null;
    void link?.close();
  }

  #drop(attempt: ConnectAttempt): void {
    if (this.#next === attempt) this.#next = null;
    void attempt.close();
  }

  /** Nobody answers, or gives a place; with what was tried. */
  #silent(): AtlasError {
    const next = this.#next;
    const links = next?.links ?? [];
    const refusals = links.flatMap(({ netcode }) => Object.entries(netcode.refusals));
    return new AtlasError('ATLAS_CONNECT_TIMEOUT', 'no proxy answers', {
      hint: 'ask the gateway for a new token, with "resume"',
      details: {
        tokensTried: this.#tried,
        ticketsLeft: this.#tickets.count,
        answered: next?.answered ?? false,
        transports: links.map(({ network, state }) => `${network.name} ${state}`).join(),
        dropped: refusals.flatMap(([why, count]) => (count > 0 ? `${why} ${count}` : [])).join(),
      },
    });
  }

  #orEnd(opening: Promise<void>): void {
    opening.catch((error: unknown) =>
      this.#end(error instanceof AtlasError ? error : closedError(String(error))),
    );
  }

  #end(error: AtlasError): void {
    if (!this.#closed) this.#options.handlers.ended(error);
  }
}
