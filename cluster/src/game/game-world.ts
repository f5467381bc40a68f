import {
  DIRTY_GONE,
  GONE_DESTROYED,
  encodePayload,
  entityId,
  broken,
  invariant,
  makeEntityId,
} from '@atlasnet/schemas';
import type { CompiledKind, EntityId, EntityTable, RegionId, WorldSchema } from '@atlasnet/schemas';
import { DefaultedVector, VectorColumns, valueAccessor } from './accessors.ts';
import type { AccessorScope } from './accessors.ts';
import { NONE } from './game-api.ts';
import type { BulkColumns, ComponentFilter, Entity, World } from './game-api.ts';
import { GHOST_BIT, ghostHandle, ownHandle } from './ghost-bit.ts';
import { CommandRefusal } from './hook-error.ts';
import { Savepoint } from './savepoint.ts';
import { SeededRandom } from './seeded-random.ts';
import { SpatialIndex } from './spatial-index.ts';
import { UndoJournal } from './undo-journal.ts';

/** A message a hook sent; the region runtime finds where its target lives. */
export interface OutgoingMessage {
  readonly to: EntityId;
  readonly from: EntityId;
  readonly kind: number;
  readonly payload: Uint8Array;
}

/** A job that a hook asked task workers for (M4). */
export interface AskedTask {
  readonly name: string;
  readonly values: Uint8Array;
  readonly entity: EntityId;
}

/** What the world needs of its region. */
export interface GameWorldOptions {
  readonly schema: WorldSchema;
  readonly region: RegionId;
  readonly seed: number;
  readonly table: EntityTable;
  readonly ghosts: EntityTable;
  /** How many entities the region has created: part of its counted state. */
  readonly counter: { nextEntity: number };
}

/** Where a hook that throws is taken back to. */
interface Mark {
  readonly sent: number;
  readonly asked: number;
  readonly nextEntity: number;
}

/**
 * The world object that a game's hooks see: the region's table, its ghosts, seeded randomness. It
 * undoes a hook that throws: by journal for short hooks, by savepoint for the tick.
 */
export class GameWorld implements World {
  tick = 0;
  skipped = 0;
  readonly dt: number;
  readonly region: RegionId;
  readonly components: World['components'];
  readonly outgoing: OutgoingMessage[] = [];
  readonly asked: AskedTask[] = [];
  answerText = '';

  readonly #options: GameWorldOptions;
  readonly #schema: WorldSchema;
  readonly #table: EntityTable;
  readonly #random = new SeededRandom();
  readonly #journal: UndoJournal;
  readonly #index: SpatialIndex;
  readonly #position: VectorColumns;
  readonly #messageKinds: ReadonlyMap<string, CompiledKind>;
  readonly #componentsByName: ReadonlyMap<string, number>;
  #savepoint: Savepoint | null = null;
  #indexed = false;
  #owned: { readonly slots: Int32Array; readonly length: number } = {
    slots: new Int32Array(0),
    length: 0,
  };

  constructor(options: GameWorldOptions) {
    this.#options = options;
    this.#schema = options.schema;
    this.#table = options.table;
    this.region = options.region;
    this.dt = options.schema.tickMs / 1000;
    this.#journal = new UndoJournal(options.table);
    this.#index = new SpatialIndex(options.schema);
    this.#messageKinds = new Map(options.schema.messages.map((kind) => [kind.name, kind]));
    this.#componentsByName = new Map(options.schema.components.map((c) => [c.name, c.index]));
    const vectors: VectorColumns[] = [];
    this.components = this.#makeAccessors(vectors);
    this.#position = vectors[0];
    options.table.onGrown = () => {
      for (const vector of vectors) vector.follow();
    };
  }

  /** Begins a tick; queries see the positions of this moment. */
  beginTick(tick: number, skipped: number): void {
    this.tick = tick;
    this.skipped = skipped;
    this.#random.begin(this.#options.seed, this.region, tick);
    this.#indexed = false;
  }

  /**
   * Runs a short hook under the journal. If it throws, its changes, messages and creations are undone.
   * @returns null, or what it threw
   */
  attempt(hook: () => void): unknown {
    const before = this.#mark();
    this.answerText = '';
    this.#journal.begin();
    this.#refreshOwned();
    try {
      hook();
      this.#journal.end();
      return null;
    } catch (error) {
      this.#journal.rollback();
      this.#takeBack(before);
      return error ?? new Error('a hook threw nothing');
    }
  }

  /** Runs the tick hook under a savepoint; see attempt(). */
  attemptTick(hook: () => void): unknown {
    const before = this.#mark();
    this.#savepoint = new Savepoint(this.#table);
    this.#refreshOwned();
    try {
      hook();
      return null;
    } catch (error) {
      this.#savepoint.rollback();
      this.#takeBack(before);
      return error ?? new Error('a hook threw nothing');
    } finally {
      this.#savepoint = null;
    }
  }

  #mark(): Mark {
    const { outgoing, asked } = this;
    const { nextEntity } = this.#options.counter;
    return { sent: outgoing.length, asked: asked.length, nextEntity };
  }

  #takeBack(before: Mark): void {
    this.outgoing.length = before.sent;
    this.asked.length = before.asked;
    this.#options.counter.nextEntity = before.nextEntity;
  }

  get count(): number {
    return this.#owned.length;
  }

  at(index: number): Entity {
    // Beyond the count the column holds what was there once: a write would go to nobody.
    if (!(index >= 0 && index < this.#owned.length)) broken(`there is no entity ${index}`);
    return ownHandle(this.#owned.slots[index]);
  }

  each(visit: (entity: Entity) => void, filter = 0): void {
    const { slots, length } = this.#owned;
    const table = this.#table;
    for (let i = 0; i < length; i++) {
      const slot = slots[i];
      // Read anew each time: a visit that creates entities may have grown the columns.
      if ((table.dirty[slot] & DIRTY_GONE) !== 0) continue;
      if ((table.present[slot] & filter) === filter) visit(ownHandle(slot));
    }
  }

  having(...components: readonly string[]): ComponentFilter {
    let filter = 0;
    for (const name of components) filter |= 1 << this.#componentOf(name);
    return filter as ComponentFilter;
  }

  find(id: EntityId): Entity {
    const slot = this.#table.slotOf(id);
    if (slot >= 0) return ownHandle(slot);
    const ghost = this.#options.ghosts.slotOf(id);
    return ghost >= 0 ? ghostHandle(ghost) : NONE;
  }

  idOf(entity: Entity): EntityId {
    if (entity === NONE) return entityId(0);
    return entityId(
      this.isGhost(entity)
        ? this.#options.ghosts.ids[entity & ~GHOST_BIT]
        : this.#table.ids[entity],
    );
  }

  isGhost(entity: Entity): boolean {
    return entity !== NONE && (entity & GHOST_BIT) !== 0;
  }

  create(values: { readonly position: { x: number; y: number; z?: number } }): Entity {
    const { counter } = this.#options;
    const slot = this.#table.add(makeEntityId(this.region, counter.nextEntity++));
    if (this.#journal.active) this.#journal.added(slot);
    const entity = ownHandle(slot);
    const { position, ...rest } = values;
    this.#position.place(entity, position.x, position.y, position.z ?? 0);
    for (const [name, value] of Object.entries(rest)) {
      const component = this.#componentsByName.get(name);
      if (component === undefined) throw new Error(`create: no component is called "${name}"`);
      if (value === undefined) continue;
      this.#table.addComponent(slot, component);
      this.#table.writeValue(slot, component, value);
    }
    return entity;
  }

  destroy(entity: Entity): void {
    invariant(entity !== NONE && !this.isGhost(entity), 'only an owned entity can be destroyed');
    this.#table.remove(entity, GONE_DESTROYED);
    if (this.#journal.active) this.#journal.removed(entity);
  }

  withinRadius(
    into: Entity[],
    radius: number,
    x: number,
    y: number,
    z = 0,
    filter?: ComponentFilter,
  ): number {
    this.#buildIndex();
    const min = [x - radius, y - radius, z - radius];
    const max = [x + radius, y + radius, z + radius];
    return this.#index.query(into, { min, max, radius }, filter);
  }

  withinBox(
    into: Entity[],
    min: readonly number[],
    max: readonly number[],
    filter?: ComponentFilter,
  ): number {
    this.#buildIndex();
    return this.#index.query(into, { min, max, radius: Infinity }, filter);
  }

  random(): number {
    return this.#random.next();
  }

  randomInteger(low: number, high: number): number {
    return low + Math.floor(this.#random.next() * (high - low + 1));
  }

  power(base: number, exponent: number): number {
    invariant(
      Number.isInteger(exponent) && Math.abs(exponent) < 1024,
      'a whole exponent below 1024',
    );
    let result = 1;
    let square = base;
    for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) result *= square;
      square *= square;
    }
    return exponent < 0 ? 1 / result : result;
  }

  send(to: EntityId, message: string, payload: Record<string, unknown>, from?: Entity): void {
    const kind = this.#messageKinds.get(message);
    if (kind === undefined) throw new Error(`send: no message is called "${message}"`);
    const sender = from === undefined ? entityId(0) : this.idOf(from);
    const bytes = encodePayload(kind, payload);
    this.outgoing.push({ to, from: sender, kind: kind.index, payload: bytes });
  }

  runTask(task: string, values: Record<string, unknown>, entity: Entity = NONE): void {
    const kind = this.#schema.tasks.get(task)?.arguments;
    if (kind === undefined) throw new Error(`runTask: no task is called "${task}"`);
    const bytes = encodePayload(kind, values);
    this.asked.push({ name: task, values: bytes, entity: this.idOf(entity) });
  }

  refuse(reason: string): never {
    throw new CommandRefusal(reason);
  }

  answer(text: string): void {
    this.answerText = text.slice(0, 256);
  }

  bulk(): BulkColumns {
    const table = this.#table;
    const componentOf = (name: string): number => this.#componentOf(name);
    const { components } = this.#schema;
    return {
      slots: this.#owned.slots,
      length: this.#owned.length,
      lane: (name, part = 'x') =>
        table.lanes[components[componentOf(name)].firstLane + 'xyz'.indexOf(part)],
      quantum: (name) => components[componentOf(name)].field.quantum ?? 1,
      touch: (name, slot) => table.markDirty(slot, 1 << componentOf(name)),
      touchAll: (name) => {
        table.allDirty |= 1 << componentOf(name);
      },
    };
  }

  #componentOf(name: string): number {
    const component = this.#componentsByName.get(name);
    invariant(component !== undefined, `no component is called "${name}"`);
    return component;
  }

  #refreshOwned(): void {
    this.#owned = this.#table.slotsById();
  }

  #buildIndex(): void {
    if (this.#indexed) return;
    this.#index.build(this.#table, this.#options.ghosts);
    this.#indexed = true;
  }

  /** @param vectors takes those of vectors; the position's is the first */
  #makeAccessors(vectors: VectorColumns[]): World['components'] {
    const journal = this.#journal;
    const savepoint = (): Savepoint | null => this.#savepoint;
    const scope: AccessorScope = {
      own: this.#table,
      ghosts: this.#options.ghosts,
      journal,
      get watchedHeaps() {
        return journal.active || savepoint() !== null;
      },
      beforeWrite(slot, component) {
        if (journal.active) journal.component(slot, component);
        else savepoint()?.touch(slot);
      },
    };
    const { components, boundsMin, boundsMax } = this.#schema;
    const accessors = components.map((component) => {
      const { index, name, field } = component;
      if (field.kind !== 'vector2' && field.kind !== 'vector3') {
        return [name, valueAccessor(scope, component)];
      }
      const limits = index === 0 ? { min: boundsMin, max: boundsMax } : null;
      const vector =
        field.default === undefined
          ? new VectorColumns(scope, component, limits)
          : new DefaultedVector(scope, component);
      vectors.push(vector);
      return [name, vector];
    });
    return Object.fromEntries(accessors) as World['components'];
  }
}
