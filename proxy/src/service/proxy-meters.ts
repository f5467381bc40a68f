import type { Counter, Gauge, Histogram, MergedView, Metrics } from '@atlasnet/schemas';

/** By reason, since the start. */
type Counts = Readonly<{ [reason: string]: number }>;

/** What a proxy exports about itself. */
export class ProxyMeters {
  readonly viewBytes: Counter;
  readonly viewMs: Histogram;
  readonly #refused: CountedReasons;
  readonly #channelRefused: CountedReasons;
  readonly #clients: Gauge;
  readonly #entities: Gauge;
  readonly #inFlight: Gauge;
  readonly #regions: Gauge;

  constructor(metrics: Metrics) {
    this.viewBytes = metrics.counter('atlasnet_proxy_view_bytes_total', 'Bytes of view messages');
    this.viewMs = metrics.histogram(
      'atlasnet_proxy_views_milliseconds',
      'Building and sending all clients’ views of one tick',
      [0.5, 1, 2, 5, 10, 20, 50],
    );
    this.#refused = new CountedReasons(
      metrics.counter(
        'atlasnet_proxy_packets_refused_total',
        'Packets of clients that the connection layer dropped, by reason',
        ['reason'],
      ),
    );
    this.#channelRefused = new CountedReasons(
      metrics.counter(
        'atlasnet_proxy_channel_refused_total',
        'Packets of clients, and messages that a newer one overtook, that the channel layer dropped, by reason',
        ['reason'],
      ),
    );
    this.#clients = metrics.gauge('atlasnet_proxy_clients', 'Connected clients');
    this.#entities = metrics.gauge('atlasnet_proxy_entities', 'Entities mirrored from regions');
    this.#inFlight = metrics.gauge('atlasnet_proxy_entities_in_flight', 'Between two regions');
    this.#regions = metrics.gauge('atlasnet_proxy_regions', 'Regions that are read');
  }

  /** Takes the state of things; every 50 ms is often enough. */
  update(
    view: MergedView,
    desk: {
      readonly clients: number;
      readonly refusals: Counts;
      readonly channelRefusals: Counts;
    },
  ): void {
    this.#clients.set(desk.clients);
    this.#entities.set(view.table.count);
    this.#inFlight.set(view.inFlight);
    this.#regions.set(Array.from(view.mirrors()).length);
    this.#refused.update(desk.refusals);
    this.#channelRefused.update(desk.channelRefusals);
  }
}

/** A counter of things that others count, by reason. */
class CountedReasons {
  readonly #counter: Counter;
  readonly #counted = new Map<string, number>();

  constructor(counter: Counter) {
    this.#counter = counter;
  }

  /** @param totals since the start */
  update(totals: Counts): void {
    for (const [reason, total] of Object.entries(totals)) {
      const before = this.#counted.get(reason) ?? 0;
      if (total === before) continue;
      this.#counted.set(reason, total);
      this.#counter.add(total - before, { reason });
    }
  }
}
