import { AtlasError, decodePayload, homeRegion } from '@atlasnet/schemas';
import type { AppliedCommand, SessionState } from '@atlasnet/schemas';
import { NONE } from '../game/game-api.ts';
import type { Entity, Sender } from '../game/game-api.ts';
import { CommandRefusal } from '../game/hook-error.ts';
import { LIMITS } from '../limits.ts';
import {
  COMMAND_RESULT_APPLIED,
  COMMAND_RESULT_FAILED,
  COMMAND_RESULT_MALFORMED,
  COMMAND_RESULT_REFUSED,
  COMMAND_RESULT_UNKNOWN,
  SESSION_REFUSED_FULL,
  SESSION_REFUSED_SECOND,
  SESSION_REFUSED_UNKNOWN,
} from './command-results.ts';
import { avatarHandle } from './messages.ts';
import { ownGiven } from './declaration-before.ts';
import type { Given } from './migrate-payload.ts';
import type { RegionContext } from './region-context.ts';
import type { SessionRequest } from './region-inbox.ts';
import { SESSION_EVICTED, SESSION_HERE, SESSION_LINGERING, isAway } from './session-state.ts';
import { endSession, sendSessionHome, startLingering, tellTakenOver } from './session-messages.ts';

/** Takes in who came and who went (S1). A join whose account's older session is away waits for it. */
export function applySessionRequests(context: RegionContext): void {
  const { inbox, state } = context;
  const { attaches, leaves } = inbox;
  inbox.attaches = [];
  inbox.leaves = [];
  for (const leave of leaves) {
    const session = state.sessions.get(leave.session);
    if (!session || isAway(session)) continue;
    if (leave.generation < session.generation) continue;
    if (leave.left) endSession(context, session);
    else startLingering(context, session);
  }
  const waits = startIsPending(context);
  for (const request of attaches) {
    if (waits || !attach(context, request)) inbox.attaches.push(request);
  }
}

/** Whether the world's first region has yet to run `start` (M4): nobody joins before it. */
function startIsPending({ state, region }: RegionContext): boolean {
  const applied = state.inbox.get(region) ?? 0;
  const queue = state.outbox.get(region) ?? [];
  return queue.some(({ number, message }) => number > applied && Boolean(message?.start));
}

/** @returns false when it must wait */
function attach(context: RegionContext, request: SessionRequest): boolean {
  const { state, region, draft, homeCount } = context;
  const known = state.sessions.get(request.session);
  if (known) {
    if (request.generation < known.generation) return true;
    if (request.generation === known.generation && known.status !== SESSION_LINGERING) return true;
    known.generation = request.generation;
    if (known.status === SESSION_LINGERING) known.status = SESSION_HERE;
    draft.touchSession(known.session);
    return true;
  }
  if (homeRegion(request.account, homeCount) !== region) return true;
  if (request.resume) {
    // Its number went with it: admitted anew, none of its commands would ever be the next.
    draft.refuseSession(request.session, SESSION_REFUSED_UNKNOWN);
    return true;
  }
  let older = false;
  let homed = 0;
  for (const session of state.sessions.values()) {
    if (session.home === region) homed++;
    if (session.account !== request.account) continue;
    if (context.sameAccount === 'refuse' && isConnected(session)) {
      draft.refuseSession(request.session, SESSION_REFUSED_SECOND);
      return true;
    }
    older = true;
    if (isAway(session)) tellOnce(context, session);
    else endSession(context, session);
  }
  if (older) return false;
  if (homed >= context.sessionsMax) {
    draft.refuseSession(request.session, SESSION_REFUSED_FULL);
    return true;
  }
  join(context, request);
  return true;
}

/**
 * Whether a client may be behind a session. Home does not know it of one that is away (S1), whose
 * lingering ends by itself; one that is being taken over is past it.
 */
function isConnected({ status }: SessionState): boolean {
  return status !== SESSION_LINGERING && status !== SESSION_EVICTED;
}

/** The older session's region is told once; the new one waits at home until it has come back. */
function tellOnce(context: RegionContext, session: SessionState): void {
  if (session.status === SESSION_EVICTED) return;
  tellTakenOver(context, session);
  session.status = SESSION_EVICTED;
  context.draft.touchSession(session.session);
}

function join(context: RegionContext, request: SessionRequest): void {
  const { state, world, server, draft, region } = context;
  let avatar: Entity = NONE;
  const { session, account } = request;
  const error = world.attempt(() => {
    avatar = server.join?.(world, { session: session as never, account }) ?? NONE;
  });
  if (error !== null) draft.fault('join', 0, error);
  state.setSession({
    session,
    account,
    generation: request.generation,
    commandNumber: 0,
    inputSequence: 0,
    avatar: error === null ? world.idOf(avatar) : 0,
    home: region,
    status: SESSION_HERE,
    sinceTick: world.tick,
    game: new Uint8Array(),
  });
  draft.touchSession(session);
}

/** Applies commands of the sessions that act here, each without a gap, then its newest input (S2). */
export function applyCommands(context: RegionContext): void {
  const { inbox, state } = context;
  for (const queue of inbox.waiting()) {
    const session = state.sessions.get(queue.session);
    if (!session || isAway(session)) continue;
    for (let left: number = LIMITS.commandsPerSessionTick; left > 0; left--) {
      const command = queue.takeCommand(session.commandNumber + 1);
      if (!command) break;
      applyCommand(context, session, given(context, session, command, command.number, 0));
    }
    const input = queue.takeInput(session.commandNumber);
    if (!input || input.sequence <= session.inputSequence) continue;
    applyCommand(context, session, given(context, session, input, 0, input.sequence));
  }
  inbox.tidy((session) => {
    const here = state.sessions.get(session);
    return here && !isAway(here) ? here.commandNumber : null;
  });
}

/** What a client gave, as the frame says it once it is applied: a command has a number, an input a sequence. */
function given(
  { schema }: RegionContext,
  { session }: SessionState,
  said: Given,
  number: number,
  inputSequence: number,
): AppliedCommand {
  const { kind, payload } = said;
  const worldSchemaHash = said.worldSchemaHash === schema.hash ? 0 : said.worldSchemaHash;
  const result = COMMAND_RESULT_APPLIED;
  return { session, number, inputSequence, kind, payload, result, worldSchemaHash };
}

function applyCommand(
  context: RegionContext,
  session: SessionState,
  command: AppliedCommand,
): void {
  const { state, draft, world } = context;
  const { number, inputSequence } = command;
  const result = runCommandHook(context, session, command);
  command.result = result.code;
  draft.command(command, result.code === COMMAND_RESULT_APPLIED ? world.answerText : result.text);
  state.advanceSession(session.session, number, number === 0 ? inputSequence : 0);
}

interface HookResult {
  readonly code: number;
  readonly text: string;
}

const APPLIED: HookResult = { code: COMMAND_RESULT_APPLIED, text: '' };

function runCommandHook(
  context: RegionContext,
  session: SessionState,
  command: AppliedCommand,
): HookResult {
  const { schema, server, world, draft } = context;
  world.answerText = '';
  const own = ownGiven(context.state, command);
  const kind = own === null ? undefined : schema.kinds[own.kind];
  if (own === null || kind === undefined || kind.reliable !== command.number > 0) {
    return { code: COMMAND_RESULT_UNKNOWN, text: `no command has number ${command.kind}` };
  }
  const hooks = (kind.reliable ? server.command : server.input) as
    | Record<string, ((...rest: unknown[]) => void) | undefined>
    | undefined;
  const hook = hooks?.[kind.name];
  if (!hook) return { code: COMMAND_RESULT_UNKNOWN, text: `the game has no hook for ${kind.name}` };
  let payload: Record<string, unknown>;
  try {
    payload = decodePayload(kind, own.payload);
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error;
    return { code: COMMAND_RESULT_MALFORMED, text: error.message };
  }
  const sender: Sender = {
    session: session.session as never,
    account: session.account,
    avatar: avatarHandle(context, session.avatar),
  };
  const error = world.attempt(() => hook(world, sender, payload));
  if (error === null) return APPLIED;
  if (error instanceof CommandRefusal) return { code: COMMAND_RESULT_REFUSED, text: error.message };
  draft.fault(`${kind.reliable ? 'command' : 'input'} ${kind.name}`, session.avatar, error);
  return {
    code: COMMAND_RESULT_FAILED,
    text: 'the hook of the command failed; nothing was changed',
  };
}

/** After the game's tick: avatars that died send their sessions home, lingering ones run out. */
export function settleSessions(context: RegionContext): void {
  const { state, world, lingerTicks } = context;
  for (const session of Array.from(state.sessions.values())) {
    if (isAway(session)) continue;
    const dead = session.avatar !== 0 && state.table.slotOf(session.avatar) < 0;
    if (session.status === SESSION_LINGERING) {
      if (dead || world.tick >= session.sinceTick + lingerTicks) endSession(context, session);
    } else if (dead) {
      sendSessionHome(context, session);
    }
  }
}
