import { EntityTable, cellOfSlot, decodeEntity, encodeEntity } from '@atlasnet/schemas';
import type { CompiledComponent, Handoff, WorldSchema } from '@atlasnet/schemas';
import { PayloadMigration, fieldChange, refuseChange } from './migrate-payload.ts';
import { RegionState } from './region-state.ts';
import { copySession } from './session-state.ts';

/**
 * Carries a state over to another declaration of the same world. New components are fine: entities
 * lack them until the game adds them; so are new messages, tasks and fields. What else changed is refused by name.
 * @throws AtlasError ATLAS_WORLD_CHANGED naming the component, message or field and the way out
 */
export function migrateState(from: RegionState, schema: WorldSchema): RegionState {
  if (from.schema.hash === schema.hash) return from;
  checkBounds(from.schema, schema);
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
  const handoffs = (handoff: Handoff): Handoff =>
    migrateHandoff(handoff, from.schema, schema, pairs);
  copyRest(from, state, handoffs, new PayloadMigration(from.schema, schema, handoffs));
  return state;
}

/** The partition maps in the log tile the world as it was (I8). */
function checkBounds(from: WorldSchema, to: WorldSchema): void {
  const same = (before: readonly number[], after: readonly number[]): boolean =>
    before.length === after.length && before.every((value, axis) => value === after[axis]);
  if (same(from.boundsMin, to.boundsMin) && same(from.boundsMax, to.boundsMax)) return;
  refuseChange(to, 'bounds', 'changed');
}

function counterpart(before: CompiledComponent, schema: WorldSchema): CompiledComponent {
  const what = `component ${before.name}`;
  const after = schema.components.find((each) => each.name === before.name);
  if (!after) return refuseChange(schema, what, 'was removed');
  const how = fieldChange(before.field, after.field);
  if (how !== null) refuseChange(schema, what, how);
  if (after.laneCount !== before.laneCount) refuseChange(schema, what, 'changed its range');
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

function copyRest(
  from: RegionState,
  to: RegionState,
  migrate: (handoff: Handoff) => Handoff,
  payloads: PayloadMigration,
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
      queue.map(({ number, message }) => {
        return { to: region, number, message: message ? payloads.message(message) : null };
      }),
    );
  }
  for (const [entity, parked] of from.parked) {
    const { number, handoff } = parked;
    const migrated = handoff ? migrate(handoff) : null;
    to.parked.set(entity, { from: parked.from, number, handoff: migrated });
  }
  for (const [entity, away] of from.sentAway) to.sentAway.set(entity, away);
  for (const job of from.jobs.values()) to.asked(payloads.job(job));
  for (const [entity, tick] of from.arrivals) to.arrivals.set(entity, tick);
}
