import type { FrameSlice, RegionId } from '@atlasnet/schemas';

/** What a region that no map names must know before it may close (rule P3). */
export interface ClosingView {
  /** The first map version without the region, or −1 while a map names it. */
  readonly absentSince: number;
  /** Every other region that is somebody's; none while a map names it. */
  readonly others: readonly RegionId[];
}

/**
 * Decides when a region may write the frame that releases it (rule P3, in this order): a counted frame
 * shows that it holds nothing; then every other region has written a frame that read that one, under a
 * map without it and with nothing left for it. Anything that arrives in between starts the order anew.
 */
export class Closing {
  /** Offset of the first counted frame since which the region has held nothing; −1: it holds. */
  #emptySince = -1;
  readonly #released = new Set<RegionId>();

  /** A frame of the region itself counts. */
  counted(offset: number, holdsNothing: boolean): void {
    if (!holdsNothing) {
      this.#emptySince = -1;
      this.#released.clear();
    } else if (this.#emptySince < 0) {
      this.#emptySince = offset;
    }
  }

  /** A counted frame of another region was read. */
  heard(slice: FrameSlice, viewNow: () => ClosingView): void {
    // Nearly always: what a view costs is spent only on a region that is empty.
    if (this.#emptySince < 0 || slice.readerOffset < this.#emptySince) return;
    const view = viewNow();
    if (view.absentSince < 0) return;
    const region = slice.region as RegionId;
    const empty = slice.outboxLeft.length === 0;
    if (empty && slice.mapVersion >= view.absentSince) this.#released.add(region);
    else this.#released.delete(region);
  }

  /** Whether the next frame may be the release. */
  mayClose(viewNow: () => ClosingView): boolean {
    if (this.#emptySince < 0) return false;
    const view = viewNow();
    if (view.absentSince < 0) return false;
    return view.others.every((region) => this.#released.has(region));
  }
}
