/**
 * Rows in a command: 16 bytes each, little-endian: vehicle (u64), x and y in centimetres (i24 each),
 * ticks until the vehicle should be there (u16).
 */
export interface Row {
  readonly vehicle: number;
  readonly x: number;
  readonly y: number;
  readonly ticks: number;
}

const ROW_BYTES = 16;
/** Rows of one command: below the declared length of its bytes. */
export const ROWS_PER_COMMAND = 250;

/** Packs rows. */
export function packRows(rows: readonly Row[]): Uint8Array {
  const bytes = new Uint8Array(rows.length * ROW_BYTES);
  const view = new DataView(bytes.buffer);
  rows.forEach(({ vehicle, x, y, ticks }, i) => {
    const at = i * ROW_BYTES;
    view.setUint32(at, vehicle % 2 ** 32, true);
    view.setUint32(at + 4, Math.floor(vehicle / 2 ** 32), true);
    setInt24(view, at + 8, Math.round(x * 100));
    setInt24(view, at + 11, Math.round(y * 100));
    view.setUint16(at + 14, ticks, true);
  });
  return bytes;
}

/** Unpacks rows; null when the bytes are none. */
export function unpackRows(bytes: Uint8Array): Row[] | null {
  if (bytes.length === 0 || bytes.length % ROW_BYTES !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / ROW_BYTES }, (_, i) => {
    const at = i * ROW_BYTES;
    return {
      vehicle: view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32,
      x: int24(view, at + 8) / 100,
      y: int24(view, at + 11) / 100,
      ticks: view.getUint16(at + 14, true),
    };
  });
}

function setInt24(view: DataView, at: number, value: number): void {
  view.setUint16(at, value & 0xffff, true);
  view.setInt8(at + 2, value >> 16);
}

function int24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getInt8(at + 2) * 65_536;
}
