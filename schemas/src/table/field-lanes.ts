import { AtlasError } from '../errors.ts';
import { ANGLE_STEPS, isWide } from '../world/world-schema.ts';
import type { Field, Vector2, Vector3 } from '../world/field.ts';

const TURN = 2 * Math.PI;
const floatView = new Float32Array(1);
const floatBits = new Int32Array(floatView.buffer);

function unfit(field: Field<unknown>, value: unknown): AtlasError {
  return new AtlasError(
    'ATLAS_COMMAND_MALFORMED',
    `${String(value)} does not fit a ${field.kind}`,
    {
      hint: 'see the declaration of the world for its range',
    },
  );
}

/** A real number in quanta, as the columns keep it. */
export function quantise(value: number, quantum: number): number {
  const quanta = Math.floor(value / quantum + 0.5);
  if (!(quanta >= -(2 ** 31) && quanta < 2 ** 31)) {
    throw new AtlasError(
      'ATLAS_COMMAND_MALFORMED',
      `${value} is not a number within ±2^31 quanta of ${quantum}`,
    );
  }
  return quanta;
}

/** What an entity without a value of its own has. */
export function fieldDefault(field: Field<unknown>): unknown {
  if (field.default !== undefined) return field.default;
  switch (field.kind) {
    case 'vector2':
      return { x: 0, y: 0 };
    case 'vector3':
      return { x: 0, y: 0, z: 0 };
    case 'flag':
      return false;
    case 'enumeration':
      return field.values?.[0] ?? '';
    case 'text':
      return '';
    case 'bytes':
      return new Uint8Array();
    case 'integer':
      return Math.min(Math.max(0, field.min ?? 0), field.max ?? Infinity);
    case 'angle':
    case 'number':
    case 'float':
    case 'entity':
      return 0;
  }
}

/**
 * Writes a value's lanes into `out` (at most 3).
 * @throws AtlasError ATLAS_COMMAND_MALFORMED for a value that the field cannot hold.
 */
export function writeFieldLanes(field: Field<unknown>, value: unknown, out: Int32Array): void {
  switch (field.kind) {
    case 'vector2':
    case 'vector3': {
      const vector = value as Vector3;
      const quantum = field.quantum ?? 1;
      out[0] = quantise(vector.x, quantum);
      out[1] = quantise(vector.y, quantum);
      if (field.kind === 'vector3') out[2] = quantise(vector.z, quantum);
      return;
    }
    case 'flag':
      out[0] = value === true ? 1 : 0;
      return;
    case 'enumeration': {
      const index = field.values?.indexOf(value as string) ?? -1;
      if (index < 0) throw unfit(field, value);
      out[0] = index;
      return;
    }
    default:
      writeNumberLanes(field, value, out);
  }
}

function writeNumberLanes(field: Field<unknown>, value: unknown, out: Int32Array): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw unfit(field, value);
  switch (field.kind) {
    case 'angle':
      out[0] = (Math.floor((value / TURN) * ANGLE_STEPS + 0.5) % ANGLE_STEPS) & 0xffff;
      return;
    case 'number':
      out[0] = quantise(value, field.quantum ?? 1);
      return;
    case 'float':
      floatView[0] = value;
      out[0] = floatBits[0];
      return;
    default: {
      const inRange = value >= (field.min ?? -Infinity) && value <= (field.max ?? Infinity);
      if (!Number.isSafeInteger(value) || !inRange) throw unfit(field, value);
      if (isWide(field)) {
        out[0] = Math.floor(value / 4294967296) | 0;
        out[1] = value | 0;
      } else {
        out[0] = value;
      }
    }
  }
}

/** Reads a value from columns; `lanes[first…]` at `slot`. */
export function readFieldLanes(
  field: Field<unknown>,
  lanes: readonly Int32Array[],
  first: number,
  slot: number,
): unknown {
  const value = lanes[first][slot];
  switch (field.kind) {
    case 'vector2': {
      const quantum = field.quantum ?? 1;
      return { x: value * quantum, y: lanes[first + 1][slot] * quantum } satisfies Vector2;
    }
    case 'vector3': {
      const quantum = field.quantum ?? 1;
      const y = lanes[first + 1][slot] * quantum;
      return { x: value * quantum, y, z: lanes[first + 2][slot] * quantum } satisfies Vector3;
    }
    case 'angle':
      return (value / ANGLE_STEPS) * TURN;
    case 'number':
      return value * (field.quantum ?? 1);
    case 'float':
      floatBits[0] = value;
      return floatView[0];
    case 'flag':
      return value !== 0;
    case 'enumeration':
      return field.values?.[value] ?? '';
    default:
      return isWide(field) ? value * 4294967296 + (lanes[first + 1][slot] >>> 0) : value;
  }
}
