import { readConnectToken } from '../netcode/connect-token.ts';
import type { ClientLink } from './client-link.ts';
import type { ClientNetwork } from './client-options.ts';
import { CLIENT_LIMITS } from './limits.ts';
import type { HeldTicket } from './resume-tickets.ts';

export interface ConnectAttemptOptions {
  readonly token: Uint8Array;
  /** The ticket that the token is of; null for the gateway's. */
  readonly ticket: HeldTicket | null;
  /** All transports, the one to begin with first. */
  readonly networks: readonly ClientNetwork[];
  readonly nowMs: number;
}

/**
 * A token that is being tried: over one transport, and while nobody answers over the next ones too.
 * A proxy takes a token from the address that it saw first and from no other, so those that were
 * begun are kept: a proxy that is heard late lets the client in by the one that it heard.
 */
export class ConnectAttempt {
  readonly token: Uint8Array;
  readonly ticket: HeldTicket | null;
  /** When a proxy first answered; −1 before. */
  answeredMs = -1;
  readonly #links: ClientLink[] = [];
  readonly #waiting: ClientNetwork[];
  readonly #startedMs: number;
  /** How long each transport has before the next one is tried as well, milliseconds. */
  readonly #stepMs: number;
  readonly #networks: number;

  constructor({ token, ticket, networks, nowMs }: ConnectAttemptOptions) {
    this.token = token;
    this.ticket = ticket;
    this.#waiting = [...networks];
    this.#networks = networks.length;
    this.#startedMs = nowMs;
    const servers = readConnectToken(token)?.servers.length ?? 1;
    this.#stepMs = CLIENT_LIMITS.networkMs + servers * CLIENT_LIMITS.retryMs;
  }

  get answered(): boolean {
    return this.answeredMs >= 0;
  }

  /** The connections that may still be let in, the newest last. */
  get links(): readonly ClientLink[] {
    return this.#links;
  }

  /** The transport to be tried now; null while one that was begun may answer. */
  nextNetwork(nowMs: number): ClientNetwork | null {
    const begun = this.#networks - this.#waiting.length;
    const isDue = this.#links.length === 0 || nowMs - this.#startedMs >= begun * this.#stepMs;
    return this.answered || !isDue ? null : (this.#waiting.shift() ?? null);
  }

  /** A proxy answered long ago and gave no place: perhaps it gave one that was never heard of. */
  isUsedUp(nowMs: number): boolean {
    return this.answered && nowMs - this.answeredMs > CLIENT_LIMITS.answerMs;
  }

  /** Whether nobody answered on any transport, each of which had its time. */
  isSilent(nowMs: number): boolean {
    return !this.answered && nowMs - this.#startedMs >= this.#networks * this.#stepMs;
  }

  /** Whether nobody answered on any transport for as long as a client tries to connect. */
  isHopeless(nowMs: number): boolean {
    const rounds = this.#networks * CLIENT_LIMITS.networkRounds;
    return !this.answered && this.#networks > 1 && nowMs - this.#startedMs >= rounds * this.#stepMs;
  }

  add(link: ClientLink): void {
    this.#links.push(link);
  }

  update(nowMs: number): void {
    // A copy: one that fails is taken out.
    for (const link of [...this.#links]) link.update(nowMs);
    if (!this.answered && this.#links.some(({ answered }) => answered)) this.answeredMs = nowMs;
  }

  /** One failed; false when it was the last of those that were begun. */
  remove(link: ClientLink, nowMs: number): boolean {
    if (link.answered && !this.answered) this.answeredMs = nowMs;
    this.#links.splice(this.#links.indexOf(link), 1);
    void link.close();
    return this.#links.length > 0;
  }

  leave(nowMs: number): void {
    for (const link of this.#links) link.leave(nowMs);
  }

  /** Closes all without a word, but the one that is `kept`. */
  async close(kept: ClientLink | null = null): Promise<void> {
    await Promise.all(this.#links.filter((link) => link !== kept).map((link) => link.close()));
  }
}
