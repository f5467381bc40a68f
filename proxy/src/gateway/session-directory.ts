import type { Ban, MatchRecord, SessionRecord } from '@atlasnet/schemas';
import { GATEWAY_LIMITS } from './limits.ts';

/** MatchRecord.kind, as the log has it. */
export const MATCH_OPENED = 1;
export const MATCH_ENDED = 2;

/** A session that was handed out and has not ended. */
export interface OpenSession {
  readonly session: number;
  readonly account: string;
  /** When its newest connect token was made, milliseconds since the Unix epoch; its generation too. */
  readonly atMs: number;
}

/** Its place in lists, which are by time, the newest first. */
export type SessionPlace = Pick<OpenSession, 'atMs' | 'session'>;

/** A ban that is not lifted. */
export interface AccountBan {
  readonly account: string;
  readonly reason: string;
  /** Milliseconds since the Unix epoch; 0: for ever. */
  readonly untilMs: number;
}

/**
 * Who is banned and which sessions are open, folded from the sessions topic: an account's records are
 * in one partition, so every reader agrees on their order.
 */
export class SessionDirectory {
  readonly #bans = new Map<string, AccountBan>();
  /** An account has one session at most (S1); the one opened longest ago first. */
  readonly #byAccount = new Map<string, OpenSession>();
  readonly #accounts = new Map<number, string>();
  readonly #sessionsKept: number;

  constructor(sessionsKept: number = GATEWAY_LIMITS.sessionsKept) {
    this.#sessionsKept = sessionsKept;
  }

  apply({ ban, match }: Pick<SessionRecord, 'ban' | 'match'>): void {
    if (ban) this.#applyBan(ban);
    if (match?.kind === MATCH_OPENED) this.#open(match);
    if (match?.kind === MATCH_ENDED) this.#end(match);
  }

  /** The ban in force, or null. */
  banOf(account: string, nowUnixMs: number): AccountBan | null {
    const ban = this.#bans.get(account);
    if (!ban || (ban.untilMs !== 0 && ban.untilMs <= nowUnixMs)) return null;
    return ban;
  }

  bans(nowUnixMs: number, limit: number): readonly AccountBan[] {
    const found: AccountBan[] = [];
    for (const account of this.#bans.keys()) {
      const ban = this.banOf(account, nowUnixMs);
      if (ban) found.push(ban);
      if (found.length >= limit) break;
    }
    return found;
  }

  sessionOf(account: string): OpenSession | null {
    return this.#byAccount.get(account) ?? null;
  }

  find(session: number): OpenSession | null {
    const account = this.#accounts.get(session);
    return account === undefined ? null : this.sessionOf(account);
  }

  /**
   * Open sessions, the newest first: who came lately is looked for, and who fell silent stays behind.
   * @param after where the list before this one ended; null: from the newest
   */
  sessions(limit: number, after: SessionPlace | null): readonly OpenSession[] {
    const found: OpenSession[] = [];
    for (const open of this.#byAccount.values()) {
      if (after === null || newestFirst(after, open) < 0) found.push(open);
    }
    return found.sort(newestFirst).slice(0, limit);
  }

  get openSessions(): number {
    return this.#byAccount.size;
  }

  #applyBan({ account, reason, untilMs, lifted }: Ban): void {
    if (lifted) this.#bans.delete(account);
    else this.#bans.set(account, { account, reason, untilMs });
  }

  #open({ session, account, atMs }: MatchRecord): void {
    const known = this.#byAccount.get(account);
    // A copy, or a gateway with a clock that is behind: the newest generation is the account's.
    if (known && known.atMs >= atMs) return;
    if (known) this.#forget(known);
    this.#byAccount.set(account, { session, account, atMs });
    this.#accounts.set(session, account);
    if (this.#byAccount.size <= this.#sessionsKept) return;
    const oldest = this.#byAccount.values().next();
    if (!oldest.done) this.#forget(oldest.value);
  }

  #end({ session, account }: MatchRecord): void {
    const known = this.#byAccount.get(account);
    if (known?.session === session) this.#forget(known);
  }

  #forget({ session, account }: OpenSession): void {
    this.#byAccount.delete(account);
    this.#accounts.delete(session);
  }
}

function newestFirst(one: SessionPlace, other: SessionPlace): number {
  return other.atMs - one.atMs || other.session - one.session;
}
