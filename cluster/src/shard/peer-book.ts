import { sleep } from '@atlasnet/schemas';
import type { Clock, ProcessId, RegionId } from '@atlasnet/schemas';
import { STARTS_ENTRY } from '../control/process-registry.ts';
import type { ProcessRegistry, RegisteredProcess } from '../control/process-registry.ts';
import { PLAN_ENTRY, regionsOfPlan } from '../control/standby-plan.ts';

/** Between two readings of the process registry, milliseconds. */
const REGISTRY_MS = 500;
/** Part of its disk cap that the embedded log may use before history is dropped early. */
const DISK_PRESSURE = 0.8;

/** What a shard knows of the other processes, from the registry; a hint, kept when the store is away. */
export class PeerBook {
  readonly #self: ProcessId;
  readonly #addresses = new Map<ProcessId, string>();
  /** Shard processes that could take regions over. */
  otherShards = 0;
  /** Whether a watchdog is there that starts another shard process in the place of one that leaves. */
  hasStarter = false;
  /** Regions that the leading watchdog wants this process to keep warm (C3). */
  standbys: ReadonlySet<RegionId> = new Set();
  /** Whether the embedded log nears its disk cap. */
  diskPressed = false;

  constructor(self: ProcessId) {
    this.#self = self;
  }

  addressOf(process: ProcessId): string | null {
    return this.#addresses.get(process) ?? null;
  }

  /** Reads the registry again and again, until the signal. */
  async follow(registry: ProcessRegistry, clock: Clock, signal: AbortSignal): Promise<void> {
    do await this.look(registry);
    while (await sleep(clock, REGISTRY_MS, signal));
  }

  /** Reads the registry now. */
  async look(registry: ProcessRegistry): Promise<void> {
    try {
      this.#take(await registry.list());
    } catch (error) {
      // O6: without the store, what is known so far goes on.
      const retriable = error instanceof Error && 'retriable' in error && error.retriable;
      if (retriable !== true) throw error;
    }
  }

  #take(everybody: readonly RegisteredProcess[]): void {
    const shards = everybody.filter(({ role }) => role === 'shard');
    const leader = everybody.find(
      ({ role, extra }) => role === 'watchdog' && extra['leads'] === true,
    );
    // Without a leader, what the last one wanted goes on.
    if (leader) this.standbys = regionsOfPlan(leader.extra[PLAN_ENTRY], this.#self);
    this.diskPressed = everybody.some(isFullLog);
    this.hasStarter = everybody.some(({ extra }) => extra[STARTS_ENTRY] === true);
    this.#addresses.clear();
    for (const { id, address } of shards) this.#addresses.set(id, address);
    this.otherShards = shards.filter(({ id, draining }) => id !== this.#self && !draining).length;
  }
}

/** The embedded log says in the registry what it uses. */
function isFullLog({ role, extra }: RegisteredProcess): boolean {
  const used = extra['usedBytes'];
  const max = extra['bytesMax'];
  if (role !== 'log' || typeof used !== 'number' || typeof max !== 'number') return false;
  return used > max * DISK_PRESSURE;
}
