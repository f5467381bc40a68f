import type { AtlasNetClient } from '@atlasnet/proxy';
import { sleep } from '@atlasnet/schemas';
import type { Clock, WorldDeclaration } from '@atlasnet/schemas';

/** Between two looks for an update, milliseconds. */
const LOOK_MS = 20;
/** Updates that are remembered; at 20 Hz, of one client, hours. */
const UPDATES_MAX = 1_000_000;

/** A client of the drill's own, like anybody else's, that notes when its view moved on. */
export class DrillClient {
  readonly #client: AtlasNetClient<WorldDeclaration>;
  readonly #updates: number[] = [];
  readonly #resumes: number[] = [];
  disconnects = 0;

  constructor(client: AtlasNetClient<WorldDeclaration>, clock: Clock) {
    this.#client = client;
    const note = (): void => {
      if (this.#updates.length < UPDATES_MAX) this.#updates.push(clock.wallMs());
    };
    client.on('update', note);
    client.on('spawn', note);
    client.on('resumed', () => {
      if (this.#resumes.length < UPDATES_MAX) this.#resumes.push(clock.wallMs());
    });
    client.on('closed', (error) => {
      if (error) this.disconnects += 1;
    });
  }

  /** Whether it sees anything that moves. */
  get sees(): boolean {
    return this.#updates.length > 0;
  }

  /** The first update after a moment, Unix milliseconds; null when none came. */
  firstAfter(atMs: number): number | null {
    return this.#updates.find((each) => each > atMs) ?? null;
  }

  /** Waits until its view moves on from now on; false when it did not within the limit. */
  async seesOn(clock: Clock, limitMs: number): Promise<boolean> {
    const sinceMs = clock.wallMs();
    const endMs = clock.monotonicMs() + limitMs;
    while (this.firstAfter(sinceMs) === null) {
      if (clock.monotonicMs() >= endMs) return false;
      await sleep(clock, LOOK_MS);
    }
    return true;
  }

  /** Updates after a moment. */
  updatesSince(sinceMs: number): number {
    return this.#updates.filter((each) => each > sinceMs).length;
  }

  /**
   * The longest time without an update that ended after a moment: how long, and from when, milliseconds.
   * The one that goes on at `untilMs` counts as well.
   */
  longestGap(sinceMs: number, untilMs: number): Gap {
    return longestGap(this.#updates, sinceMs, untilMs);
  }

  /** When it went on over another connection after a moment, Unix milliseconds. */
  resumesSince(sinceMs: number): readonly number[] {
    return this.#resumes.filter((each) => each > sinceMs);
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

/** A time without an update: how long, and from when, milliseconds. */
export interface Gap {
  readonly ms: number;
  readonly fromMs: number;
}

/** Of moments in order; one that began before `sinceMs` and ended after it counts as a whole. */
export function longestGap(moments: readonly number[], sinceMs: number, untilMs: number): Gap {
  let longest = { ms: 0, fromMs: sinceMs };
  for (let i = 1; i <= moments.length; i++) {
    const atMs = moments[i] ?? untilMs;
    if (atMs <= sinceMs) continue;
    const ms = atMs - moments[i - 1];
    if (ms > longest.ms) longest = { ms, fromMs: moments[i - 1] };
  }
  return longest;
}
