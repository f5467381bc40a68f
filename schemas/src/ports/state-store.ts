/** How a value is written. */
export interface SetOptions {
  /** The value vanishes after this long without another write. Without it the value stays. */
  readonly ttlMs?: number;
}

/**
 * The transient store: what can be rebuilt from the log. Values are blobs; keys are few and large.
 * Implementations: Valkey (Redis protocol), an embedded one that serves all processes of a machine,
 * a simulated one. Every method rejects with AtlasError ATLAS_STORE_UNREACHABLE (retriable) or
 * ATLAS_STORE_DENIED; none waits longer than its adapter's request limit.
 */
export interface StateStore {
  get(key: string): Promise<Uint8Array | null>;
  getMany(keys: readonly string[]): Promise<readonly (Uint8Array | null)[]>;
  set(key: string, value: Uint8Array, options?: SetOptions): Promise<void>;
  /**
   * Writes `value` (or, for null, deletes) only if the key holds exactly `expected` (null: holds
   * nothing); says whether it did. Leases and leader election stand on this.
   */
  compareAndSet(
    key: string,
    expected: Uint8Array | null,
    value: Uint8Array | null,
    options?: SetOptions,
  ): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** The keys with this prefix, in no order; at most `limit`. */
  keys(prefix: string, limit: number): Promise<readonly string[]>;
  close(): Promise<void>;
}
