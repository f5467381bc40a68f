import { cellCoordinates, cellsInBox } from '@atlasnet/schemas';
import type { ControlState, RegionId, WorldSchema } from '@atlasnet/schemas';
import { SERVICE_LIMITS } from './limits.ts';

/** What a client looks at: metres. */
export interface Gaze {
  readonly position: readonly number[];
  readonly radiusM: number;
}

/**
 * Which cells of which regions the clients see; a cell is kept for a while after its last viewer.
 */
export class WantedCells {
  readonly #schema: WorldSchema;
  readonly #seenMs = new Map<number, number>();
  /** Of the cells that are seen, as of a place in the map topic: only its records change them. */
  readonly #regions = new Map<number, readonly RegionId[]>();
  #asOf = -1;
  /** As given last: it changes much more rarely than clients are looked at. */
  #byRegion = new Map<RegionId, Set<number>>();

  constructor(schema: WorldSchema) {
    this.#schema = schema;
  }

  /**
   * The cells to read, by region; regions at or near a cell are all asked for it. While nothing changes it is
   * the same object.
   */
  update(
    gazes: Iterable<Gaze>,
    control: ControlState,
    nowMs: number,
  ): ReadonlyMap<RegionId, ReadonlySet<number>> {
    const before = this.#seenMs.size;
    for (const { position, radiusM } of gazes) {
      const reach = radiusM + SERVICE_LIMITS.readMarginM;
      const min = position.map((at) => at - reach);
      const max = position.map((at) => at + reach);
      for (const cell of cellsInBox(this.#schema, min, max)) this.#seenMs.set(cell, nowMs);
    }
    let changed = this.#seenMs.size !== before || control.nextOffset !== this.#asOf;
    for (const [cell, seenMs] of this.#seenMs) {
      if (nowMs - seenMs <= SERVICE_LIMITS.cellKeepMs) continue;
      this.#seenMs.delete(cell);
      this.#regions.delete(cell);
      changed = true;
    }
    if (changed) this.#byRegion = this.#sorted(control);
    return this.#byRegion;
  }

  #sorted(control: ControlState): Map<RegionId, Set<number>> {
    if (control.nextOffset !== this.#asOf) this.#regions.clear();
    this.#asOf = control.nextOffset;
    const byRegion = new Map<RegionId, Set<number>>();
    for (const cell of this.#seenMs.keys()) {
      for (const region of this.#regionsOf(cell, control)) {
        const cells = byRegion.get(region);
        if (cells) cells.add(cell);
        else byRegion.set(region, new Set([cell]));
      }
    }
    return byRegion;
  }

  /**
   * Of the newest map, of the one before (entities are still on their way) and the proposed one.
   */
  #regionsOf(cell: number, control: ControlState): readonly RegionId[] {
    const known = this.#regions.get(cell);
    if (known) return known;
    const { boundsMin, dimensions } = this.#schema;
    const { sizeM } = this.#schema.cells;
    const at = cellCoordinates(this.#schema, cell);
    const lower = [at.x, at.y, at.z].slice(0, dimensions);
    const margin = SERVICE_LIMITS.regionMarginM;
    const min = lower.map((coordinate, axis) => boundsMin[axis] + coordinate * sizeM - margin);
    const max = lower.map(
      (coordinate, axis) => boundsMin[axis] + (coordinate + 1) * sizeM + margin,
    );
    const found = new Set<RegionId>();
    const list: RegionId[] = [];
    for (const { map } of control.mapHistory.slice(-2)) {
      map.regionsInBox(min, max, list);
      for (const region of list) if (control.assignmentOf(region)?.process) found.add(region);
    }
    const regions = Array.from(found);
    this.#regions.set(cell, regions);
    return regions;
  }
}
