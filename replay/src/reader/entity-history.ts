import { packedBy } from '@atlasnet/cluster';
import type { RegionState } from '@atlasnet/cluster';
import { DIRTY_GONE, GONE_DEPARTED, NO_CELL } from '@atlasnet/schemas';
import type { EntityMessage, EntityTable, Frame, RegionId } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { changedMask, valuesOf } from './entity-values.ts';
import type { EntityValues } from './entity-values.ts';
import type { RegionCursor } from './region-cursor.ts';

/** What happened to an entity in one tick. */
export type HistoryKind =
  | 'present'
  | 'appeared'
  | 'changed'
  | 'departed'
  | 'arrived'
  | 'despawned'
  | 'command'
  | 'message'
  | 'sent';

export interface HistoryEvent {
  readonly tick: number;
  readonly region: RegionId;
  readonly offset: number;
  readonly kind: HistoryKind;
  /** Component values that changed, or all of them where it appears; a payload's bytes elsewhere. */
  readonly values?: EntityValues;
  /** `to region 3 as number 12`, `give, number 4 of session 9`. */
  readonly detail?: string;
}

export interface EntityHistory {
  readonly entity: number;
  readonly events: readonly HistoryEvent[];
  /** Regions that it lived in, in order. */
  readonly regions: readonly RegionId[];
  /** More happened than is kept. */
  readonly cut: boolean;
}

/** Collects one entity's history while a walk applies frames. */
export class HistoryCollector {
  readonly #entity: number;
  readonly #fromTick: number;
  readonly #events: HistoryEvent[] = [];
  readonly #regions: RegionId[] = [];
  #cut = false;

  constructor(entity: number, fromTick: number) {
    this.#entity = entity;
    this.#fromTick = fromTick;
  }

  /** The entity where the reading begins. */
  begin(state: RegionState, offset: number): void {
    const slot = state.table.slotOf(this.#entity);
    if (slot < 0) return;
    const { tick, region, table } = state;
    this.#enter(region);
    this.#add({ tick, region, offset, kind: 'present', values: valuesOf(table, slot) });
  }

  /** Looks at a frame whose changes are dirty in `table`. */
  frame(cursor: RegionCursor, offset: number, table: EntityTable, frame: Frame): void {
    const { region, replica } = cursor;
    const { tick } = frame;
    const at = { tick, region, offset };
    this.#inputs(at, frame, replica.state);
    this.#changes(at, frame, table);
    for (const { entity, to, number } of frame.departures) {
      if (entity !== this.#entity) continue;
      this.#enter(region);
      this.#add({ ...at, kind: 'departed', detail: `to region ${to} as number ${number}` });
    }
    this.#sent(at, frame, replica.state);
  }

  finish(): EntityHistory {
    const { length } = this.#events;
    return {
      entity: this.#entity,
      events: this.#events,
      regions: this.#regions,
      cut: this.#cut && length > 0,
    };
  }

  #inputs(at: Place, frame: Frame, state: RegionState | null): void {
    for (const { from, number, arrived, message } of frame.inputs?.messages ?? []) {
      if (arrived === this.#entity) {
        this.#add({ ...at, kind: 'arrived', detail: `from region ${from} as number ${number}` });
      }
      const body = message?.entityMessage;
      if (body?.target !== this.#entity) continue;
      const name = messageName(state, body);
      const detail = `${name} from entity ${body.sender}, number ${number} of region ${from}`;
      this.#add({ ...at, kind: 'message', detail });
    }
    const session = state?.sessionOfAvatar.get(this.#entity);
    if (session === undefined) return;
    for (const command of frame.inputs?.commands ?? []) {
      if (command.session !== session) continue;
      const declared = state && packedBy(state, command.worldSchemaHash);
      const name = declared?.kinds[command.kind]?.name ?? `kind ${command.kind}`;
      const { number, inputSequence, result } = command;
      const which = number > 0 ? `number ${number}` : `input ${inputSequence}`;
      const how = result === 0 ? '' : `, result ${result}`;
      this.#add({
        ...at,
        kind: 'command',
        detail: `${name}, ${which} of session ${session}${how}`,
      });
    }
  }

  #changes(at: Place, frame: Frame, table: EntityTable): void {
    const slot = table.slotWithGone(this.#entity);
    if (slot < 0 || table.dirty[slot] === 0) return;
    if ((table.dirty[slot] & DIRTY_GONE) !== 0) {
      if (table.goneReason[slot] !== GONE_DEPARTED) this.#add({ ...at, kind: 'despawned' });
      return;
    }
    const known = this.#regions.at(-1) === at.region && !this.#justArrived(frame);
    if (!known) {
      this.#enter(at.region);
      this.#add({ ...at, kind: 'appeared', values: valuesOf(table, slot) });
      return;
    }
    const mask = changedMask(table, slot);
    if (mask === 0 || table.cell[slot] === NO_CELL) return;
    this.#add({ ...at, kind: 'changed', values: valuesOf(table, slot, mask) });
  }

  #sent(at: Place, frame: Frame, state: RegionState | null): void {
    for (const { to, number, message } of frame.outbox) {
      const body = message?.entityMessage;
      if (body?.sender !== this.#entity || message?.hops !== 0) continue;
      const name = messageName(state, body);
      const detail = `${name} to entity ${body.target}, number ${number} to region ${to}`;
      this.#add({ ...at, kind: 'sent', detail });
    }
  }

  #justArrived(frame: Frame): boolean {
    return frame.inputs?.messages.some(({ arrived }) => arrived === this.#entity) ?? false;
  }

  #enter(region: RegionId): void {
    if (this.#regions.at(-1) !== region) this.#regions.push(region);
  }

  #add(event: HistoryEvent): void {
    if (event.kind !== 'present' && event.tick < this.#fromTick) return;
    if (this.#events.length >= LIMITS.historyEvents) this.#cut = true;
    else this.#events.push(event);
  }
}

interface Place {
  readonly tick: number;
  readonly region: RegionId;
  readonly offset: number;
}

/** By the declaration that packed it, where the region knows it. */
function messageName(state: RegionState | null, body: EntityMessage): string {
  const { kind, worldSchemaHash } = body;
  const declared = state && packedBy(state, worldSchemaHash);
  return declared?.messages[kind]?.name ?? `kind ${kind}`;
}
