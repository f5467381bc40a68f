import type { ViewSource } from './view-source.ts';

/** What a client's view is the surroundings of: its avatar, or what a spectator looks at. */
export class ViewCentre {
  /** There is a view without an avatar too. */
  watches = false;
  /** In view quanta by axis; empty while it is not known. */
  at: number[] = [];
  #watched = 0;

  /** @param at where to look while the entity is not known; empty: where the view is now */
  watch(entity: number, at: readonly number[]): void {
    this.#watched = entity;
    if (at.length > 0) this.at = [...at];
  }

  /**
   * Goes along. Whatever is followed may be gone: then it stays where it was.
   * @param avatarSlot −1 without an avatar
   * @returns whether there is anything to be in sight of
   */
  move({ table, lanes, schema }: ViewSource, avatarSlot: number): boolean {
    const watched = this.watches && this.#watched !== 0 ? table.slotOf(this.#watched) : -1;
    const slot = avatarSlot >= 0 ? avatarSlot : watched;
    if (slot < 0) return this.watches && this.at.length > 0;
    for (let axis = 0; axis < schema.world.dimensions; axis++) this.at[axis] = lanes[axis][slot];
    return true;
  }
}
