import { DIRTY_GONE, compileViewSchema, tableFingerprint } from '@atlasnet/schemas';
import type { EntityTable, ViewSchema, WorldSchema } from '@atlasnet/schemas';
import type { ClientJournal, LogPosition, SeenState } from './client-journal.ts';
import { InvariantCheck } from './invariant-check.ts';
import type { Place } from './invariant-check.ts';

/**
 * An entity's states by tick, each from the tick that made it until the next one's. A log holds one for every
 * entity and tick: as objects they would be most of what a check keeps.
 */
class StateLine {
  readonly ticks: number[] = [];
  readonly fingerprints: number[] = [];
  readonly positions: LogPosition[] = [];
  readonly regions: number[] = [];

  add(tick: number, fingerprint: number, position: LogPosition, region: number): void {
    // Regions come by tick nearly always: behind all that are not later.
    let at = this.ticks.length;
    while (at > 0 && this.ticks[at - 1] > tick) at--;
    if (at === this.ticks.length) {
      this.ticks.push(tick);
      this.fingerprints.push(fingerprint);
      this.positions.push(position);
      this.regions.push(region);
      return;
    }
    this.ticks.splice(at, 0, tick);
    this.fingerprints.splice(at, 0, fingerprint);
    this.positions.splice(at, 0, position);
    this.regions.splice(at, 0, region);
  }
}

const NO_STATES = new StateLine();

/**
 * I10: no client sees state that the log does not hold, and none goes backwards. Each entity has a
 * line of states in the log; what a client showed of it must be a walk along that line: a state of the
 * view's tick or earlier, never one before that which was shown last.
 */
export class ClientViews extends InvariantCheck {
  readonly #journals: readonly ClientJournal[];
  readonly #lines = new Map<number, StateLine>();
  /** By a declaration's hash: what the clients see of entities under it. */
  readonly #views = new Map<number, ViewSchema>();
  /** The clients' own: that of the log's first frame, since a client that was not started anew keeps it. */
  #clients: ViewSchema | null = null;

  constructor(journals: readonly ClientJournal[]) {
    super('I10', 'clients see what the log holds, and nothing goes backwards');
    this.#journals = journals;
    for (const { seen } of journals) {
      for (const { entity } of seen) {
        if (!this.#lines.has(entity)) this.#lines.set(entity, new StateLine());
      }
    }
  }

  /** Takes a frame while its changes are dirty in `table`. */
  frame(table: EntityTable, { region = 0, tick = 0 }: Place, position: LogPosition): void {
    if (this.#lines.size === 0) return;
    const view = this.#viewOf(table.schema);
    const { dirty, dirtySlots, dirtyCount, ids } = table;
    for (let i = 0; i < dirtyCount; i++) {
      const slot = dirtySlots[i];
      if (dirty[slot] === 0 || (dirty[slot] & DIRTY_GONE) !== 0) continue;
      const line = this.#lines.get(ids[slot]);
      if (!line) continue;
      line.add(tick, tableFingerprint(view, table, slot), position, region);
    }
  }

  /** What the clients' declaration knows of entities under this one, by name. */
  #viewOf(world: WorldSchema): ViewSchema {
    const known = this.#views.get(world.hash);
    if (known) return known;
    const clients = (this.#clients ??= compileViewSchema(world));
    const components = clients.components.flatMap((each) => {
      const component = world.components.find(({ name }) => name === each.name);
      return component ? [{ ...each, component }] : [];
    });
    const view = { ...clients, world, components };
    this.#views.set(world.hash, view);
    return view;
  }

  finish(): void {
    for (const journal of this.#journals) this.#walk(journal);
  }

  #walk({ session, seen }: ClientJournal): void {
    const shown = new Map<number, number>();
    for (const state of seen) {
      const line = this.#lines.get(state.entity) ?? NO_STATES;
      const from = shown.get(state.entity) ?? 0;
      const at = findState(line, state, from);
      const region = at < 0 ? undefined : line.regions[at];
      const place = { tick: state.tick, entity: state.entity, region };
      this.expect(at >= 0, place, () => `session ${session} sees ${problemOf(line, state, from)}`);
      if (at < 0) continue;
      shown.set(state.entity, at);
      const position = line.positions[at];
      if (position === null || state.seenAt === null) continue;
      const { seenAt } = state;
      this.expect(position < seenAt, place, () => {
        return `session ${session} sees an entity as the log holds it only later`;
      });
    }
  }
}

/** The earliest state at or after `from` that may be the one seen; −1 when there is none. */
function findState({ ticks, fingerprints }: StateLine, seen: SeenState, from: number): number {
  for (let at = from; at < ticks.length && ticks[at] <= seen.tick; at++) {
    if (fingerprints[at] === seen.fingerprint) return at;
  }
  return -1;
}

function problemOf({ ticks, fingerprints }: StateLine, seen: SeenState, from: number): string {
  const same = ticks.filter((_, at) => fingerprints[at] === seen.fingerprint);
  if (same.length === 0) return 'an entity as it never was';
  if (same.some((tick) => tick <= ticks[from])) {
    return `an entity go back to tick ${same[0]} after tick ${ticks[from]}`;
  }
  return `an entity of tick ${same[0]} in a view of tick ${seen.tick}`;
}
