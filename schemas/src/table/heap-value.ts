/** What a heap column (text or bytes) holds for an entity. */
export type HeapValue = string | Uint8Array;

export function sameHeapValue(a: HeapValue | undefined, b: HeapValue): boolean {
  if (typeof b === 'string' || a === undefined || typeof a === 'string') return a === b;
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

const encoder = new TextEncoder();

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
