import type { Bounds, ControlVerdict, Frame, RegionBounds } from '@atlasnet/schemas';
import { InvariantCheck } from './invariant-check.ts';

/**
 * I8: regions tile the world, and map versions grow by one. The proof is another than that of the map
 * itself: no two boxes overlap, none lies outside the world, and their volumes add up to the world's.
 * What the world is, its claims declare, and those may be read after the map topic: maps are kept until then.
 */
export class TilingCheck extends InvariantCheck {
  #proposed = 0;
  readonly #maps: { version: number; regions: readonly RegionBounds[]; offset: number }[] = [];
  /** Versions that were activated, with the tick from which they hold. */
  readonly #active = new Map<number, number>();
  readonly #versionOf = new Map<number, number>();

  constructor() {
    super('I8', 'regions tile the world, map versions grow by one');
  }

  control(verdict: ControlVerdict, offset: number): void {
    if (verdict.kind === 'proposed') {
      const { version } = verdict.open.map;
      this.expect(version === this.#proposed + 1, { offset }, () => {
        return `map version ${version} is proposed after ${this.#proposed}`;
      });
      this.#proposed = version;
      this.#maps.push({ version, regions: verdict.open.map.toRecords(), offset });
    }
    if (verdict.kind === 'activated') {
      const { map, fromTick } = verdict.active;
      this.#active.set(map.version, fromTick);
    }
  }

  /** Checks every map's boxes against the bounds that the world's claims declare. */
  finish(world: Bounds): void {
    for (const { version, regions, offset } of this.#maps)
      this.map(version, regions, offset, world);
    this.#maps.length = 0;
  }

  /** Checks one version's boxes. */
  map(version: number, regions: readonly RegionBounds[], offset: number, world: Bounds): void {
    const overlap = firstOverlap(regions);
    this.expect(overlap === null, { offset }, () => {
      return `map version ${version}: regions ${overlap?.[0]} and ${overlap?.[1]} overlap`;
    });
    const outside = regions.find(({ min, max }) => {
      return min.some((low, axis) => low < world.min[axis] || max[axis] > world.max[axis]);
    });
    this.expect(outside === undefined, { offset }, () => {
      return `map version ${version}: region ${outside?.region} is not inside the world`;
    });
    const covered = regions.reduce((sum, box) => sum + volume(box), 0);
    const wanted = volume(world);
    // Rounding of a sum of products: far below any region's volume.
    this.expect(Math.abs(covered - wanted) <= wanted * 1e-9, { offset }, () => {
      return `map version ${version}: the regions cover ${covered} of ${wanted}`;
    });
  }

  /** P2: a frame names a map that holds in its tick, never an older one than before. */
  frame(region: number, offset: number, frame: Frame): void {
    if (frame.empty || this.#active.size === 0) return;
    const { mapVersion, tick } = frame;
    const from = this.#active.get(mapVersion);
    this.expect(from !== undefined && from <= tick, { region, offset, tick }, () =>
      from === undefined
        ? `the frame names map version ${mapVersion}, which was never activated`
        : `the frame names map version ${mapVersion}, which holds from tick ${from} on`,
    );
    const before = this.#versionOf.get(region) ?? 0;
    this.expect(mapVersion >= before, { region, offset, tick }, () => {
      return `map version ${mapVersion} after ${before}`;
    });
    this.#versionOf.set(region, mapVersion);
  }
}

function volume({ min, max }: Bounds): number {
  return min.reduce((product, low, axis) => product * (max[axis] - low), 1);
}

function firstOverlap(regions: readonly RegionBounds[]): readonly [number, number] | null {
  for (const [index, a] of regions.entries()) {
    for (const b of regions.slice(index + 1)) {
      const apart = a.min.some((low, axis) => low >= b.max[axis] || b.min[axis] >= a.max[axis]);
      if (!apart) return [a.region, b.region];
    }
  }
  return null;
}
