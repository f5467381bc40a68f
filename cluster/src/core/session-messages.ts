import type { RegionId, RegionMessage, SessionState } from '@atlasnet/schemas';
import { DIRTY_GONE, GONE_DESTROYED } from '@atlasnet/schemas';
import { REFUSAL_NO_ENTITY, WORD_LEFT, WORD_TAKEN_OVER } from './command-results.ts';
import { forward } from './messages.ts';
import type { RegionContext } from './region-context.ts';
import { sendTo } from './region-context.ts';
import {
  SESSION_ENDED,
  SESSION_HERE,
  SESSION_LINGERING,
  copySession,
  isAway,
} from './session-state.ts';

/** S1: only this message ends "away". An ended session is removed, another goes on at home. */
export function applySessionHome(context: RegionContext, session: SessionState): void {
  const { state, draft } = context;
  const known = state.sessions.get(session.session);
  if (session.status === SESSION_ENDED) {
    state.removeSession(session.session);
    draft.dropSession(session.session);
    return;
  }
  const home = copySession(session);
  home.status = SESSION_HERE;
  home.avatar = 0;
  home.generation = Math.max(session.generation, known?.generation ?? 0);
  home.sinceTick = context.world.tick;
  state.setSession(home);
  draft.touchSession(home.session);
}

/** Word about a session whose avatar is, or was, here. @returns 0, or why it is refused */
export function applySessionWord(context: RegionContext, message: RegionMessage): number {
  const word = message.sessionWord;
  if (!word) return REFUSAL_NO_ENTITY;
  const session = context.state.sessions.get(word.session);
  if (!session || isAway(session)) return forward(context, word.entity, message);
  if (word.generation < session.generation) return 0;
  if (word.kind === WORD_LEFT) startLingering(context, session);
  else endSession(context, session);
  return 0;
}

/** The client is gone; its avatar waits for it. */
export function startLingering(context: RegionContext, session: SessionState): void {
  if (session.status !== SESSION_HERE) return;
  session.status = SESSION_LINGERING;
  session.sinceTick = context.world.tick;
  context.draft.touchSession(session.session);
}

/** S1: the avatar leaves the world and the session's number goes home, where the session ends. */
export function endSession(context: RegionContext, session: SessionState): void {
  const { state, draft, region, world, server } = context;
  const slot = session.avatar === 0 ? -1 : state.table.slotOf(session.avatar);
  if (slot >= 0) {
    const request = { session: session.session as never, account: session.account };
    let kept: unknown = undefined;
    const error = world.attempt(() => {
      kept = server.leave?.(world, slot as never, request);
    });
    if (error !== null) draft.fault('leave', session.avatar, error);
    const gone = (state.table.dirty[slot] & DIRTY_GONE) !== 0;
    if (kept !== 'kept' && !gone) state.table.remove(slot, GONE_DESTROYED);
  }
  state.removeSession(session.session);
  draft.dropSession(session.session);
  if (session.home === region) return;
  const ended = copySession(session);
  ended.status = SESSION_ENDED;
  sendTo(context, session.home as RegionId, { sessionHome: { session: ended } });
}

/** S1: an avatar died while its client is there: the session goes home, to act without an avatar. */
export function sendSessionHome(context: RegionContext, session: SessionState): void {
  const { state, draft, region } = context;
  if (session.home === region) {
    session.avatar = 0;
    state.setSession(copySession(session));
    draft.touchSession(session.session);
    return;
  }
  state.removeSession(session.session);
  draft.dropSession(session.session);
  sendTo(context, session.home as RegionId, { sessionHome: { session: copySession(session) } });
}

/** Tells the avatar's region, wherever it is by now, that another client run took the account over. */
export function tellTakenOver(context: RegionContext, session: SessionState): void {
  const away = context.state.sentAway.get(session.avatar);
  if (!away) return;
  sendTo(context, away.to, {
    sessionWord: {
      session: session.session,
      generation: session.generation,
      kind: WORD_TAKEN_OVER,
      entity: session.avatar,
    },
  });
}
