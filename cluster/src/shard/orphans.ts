import type { Clock } from '@atlasnet/schemas';
import type { RegionRuntime } from '../core/region-runtime.ts';
import { SESSION_HERE } from '../core/session-state.ts';

/** A session that no proxy has attached for so long lingers, milliseconds. */
const ORPHAN_MS = 3000;
/** Between two looks, milliseconds. */
const LOOK_MS = 500;

/**
 * S1: finds the sessions that act here without a proxy behind them, whose avatars would stay for ever: its link broke,
 * or it died with the owner before; or the client left while its avatar was on its way here, and word of that went
 * where it had been. A proxy that attaches one later has it back.
 */
export class Orphans {
  readonly #clock: Clock;
  readonly #runtime: RegionRuntime;
  readonly #isAttached: (session: number) => boolean;
  readonly #sinceMs = new Map<number, number>();
  #lookedMs = -Infinity;

  constructor(clock: Clock, runtime: RegionRuntime, isAttached: (session: number) => boolean) {
    this.#clock = clock;
    this.#runtime = runtime;
    this.#isAttached = isAttached;
  }

  /** Called every few ticks. */
  look(): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs < this.#lookedMs + LOOK_MS) return;
    this.#lookedMs = nowMs;
    const { sessions } = this.#runtime.state;
    for (const session of this.#sinceMs.keys()) {
      if (!sessions.has(session)) this.#sinceMs.delete(session);
    }
    for (const { session, generation, status } of sessions.values()) {
      if (status !== SESSION_HERE || this.#isAttached(session)) {
        this.#sinceMs.delete(session);
        continue;
      }
      const sinceMs = this.#sinceMs.get(session) ?? nowMs;
      this.#sinceMs.set(session, sinceMs);
      if (nowMs < sinceMs + ORPHAN_MS) continue;
      this.#sinceMs.set(session, nowMs);
      this.#runtime.leave({ session, generation, left: false });
    }
  }
}
