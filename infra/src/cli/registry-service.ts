import { ProcessRegistry } from '@atlasnet/cluster';
import type { ProcessRegistration, RegisteredProcess } from '@atlasnet/cluster';
import { AtlasError, waitForIncarnation } from '@atlasnet/schemas';
import type { Clock, EventLog, Logger, ProcessId, Service, StateStore } from '@atlasnet/schemas';
import { ownProcess } from './own-process.ts';
import type { ProcessParts } from './process-parts.ts';

export interface RegistryServiceOptions {
  readonly world: string;
  readonly log: EventLog;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly leaseMs: number;
  /** This process's own entry, asked at each heartbeat. */
  readonly entry: () => RegisteredProcess;
}

/** Keeps a process in the registry, and reads the others from it, once the world is founded. */
export class RegistryService implements Service {
  readonly #options: RegistryServiceOptions;
  readonly #abort = new AbortController();
  #registry: ProcessRegistry | null = null;
  #registration: ProcessRegistration | null = null;
  #running: Promise<void> | null = null;

  constructor(options: RegistryServiceOptions) {
    this.#options = options;
  }

  /** The interlink addresses of living processes of a role; empty while the store does not answer. */
  async addresses(role: string): Promise<ReadonlyMap<ProcessId, string>> {
    try {
      const listed = (await this.#registry?.list(role)) ?? [];
      return new Map(listed.map(({ id, address }) => [id, address]));
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      return new Map();
    }
  }

  /** Living processes of a role. @throws AtlasError ATLAS_STORE_UNREACHABLE, ATLAS_STORE_DENIED */
  async list(role: string): Promise<readonly RegisteredProcess[]> {
    return (await this.#registry?.list(role)) ?? [];
  }

  /** Writes the own entry now: what it says has changed. A store that is away gets it at the next heartbeat. */
  async announce(): Promise<void> {
    await this.#registration?.announce();
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#registration?.stop();
    await this.#running?.catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { log, world, clock, logger, entry } = this.#options;
    const { signal } = this.#abort;
    const incarnation = await waitForIncarnation({ log, world, clock, signal, logger });
    if (incarnation === null) return;
    this.#registry = new ProcessRegistry({ ...this.#options, incarnation });
    this.#registration = this.#registry.register(entry);
    await this.#registration.run();
  }
}

/** The entry of a process that others need not reach: only that it is there, and where it runs. */
export function presence(
  { config, id, role, logger }: ProcessParts,
  ports: Pick<RegistryServiceOptions, 'log' | 'store' | 'clock'>,
): RegistryService {
  return new RegistryService({
    ...ports,
    world: config.world.name,
    logger,
    leaseMs: config.watchdog.leaseMs,
    entry: () => ({ id, role, address: '', draining: false, extra: ownProcess() }),
  });
}
