import { DIRTY_GONE, compileViewSchema, tableFingerprint } from '@atlasnet/schemas';
import type { EntityTable, ViewSchema } from '@atlasnet/schemas';
import type { ClientJournal, LogPosition, SeenState } from './client-journal.ts';
import { InvariantCheck } from './invariant-check.ts';
import type { Place } from './invariant-check.ts';

/** One state of an entity, from the tick that made it until its next one. */
interface LoggedState {
  readonly tick: number;
  readonly fingerprint: number;
  readonly position: LogPosition;
  readonly region: number;
}

/**
 * I10: no client sees state that the log does not hold, and none goes backwards. Each entity has a
 * line of states in the log; what a client showed of it must be a walk along that line: a state of the
 * view's tick or earlier, never one before that which was shown last.
 */
export class ClientViews extends InvariantCheck {
  readonly #journals: readonly ClientJournal[];
  readonly #lines = new Map<number, LoggedState[]>();
  #view: ViewSchema | null = null;

  constructor(journals: readonly ClientJournal[]) {
    super('I10', 'clients see what the log holds, and nothing goes backwards');
    this.#journals = journals;
    for (const { seen } of journals) {
      for (const { entity } of seen) if (!this.#lines.has(entity)) this.#lines.set(entity, []);
    }
  }

  /** Takes a frame while its changes are dirty in `table`. */
  frame(table: EntityTable, { region = 0, tick = 0 }: Place, position: LogPosition): void {
    if (this.#lines.size === 0) return;
    if (this.#view?.world !== table.schema) this.#view = compileViewSchema(table.schema);
    const { dirty, dirtySlots, dirtyCount, ids } = table;
    for (let i = 0; i < dirtyCount; i++) {
      const slot = dirtySlots[i];
      if (dirty[slot] === 0 || (dirty[slot] & DIRTY_GONE) !== 0) continue;
      const line = this.#lines.get(ids[slot]);
      if (!line) continue;
      const fingerprint = tableFingerprint(this.#view, table, slot);
      line.push({ tick, fingerprint, position, region });
    }
  }

  finish(): void {
    for (const line of this.#lines.values()) line.sort((a, b) => a.tick - b.tick);
    for (const journal of this.#journals) this.#walk(journal);
  }

  #walk({ session, seen }: ClientJournal): void {
    const shown = new Map<number, number>();
    for (const state of seen) {
      const line = this.#lines.get(state.entity) ?? [];
      const from = shown.get(state.entity) ?? 0;
      const at = findState(line, state, from);
      const place = { tick: state.tick, entity: state.entity, region: line[at]?.region };
      this.expect(at >= 0, place, () => `session ${session} sees ${problemOf(line, state, from)}`);
      if (at < 0) continue;
      shown.set(state.entity, at);
      const { position } = line[at];
      if (position === null || state.seenAt === null) continue;
      const { seenAt } = state;
      this.expect(position < seenAt, place, () => {
        return `session ${session} sees an entity as the log holds it only later`;
      });
    }
  }
}

/** The earliest state at or after `from` that may be the one seen; −1 when there is none. */
function findState(line: readonly LoggedState[], seen: SeenState, from: number): number {
  for (let at = from; at < line.length && line[at].tick <= seen.tick; at++) {
    if (line[at].fingerprint === seen.fingerprint) return at;
  }
  return -1;
}

function problemOf(line: readonly LoggedState[], seen: SeenState, from: number): string {
  const same = line.filter(({ fingerprint }) => fingerprint === seen.fingerprint);
  const last = line[from];
  if (same.length === 0) return 'an entity as it never was';
  if (same.some(({ tick }) => tick <= last.tick)) {
    return `an entity go back to tick ${same[0].tick} after tick ${last.tick}`;
  }
  return `an entity of tick ${same[0].tick} in a view of tick ${seen.tick}`;
}
