import type { Clock, ErrorCode, SessionRecord } from '@atlasnet/schemas';
import { MATCH_ENDED, SessionDirectory } from '../gateway/session-directory.ts';
import type { SessionClaims } from '../netcode/connect-token-user-data.ts';
import { SERVICE_LIMITS } from './limits.ts';

/** Why a session may not be here. */
export interface Verdict {
  readonly code: ErrorCode;
  readonly text: string;
}

/** Whom a record is about: all sessions of an account, or one session. */
export type Judged = { readonly account: string } | { readonly session: number };

/** Who may not be connected, as the sessions topic says: the banned, and sessions that have ended. */
export class SessionVerdicts {
  readonly #clock: Clock;
  readonly #directory = new SessionDirectory();
  /** Ended sessions, the one that ended first in front, with why. */
  readonly #ended = new Map<number, string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Takes a record; it says something only about bans and ends.
   * @returns of whom, who may not be here any more
   */
  apply({ ban, match }: Pick<SessionRecord, 'ban' | 'match'>): Judged | null {
    if (ban) {
      this.#directory.apply({ ban, match: null });
      return { account: ban.account };
    }
    if (match?.kind !== MATCH_ENDED) return null;
    this.#ended.set(match.session, match.reason);
    if (this.#ended.size > SERVICE_LIMITS.endedSessions) {
      const oldest = this.#ended.keys().next();
      if (!oldest.done) this.#ended.delete(oldest.value);
    }
    return { session: match.session };
  }

  /** Null for who may be here. */
  of({ account, session }: SessionClaims): Verdict | null {
    const ban = this.#directory.banOf(account, this.#clock.wallMs());
    if (ban) {
      return { code: 'ATLAS_SESSION_BANNED', text: `this account is banned: ${ban.reason}` };
    }
    const reason = this.#ended.get(session);
    if (reason === undefined) return null;
    return { code: 'ATLAS_SESSION_ENDED', text: `the session was ended: ${reason}` };
  }
}
