import type { Counter, Gauge, Metrics, RegionId } from '@atlasnet/schemas';
import type { RegionTail } from './region-tail.ts';
import { Standby } from './standby.ts';
import type { StandbyOptions } from './standby.ts';

/** The regions that a process keeps warm without owning them (C3). */
export class Standbys {
  readonly #open: (options: Pick<StandbyOptions, 'region' | 'failed'>) => Standby;
  readonly #standbys = new Map<RegionId, Standby>();
  readonly #warm: Gauge;
  readonly #behind: Gauge;
  readonly #entities: Gauge;
  readonly #failures: Counter;

  constructor(
    metrics: Metrics,
    optionsOf: (region: RegionId) => Omit<StandbyOptions, 'region' | 'failed'>,
  ) {
    this.#open = (given) => new Standby({ ...optionsOf(given.region), ...given });
    const region = ['region'];
    this.#warm = metrics.gauge(
      'atlasnet_standby_warm',
      'Whether a standby of this process is ready to take its region over',
      region,
    );
    this.#behind = metrics.gauge(
      'atlasnet_standby_behind_records',
      'Records of the region that the standby has not read',
      region,
    );
    this.#entities = metrics.gauge(
      'atlasnet_standby_entities',
      'Entities that the standby holds',
      region,
    );
    this.#failures = metrics.counter(
      'atlasnet_standby_failures_total',
      'Standbys that were damaged and began anew',
      region,
    );
  }

  /** Regions whose owner could go on from here at once; ascending. */
  get warm(): RegionId[] {
    const warm = Array.from(this.#standbys.values()).filter(({ isWarm }) => isWarm);
    return warm.map(({ region }) => region).sort((a, b) => a - b);
  }

  /** Keeps exactly these regions warm. */
  want(regions: ReadonlySet<RegionId>): void {
    for (const [region, standby] of this.#standbys) {
      if (regions.has(region)) continue;
      standby.stop();
      this.#forget(region);
    }
    for (const region of regions) {
      if (this.#standbys.has(region)) continue;
      const failed = (): void => this.#failures.add(1, { region: String(region) });
      this.#standbys.set(region, this.#open({ region, failed }));
    }
  }

  /** What is held of a region that this process owns from now on; null when that is of no use. */
  take(region: RegionId): RegionTail | null {
    const tail = this.#standbys.get(region)?.release() ?? null;
    if (this.#standbys.has(region)) this.#forget(region);
    return tail;
  }

  stop(): void {
    for (const standby of this.#standbys.values()) standby.stop();
    this.#standbys.clear();
  }

  updateMeters(): void {
    for (const { region, isWarm, behind, entities } of this.#standbys.values()) {
      const labels = { region: String(region) };
      this.#warm.set(isWarm ? 1 : 0, labels);
      this.#behind.set(behind ?? -1, labels);
      this.#entities.set(entities, labels);
    }
  }

  #forget(region: RegionId): void {
    this.#standbys.delete(region);
    const labels = { region: String(region) };
    this.#warm.set(0, labels);
    this.#behind.set(0, labels);
    this.#entities.set(0, labels);
  }
}
