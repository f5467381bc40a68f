import { invariant } from '../errors.ts';
import { REGIONS_MAX } from '../ids.ts';
import type { RegionId } from '../ids.ts';
import { malformed } from '../records/record-envelope.ts';
import type { RegionBounds } from '../records/messages.ts';
import { boundingBox, cutTree } from './tiling.ts';
import type { Bounds, CutTree } from './tiling.ts';

/** Numbers of a region's box: three lower edges, then three upper ones. */
const STRIDE = 6;

/**
 * One version of the partition map: which piece of the world each region is. Regions are boxes in 2D
 * or 3D; a lower edge belongs to its region, an upper one to the next, and the world's rim to the
 * regions at it. A point beyond the rim counts as clamped to it; in a 2D map, z is ignored.
 */
export class PartitionMap {
  readonly version: number;
  readonly dimensions: number;
  /** Of all regions together, metres. */
  readonly bounds: Bounds;
  /** In ascending order. */
  readonly regions: readonly RegionId[];
  readonly #records: readonly RegionBounds[];
  readonly #indexOf: Int32Array;
  /** Boxes by index into `regions`, with the world's rim moved to infinity. */
  readonly #boxes: Float64Array;
  readonly #tree: CutTree;

  /** @throws AtlasError ATLAS_RECORD_MALFORMED when the regions do not tile their bounding box. */
  constructor(version: number, regions: readonly RegionBounds[]) {
    const what = `partition map ${version}`;
    const sorted = [...regions].sort((a, b) => a.region - b.region);
    const problem = shapeProblem(sorted);
    if (problem !== null) throw malformed(what, problem);
    this.version = version;
    this.dimensions = sorted[0].min.length;
    this.bounds = boundingBox(sorted);
    const tree = cutTree(sorted, this.bounds);
    if ('problem' in tree) throw malformed(what, tree.problem);
    this.#tree = tree;
    this.#records = sorted;
    this.regions = sorted.map((each) => each.region as RegionId);
    this.#indexOf = new Int32Array(sorted[sorted.length - 1].region + 1).fill(-1);
    this.regions.forEach((region, index) => (this.#indexOf[region] = index));
    this.#boxes = boxes(sorted, this.bounds);
  }

  has(region: RegionId): boolean {
    return region < this.#indexOf.length && this.#indexOf[region] >= 0;
  }

  /** A region's box as the map record says it, or null when the map does not have the region. */
  boundsOf(region: RegionId): Bounds | null {
    return this.has(region) ? this.#records[this.#indexOf[region]] : null;
  }

  /** The regions as a proposal carries them. */
  toRecords(): readonly RegionBounds[] {
    return this.#records;
  }

  /** The region of a point, metres. Allocates nothing. */
  regionAt(x: number, y: number, z = 0): RegionId {
    const { axis, cut, low, high } = this.#tree;
    let node = 0;
    for (let a = axis[0]; a >= 0; a = axis[node]) {
      const value = a === 0 ? x : a === 1 ? y : z;
      node = value < cut[node] ? low[node] : high[node];
    }
    return this.regions[low[node]];
  }

  /** Whether the point is the region's; false when the map does not have the region. */
  contains(region: RegionId, x: number, y: number, z = 0): boolean {
    if (!this.has(region)) return false;
    const at = this.#indexOf[region] * STRIDE;
    const box = this.#boxes;
    return (
      x >= box[at] &&
      y >= box[at + 1] &&
      z >= box[at + 2] &&
      x < box[at + 3] &&
      y < box[at + 4] &&
      z < box[at + 5]
    );
  }

  /**
   * Metres from a point to the region's nearest border with another region: positive inside, negative
   * outside; Infinity when the region is the whole world, −Infinity when the map does not have it.
   */
  distanceToBorder(region: RegionId, x: number, y: number, z = 0): number {
    if (!this.has(region)) return -Infinity;
    const at = this.#indexOf[region] * STRIDE;
    const box = this.#boxes;
    const dx = Math.min(x - box[at], box[at + 3] - x);
    const dy = Math.min(y - box[at + 1], box[at + 4] - y);
    const dz = Math.min(z - box[at + 2], box[at + 5] - z);
    const nearest = Math.min(dx, dy, dz);
    if (nearest >= 0) return nearest;
    const ox = Math.min(dx, 0);
    const oy = Math.min(dy, 0);
    const oz = Math.min(dz, 0);
    return -Math.sqrt(ox * ox + oy * oy + oz * oz);
  }

  /** The other regions with a point no farther than `distance` metres from the region; ascending. */
  neighbours(region: RegionId, distance: number): RegionId[] {
    if (!this.has(region)) return [];
    const own = this.#indexOf[region] * STRIDE;
    const box = this.#boxes;
    return this.regions.filter((other, index) => {
      if (other === region) return false;
      let square = 0;
      for (let a = 0; a < 3; a++) {
        const apart = Math.max(
          box[index * STRIDE + a] - box[own + 3 + a],
          box[own + a] - box[index * STRIDE + 3 + a],
          0,
        );
        square += apart * apart;
      }
      return square <= distance * distance;
    });
  }

  /** Fills `into` with the regions that share a point with the box (a view's, say); ascending. */
  regionsInBox(min: readonly number[], max: readonly number[], into: RegionId[]): void {
    into.length = 0;
    const box = this.#boxes;
    for (let index = 0; index < this.regions.length; index++) {
      const at = index * STRIDE;
      let shares = true;
      for (let a = 0; a < this.dimensions && shares; a++) {
        shares = max[a] >= box[at + a] && min[a] < box[at + 3 + a];
      }
      if (shares) into.push(this.regions[index]);
    }
  }

  /**
   * I8: whether the regions tile exactly these bounds (that they tile their own bounding box without
   * gap or overlap was checked when the map was made). Null, or what is wrong, as a sentence.
   */
  validateTiling(world: Bounds): string | null {
    if (world.min.length !== this.dimensions) {
      return `the map has ${this.dimensions} dimensions, the world ${world.min.length}`;
    }
    for (let a = 0; a < this.dimensions; a++) {
      for (const [name, own, wanted] of [
        ['begins', this.bounds.min[a], world.min[a]],
        ['ends', this.bounds.max[a], world.max[a]],
      ] as const) {
        if (own !== wanted) return `on axis ${a} the map ${name} at ${own}, the world at ${wanted}`;
      }
    }
    return null;
  }
}

function shapeProblem(sorted: readonly RegionBounds[]): string | null {
  if (sorted.length === 0) return 'it has no region';
  const dimensions = sorted[0].min.length;
  if (dimensions !== 2 && dimensions !== 3) return `it has ${dimensions} dimensions`;
  for (const [index, { region, min, max }] of sorted.entries()) {
    if (region >= REGIONS_MAX) return `region ${region} is not below ${REGIONS_MAX}`;
    if (index > 0 && sorted[index - 1].region === region) return `region ${region} is there twice`;
    if (min.length !== dimensions || max.length !== dimensions) {
      return `region ${region} has other dimensions than region ${sorted[0].region}`;
    }
    if (!min.every((edge, a) => edge < max[a])) return `region ${region} is empty`;
  }
  return null;
}

function boxes(sorted: readonly RegionBounds[], world: Bounds): Float64Array {
  const packed = new Float64Array(sorted.length * STRIDE);
  for (const [index, { min, max }] of sorted.entries()) {
    const at = index * STRIDE;
    packed.fill(-Infinity, at, at + 3);
    packed.fill(Infinity, at + 3, at + STRIDE);
    for (let a = 0; a < min.length; a++) {
      invariant(min[a] >= world.min[a] && max[a] <= world.max[a], 'a box inside the bounding box');
      if (min[a] > world.min[a]) packed[at + a] = min[a];
      if (max[a] < world.max[a]) packed[at + 3 + a] = max[a];
    }
  }
  return packed;
}
