import type { Counter, Gauge, Histogram, MergedView, Metrics } from '@atlasnet/schemas';

/** What a proxy exports about itself. */
export class ProxyMeters {
  readonly viewBytes: Counter;
  readonly viewMs: Histogram;
  readonly #refused: Counter;
  readonly #clients: Gauge;
  readonly #entities: Gauge;
  readonly #inFlight: Gauge;
  readonly #regions: Gauge;
  readonly #counted = new Map<string, number>();

  constructor(metrics: Metrics) {
    this.viewBytes = metrics.counter('atlasnet_proxy_view_bytes_total', 'Bytes of view messages');
    this.viewMs = metrics.histogram(
      'atlasnet_proxy_views_milliseconds',
      'Building and sending all clients’ views of one tick',
      [0.5, 1, 2, 5, 10, 20, 50],
    );
    this.#refused = metrics.counter(
      'atlasnet_proxy_packets_refused_total',
      'Packets of clients that the connection layer dropped, by reason',
      ['reason'],
    );
    this.#clients = metrics.gauge('atlasnet_proxy_clients', 'Connected clients');
    this.#entities = metrics.gauge('atlasnet_proxy_entities', 'Entities mirrored from regions');
    this.#inFlight = metrics.gauge('atlasnet_proxy_entities_in_flight', 'Between two regions');
    this.#regions = metrics.gauge('atlasnet_proxy_regions', 'Regions that are read');
  }

  /** Takes the state of things; every 50 ms is often enough. */
  update(clients: number, view: MergedView, refusals: Readonly<Record<string, number>>): void {
    this.#clients.set(clients);
    this.#entities.set(view.table.count);
    this.#inFlight.set(view.inFlight);
    this.#regions.set(Array.from(view.mirrors()).length);
    for (const [reason, total] of Object.entries(refusals)) {
      const before = this.#counted.get(reason) ?? 0;
      if (total === before) continue;
      this.#counted.set(reason, total);
      this.#refused.add(total - before, { reason });
    }
  }
}
