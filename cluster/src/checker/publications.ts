import type { LogPosition } from './client-journal.ts';

/** A frame as its region's owner named it to a reader. */
export interface PublishedFrame {
  readonly region: number;
  readonly offset: number;
  readonly epoch: number;
  readonly n: number;
}

/** One that was published, and how much the log held the first time. */
export interface Publication extends PublishedFrame {
  readonly at: LogPosition;
}

/**
 * What owners showed their readers over links, each frame once: the half of I1 that no log can show. Whoever
 * watches the links adds to it.
 */
export class Publications {
  readonly #byRegion = new Map<number, Map<number, Publication[]>>();

  add({ region, offset, epoch, n }: PublishedFrame, at: LogPosition): void {
    let byOffset = this.#byRegion.get(region);
    if (!byOffset) this.#byRegion.set(region, (byOffset = new Map<number, Publication[]>()));
    const there = byOffset.get(offset);
    if (there?.some((each) => each.epoch === epoch && each.n === n)) return;
    const publication = { region, offset, epoch, n, at };
    if (there) there.push(publication);
    else byOffset.set(offset, [publication]);
  }

  /** What was published as the frame at an offset. */
  at(region: number, offset: number): readonly Publication[] {
    return this.#byRegion.get(region)?.get(offset) ?? [];
  }

  *[Symbol.iterator](): IterableIterator<Publication> {
    for (const byOffset of this.#byRegion.values()) {
      for (const there of byOffset.values()) yield* there;
    }
  }
}
