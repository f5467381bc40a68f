import { sleep } from '@atlasnet/schemas';
import type { Clock } from '@atlasnet/schemas';
import type { WorldTime } from '../control/world-clock-service.ts';
import type { RegionHost } from './region-host.ts';
import type { ShardMeters } from './shard-meters.ts';

/** Between two looks while world time is not known, milliseconds. */
const NOT_READY_MS = 10;

/** Ticks all regions of a process as world time goes on (T1). */
export class TickLoop {
  readonly #clock: Clock;
  readonly #hosts: () => Iterable<RegionHost>;
  readonly #meters: ShardMeters;
  #wake: () => void = () => undefined;

  constructor(clock: Clock, hosts: () => Iterable<RegionHost>, meters: ShardMeters) {
    this.#clock = clock;
    this.#hosts = hosts;
    this.#meters = meters;
  }

  async run(time: WorldTime, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (time.isReady) await this.#nap(this.#round(time), signal);
      else await sleep(this.#clock, NOT_READY_MS, signal);
    }
  }

  /** Looks again now: a region that waited may be able to go on. */
  wake(): void {
    this.#wake();
  }

  /** @returns how long nothing is due, milliseconds */
  #round(time: WorldTime): number {
    const due = time.tickAt(time.worldMs());
    const [beginsMs, endsMs] = [time.worldMsOf(due), time.worldMsOf(due + 1)];
    const tickMs = endsMs - beginsMs;
    const position = due + (time.worldMs() - beginsMs) / tickMs;
    const started = this.#clock.monotonicMs();
    let patience = Infinity;
    for (const host of this.#hosts()) patience = Math.min(patience, host.tickTo(position));
    this.#meters.round(this.#clock.monotonicMs() - started);
    const restMs = Math.min(endsMs - time.worldMs(), patience * tickMs);
    return Math.min(Math.max(restMs, 0), tickMs);
  }

  #nap(delayMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      // What has come by then is taken in first: a busy machine wakes the process for both at once.
      const look = (): void => void this.#clock.after(0, resolve);
      const cancel = this.#clock.after(delayMs, delayMs > 0 ? look : resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
      if (signal.aborted) this.#wake();
    });
  }
}
