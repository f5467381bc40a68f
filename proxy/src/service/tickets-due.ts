import { SERVICE_LIMITS } from './limits.ts';

/** What is remembered of a session's tickets. */
export interface TicketHolder {
  readonly joined: boolean;
  readonly condemned: boolean;
  /** Of the proxies that its tickets name; -1 while it has none. */
  ticketVersion: number;
  /** How many of that version it was given. */
  ticketsGiven: number;
  ticketDueMs: number;
}

/**
 * Whom to give one ticket in this round, each noted as given; once for each ticket. Who has none that
 * name the proxies there are comes before who has fewer than it keeps: hundreds may join at once, and a
 * round's work is bounded.
 */
export function* ticketsDue<Holder extends TicketHolder>(
  holders: () => Iterable<Holder>,
  version: number,
  nowMs: number,
): Generator<Holder> {
  let left: number = SERVICE_LIMITS.ticketsPerUpdate;
  for (const first of [true, false]) {
    for (const holder of holders()) {
      if (!holder.joined || holder.condemned) continue;
      if ((holder.ticketVersion !== version) !== first) continue;
      if (!first && nowMs < holder.ticketDueMs) continue;
      if (left-- === 0) return;
      holder.ticketsGiven = first ? 1 : holder.ticketsGiven + 1;
      holder.ticketVersion = version;
      const full = holder.ticketsGiven >= SERVICE_LIMITS.ticketsHeld;
      holder.ticketDueMs = full ? nowMs + SERVICE_LIMITS.ticketRenewMs : nowMs;
      yield holder;
    }
  }
}
