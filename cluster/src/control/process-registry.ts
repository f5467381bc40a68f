import { AtlasError, sleep, storeKeys } from '@atlasnet/schemas';
import type {
  Clock,
  IncarnationId,
  Logger,
  ProcessId,
  Service,
  StateStore,
} from '@atlasnet/schemas';

/** Processes of one world that are listed; far above what a cluster has. */
export const PROCESSES_MAX = 4096;
/** What an entry's extra says of its process's wall clock as it was written, Unix milliseconds. */
export const WALL_ENTRY = 'wallMs';
/** What a watchdog's extra says: whether it starts shard processes. */
export const STARTS_ENTRY = 'starts';
/** Heartbeats in one lease: two may be lost. */
const HEARTBEATS_PER_LEASE = 3;

/** What a process says of itself to the others. */
export interface RegisteredProcess {
  readonly id: ProcessId;
  /** `shard`, `proxy`, `watchdog`, … */
  readonly role: string;
  /** Where its interlink listens; empty when it has none. */
  readonly address: string;
  /** It is leaving: it gets no new regions and gives away those it has. */
  readonly draining: boolean;
  /** What its role adds: ports, load, … */
  readonly extra: Readonly<Record<string, string | number | boolean>>;
}

export interface ProcessRegistryOptions {
  readonly store: StateStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly incarnation: IncarnationId;
  /** The TTL of an entry, milliseconds: a process that does not write is gone after it. */
  readonly leaseMs: number;
}

const utf8 = new TextEncoder();
const text = new TextDecoder();

/**
 * Who is there: every process writes its own entry into the store, with a TTL, and reads the others'.
 * The store is a hint and a means to detect fast, never the truth (O5, O6): without it, nothing that
 * runs stops.
 */
export class ProcessRegistry {
  readonly #options: ProcessRegistryOptions;

  constructor(options: ProcessRegistryOptions) {
    this.#options = options;
  }

  /**
   * Writes the entry until stopped; then deletes it.
   * `entry` is asked at every heartbeat, so that draining and extras show.
   */
  register(entry: () => RegisteredProcess): ProcessRegistration {
    return new ProcessRegistration(this.#options, entry);
  }

  /**
   * The processes with a live lease, of one role or all; ordered by id.
   * @throws AtlasError ATLAS_STORE_UNREACHABLE, ATLAS_STORE_DENIED
   */
  async list(role?: string): Promise<readonly RegisteredProcess[]> {
    const { store, incarnation } = this.#options;
    const prefix = storeKeys.processes(incarnation);
    const keys = [...(await store.keys(prefix, PROCESSES_MAX))].sort();
    const values = keys.length > 0 ? await store.getMany(keys) : [];
    const processes: RegisteredProcess[] = [];
    for (const [index, value] of values.entries()) {
      const entry = value && parseEntry(keys[index].slice(prefix.length), value);
      if (entry && (role === undefined || entry.role === role)) processes.push(entry);
    }
    return processes;
  }

  /** One process's entry, or null. @throws as {@link list} */
  async find(process: ProcessId): Promise<RegisteredProcess | null> {
    const { store, incarnation } = this.#options;
    const value = await store.get(storeKeys.process(incarnation, process));
    return value && parseEntry(process, value);
  }
}

/** One process's own entry, kept alive. */
export class ProcessRegistration implements Service {
  readonly #options: ProcessRegistryOptions;
  readonly #entry: () => RegisteredProcess;
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #reachable = true;

  constructor(options: ProcessRegistryOptions, entry: () => RegisteredProcess) {
    this.#options = options;
    this.#entry = entry;
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Writes the entry now; false when the store did not take it. */
  async announce(): Promise<boolean> {
    const { store, incarnation, leaseMs, logger } = this.#options;
    const { id, ...rest } = this.#entry();
    const extra = { ...rest.extra, [WALL_ENTRY]: Math.round(this.#options.clock.wallMs()) };
    try {
      const value = utf8.encode(JSON.stringify({ ...rest, extra }));
      await store.set(storeKeys.process(incarnation, id), value, { ttlMs: leaseMs });
      if (!this.#reachable) logger.info('the store answers again', { process: id });
      this.#reachable = true;
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      if (this.#reachable) logger.warn('the store does not answer', { error: error.message });
      this.#reachable = false;
    }
    return this.#reachable;
  }

  async #run(): Promise<void> {
    const { store, clock, incarnation, leaseMs } = this.#options;
    const signal = this.#stop.signal;
    while (!signal.aborted) {
      await this.announce();
      await sleep(clock, leaseMs / HEARTBEATS_PER_LEASE, signal);
    }
    try {
      await store.delete(storeKeys.process(incarnation, this.#entry().id));
    } catch (error) {
      // The lease runs out by itself.
      if (!(error instanceof AtlasError)) throw error;
    }
  }
}

/** Null when the entry is not one of ours: the store is untrusted input. */
function parseEntry(id: string, value: Uint8Array): RegisteredProcess | null {
  if (!/^[0-9a-f]{16}$/.test(id)) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.decode(value));
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const { role, address, draining, extra } = parsed as Record<string, unknown>;
  if (typeof role !== 'string' || typeof address !== 'string') return null;
  return {
    id: id as ProcessId,
    role,
    address,
    draining: draining === true,
    extra: plainValues(extra),
  };
}

function plainValues(extra: unknown): Record<string, string | number | boolean> {
  const plain: Record<string, string | number | boolean> = {};
  if (typeof extra !== 'object' || extra === null) return plain;
  for (const [key, value] of Object.entries(extra)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      plain[key] = value;
    }
  }
  return plain;
}
