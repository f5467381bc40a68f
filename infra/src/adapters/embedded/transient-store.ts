import type { SetOptions } from '@atlasnet/schemas';

interface Entry {
  readonly value: Uint8Array;
  readonly expiresMs: number;
}

/**
 * A map of blobs whose entries may expire: the transient store's state, wherever it is served from.
 * Values are handed over, not copied: whoever passes them in or out must not write to them.
 */
export class TransientStore {
  readonly #entries = new Map<string, Entry>();
  readonly #nowMs: () => number;
  #bytes = 0;

  /** `nowMs` is a monotonic clock. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Bytes of all values, expired ones that nobody asked for included. */
  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Uint8Array | null {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    if (entry.expiresMs > this.#nowMs()) return entry.value;
    this.delete(key);
    return null;
  }

  /** When the key's value vanishes, on this store's clock; Infinity for one that stays. */
  expiresMs(key: string): number {
    return this.#entries.get(key)?.expiresMs ?? Infinity;
  }

  set(key: string, value: Uint8Array, options: SetOptions): void {
    this.delete(key);
    const expiresMs = options.ttlMs === undefined ? Infinity : this.#nowMs() + options.ttlMs;
    this.#entries.set(key, { value, expiresMs });
    this.#bytes += value.length;
  }

  /** Writes (null: deletes) only if the key holds exactly `expected` (null: nothing). */
  compareAndSet(
    key: string,
    expected: Uint8Array | null,
    value: Uint8Array | null,
    options: SetOptions,
  ): boolean {
    if (!areEqual(this.get(key), expected)) return false;
    if (value === null) this.delete(key);
    else this.set(key, value, options);
    return true;
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#bytes -= entry.value.length;
    this.#entries.delete(key);
  }

  keys(prefix: string, limit: number): readonly string[] {
    const found: string[] = [];
    const nowMs = this.#nowMs();
    for (const [key, entry] of this.#entries) {
      if (found.length >= limit) break;
      if (key.startsWith(prefix) && entry.expiresMs > nowMs) found.push(key);
    }
    return found;
  }

  /** All that has not expired: key, value, and how long it is to stay yet. */
  entries(): readonly (readonly [string, Uint8Array, SetOptions])[] {
    const nowMs = this.#nowMs();
    return [...this.#entries].flatMap(([key, { value, expiresMs }]) => {
      if (expiresMs <= nowMs) return [];
      return [[key, value, expiresMs === Infinity ? {} : { ttlMs: expiresMs - nowMs }] as const];
    });
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  /** Drops what has expired; returns how many entries that were. */
  sweep(): number {
    const nowMs = this.#nowMs();
    let dropped = 0;
    for (const [key, entry] of this.#entries) {
      if (entry.expiresMs > nowMs) continue;
      this.delete(key);
      dropped += 1;
    }
    return dropped;
  }
}

function areEqual(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
