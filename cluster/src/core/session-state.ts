import type { SessionState } from '@atlasnet/schemas';

/** A session's place in a region. */
export const SESSION_HERE = 1;
/** Home only: the avatar is in another region, nothing is applied here (S1). */
export const SESSION_AWAY = 2;
/** The client is gone, the avatar waits for it. */
export const SESSION_LINGERING = 3;
export const SESSION_ENDED = 4;
/** Away, and its region was told to end it: another client run of the account waits to join. */
export const SESSION_EVICTED = 5;

/** Whether a session's avatar is elsewhere, so that nothing is applied for it here (S1). */
export function isAway(session: Pick<SessionState, 'status'>): boolean {
  return session.status === SESSION_AWAY || session.status === SESSION_EVICTED;
}

/**
 * A copy with every field its own: a decoded message keeps fields at their defaults on its prototype,
 * where a spread does not find them.
 */
export function copySession(state: SessionState): SessionState {
  return {
    session: state.session,
    account: state.account,
    generation: state.generation,
    commandNumber: state.commandNumber,
    inputSequence: state.inputSequence,
    avatar: state.avatar,
    home: state.home,
    status: state.status,
    sinceTick: state.sinceTick,
    game: state.game,
  };
}
