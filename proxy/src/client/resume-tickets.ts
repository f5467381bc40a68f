import { readConnectToken, wholeToken } from '../netcode/connect-token.ts';

/** Tickets kept: one to use, and others for when the proxies that took it die as well. */
const TICKETS_MAX = 3;

export interface HeldTicket {
  readonly token: Uint8Array;
  /** Until when it is good, on the client's monotonic clock, milliseconds. */
  readonly untilMs: number;
}

/**
 * The resume tickets that a client holds, in the order of their use: each is used once, and those of a
 * connection are void once another one has given its own.
 */
export class ResumeTickets {
  readonly #held: HeldTicket[] = [];
  #giver: unknown = null;

  /** Takes a ticket that a connection gave; what is no token is left. */
  take(giver: unknown, bytes: Uint8Array, nowMs: number): HeldTicket | null {
    const token = wholeToken(bytes);
    const read = token && readConnectToken(token);
    if (!token || !read) return null;
    if (giver !== this.#giver) this.#held.length = 0;
    this.#giver = giver;
    // The token's own span: the client's wall clock may be wrong.
    const lifetimeMs = (read.expiresUnixSeconds - read.createdUnixSeconds) * 1000;
    const ticket = { token, untilMs: nowMs + lifetimeMs };
    this.#held.push(ticket);
    if (this.#held.length > TICKETS_MAX) this.#held.shift();
    return ticket;
  }

  /** The next to use; null when none is good any more. */
  next(nowMs: number): HeldTicket | null {
    for (;;) {
      const ticket = this.#held.shift();
      if (!ticket || ticket.untilMs > nowMs) return ticket ?? null;
    }
  }

  /**
   * Nobody answered it. A proxy that heard it all the same takes it from no other address for a while,
   * so the others come before it.
   */
  putBack(ticket: HeldTicket): void {
    if (this.#held.length < TICKETS_MAX) this.#held.push(ticket);
  }

  /** Leaves only this one. */
  keepOnly(ticket: HeldTicket): void {
    this.#held.length = 0;
    this.#held.push(ticket);
  }

  get count(): number {
    return this.#held.length;
  }
}
