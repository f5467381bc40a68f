import type { Clock, ControlState, Logger, RegionId } from '@atlasnet/schemas';
import { WALL_ENTRY } from '../control/process-registry.ts';
import type { RegisteredProcess } from '../control/process-registry.ts';
import type { RegionWatch } from './region-watch.ts';

/** Clocks further apart than this refuse each other's connect tokens sooner or later, milliseconds. */
const CLOCK_OFF_MS = 10_000;
/** A process without a lease that ticks for this long is in another store, milliseconds. */
const STRANGER_MS = 5000;
/** The same warning is not said again before, milliseconds. */
const AGAIN_MS = 60_000;

/** What the registry and the log together show to be wrong about how a cluster was set up. */
export class RegistryWarnings {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #said = new Map<string, number>();
  #strangeSinceMs = -1;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Wall clocks that differ: time in the world does not go by them (T2), tokens and bans do. */
  clocks(everybody: readonly RegisteredProcess[]): void {
    for (const { id, role, extra } of everybody) {
      const wallMs = extra[WALL_ENTRY];
      if (typeof wallMs !== 'number') continue;
      const offMs = Math.round(wallMs - this.#clock.wallMs());
      if (Math.abs(offMs) < CLOCK_OFF_MS) continue;
      const text =
        'the wall clock of a process is off: it takes no connect token, or none is taken';
      this.#say(`clock ${id}`, text, { process: id, role, aheadMs: offMs });
    }
  }

  /** Regions that are ticked by processes that this store never has: two clusters on the same topics. */
  strangers(
    control: ControlState,
    watches: ReadonlyMap<RegionId, RegionWatch>,
    shards: readonly RegisteredProcess[],
    aliveMs: number,
  ): void {
    const nowMs = this.#clock.monotonicMs();
    const strange = Array.from(watches.values()).filter(({ region, hasFrames, silentMs }) => {
      const owner = control.assignmentOf(region)?.process;
      return owner && hasFrames && silentMs < aliveMs && !shards.some(({ id }) => id === owner);
    });
    if (strange.length === 0) {
      this.#strangeSinceMs = -1;
      return;
    }
    if (this.#strangeSinceMs < 0) this.#strangeSinceMs = nowMs;
    if (nowMs - this.#strangeSinceMs < STRANGER_MS) return;
    const text =
      'regions are ticked by processes that are not in this store: another cluster uses the same topics, ' +
      'or another store; give each world a name of its own';
    this.#say('strangers', text, { regions: strange.map(({ region }) => region).join(', ') });
  }

  #say(what: string, text: string, fields: Readonly<Record<string, unknown>>): void {
    const nowMs = this.#clock.monotonicMs();
    const before = this.#said.get(what);
    if (before !== undefined && nowMs - before < AGAIN_MS) return;
    this.#said.set(what, nowMs);
    this.#logger.warn(text, fields);
  }
}
