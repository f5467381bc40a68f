import { sleep } from '@atlasnet/schemas';
import type { AtlasError, ChildHandle, Clock, ProcessControl, Service } from '@atlasnet/schemas';
import type { ChildFailures } from './child-failures.ts';

/** A shard that lived so long did not die of its start, milliseconds. */
const YOUNG_MS = 10_000;
/** Failed starts in a row after which even what might pass (a port, a build under way) will not. */
const FAILED_STARTS_MAX = 5;
/** A child's last line may be read after its end was seen, milliseconds. */
const LAST_WORDS_MS = 100;

/**
 * Ends the watchdog's process when the shards that it starts end of what the next would end of, too:
 * a game that does not load, a world that changed, a log that a newer program wrote.
 */
export class HopelessShards implements Service {
  readonly #clock: Clock;
  readonly #failures: ChildFailures;
  readonly #startedMs = new Map<number, number>();
  readonly #stop = new AbortController();
  #failedStarts = 0;
  #lived = false;
  #give: (error: AtlasError | null) => void = () => undefined;
  readonly #outcome = new Promise<AtlasError | null>((resolve) => {
    this.#give = resolve;
  });

  constructor(clock: Clock, failures: ChildFailures) {
    this.#clock = clock;
    this.#failures = failures;
  }

  /** The same control, its children watched. */
  watch(control: ProcessControl): ProcessControl {
    return {
      spawn: (role, overrides): ChildHandle => {
        const child = control.spawn(role, overrides);
        this.#startedMs.set(child.pid, this.#clock.monotonicMs());
        void child.exited.then(() => this.#ended(child.pid));
        return child;
      },
    };
  }

  /** @throws AtlasError what the shards said */
  async run(): Promise<void> {
    const error = await this.#outcome;
    if (error) throw error;
  }

  stop(): Promise<void> {
    this.#stop.abort();
    this.#give(null);
    return Promise.resolve();
  }

  async #ended(pid: number): Promise<void> {
    const lifeMs = this.#lifeMs(pid);
    this.#startedMs.delete(pid);
    await sleep(this.#clock, LAST_WORDS_MS, this.#stop.signal);
    const failure = this.#failures.take(pid);
    if (!failure || failure.retriable) {
      if (lifeMs < YOUNG_MS) return;
      this.#lived = true;
      this.#failedStarts = 0;
      return;
    }
    this.#failedStarts += 1;
    const sure = failure.exitCode === 2 || failure.code === 'ATLAS_RECORD_VERSION';
    const max = sure && !this.#anyLived() ? 1 : FAILED_STARTS_MAX;
    if (this.#failedStarts >= max) this.#give(failure);
  }

  /** Where a shard lives, the code and the log were well a while ago: what changed may change back. */
  #anyLived(): boolean {
    return this.#lived || [...this.#startedMs.keys()].some((pid) => this.#lifeMs(pid) >= YOUNG_MS);
  }

  #lifeMs(pid: number): number {
    const nowMs = this.#clock.monotonicMs();
    return nowMs - (this.#startedMs.get(pid) ?? nowMs);
  }
}
