import { AtlasError } from '../errors.ts';
import { writeFieldLanes } from '../table/field-lanes.ts';
import type { Field, FieldValues, Vector2, Vector3 } from './field.ts';

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type FieldGroups = Readonly<Record<string, Fields>>;

/** A job that task workers run: what it is given, and what comes back. */
export interface TaskFields {
  readonly arguments: Fields;
  readonly result: Fields;
}
export type TaskGroups = Readonly<Record<string, TaskFields>>;

/** What a game declares; see {@link defineWorld}. */
export interface WorldDeclaration<
  Components extends Fields = Fields,
  Commands extends FieldGroups = FieldGroups,
  Messages extends FieldGroups = FieldGroups,
  Inputs extends FieldGroups = FieldGroups,
  Tasks extends TaskGroups = TaskGroups,
> {
  readonly name: string;
  readonly dimensions: 2 | 3;
  /** Metres, one number per dimension. Positions are clamped into it. */
  readonly bounds: { readonly min: readonly number[]; readonly max: readonly number[] };
  /** Ticks a second. */
  readonly tickHz: number;
  /** Resolution of every entity's position, metres; default 1/4096. */
  readonly positionQuantumM?: number;
  /** Resolution of positions in client views, metres; default 1/32. */
  readonly positionViewQuantumM?: number;
  /** Edge of the cells by which frames are grouped and subscribed, metres; default 64. */
  readonly cellSizeM?: number;
  /** How far over a border neighbours' entities are readable as ghosts, metres; default 50. */
  readonly ghostDistanceM?: number;
  /** How far outside its region an entity gets before it is handed off, metres; default 2. */
  readonly handoffMarginM?: number;
  /** Ticks that an arrival stays before it may leave again; default half a second's. */
  readonly handoffStayTicks?: number;
  readonly components: Components;
  /** Reliable, numbered, acknowledged when in the log. */
  readonly commands?: Commands;
  /** Unreliable, latest wins, not acknowledged; names of `commands` may not repeat here. */
  readonly inputs?: Inputs;
  /** What entities send each other, wherever they live. */
  readonly messages?: Messages;
  /** Jobs that run outside the tick, in task workers; their results come back as messages (M4). */
  readonly tasks?: Tasks;
}

/** Positions of a world: 2D games may ignore z. */
export type Position = Vector2 | Vector3;

/** The component values of a declaration. */
export type ComponentValues<D> =
  D extends WorldDeclaration<infer C, FieldGroups, FieldGroups, FieldGroups>
    ? FieldValues<C>
    : never;

export const WORLD_LIMITS = {
  /** One bit of a 32-bit mask each, the top bit is taken. */
  components: 30,
  /** Commands and inputs, messages, tasks: an index in a varint. */
  kinds: 1000,
  tickHzMax: 128,
  nameLengthMax: 64,
} as const;

function invalid(place: string, problem: string, hint: string): AtlasError {
  return new AtlasError('ATLAS_WORLD_INVALID', `world declaration, ${place}: ${problem}`, { hint });
}

const NAME = /^[a-z][A-Za-z0-9]*$/;

function checkNames(place: string, names: readonly string[]): void {
  for (const name of names) {
    if (!NAME.test(name) || name.length > WORLD_LIMITS.nameLengthMax) {
      throw invalid(
        `${place} "${name}"`,
        'the name is not a lowerCamelCase identifier',
        'rename it',
      );
    }
  }
}

function checkField(place: string, field: Field<unknown>): void {
  const quantised = ['vector2', 'vector3', 'number'].includes(field.kind);
  if (quantised && !((field.quantum ?? 0) > 0)) {
    throw invalid(place, `quantum ${field.quantum} is not above 0`, 'give the resolution to keep');
  }
  if (field.viewQuantum !== undefined && field.viewQuantum < (field.quantum ?? 0)) {
    throw invalid(place, 'viewQuantum is finer than quantum', 'make it at least the quantum');
  }
  if (field.kind === 'enumeration' && !field.values?.length) {
    throw invalid(place, 'an enumeration without values', 'list them');
  }
  const sized = field.kind === 'text' || field.kind === 'bytes';
  if (
    sized &&
    !(field.lengthMax !== undefined && field.lengthMax >= 1 && field.lengthMax <= 4096)
  ) {
    throw invalid(place, `lengthMax ${field.lengthMax} is not 1…4096`, 'give a length');
  }
  if ((field.min ?? -Infinity) > (field.max ?? Infinity)) {
    throw invalid(place, `min ${field.min} is above max ${field.max}`, 'swap them');
  }
  if (field.default !== undefined) checkDefault(place, field, field.default);
}

function checkDefault(place: string, field: Field<unknown>, value: unknown): void {
  try {
    if (field.kind === 'text' || field.kind === 'bytes') checkLength(field, value);
    else writeFieldLanes(field, value, new Int32Array(4));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw invalid(place, `its default is not one of its values: ${why}`, 'give one that is');
  }
}

function checkLength({ kind, lengthMax }: Field<unknown>, value: unknown): void {
  const bytes = kind === 'text' ? new TextEncoder().encode(String(value)) : value;
  if (bytes instanceof Uint8Array && bytes.length <= (lengthMax ?? 0)) return;
  throw new Error(`not ${kind} of at most ${lengthMax} bytes`);
}

function checkGroup(place: string, groups: FieldGroups): void {
  const names = Object.keys(groups);
  if (names.length > WORLD_LIMITS.kinds) {
    throw invalid(place, `${names.length} kinds, ${WORLD_LIMITS.kinds} at most`, 'merge some');
  }
  checkNames(place, names);
  for (const name of names) {
    for (const [key, field] of Object.entries(groups[name])) {
      checkField(`${place}.${name}.${key}`, field);
    }
  }
}

function checkTasks(tasks: TaskGroups): void {
  const sides = (side: keyof TaskFields): FieldGroups =>
    Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, task[side]]));
  checkGroup('tasks.arguments', sides('arguments'));
  checkGroup('tasks.result', sides('result'));
}

/**
 * Declares a world. The result is the declaration itself, checked; TypeScript infers every component,
 * command, message and task type from it.
 * @throws AtlasError ATLAS_WORLD_INVALID naming the place and the way out.
 */
export function defineWorld<
  const Components extends Fields,
  const Commands extends FieldGroups = Record<never, never>,
  const Messages extends FieldGroups = Record<never, never>,
  const Inputs extends FieldGroups = Record<never, never>,
  const Tasks extends TaskGroups = Record<never, never>,
>(
  declaration: WorldDeclaration<Components, Commands, Messages, Inputs, Tasks>,
): WorldDeclaration<Components, Commands, Messages, Inputs, Tasks> {
  const { dimensions, bounds, tickHz, components } = declaration;
  checkNames('name', [declaration.name]);
  if (bounds.min.length !== dimensions || bounds.max.length !== dimensions) {
    throw invalid(
      'bounds',
      `${dimensions} numbers wanted in min and max`,
      'give one per dimension',
    );
  }
  for (let axis = 0; axis < dimensions; axis++) {
    if (!(bounds.max[axis] > bounds.min[axis])) {
      throw invalid('bounds', `max is not above min on axis ${axis}`, 'swap them');
    }
  }
  if (!(tickHz > 0 && tickHz <= WORLD_LIMITS.tickHzMax)) {
    throw invalid('tickHz', `${tickHz} is not in (0, ${WORLD_LIMITS.tickHzMax}]`, 'choose 10…60');
  }
  const names = Object.keys(components);
  if (names.length > WORLD_LIMITS.components) {
    throw invalid(
      'components',
      `${names.length}, at most ${WORLD_LIMITS.components}`,
      'merge some',
    );
  }
  if (names.includes('position')) {
    throw invalid('components.position', 'every entity has one already', 'remove it');
  }
  checkNames('components', names);
  for (const name of names) checkField(`components.${name}`, components[name]);
  checkGroup('commands', declaration.commands ?? {});
  checkGroup('inputs', declaration.inputs ?? {});
  checkGroup('messages', declaration.messages ?? {});
  checkTasks(declaration.tasks ?? {});
  return declaration;
}
