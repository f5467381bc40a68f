import {
  AtlasError,
  decodeEntity,
  decodePayload,
  entityId,
  splitEntityId,
} from '@atlasnet/schemas';
import type { Handoff, RegionId, RegionMessage } from '@atlasnet/schemas';
import type { Entity } from '../game/game-api.ts';
import { ownHandle } from '../game/ghost-bit.ts';
import { LIMITS } from '../limits.ts';
import {
  REFUSAL_DECLARATION,
  REFUSAL_HOOK_THREW,
  REFUSAL_HOPS,
  REFUSAL_MALFORMED,
  REFUSAL_NO_ENTITY,
  REFUSAL_UNKNOWN_KIND,
} from './command-results.ts';
import { ownHandoff, ownMessage } from './declaration-before.ts';
import type { RegionContext } from './region-context.ts';
import { sendTo } from './region-context.ts';
import { handoffStateHash } from './region-messages.ts';
import { SESSION_HERE, copySession } from './session-state.ts';
import { applyTaskResult, applyTaskReturned } from './jobs.ts';
import { applySessionHome, applySessionWord } from './session-messages.ts';

/** Applies what waits from other regions: per sender in order and without a gap (M1). */
export function applyMessages(context: RegionContext): void {
  const { state, inbox } = context;
  let budget: number = LIMITS.messagesPerTick;
  for (const from of inbox.senders()) {
    while (budget-- > 0) {
      const number = (state.inbox.get(from) ?? 0) + 1;
      if (isEarly(inbox.peek(from, number), context.world.tick)) break;
      const message = inbox.take(from, number);
      if (!message) break;
      applyMessage(context, from, number, message);
    }
  }
}

/**
 * I4, I7: an entity that left, or a session that went home, in a tick that this region has not passed yet waits, the
 * run-ahead at most. What either does next is in a later tick.
 */
function isEarly(message: RegionMessage | null, tick: number): boolean {
  if (message?.sessionHome) return message.tick >= tick;
  return (message?.handoff?.sinceTick ?? -1) >= tick;
}

function applyMessage(
  context: RegionContext,
  from: number,
  number: number,
  message: RegionMessage,
): void {
  const { state, draft } = context;
  state.applied(from, number);
  if (message.handoff) {
    const arrived = applyHandoff(context, from, number, message);
    const stateHash = handoffStateHash(message.handoff);
    draft.messages.push({ from, number, message: null, arrived, stateHash });
    return;
  }
  draft.messages.push({ from, number, message, arrived: 0, stateHash: 0 });
  const reason = applyOther(context, message);
  if (reason === 0) return;
  const undeliverable = message.returned !== null && message.returned !== undefined;
  draft.refusals.push({ from, number, reason, undeliverable });
  if (undeliverable) return;
  const returned = { refusedBy: context.region, reason, original: message };
  sendTo(context, message.origin as RegionId, { returned, hops: message.hops });
}

/** @returns 0, or why it is refused */
function applyOther(context: RegionContext, message: RegionMessage): number {
  if (message.entityMessage) return applyEntityMessage(context, message);
  if (message.sessionHome?.session) {
    applySessionHome(context, message.sessionHome.session);
    return 0;
  }
  if (message.sessionWord) return applySessionWord(context, message);
  if (message.taskResult) return applyTaskResult(context, message);
  if (message.returned?.original?.taskResult) {
    return applyTaskReturned(context, message.returned.original.taskResult);
  }
  if (message.returned) return applyReturned(context, message);
  if (message.whereabouts) {
    const { entity, region, tick } = message.whereabouts;
    context.state.heardOf(entity, region as RegionId, tick);
    return 0;
  }
  if (message.start) {
    const error = context.world.attempt(() => context.server.start?.(context.world));
    if (error !== null) context.draft.fault('start', 0, error);
    return error === null ? 0 : REFUSAL_HOOK_THREW;
  }
  return REFUSAL_MALFORMED;
}

/**
 * An entity arrives. One that cannot be read is never refused: its bytes are parked, and go back to
 * their sender unless they came from a region that could not take them either (M3).
 * @returns the entity, or 0 when it was parked
 */
function applyHandoff(
  context: RegionContext,
  from: number,
  number: number,
  { handoff, hops }: RegionMessage,
): number {
  const { state, draft } = context;
  if (!handoff) return 0;
  const error = takeEntity(context, handoff);
  if (error !== null) {
    const parked = { from, number, handoff };
    state.parked.set(handoff.entity, parked);
    draft.parked.push(parked);
    draft.fault('handoff', handoff.entity, error);
    if (hops === 0) context.parks(parked);
    return 0;
  }
  if (hops > 0) context.refused(handoff.entity);
  return handoff.entity;
}

/** Puts an entity that arrives into the region. @returns why it cannot be read, or null */
export function takeEntity(context: RegionContext, handoff: Handoff): AtlasError | null {
  const { state, draft, world } = context;
  try {
    const own = ownHandoff(state, handoff);
    if (own === null) {
      throw new AtlasError('ATLAS_WORLD_CHANGED', 'it was sent under another declaration');
    }
    decodeEntity(state.table, own.state);
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error;
    return error;
  }
  state.arrived(handoff.entity, world.tick);
  context.came(handoff.entity);
  tellMaker(context, handoff.entity);
  if (handoff.session) {
    const session = copySession(handoff.session);
    session.status = session.status === 0 ? SESSION_HERE : session.status;
    state.setSession(session);
    draft.touchSession(session.session);
  }
  return null;
}

/** Tells the region that made an entity where it is now: whoever looks for it asks there first. */
function tellMaker(context: RegionContext, entity: number): void {
  const maker = makerOf(entity);
  const { map, region, world } = context;
  if (maker === region || !map.has(maker)) return;
  sendTo(context, maker, { whereabouts: { entity, region, tick: world.tick } });
}

function makerOf(entity: number): RegionId {
  return splitEntityId(entityId(entity)).region;
}

function applyEntityMessage(context: RegionContext, message: RegionMessage): number {
  const { state, world, server, draft, schema } = context;
  const body = message.entityMessage;
  if (!body) return REFUSAL_MALFORMED;
  const slot = state.table.slotOf(body.target);
  if (slot < 0) return forward(context, body.target, message);
  const own = ownMessage(state, body);
  if (own === null) return REFUSAL_DECLARATION;
  const kind = schema.messages[own.kind];
  const hooks = server.message as
    | Record<string, ((...rest: unknown[]) => void) | undefined>
    | undefined;
  const hook = kind === undefined ? undefined : hooks?.[kind.name];
  if (!hook) return REFUSAL_UNKNOWN_KIND;
  let payload: Record<string, unknown>;
  try {
    payload = decodePayload(kind, own.payload);
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error;
    return REFUSAL_MALFORMED;
  }
  const error = world.attempt(() => {
    hook(world, ownHandle(slot), payload, entityId(body.sender));
  });
  if (error === null) return 0;
  draft.fault(`message ${kind.name}`, body.target, error);
  return REFUSAL_HOOK_THREW;
}

/** M3: sends a message on to where its entity went, never beyond the hop limit or the map. */
export function forward(context: RegionContext, entity: number, message: RegionMessage): number {
  const away = context.state.sentAway.get(entity);
  if (away === undefined || !context.map.has(away.to)) return REFUSAL_NO_ENTITY;
  if (message.hops + 1 > LIMITS.hopsMax) return REFUSAL_HOPS;
  sendTo(context, away.to, {
    hops: message.hops + 1,
    origin: message.origin,
    entityMessage: message.entityMessage,
    sessionWord: message.sessionWord,
    taskResult: message.taskResult,
  });
  return 0;
}

function applyReturned(context: RegionContext, message: RegionMessage): number {
  const { server, world, schema, draft } = context;
  const original = message.returned?.original?.entityMessage;
  // Word about a session that ended meanwhile: nothing is left to tell.
  if (!original) return 0;
  const own = ownMessage(context.state, original);
  if (own === null) return REFUSAL_DECLARATION;
  const kind = schema.messages[own.kind];
  if (!server.returned || kind === undefined) return 0;
  const error = world.attempt(() => {
    const payload = decodePayload(kind, own.payload);
    server.returned?.(world, { name: kind.name, payload, to: entityId(original.target) });
  });
  if (error === null) return 0;
  draft.fault(`returned ${kind.name}`, original.target, error);
  return REFUSAL_HOOK_THREW;
}

/** Routes what hooks sent: by where the entity is, was sent, is seen, or was made. */
export function routeOutgoing(context: RegionContext): void {
  const { world, schema } = context;
  const worldSchemaHash = schema.hash;
  for (const message of world.outgoing) {
    const { to, from, kind, payload } = message;
    const entityMessage = { target: to, sender: from, kind, payload, worldSchemaHash };
    sendTo(context, regionOf(context, to), { entityMessage });
  }
  world.outgoing.length = 0;
}

/** Where an entity is, as far as is known here. */
export function regionOf(context: RegionContext, to: number): RegionId {
  const { state, map, region } = context;
  if (state.table.slotWithGone(to) >= 0) return region;
  const away = state.sentAway.get(to);
  if (away && map.has(away.to)) return away.to;
  const ghost = context.ghostOwner(to);
  if (ghost >= 0 && map.has(ghost as RegionId)) return ghost as RegionId;
  const maker = makerOf(to);
  return map.has(maker) ? maker : region;
}

/** The handle of an avatar, or NONE. */
export function avatarHandle(context: RegionContext, avatar: number): Entity {
  const slot = avatar === 0 ? -1 : context.state.table.slotOf(avatar);
  return ownHandle(slot);
}
