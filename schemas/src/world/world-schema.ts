import { AtlasError } from '../errors.ts';
import type { FieldGroups, TaskGroups, WorldDeclaration } from './define-world.ts';
import type { Field } from './field.ts';

/** How a component lies in the columns. */
export interface CompiledComponent {
  readonly index: number;
  readonly name: string;
  readonly field: Field<unknown>;
  /** Its first 32-bit lane and how many; 0 lanes when it is in the heap. */
  readonly firstLane: number;
  readonly laneCount: number;
  /** Index into the heap columns (text, bytes), or −1. */
  readonly heap: number;
}

/** A command, an unreliable input or a message, by its number on the wire. */
export interface CompiledKind {
  readonly index: number;
  readonly name: string;
  readonly reliable: boolean;
  readonly fields: readonly { readonly name: string; readonly field: Field<unknown> }[];
}

/** A job of task workers; known by its name in records, so that a declaration may grow. */
export interface CompiledTask {
  readonly name: string;
  readonly arguments: CompiledKind;
  readonly result: CompiledKind;
}

/** The world's coarse cells: a grid from the lower bounds. */
export interface CellGrid {
  readonly sizeM: number;
  readonly counts: readonly [number, number, number];
}

/**
 * A declaration, compiled: where every value lies. Component 0 is always the position. Two schemas
 * with one hash read each other's columns.
 */
export interface WorldSchema {
  readonly name: string;
  readonly declaration: WorldDeclaration;
  /** Canonical JSON of what records depend on; goes into claims and checkpoints. */
  readonly json: string;
  readonly hash: number;
  readonly dimensions: 2 | 3;
  readonly tickHz: number;
  readonly tickMs: number;
  readonly boundsMin: readonly number[];
  readonly boundsMax: readonly number[];
  readonly components: readonly CompiledComponent[];
  readonly laneCount: number;
  readonly heapCount: number;
  /** Metres per quantum of positions, in state and in views. */
  readonly positionQuantumM: number;
  readonly positionViewQuantumM: number;
  readonly cells: CellGrid;
  readonly ghostDistanceM: number;
  readonly handoffMarginM: number;
  readonly handoffStayTicks: number;
  /** R3: the state hash covers entity `counter mod hashSlices` in frame n ≡ that slice. */
  readonly hashSlices: number;
  /** Commands first, then inputs. */
  readonly kinds: readonly CompiledKind[];
  readonly messages: readonly CompiledKind[];
  readonly tasks: ReadonlyMap<string, CompiledTask>;
}

/** Angles have this many steps a turn. */
export const ANGLE_STEPS = 65_536;

function lanesOf(field: Field<unknown>): number {
  switch (field.kind) {
    case 'vector2':
      return 2;
    case 'vector3':
      return 3;
    case 'integer':
      return isWide(field) ? 2 : 1;
    case 'entity':
      return 2;
    case 'text':
    case 'bytes':
      return 0;
    case 'angle':
    case 'number':
    case 'float':
    case 'flag':
    case 'enumeration':
      return 1;
  }
}

/** Whether an integer needs two lanes. */
export function isWide(field: Field<unknown>): boolean {
  if (field.kind === 'entity') return true;
  if (field.kind !== 'integer') return false;
  return (field.min ?? -Infinity) < -(2 ** 31) || (field.max ?? Infinity) > 2 ** 31 - 1;
}

/** Entries by name: numbering depends on the names declared, not on their order. */
function sortedEntries<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** JSON with sorted keys, so that equal declarations give equal bytes. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner instanceof Uint8Array) return { bytes: Array.from(inner) };
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(sortedEntries(inner as Record<string, unknown>));
  });
}

/** 32-bit FNV-1a over UTF-16 code units (Fowler, Noll, Vo). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

function compileKinds(groups: FieldGroups, reliable: boolean, first: number): CompiledKind[] {
  return sortedEntries(groups).map(([name, fields], i) => ({
    index: first + i,
    name,
    reliable,
    fields: sortedEntries(fields).map(([key, field]) => ({ name: key, field })),
  }));
}

function compileTasks(tasks: TaskGroups): ReadonlyMap<string, CompiledTask> {
  const compiled = sortedEntries(tasks).map(([name, task]) => {
    const [values, result] = [task.arguments, task.result].map((fields) => {
      return compileKinds({ [name]: fields }, true, 0)[0];
    });
    return [name, { name, arguments: values, result }] as const;
  });
  return new Map(compiled);
}

function compileCells(declaration: WorldDeclaration): CellGrid {
  const sizeM = declaration.cellSizeM ?? 64;
  const counts: [number, number, number] = [1, 1, 1];
  for (let axis = 0; axis < declaration.dimensions; axis++) {
    const extent = declaration.bounds.max[axis] - declaration.bounds.min[axis];
    counts[axis] = Math.max(1, Math.ceil(extent / sizeM));
  }
  if (counts[0] * counts[1] * counts[2] >= 2 ** 31) {
    throw new AtlasError(
      'ATLAS_WORLD_INVALID',
      `world declaration, cellSizeM: ${sizeM} m makes 2^31 cells or more`,
      { hint: 'make the cells larger' },
    );
  }
  return { sizeM, counts };
}

/** Compiles a declaration made by defineWorld. */
export function compileWorld(declaration: WorldDeclaration): WorldSchema {
  const positionQuantumM = declaration.positionQuantumM ?? 1 / 4096;
  const position: Field<unknown> = {
    kind: declaration.dimensions === 2 ? 'vector2' : 'vector3',
    quantum: positionQuantumM,
    viewQuantum: declaration.positionViewQuantumM ?? 1 / 32,
  };
  const components: CompiledComponent[] = [];
  let laneCount = 0;
  let heapCount = 0;
  for (const [name, field] of [
    ['position', position] as const,
    ...sortedEntries(declaration.components),
  ]) {
    const lanes = lanesOf(field);
    components.push({
      index: components.length,
      name,
      field,
      firstLane: laneCount,
      laneCount: lanes,
      heap: lanes === 0 ? heapCount++ : -1,
    });
    laneCount += lanes;
  }
  const json = canonicalJson(declaration);
  const commands = compileKinds(declaration.commands ?? {}, true, 0);
  const tickMs = 1000 / declaration.tickHz;
  return {
    name: declaration.name,
    declaration,
    json,
    hash: hashText(json),
    dimensions: declaration.dimensions,
    tickHz: declaration.tickHz,
    tickMs,
    boundsMin: declaration.bounds.min,
    boundsMax: declaration.bounds.max,
    components,
    laneCount,
    heapCount,
    positionQuantumM,
    positionViewQuantumM: declaration.positionViewQuantumM ?? 1 / 32,
    cells: compileCells(declaration),
    ghostDistanceM: declaration.ghostDistanceM ?? 50,
    handoffMarginM: declaration.handoffMarginM ?? 2,
    handoffStayTicks: declaration.handoffStayTicks ?? Math.ceil(declaration.tickHz / 2),
    hashSlices: Math.max(1, Math.floor(declaration.tickHz)),
    kinds: [...commands, ...compileKinds(declaration.inputs ?? {}, false, commands.length)],
    messages: compileKinds(declaration.messages ?? {}, true, 0),
    tasks: compileTasks(declaration.tasks ?? {}),
  };
}

/** Claims and checkpoints of one world carry the same text over and over, and each of their readers compiles it. */
let newest: { readonly json: string; readonly schema: WorldSchema } | null = null;

/**
 * Compiles the declaration that a claim or checkpoint carries.
 * @throws AtlasError ATLAS_RECORD_MALFORMED
 */
export function compileWorldJson(json: string): WorldSchema {
  if (newest?.json === json) return newest.schema;
  try {
    const schema = compileWorld(reviveBytes(JSON.parse(json)) as WorldDeclaration);
    newest = { json, schema };
    return schema;
  } catch (cause) {
    throw new AtlasError(
      'ATLAS_RECORD_MALFORMED',
      'a world declaration in the log does not parse',
      {
        cause,
      },
    );
  }
}

function reviveBytes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reviveBytes);
  if (value === null || typeof value !== 'object') return value;
  if ('bytes' in value && Array.isArray(value.bytes))
    return Uint8Array.from(value.bytes as number[]);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reviveBytes(inner)]));
}
