import type { Counter, Gauge, Histogram, Metrics } from '@atlasnet/schemas';
import type { RegionHost } from './region-host.ts';
import type { TakeoverTimes } from './takeover-times.ts';

const TAKEOVER_BUCKETS_S = [0.01, 0.03, 0.1, 0.3, 1, 3, 10];
const TICK_BUCKETS_S = [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25];

/** A shard's metrics. */
export class ShardMeters {
  readonly #round: Histogram;
  readonly #entities: Gauge;
  readonly #depth: Gauge;
  readonly #stalled: Gauge;
  readonly #handoffs: Gauge;
  readonly #waited: Gauge;
  readonly #unmet: Gauge;
  readonly #tick: Gauge;
  readonly #jobs: Gauge;
  readonly #takeovers: Counter;
  readonly #takeover: Histogram;

  constructor(metrics: Metrics) {
    const region = ['region'];
    this.#round = metrics.histogram(
      'atlasnet_shard_round_seconds',
      'Time to tick all regions of the process once',
      TICK_BUCKETS_S,
    );
    this.#entities = metrics.gauge('atlasnet_region_entities', 'Living entities', region);
    this.#depth = metrics.gauge(
      'atlasnet_region_frames_ahead',
      'Frames that ran ahead of the log',
      region,
    );
    this.#stalled = metrics.gauge(
      'atlasnet_region_stalled_ticks',
      'Ticks that waited because the log did not take frames',
      region,
    );
    this.#handoffs = metrics.gauge(
      'atlasnet_region_handoffs_out',
      'Entities handed off since the region was taken over',
      region,
    );
    this.#waited = metrics.gauge(
      'atlasnet_region_waited_ticks',
      'Ticks that waited for neighbours, or for entities that they announced',
      region,
    );
    this.#unmet = metrics.gauge(
      'atlasnet_region_unmet_ticks',
      'Ticks that ran before an announced entity had come',
      region,
    );
    this.#tick = metrics.gauge('atlasnet_region_tick', 'The last tick run', region);
    this.#jobs = metrics.gauge('atlasnet_region_jobs_pending', 'Jobs without a result', region);
    this.#takeovers = metrics.counter(
      'atlasnet_takeovers_total',
      'Regions taken over, by what their state came from',
      ['from'],
    );
    this.#takeover = metrics.histogram(
      'atlasnet_takeover_seconds',
      'Time that a phase of taking over a region took: claim, checkpoint, tail',
      TAKEOVER_BUCKETS_S,
      ['phase'],
    );
  }

  /** All regions of the process were ticked once, in `elapsedMs`. */
  round(elapsedMs: number): void {
    this.#round.observe(elapsedMs / 1000);
  }

  /** C3: each phase of a takeover is exported. */
  takenOver({ from, claimMs, checkpointMs, tailMs }: TakeoverTimes): void {
    this.#takeovers.add(1, { from });
    this.#takeover.observe(claimMs / 1000, { phase: 'claim' });
    this.#takeover.observe(checkpointMs / 1000, { phase: 'checkpoint' });
    this.#takeover.observe(tailMs / 1000, { phase: 'tail' });
  }

  update(hosts: Iterable<RegionHost>): void {
    for (const host of hosts) {
      const labels = { region: String(host.region) };
      this.#entities.set(host.runtime?.state.table.count ?? 0, labels);
      this.#depth.set(host.depth, labels);
      this.#stalled.set(host.stalledTicks, labels);
      this.#handoffs.set(host.handoffs, labels);
      this.#waited.set(host.pace?.waitedTicks ?? 0, labels);
      this.#unmet.set(host.pace?.unmetTicks ?? 0, labels);
      this.#jobs.set(host.runtime?.state.jobs.size ?? 0, labels);
      this.#tick.set(host.runtime?.state.tick ?? 0, labels);
    }
  }
}
