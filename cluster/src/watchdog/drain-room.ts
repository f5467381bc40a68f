import type { ProcessId } from '@atlasnet/schemas';
import type { WatchdogView } from './decision.ts';
import { WATCHDOG_LIMITS } from './watchdog-options.ts';

/**
 * How many regions of draining shards each process is given in one look: as many as it ticks already,
 * one at least. A fresh process's code is cold, and regions that begin together wait for each other;
 * what the first one warms up serves the next.
 */
export class DrainRoom {
  readonly #view: WatchdogView;
  readonly #rooms = new Map<ProcessId, number>();

  constructor(view: WatchdogView) {
    this.#view = view;
  }

  /** Takes a place if there is one. */
  take(process: ProcessId): boolean {
    const room = this.#rooms.get(process) ?? this.#roomOf(process);
    this.#rooms.set(process, Math.max(0, room - 1));
    return room > 0;
  }

  #roomOf(process: ProcessId): number {
    const { control, watches } = this.#view;
    const watched = control.regionsOf(process).map((region) => watches.get(region));
    const ticking = watched.filter((watch) => watch?.hasFrames).length;
    const beginning = watched.filter((watch) => {
      return watch && !watch.hasFrames && watch.silentMs < WATCHDOG_LIMITS.drainNextMs;
    }).length;
    return Math.min(WATCHDOG_LIMITS.drainPerLook, Math.max(1, ticking)) - beginning;
  }
}
