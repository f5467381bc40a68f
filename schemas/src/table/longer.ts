type Column = Int32Array | Uint32Array | Float64Array | Uint8Array;

/** A longer column that begins with what one holds; the rest is zero. */
export function longer<A extends Column>(column: A, length: number): A {
  const larger = new (column.constructor as new (length: number) => A)(length);
  larger.set(column);
  return larger;
}
