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
 * Whom to give one ticket in this round, each noted as given. Who has none that name the proxies there are
 * comes before who has fewer than it keeps: hundreds may join at once, and a round's work is bounded.
 */
export function ticketsDue<Holder extends TicketHolder>(
  holders: Iterable<Holder>,
  version: number,
  nowMs: number,
): readonly Holder[] {
  const most = SERVICE_LIMITS.ticketsPerUpdate;
  const due: Holder[] = [];
  const later: Holder[] = [];
  for (const holder of holders) {
    if (!holder.joined || holder.condemned) continue;
    if (holder.ticketVersion !== version) due.push(holder);
    else if (nowMs >= holder.ticketDueMs && later.length < most) later.push(holder);
    if (due.length === most) break;
  }
  for (const holder of later) if (due.length < most) due.push(holder);
  for (const holder of due) {
    holder.ticketsGiven = holder.ticketVersion === version ? holder.ticketsGiven + 1 : 1;
    holder.ticketVersion = version;
    const full = holder.ticketsGiven >= SERVICE_LIMITS.ticketsHeld;
    holder.ticketDueMs = full ? nowMs + SERVICE_LIMITS.ticketRenewMs : nowMs;
  }
  return due;
}
