import {
  DIRTY_GONE,
  GONE_DEPARTED,
  ColumnKernel,
  cellCoordinates,
  cellOfSlot,
} from '@atlasnet/schemas';
import type { Bounds, Departure, RegionId, SessionState } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { entityBytes, sendTo } from './region-context.ts';
import type { RegionContext } from './region-context.ts';
import { SESSION_AWAY, copySession } from './session-state.ts';

/**
 * Finds entities that are outside their region and hands them off (rules M1, P2): those beyond the
 * hysteresis margin that have stayed long enough since they came, at most a budget of them a tick, to
 * regions that are up.
 */
export class HandoffScan {
  /** A map change may leave anybody outside: everyone is looked at until a scan finds none. */
  #everyone = true;
  #waiting = false;
  readonly #refused = new Map<number, number>();
  /** Regions that entities should go to and that are not known to be up: they must be read. */
  readonly awaited = new Set<RegionId>();

  mapChanged(): void {
    this.#everyone = true;
  }

  /** A target sent this entity back: it counts as down for it for a while (M3). */
  refused(entity: number, tick: number): void {
    this.#refused.set(entity, tick + LIMITS.refusedHandoffTicks);
  }

  run(context: RegionContext): void {
    const { table } = context.state;
    let budget: number = LIMITS.handoffsPerTick;
    const all = this.#everyone || this.#waiting;
    this.#waiting = false;
    this.awaited.clear();
    // Where many moved, a look at everyone in the order of the columns is the fastest.
    const dense = all || (table.allDirty & 1) !== 0 || table.dirtyCount * 4 > table.count;
    const outside = dense ? this.#outside(context) : this.#outsideListed(context);
    outside.sort((a, b) => table.ids[a] - table.ids[b]);
    for (const slot of outside) {
      // A slot can be listed twice.
      if ((table.dirty[slot] & DIRTY_GONE) !== 0) continue;
      if (budget <= 0 || context.draft.outboxBytes > LIMITS.outboxBytesPerFrame) {
        this.#waiting = true;
        break;
      }
      if (this.#tryHandOff(context, slot)) budget--;
      else this.#waiting = true;
    }
    this.#everyone = false;
  }

  /** Of all slots: nearly everybody is inside, and passed over four at a time. */
  #outside(context: RegionContext): number[] {
    const { schema, map, region } = context;
    const { lanes, slotsUsed } = context.state.table;
    const kernel = ColumnKernel.shared;
    const box = map.boundsOf(region);
    const limits = [0, 1, 2].map((axis) => quantaWithin(box, axis, schema.positionQuantumM));
    const low = limits.map(([least]) => least);
    const high = limits.map(([, most]) => most);
    const count = kernel.listOutside(lanes.slice(0, schema.dimensions), slotsUsed, low, high);
    const outside: number[] = [];
    for (const slot of kernel.listed.subarray(0, count)) {
      if (this.#isOutside(context, slot)) outside.push(slot);
    }
    return outside;
  }

  #outsideListed(context: RegionContext): number[] {
    const { dirtySlots, dirtyCount } = context.state.table;
    const outside: number[] = [];
    for (let i = 0; i < dirtyCount; i++) {
      if (this.#isOutside(context, dirtySlots[i])) outside.push(dirtySlots[i]);
    }
    return outside;
  }

  #isOutside({ map, region, schema, state }: RegionContext, slot: number): boolean {
    const { lanes, dirty, ids } = state.table;
    if ((dirty[slot] & DIRTY_GONE) !== 0 || ids[slot] < 0) return false;
    const quantum = schema.positionQuantumM;
    const x = lanes[0][slot] * quantum;
    const y = lanes[1][slot] * quantum;
    const z = schema.dimensions === 3 ? lanes[2][slot] * quantum : 0;
    if (map.contains(region, x, y, z)) return false;
    return map.distanceToBorder(region, x, y, z) < -schema.handoffMarginM || !map.has(region);
  }

  #tryHandOff(context: RegionContext, slot: number): boolean {
    const { state, schema, map, world, draft } = context;
    const { table } = state;
    const entity = table.ids[slot];
    const since = state.arrivals.get(entity);
    if (since !== undefined && world.tick < since + schema.handoffStayTicks) return false;
    const until = this.#refused.get(entity);
    if (until !== undefined) {
      if (world.tick < until) return false;
      this.#refused.delete(entity);
    }
    const quantum = schema.positionQuantumM;
    const z = schema.dimensions === 3 ? table.lanes[2][slot] * quantum : 0;
    const to = map.regionAt(table.lanes[0][slot] * quantum, table.lanes[1][slot] * quantum, z);
    if (to === context.region) return false;
    if (!context.isUp(to)) {
      this.awaited.add(to);
      return false;
    }
    const cell = cellCoordinates(schema, cellOfSlot(schema, table, slot));
    const session = this.#releaseSession(context, entity);
    const { number } = sendTo(context, to, {
      handoff: {
        entity,
        state: entityBytes(context, slot),
        session,
        sinceTick: world.tick,
        worldSchemaHash: schema.hash,
      },
    });
    const word = departure(entity, to, number, cell);
    table.remove(slot, GONE_DEPARTED);
    state.left(entity, to, world.tick);
    draft.departures.push(word);
    context.departs(slot, word);
    return true;
  }

  /** The session travels with its avatar; home keeps it as away (S1). */
  #releaseSession({ state, draft, region }: RegionContext, entity: number): SessionState | null {
    const id = state.sessionOfAvatar.get(entity);
    const session = id === undefined ? undefined : state.sessions.get(id);
    if (!session) return null;
    const travelling = copySession(session);
    if (session.home === region) {
      const away = copySession(session);
      away.status = SESSION_AWAY;
      state.setSession(away);
      draft.touchSession(session.session);
    } else {
      state.removeSession(session.session);
      draft.dropSession(session.session);
    }
    return travelling;
  }
}

/** The least and the largest whole quanta within a box on one axis. */
function quantaWithin(
  box: Bounds | null,
  axis: number,
  quantum: number,
): readonly [number, number] {
  if (box === null) return [0, -1];
  const low = Math.max(-(2 ** 31), quantaFrom(box.min[axis], quantum));
  const end = Math.min(2 ** 31, quantaFrom(box.max[axis], quantum));
  return [low | 0, (end - 1) | 0];
}

/** The least whole quanta at or above a limit, metres. */
function quantaFrom(limit: number, quantum: number): number {
  let quanta = Math.ceil(limit / quantum);
  if (!Number.isFinite(quanta)) return quanta;
  // The division may have rounded.
  while ((quanta - 1) * quantum >= limit) quanta--;
  while (quanta * quantum < limit) quanta++;
  return quanta;
}

function departure(
  entity: number,
  to: RegionId,
  number: number,
  cell: { readonly x: number; readonly y: number; readonly z: number },
): Departure {
  return { entity, to, number, cellX: cell.x, cellY: cell.y, cellZ: cell.z };
}
