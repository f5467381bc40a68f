import { processId, randomHex } from '@atlasnet/schemas';
import type {
  ChildHandle,
  Clock,
  Logger,
  ProcessControl,
  ProcessId,
  RandomSource,
} from '@atlasnet/schemas';
import type { RegisteredProcess } from '../control/process-registry.ts';
import { WATCHDOG_LIMITS } from './watchdog-options.ts';

export interface ShardChildrenOptions {
  readonly control: ProcessControl;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly logger: Logger;
  readonly respawnDelayMs: number;
  /** Called at once when a child is gone. */
  readonly onExit: (process: ProcessId) => void;
}

/** What counts of a shard's entry in the registry. */
type RegisteredShard = Pick<RegisteredProcess, 'id' | 'draining'>;

interface Child {
  readonly id: ProcessId;
  readonly handle: ChildHandle;
  readonly startedMs: number;
  /** Which of several on this machine: ports are shifted by it. */
  readonly index: number;
}

/**
 * The shard processes that this watchdog started. It chooses their process ids (random ones, new at
 * each start: O1), so an exit says at once whose regions are free.
 */
export class ShardChildren {
  readonly #options: ShardChildrenOptions;
  readonly #children = new Map<ProcessId, Child>();
  readonly #exited = new Set<ProcessId>();
  /** Children that were in the store once: a lease that they lose later is not their hanging. */
  readonly #seen = new Set<ProcessId>();
  #youngDeaths = 0;
  #notBeforeMs = 0;
  #stopping = false;

  constructor(options: ShardChildrenOptions) {
    this.#options = options;
  }

  /** Ids of the children that are gone. */
  get exited(): ReadonlySet<ProcessId> {
    return this.#exited;
  }

  /** Ids of the children that run. */
  get running(): readonly ProcessId[] {
    return [...this.#children.keys()];
  }

  /**
   * Starts processes until `count` are there, those of others included and those that drain left out:
   * they wait for who comes in their place. Kills own ones that never registered.
   * `registered`: the shard processes in the store; null when it does not answer: then only what died
   * here is replaced.
   */
  keepUp(count: number, registered: readonly RegisteredShard[] | null): void {
    const { clock } = this.#options;
    if (this.#stopping) return;
    const nowMs = clock.monotonicMs();
    const shards = registered ?? [];
    if (registered) this.#killHanging(new Set(shards.map(({ id }) => id)), nowMs);
    const there = new Set([...shards.map(({ id }) => id), ...this.#children.keys()]);
    for (const { id, draining } of shards) if (draining) there.delete(id);
    for (const id of this.#exited) there.delete(id);
    if (!registered && this.#exited.size === 0) return;
    let missing = count - there.size;
    while (missing > 0 && nowMs >= this.#notBeforeMs) {
      this.#spawn(nowMs);
      missing -= 1;
    }
  }

  /** Leaves all children running: whoever watches next finds them in the registry. */
  leave(): void {
    this.#stopping = true;
    for (const { handle } of this.#children.values()) handle.kill('SIGUSR2');
    this.#children.clear();
  }

  /** Ends all children in order, or by force after a while. */
  async stop(): Promise<void> {
    const { clock } = this.#options;
    this.#stopping = true;
    const children = [...this.#children.values()];
    for (const { handle } of children) handle.kill('SIGTERM');
    const cancel = clock.after(WATCHDOG_LIMITS.childStopMs, () => {
      for (const { handle } of this.#children.values()) handle.kill('SIGKILL');
    });
    await Promise.all(children.map(({ handle }) => handle.exited));
    cancel();
  }

  #spawn(nowMs: number): void {
    const { control, random, logger, clock } = this.#options;
    const id = processId(randomHex(random, 8));
    const index = this.#freeIndex();
    const overrides = { 'process.id': id, 'process.index': String(index) };
    const handle = control.spawn('shard', overrides);
    this.#children.set(id, { id, handle, startedMs: nowMs, index });
    logger.info('shard process started', { process: id, pid: handle.pid });
    void handle.exited.then(({ code, signal }) => {
      this.#children.delete(id);
      this.#exited.add(id);
      if (this.#stopping) return;
      const lifeMs = Math.round(clock.monotonicMs() - nowMs);
      logger.warn('shard process is gone', { process: id, pid: handle.pid, code, signal, lifeMs });
      this.#delayNext(lifeMs);
      this.#options.onExit(id);
    });
  }

  /** A process that lived is replaced at once; one that dies of its start, slower and slower. */
  #delayNext(lifeMs: number): void {
    const { clock, respawnDelayMs } = this.#options;
    if (lifeMs >= WATCHDOG_LIMITS.childYoungMs) {
      this.#youngDeaths = 0;
      return;
    }
    const delayMs = respawnDelayMs * 2 ** this.#youngDeaths;
    this.#youngDeaths = Math.min(this.#youngDeaths + 1, 16);
    const waitMs = Math.min(delayMs, WATCHDOG_LIMITS.respawnDelayMaxMs);
    this.#notBeforeMs = clock.monotonicMs() + waitMs;
  }

  #freeIndex(): number {
    const taken = new Set([...this.#children.values()].map(({ index }) => index));
    let index = 0;
    while (taken.has(index)) index += 1;
    return index;
  }

  #killHanging(registered: ReadonlySet<ProcessId>, nowMs: number): void {
    for (const { id, handle, startedMs } of this.#children.values()) {
      if (registered.has(id)) this.#seen.add(id);
      if (this.#seen.has(id) || nowMs - startedMs <= WATCHDOG_LIMITS.childStartMs) continue;
      this.#options.logger.error('shard process never registered: killed', { process: id });
      handle.kill('SIGKILL');
    }
  }
}
