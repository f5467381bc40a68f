import { cellOfSlot } from '@atlasnet/schemas';
import type { RegionMessage, WorldSchema } from '@atlasnet/schemas';
import { DeclarationBefore } from './declaration-before.ts';
import { refuseChange } from './migrate-payload.ts';
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
  const before = new DeclarationBefore(from.schema, schema);
  const state = new RegionState(schema, from.region);
  state.before = before;
  const { slots, length } = from.table.slotsById();
  for (let i = 0; i < length; i++) {
    const slot = state.table.add(from.table.ids[slots[i]]);
    before.entities.copy(from.table, slots[i], state.table, slot);
    state.table.cell[slot] = cellOfSlot(schema, state.table, slot);
  }
  state.table.commit();
  copyRest(from, state, before);
  return state;
}

/** The partition maps in the log tile the world as it was (I8). */
function checkBounds(from: WorldSchema, to: WorldSchema): void {
  const same = (before: readonly number[], after: readonly number[]): boolean =>
    before.length === after.length && before.every((value, axis) => value === after[axis]);
  if (same(from.boundsMin, to.boundsMin) && same(from.boundsMax, to.boundsMax)) return;
  refuseChange(to, 'bounds', 'changed');
}

function copyRest(from: RegionState, to: RegionState, before: DeclarationBefore): void {
  const sent = outboxMigration(from, before);
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
        return { to: region, number, message: message ? sent(message) : null };
      }),
    );
  }
  for (const [entity, parked] of from.parked) {
    const { number, handoff } = parked;
    const migrated = handoff ? before.entities.handoff(handoff) : null;
    to.parked.set(entity, { from: parked.from, number, handoff: migrated });
  }
  for (const [entity, away] of from.sentAway) to.sentAway.set(entity, away);
  for (const job of from.jobs.values()) to.asked(before.payloads.job(job));
  for (const [entity, tick] of from.arrivals) to.arrivals.set(entity, tick);
}

/**
 * What is on its way stays packed as it was sent, since its target may read that one yet and every region that was
 * carried over knows the declaration before; but it must be possible to carry it over. What was packed earlier, or
 * does not say by what, is carried over here: nobody would know it after another change.
 */
function outboxMigration(
  from: RegionState,
  before: DeclarationBefore,
): (message: RegionMessage) => RegionMessage {
  const { schema } = from;
  const older = from.before && new DeclarationBefore(from.before.schema, before.to);
  return (message) => {
    const carried = before.payloads.message(message);
    if (hashOf(message) === schema.hash) return message;
    return older?.schema.hash === hashOf(message) ? older.payloads.message(message) : carried;
  };
}

/** Of the declaration that a message carries something packed by; 0 where it does not say. */
function hashOf(message: RegionMessage): number {
  const { handoff, entityMessage, taskResult, returned } = message;
  if (returned?.original) return hashOf(returned.original);
  return (handoff ?? entityMessage ?? taskResult)?.worldSchemaHash ?? 0;
}
