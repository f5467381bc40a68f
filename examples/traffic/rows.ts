import { trafficWorld } from './world.ts';

/**
 * Rows of vehicles on their way, packed into the bytes of one command. Integers are little-endian.
 *
 *     u16     ticks until the vehicles should be there, the same for all
 *     u32 u32 the lowest vehicle's id: low and high half
 *     then, for each vehicle in ascending order of ids:
 *     varint  2 × (id − the id before it), + 1 when the row says what the one before it said
 *     u16 u16 x, y in sixteenths of a metre from the world's lower corner; absent after a + 1
 *
 * So a row has five to seven bytes, and that of a vehicle that stands one or two: thousands of rows a
 * second fit into what a client may send.
 */
export interface PackedRow {
  readonly vehicle: number;
  /** Where it should be, metres; null: as its last row said. */
  readonly at: { readonly x: number; readonly y: number } | null;
}

export interface PackedRows {
  readonly ticks: number;
  readonly rows: readonly PackedRow[];
}

/** Rows of one command: even of nine bytes each they fit a reliable chunk. */
export const ROWS_PER_COMMAND = 120;
/** Ticks that a row may be ahead. */
export const ROW_TICKS_MAX = 1000;
/** Sixteenths of a metre in a metre; 65,536 of them are 4,096 m. */
const STEPS_PER_M = 16;
const [LOW_X, LOW_Y] = trafficWorld.bounds.min;
const HEADER_BYTES = 10;
/** A varint of 53 bits and two coordinates. */
const ROW_BYTES_MAX = 8 + 4;

/** A place as a packed row carries it; two places with one key are the same row. */
export function placeKey(x: number, y: number): number {
  return steps(x, LOW_X) * 65_536 + steps(y, LOW_Y);
}

function steps(metres: number, low: number): number {
  return Math.min(65_535, Math.max(0, Math.round((metres - low) * STEPS_PER_M)));
}

/** Packs at most ROWS_PER_COMMAND rows of one home region's vehicles, sorted by vehicle. */
export function packRows({ ticks, rows }: PackedRows): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + rows.length * ROW_BYTES_MAX);
  const view = new DataView(bytes.buffer);
  const first = rows[0]?.vehicle ?? 0;
  view.setUint16(0, ticks, true);
  view.setUint32(2, first % 2 ** 32, true);
  view.setUint32(6, Math.floor(first / 2 ** 32), true);
  let at = HEADER_BYTES;
  let before = first;
  for (const { vehicle, at: place } of rows) {
    let rest = (vehicle - before) * 2 + (place === null ? 1 : 0);
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) + 128;
    bytes[at++] = rest;
    before = vehicle;
    if (place === null) continue;
    view.setUint16(at, steps(place.x, LOW_X), true);
    view.setUint16(at + 2, steps(place.y, LOW_Y), true);
    at += 4;
  }
  return bytes.subarray(0, at);
}

/** Unpacks rows; null when the bytes are none. */
export function unpackRows(bytes: Uint8Array): PackedRows | null {
  if (bytes.length <= HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const ticks = view.getUint16(0, true);
  if (ticks < 1 || ticks > ROW_TICKS_MAX) return null;
  let vehicle = view.getUint32(2, true) + view.getUint32(6, true) * 2 ** 32;
  const rows: PackedRow[] = [];
  for (let at = HEADER_BYTES; at < bytes.length;) {
    let delta = 0;
    for (let scale = 1; ; scale *= 128) {
      if (at >= bytes.length || scale > 2 ** 49) return null;
      const byte = bytes[at++];
      delta += (byte & 127) * scale;
      if (byte < 128) break;
    }
    vehicle += Math.floor(delta / 2);
    if (!Number.isSafeInteger(vehicle) || rows.length >= ROWS_PER_COMMAND) return null;
    if (delta % 2 === 1) {
      rows.push({ vehicle, at: null });
      continue;
    }
    if (at + 4 > bytes.length) return null;
    const x = LOW_X + view.getUint16(at, true) / STEPS_PER_M;
    const y = LOW_Y + view.getUint16(at + 2, true) / STEPS_PER_M;
    rows.push({ vehicle, at: { x, y } });
    at += 4;
  }
  return { ticks, rows };
}
