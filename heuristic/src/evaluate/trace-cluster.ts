import { PartitionMap } from '@atlasnet/schemas';
import type { Bounds, RegionId } from '@atlasnet/schemas';
import { Balancer } from '../core/balancer.ts';
import type { LoadReading } from '../core/cost-model.ts';
import type { HeuristicConfig } from '../heuristic-config.ts';
import type { TraceRow } from './trace-row.ts';

/** The delays that a running cluster has. */
export interface ClusterSettings {
  readonly world: Bounds;
  readonly tickHz: number;
  readonly cellSizeM: number;
  readonly loadDelayS: number;
  readonly activationDelayS: number;
  readonly migrationS: number;
  readonly handoffMarginM: number;
}

/** What a second was like. */
export interface SecondResult {
  readonly timeS: number;
  readonly entities: number;
  /** max/mean of entities owned. */
  readonly imbalance: number;
  /** Entities that the map before keeps where they are and the one that now holds does not. */
  readonly moved: number;
  /** Entities that went over a border by themselves. */
  readonly crossed: number;
  readonly mapVersion: number;
  /** The reason of the change proposed in this second, or null. */
  readonly proposal: string | null;
}

interface Owned {
  region: RegionId;
  seenS: number;
}

interface Pending {
  readonly map: PartitionMap;
  readonly activeS: number;
}

/**
 * Regions that own a trace's entities, with reports that are late and maps that take time to hold.
 */
export class TraceCluster {
  readonly #settings: ClusterSettings;
  readonly #balancer: Balancer;
  readonly #owners = new Map<number | string, Owned>();
  readonly #history = new Map<number, PartitionMap>();
  /** Reports on their way: [second, loads]. */
  readonly #reports: { readonly timeS: number; readonly loads: readonly LoadReading[] }[] = [];
  #map: PartitionMap;
  #before: PartitionMap;
  #activeS = -Infinity;
  #open: Pending | null = null;
  #known: readonly LoadReading[] | null = null;

  constructor(first: PartitionMap, config: HeuristicConfig, settings: ClusterSettings) {
    this.#map = first;
    this.#before = first;
    this.#history.set(first.version, first);
    this.#settings = settings;
    // A trace tells where entities are, not what they cost: neither a cost nor a fullness.
    const count = { regionsMin: first.regions.length, regionsMax: first.regions.length };
    this.#balancer = new Balancer({ ...config, ...count, balance: 'entities' });
  }

  /** Takes in one second's rows. */
  step(timeS: number, rows: readonly TraceRow[]): SecondResult {
    const moved = this.#activate(timeS) ? this.#overtaken(rows) : 0;
    const migrated = (timeS - this.#activeS) / this.#settings.migrationS;
    const changing = migrated < 2;
    const counts = new Map<RegionId, number>(this.#map.regions.map((each) => [each, 0]));
    let crossed = 0;
    for (const [index, row] of rows.entries()) {
      const owned = this.#owners.get(row.id);
      const region = this.#ownerOf(row, owned?.region ?? null, migrated, index);
      if (owned) {
        if (owned.region !== region) {
          const byBorder = changing && this.#stays(this.#before, owned.region, row);
          if (!byBorder) crossed += 1;
        }
        owned.region = region;
        owned.seenS = timeS;
      } else {
        this.#owners.set(row.id, { region, seenS: timeS });
      }
      counts.set(region, (counts.get(region) ?? 0) + 1);
    }
    for (const [id, { seenS }] of this.#owners) if (seenS < timeS) this.#owners.delete(id);
    this.#reports.push({ timeS, loads: this.#load(timeS, rows) });
    const proposal = this.#decide(timeS);
    const entities = rows.length;
    const imbalance = (Math.max(...counts.values()) * this.#map.regions.length) / entities;
    const mapVersion = this.#map.version;
    return { timeS, entities, imbalance, moved, crossed, mapVersion, proposal };
  }

  /** @returns whether another map holds from now on */
  #activate(timeS: number): boolean {
    if (!this.#open || this.#open.activeS > timeS) return false;
    this.#before = this.#map;
    this.#map = this.#open.map;
    this.#activeS = this.#open.activeS;
    this.#open = null;
    this.#history.set(this.#map.version, this.#map);
    for (const version of this.#history.keys()) {
      if (version < this.#map.version - 8) this.#history.delete(version);
    }
    return true;
  }

  /** Counted as in a running cluster, where a region does it at its first frame under a map. */
  #overtaken(rows: readonly TraceRow[]): number {
    let count = 0;
    for (const row of rows) {
      const region = this.#owners.get(row.id)?.region;
      if (region === undefined || !this.#stays(this.#before, region, row)) continue;
      if (!this.#stays(this.#map, region, row)) count += 1;
    }
    return count;
  }

  #stays(map: PartitionMap, region: RegionId, { xM, yM }: TraceRow): boolean {
    return map.distanceToBorder(region, xM, yM) >= -this.#settings.handoffMarginM;
  }

  #ownerOf(row: TraceRow, owner: RegionId | null, migrated: number, index: number): RegionId {
    if (owner === null) return this.#map.regionAt(row.xM, row.yM);
    if (this.#stays(this.#map, owner, row)) return owner;
    // While entities migrate, a part of them are still with the old owner.
    const waits = migrated < 1 && (index % 64) / 64 >= migrated;
    if (waits && this.#stays(this.#before, owner, row)) return owner;
    return this.#map.regionAt(row.xM, row.yM);
  }

  #load(timeS: number, rows: readonly TraceRow[]): LoadReading[] {
    const { cellSizeM, tickHz, world } = this.#settings;
    const cells = new Map<RegionId, Map<number, number>>();
    for (const region of this.#map.regions) cells.set(region, new Map());
    const columns = Math.ceil((world.max[0] - world.min[0]) / cellSizeM) + 1;
    for (const row of rows) {
      const region = this.#owners.get(row.id)?.region ?? this.#map.regionAt(row.xM, row.yM);
      const own = cells.get(region) ?? new Map<number, number>();
      cells.set(region, own);
      const x = Math.floor((row.xM - world.min[0]) / cellSizeM);
      const key = Math.floor((row.yM - world.min[1]) / cellSizeM) * columns + x;
      own.set(key, (own.get(key) ?? 0) + 1);
    }
    return [...cells].map(([region, own]) => {
      const entities = [...own.values()].reduce((a, b) => a + b, 0);
      return {
        region,
        tick: Math.round(timeS * tickHz),
        mapVersion: this.#map.version,
        entities,
        costMicros: entities,
        frameBytes: entities,
        cellSizeM,
        cells: [...own].map(([key, count]) => ({
          x: key % columns,
          y: Math.floor(key / columns),
          z: 0,
          entities: count,
          costMicros: count,
        })),
      };
    });
  }

  #decide(timeS: number): string | null {
    while (this.#reports[0] && this.#reports[0].timeS + this.#settings.loadDelayS <= timeS) {
      this.#known = this.#reports.shift()?.loads ?? null;
      for (const load of this.#known ?? []) this.#balancer.observe(load);
    }
    if (!this.#known || this.#open) return null;
    const { change } = this.#balancer.decide({
      loads: this.#known,
      regions: this.#map.toRecords(),
      world: this.#settings.world,
      boundsOf: (version, region) => this.#history.get(version)?.boundsOf(region) ?? null,
      tickHz: this.#settings.tickHz,
      homeCount: 1,
      freeIds: [],
    });
    if (!change) return null;
    const map = new PartitionMap(this.#map.version + 1, change.regions);
    this.#open = { map, activeS: timeS + this.#settings.activationDelayS };
    return change.reason;
  }
}
