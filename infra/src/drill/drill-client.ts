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
  disconnects = 0;

  constructor(client: AtlasNetClient<WorldDeclaration>, clock: Clock) {
    this.#client = client;
    const note = (): void => {
      if (this.#updates.length < UPDATES_MAX) this.#updates.push(clock.wallMs());
    };
    client.on('update', note);
    client.on('spawn', note);
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

  /** The longest time without an update that ended after a moment, milliseconds. */
  longestGapMs(sinceMs = 0): number {
    let longest = 0;
    for (let i = 1; i < this.#updates.length; i++) {
      if (this.#updates[i] <= sinceMs) continue;
      longest = Math.max(longest, this.#updates[i] - this.#updates[i - 1]);
    }
    return longest;
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
