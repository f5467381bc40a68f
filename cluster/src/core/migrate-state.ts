import { AtlasError, EntityTable, cellOfSlot, decodeEntity, encodeEntity } from '@atlasnet/schemas';
import type {
  CompiledComponent,
  Handoff,
  OutboxMessage,
  RegionId,
  WorldSchema,
} from '@atlasnet/schemas';
import { emptyMessage } from './region-messages.ts';
import { RegionState } from './region-state.ts';
import { copySession } from './session-state.ts';

/**
 * Carries a state over to another declaration of the same world. New components are fine: entities
 * lack them until the game adds them. What else changed is refused by name.
 * @throws AtlasError ATLAS_WORLD_CHANGED naming the component and the way out
 */
export function migrateState(from: RegionState, schema: WorldSchema): RegionState {
  if (from.schema.hash === schema.hash) return from;
  const pairs = from.schema.components.map((before) => ({
    before,
    after: counterpart(before, schema),
  }));
  const state = new RegionState(schema, from.region);
  const { slots, length } = from.table.slotsById();
  for (let i = 0; i < length; i++) {
    const old = slots[i];
    const slot = state.table.add(from.table.ids[old]);
    for (const { before, after } of pairs) {
      if (from.table.has(old, before.index)) {
        copyComponent(from.table, old, before, state.table, slot, after);
      }
    }
    state.table.cell[slot] = cellOfSlot(schema, state.table, slot);
  }
  state.table.commit();
  copyRest(from, state, (handoff) => migrateHandoff(handoff, from.schema, schema, pairs));
  return state;
}

function changed(schema: WorldSchema, component: string, how: string): AtlasError {
  return new AtlasError(
    'ATLAS_WORLD_CHANGED',
    `world ${schema.name}: component ${component} ${how} since the log was written`,
    { hint: 'take the change back, or begin a new world with --fresh' },
  );
}

function counterpart(before: CompiledComponent, schema: WorldSchema): CompiledComponent {
  const after = schema.components.find((each) => each.name === before.name);
  if (!after) throw changed(schema, before.name, 'was removed');
  const sameShape =
    after.field.kind === before.field.kind &&
    after.laneCount === before.laneCount &&
    after.field.quantum === before.field.quantum;
  if (!sameShape) throw changed(schema, before.name, 'changed its type or quantum');
  const values = before.field.values ?? [];
  if (!values.every((value, i) => after.field.values?.[i] === value)) {
    throw changed(schema, before.name, 'lost or moved an enumeration value');
  }
  if ((after.field.lengthMax ?? 0) < (before.field.lengthMax ?? 0)) {
    throw changed(schema, before.name, 'became shorter');
  }
  return after;
}

interface ComponentPair {
  readonly before: CompiledComponent;
  readonly after: CompiledComponent;
}

function copyComponent(
  from: EntityTable,
  old: number,
  before: CompiledComponent,
  to: EntityTable,
  slot: number,
  after: CompiledComponent,
): void {
  to.present[slot] |= 1 << after.index;
  for (let i = 0; i < before.laneCount; i++) {
    to.lanes[after.firstLane + i][slot] = from.lanes[before.firstLane + i][old];
  }
  if (before.heap >= 0) to.heaps[after.heap][slot] = from.heaps[before.heap][old];
}

/** Entities on their way when the declaration changed are carried over like those that live here. */
function migrateHandoff(
  handoff: Handoff,
  from: WorldSchema,
  to: WorldSchema,
  pairs: readonly ComponentPair[],
): Handoff {
  if (handoff.worldSchemaHash !== from.hash) return handoff;
  const before = new EntityTable(from, 1);
  const old = decodeEntity(before, handoff.state);
  const after = new EntityTable(to, 1);
  const slot = after.add(handoff.entity);
  for (const pair of pairs) {
    if (!before.has(old, pair.before.index)) continue;
    copyComponent(before, old, pair.before, after, slot, pair.after);
  }
  const { entity, session, sinceTick } = handoff;
  const state = encodeEntity(after, slot);
  return { entity, state, session, sinceTick, worldSchemaHash: to.hash };
}

function migrateMessage(
  { to, number, message }: OutboxMessage,
  migrate: (handoff: Handoff) => Handoff,
): OutboxMessage {
  if (!message?.handoff) return { to, number, message };
  const { hops, mapVersion, tick, origin } = message;
  const empty = emptyMessage(origin as RegionId, tick, mapVersion);
  return { to, number, message: { ...empty, hops, handoff: migrate(message.handoff) } };
}

function copyRest(
  from: RegionState,
  to: RegionState,
  migrate: (handoff: Handoff) => Handoff,
): void {
  to.tick = from.tick;
  to.mapVersion = from.mapVersion;
  to.counter.nextEntity = from.counter.nextEntity;
  to.closed = from.closed;
  for (const session of from.sessions.values()) to.setSession(copySession(session));
  for (const [region, number] of from.inbox) to.inbox.set(region, number);
  for (const [region, number] of from.outboxNumbers) to.outboxNumbers.set(region, number);
  for (const [region, queue] of from.outbox) {
    to.outbox.set(
      region,
      queue.map((entry) => migrateMessage(entry, migrate)),
    );
  }
  for (const [entity, parked] of from.parked) {
    const { number, handoff } = parked;
    const migrated = handoff ? migrate(handoff) : null;
    to.parked.set(entity, { from: parked.from, number, handoff: migrated });
  }
  for (const [entity, away] of from.sentAway) to.sentAway.set(entity, away);
  for (const job of from.jobs.values()) to.asked(job);
  for (const [entity, tick] of from.arrivals) to.arrivals.set(entity, tick);
}
