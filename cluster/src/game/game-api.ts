import type {
  EntityId,
  Field,
  FieldGroups,
  Fields,
  FieldValues,
  SessionId,
  TaskGroups,
  WorldDeclaration,
} from '@atlasnet/schemas';

declare const entityBrand: unique symbol;
/**
 * A handle to an entity: its row in the columns. Valid within one hook call only; keep EntityId for
 * anything longer. NONE is "no such entity here".
 */
export type Entity = number & { readonly [entityBrand]: true };
export const NONE = -1 as Entity;

declare const filterBrand: unique symbol;
/** Which components an entity must have; made by `world.having`, and good in every hook of the world. */
export type ComponentFilter = number & { readonly [filterBrand]: true };

/** x and y (and z) in metres, read and written without an object per call. */
export interface VectorAccessor {
  /** Of an entity that lacks it: that of the declared `default`, else 0. */
  x(entity: Entity): number;
  y(entity: Entity): number;
  /** 0 in a 2D world. */
  z(entity: Entity): number;
  /** Quantised; the position is clamped into the world. */
  set(entity: Entity, x: number, y: number, z?: number): void;
  has(entity: Entity): boolean;
}

/** A component's value. */
export interface ValueAccessor<Value> {
  /** Of an entity that lacks it: the declared `default`, else 0, false, the first value or nothing. */
  get(entity: Entity): Value;
  /** Gives the entity the component if it lacks it. */
  set(entity: Entity, value: Value): void;
  has(entity: Entity): boolean;
  remove(entity: Entity): void;
}

/** The accessors of declared components, and `position`, which every entity has. */
export type ComponentAccessors<Components extends Fields> = {
  readonly [Name in keyof Components]: Components[Name] extends Field<infer Value>
    ? // In brackets: a union (flag, enumeration) is one value, not an accessor for each member.
      [Value] extends [{ readonly x: number; readonly y: number }]
      ? VectorAccessor & Pick<ValueAccessor<Value>, 'remove'>
      : ValueAccessor<Value>
    : never;
} & { readonly position: VectorAccessor };

export type InitialValues<Components extends Fields> = Partial<FieldValues<Components>> & {
  readonly position: { readonly x: number; readonly y: number; readonly z?: number };
};

/** Whoever sent a command: a client's session and its avatar, if it has one here. */
export interface Sender {
  readonly session: SessionId;
  readonly account: string;
  /** NONE for a session without an avatar (then the hook runs in the account's home region). */
  readonly avatar: Entity;
}

/**
 * Raw columns for loops over very many entities: lane values are quanta (see the world's schema).
 * Write `lanes` and mark the entity with `touch`; a write without a touch is lost.
 */
export interface BulkColumns {
  /** Owned entities in id order: slots[0…length). */
  readonly slots: Int32Array;
  readonly length: number;
  lane(component: string, part?: 'x' | 'y' | 'z'): Int32Array;
  quantum(component: string): number;
  touch(component: string, slot: number): void;
  /** Marks a component of every owned entity: each of them must have it. */
  touchAll(component: string): void;
}

/**
 * What a game sees: this region's part of the world at one tick. Nothing else may be read or written
 * in a hook: no clock, no Math.random, no I/O, no state of its own (rule R1; the log could not rebuild
 * it).
 */
export interface World<D extends WorldDeclaration = WorldDeclaration> {
  readonly tick: number;
  /** Seconds a tick; always the same (rule T1). */
  readonly dt: number;
  /** Ticks that were left out right before this one. */
  readonly skipped: number;
  readonly region: number;
  readonly components: D extends WorldDeclaration<infer C, FieldGroups, FieldGroups, FieldGroups>
    ? ComponentAccessors<C>
    : never;

  /** How many entities the region owns. */
  readonly count: number;
  /** The i-th owned entity in id order, 0 ≤ i < count as of the hook's start. */
  at(index: number): Entity;
  /**
   * Calls `visit` with each owned entity in id order, with a filter those that have its components; those
   * created meanwhile are left out.
   */
  each(visit: (entity: Entity) => void, filter?: ComponentFilter): void;
  /** Stands for the entities that have all of these components, in `each` and in the queries below. */
  having(...components: readonly (keyof ComponentsOf<D> & string)[]): ComponentFilter;

  /** An owned entity, else a ghost, else NONE. */
  find(id: EntityId): Entity;
  idOf(entity: Entity): EntityId;
  /** A read-only copy of a neighbour's entity. */
  isGhost(entity: Entity): boolean;

  create(
    values: D extends WorldDeclaration<infer C, FieldGroups, FieldGroups, FieldGroups>
      ? InitialValues<C>
      : never,
  ): Entity;
  destroy(entity: Entity): void;

  /**
   * Entities (ghosts included) within `radius` metres of a point, as of the start of the tick, into
   * `into`; returns how many. In a fixed order: by query cell, then id. With a filter those that have its
   * components now.
   */
  withinRadius(
    into: Entity[],
    radius: number,
    x: number,
    y: number,
    z?: number,
    filter?: ComponentFilter,
  ): number;
  /** The same within a box: metres, one number per dimension, borders included. */
  withinBox(
    into: Entity[],
    min: readonly number[],
    max: readonly number[],
    filter?: ComponentFilter,
  ): number;

  /** Uniform in [0, 1): a function of world seed, region, tick and call (rule R2). */
  random(): number;
  /** Uniform in {low … high}. */
  randomInteger(low: number, high: number): number;
  /** base^exponent by repeated multiplication for whole exponents: equal on every engine. */
  power(base: number, exponent: number): number;

  /** Sends a message to an entity wherever it lives: applied exactly once, or returned (rule M3). */
  send<Name extends keyof MessagesOf<D> & string>(
    to: EntityId,
    message: Name,
    payload: Partial<FieldValues<MessagesOf<D>[Name]>>,
    from?: Entity,
  ): void;

  /**
   * Has a task worker run a job outside the tick (rule M4). Exactly one outcome comes back, to the
   * `task` hook of the same name where `entity` lives by then, else in this region.
   */
  runTask<Name extends keyof TasksOf<D> & string>(
    task: Name,
    values: Partial<FieldValues<TasksOf<D>[Name]['arguments']>>,
    entity?: Entity,
  ): void;

  /** Refuses the command being handled: it counts as applied, and its sender is told why. */
  refuse(reason: string): never;
  /** A short text that goes back with the command's acknowledgement. */
  answer(text: string): void;

  /** Bulk access for systems over all entities. */
  bulk(): BulkColumns;
}

export type ComponentsOf<D> =
  D extends WorldDeclaration<infer Components, FieldGroups, FieldGroups, FieldGroups>
    ? Components
    : never;
export type CommandsOf<D> =
  D extends WorldDeclaration<Fields, infer Commands, FieldGroups, FieldGroups> ? Commands : never;
export type InputsOf<D> =
  D extends WorldDeclaration<Fields, FieldGroups, FieldGroups, infer Inputs> ? Inputs : never;
export type MessagesOf<D> =
  D extends WorldDeclaration<Fields, FieldGroups, infer Messages, FieldGroups> ? Messages : never;

export type TasksOf<D> =
  D extends WorldDeclaration<Fields, FieldGroups, FieldGroups, FieldGroups, infer Tasks>
    ? Tasks
    : never;

/**
 * Why a job has no result: no worker has a task of that name; arguments or result are not as declared;
 * it threw, or took too long, in its last attempt; no worker answered in time; the region waits for
 * too many jobs.
 */
export type TaskRefusal =
  | 'unknownTask'
  | 'malformed'
  | 'threw'
  | 'timedOut'
  | 'givenUp'
  | 'tooMany';

/** What became of a job: its result, or why there is none. `job` names it in every log line. */
export type TaskOutcome<Arguments, Result> =
  | {
      readonly status: 'done';
      readonly job: string;
      readonly arguments: Arguments;
      readonly result: Result;
    }
  | {
      readonly status: TaskRefusal;
      readonly job: string;
      readonly arguments: Arguments;
      readonly text: string;
    };

export interface JoinRequest {
  readonly session: SessionId;
  readonly account: string;
}

type Handlers<D extends WorldDeclaration, Groups> = {
  readonly [Name in keyof Groups]?: (
    world: World<D>,
    sender: Sender,
    payload: FieldValues<Groups[Name]>,
  ) => void;
};

type MessageHandlers<D extends WorldDeclaration, Groups> = {
  readonly [Name in keyof Groups]?: (
    world: World<D>,
    target: Entity,
    payload: FieldValues<Groups[Name]>,
    from: EntityId,
  ) => void;
};

type TaskHandlers<D extends WorldDeclaration, Tasks extends TaskGroups> = {
  readonly [Name in keyof Tasks]?: (
    world: World<D>,
    entity: Entity,
    outcome: TaskOutcome<FieldValues<Tasks[Name]['arguments']>, FieldValues<Tasks[Name]['result']>>,
  ) => void;
};

/** What a task is told beside its arguments. */
export interface TaskContext {
  /** Aborted when the task took too long, or its worker stops. */
  readonly signal: AbortSignal;
  /** The job's id: the same in every attempt, for services that take a thing once only. */
  readonly id: string;
}

/**
 * The tasks of a game, which workers run: they may do I/O and take their time. A job is run at least
 * once, its first result is applied exactly once; one that throws is tried again.
 */
export type TaskFunctions<D extends WorldDeclaration = WorldDeclaration> = {
  readonly [Name in keyof TasksOf<D>]: (
    values: FieldValues<TasksOf<D>[Name]['arguments']>,
    context: TaskContext,
  ) => Promise<Partial<FieldValues<TasksOf<D>[Name]['result']>>>;
};

/** A game's server side. Every hook is optional; a hook that throws leaves none of its changes. */
export interface AtlasNetServer<D extends WorldDeclaration = WorldDeclaration> {
  readonly world: D;
  /** Once in the life of the world, in the first region; what it creates is handed where it belongs. */
  start?(world: World<D>): void;
  /** A client joins, in its account's home region; returns its avatar, or NONE for a spectator. */
  join?(world: World<D>, request: JoinRequest): Entity;
  /** Its client is gone for good; the avatar is destroyed afterwards unless it is `kept`. */
  leave?(world: World<D>, avatar: Entity, request: JoinRequest): 'kept' | void;
  readonly command?: Handlers<D, CommandsOf<D>>;
  readonly input?: Handlers<D, InputsOf<D>>;
  readonly message?: MessageHandlers<D, MessagesOf<D>>;
  /** What became of jobs; `entity` is NONE when none was named, or it lives no more. */
  readonly task?: TaskHandlers<D, TasksOf<D>>;
  /** A message of this region's could not be applied where it went, and came back. */
  returned?(world: World<D>, message: { name: string; payload: unknown; to: EntityId }): void;
  tick?(world: World<D>): void;
}

/** Types a game's server from its declaration. */
export function defineServer<const D extends WorldDeclaration>(
  server: AtlasNetServer<D>,
): AtlasNetServer<D> {
  return server;
}

/** Types a game's tasks from its declaration. */
export function defineTasks<const D extends WorldDeclaration>(
  _world: D,
  tasks: TaskFunctions<D>,
): TaskFunctions<D> {
  return tasks;
}
