import type { EntityId } from '../ids.ts';

/** A point or direction in a 2D world, metres. */
export interface Vector2 {
  readonly x: number;
  readonly y: number;
}

/** A point or direction in a 3D world, metres. */
export interface Vector3 {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export type FieldKind =
  | 'vector2'
  | 'vector3'
  | 'angle'
  | 'number'
  | 'integer'
  | 'float'
  | 'flag'
  | 'enumeration'
  | 'text'
  | 'bytes'
  | 'entity';

/**
 * One typed value: of a component, a command or a message. `Value` exists for the compiler only. What
 * is stored is exactly what the log can carry, so a value may differ from what was written by at most
 * half its quantum.
 */
export interface Field<Value> {
  readonly kind: FieldKind;
  /** The state's resolution: metres, radians or the number's own unit. */
  readonly quantum?: number;
  /** The resolution in client views; at least the quantum. */
  readonly viewQuantum?: number;
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  /** Bytes of UTF-8 or plain bytes at most. */
  readonly lengthMax?: number;
  /** What an entity (or an older record) without the value is given. */
  readonly default?: Value;
  /** Values that clients never see. */
  readonly hidden?: boolean;
}

interface Common<Value> {
  readonly default?: Value;
  readonly hidden?: boolean;
}

interface Quantised {
  readonly quantum: number;
  readonly viewQuantum?: number;
}

/** The makers of fields; each states its unit. */
export const field = {
  /** x and y in metres, quantised; range ±2^31 quanta. */
  vector2: (options: Quantised & Common<Vector2>): Field<Vector2> => ({
    kind: 'vector2',
    ...options,
  }),
  /** x, y and z in metres, quantised; range ±2^31 quanta. */
  vector3: (options: Quantised & Common<Vector3>): Field<Vector3> => ({
    kind: 'vector3',
    ...options,
  }),
  /** Radians in [0, 2π), in 2^16 steps. */
  angle: (options: Common<number> = {}): Field<number> => ({ kind: 'angle', ...options }),
  /** A real number in steps of `quantum`; range ±2^31 quanta. */
  number: (options: Quantised & Common<number>): Field<number> => ({ kind: 'number', ...options }),
  /** A whole number, ±2^53 − 1 unless narrowed. */
  integer: (
    options: { readonly min?: number; readonly max?: number } & Common<number> = {},
  ): Field<number> => ({ kind: 'integer', ...options }),
  /** A 32-bit IEEE number. */
  float: (options: Common<number> = {}): Field<number> => ({ kind: 'float', ...options }),
  flag: (options: Common<boolean> = {}): Field<boolean> => ({ kind: 'flag', ...options }),
  enumeration: <const Values extends readonly string[]>(
    values: Values,
    options: Common<Values[number]> = {},
  ): Field<Values[number]> => ({ kind: 'enumeration', values, ...options }),
  /** A short string; longer ones are refused. */
  text: (options: { readonly lengthMax: number } & Common<string>): Field<string> => ({
    kind: 'text',
    ...options,
  }),
  bytes: (options: { readonly lengthMax: number } & Common<Uint8Array>): Field<Uint8Array> => ({
    kind: 'bytes',
    ...options,
  }),
  /** Another entity's id, or 0 for none. */
  entity: (options: Common<EntityId> = {}): Field<EntityId> => ({ kind: 'entity', ...options }),
};

/** The value type of a field. */
export type FieldValue<F> = F extends Field<infer Value> ? Value : never;
/** The value types of a record of fields. */
export type FieldValues<Fields> = { [Name in keyof Fields]: FieldValue<Fields[Name]> };
