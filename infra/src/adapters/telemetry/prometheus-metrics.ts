import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { invariant, type Metrics } from '@atlasnet/schemas';
import type * as ports from '@atlasnet/schemas';

/**
 * Between two samples of how late the event loop is, milliseconds. Each wakes the process: a hundred a
 * second, as is the library's default, cost every process of a cluster half a percent of a core.
 */
const EVENT_LOOP_SAMPLE_MS = 100;

type Kind = 'counter' | 'gauge' | 'histogram';
type Labels = Readonly<Record<string, string>>;

/** The Metrics port on prom-client, with a registry of its own. */
export class PrometheusMetrics implements Metrics {
  readonly #registry = new Registry();
  readonly #made = new Map<string, { kind: Kind; metric: unknown }>();

  /** @param common labels on every metric: process role and the like */
  constructor(common: Labels = {}, options: { readonly processMetrics?: boolean } = {}) {
    this.#registry.setDefaultLabels({ ...common });
    if (options.processMetrics ?? false) {
      const eventLoopMonitoringPrecision = EVENT_LOOP_SAMPLE_MS;
      collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision });
    }
  }

  counter(name: string, help: string, labelNames: readonly string[] = []): ports.Counter {
    return this.#once(name, 'counter', () => {
      const metric = new Counter({ name, help, labelNames, registers: [this.#registry] });
      return { add: (amount = 1, labels: Labels = {}) => metric.inc(labels, amount) };
    });
  }

  gauge(name: string, help: string, labelNames: readonly string[] = []): ports.Gauge {
    return this.#once(name, 'gauge', () => {
      const metric = new Gauge({ name, help, labelNames, registers: [this.#registry] });
      return { set: (value: number, labels: Labels = {}) => metric.set(labels, value) };
    });
  }

  histogram(
    name: string,
    help: string,
    buckets: readonly number[],
    labelNames: readonly string[] = [],
  ): ports.Histogram {
    return this.#once(name, 'histogram', () => {
      const registers = [this.#registry];
      const metric = new Histogram({ name, help, labelNames, buckets: [...buckets], registers });
      return { observe: (value: number, labels: Labels = {}) => metric.observe(labels, value) };
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The metrics in Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #once<M>(name: string, kind: Kind, make: () => M): M {
    const existing = this.#made.get(name);
    if (existing === undefined) {
      const metric = make();
      this.#made.set(name, { kind, metric });
      return metric;
    }
    invariant(existing.kind === kind, `metric ${name} is a ${existing.kind}, not a ${kind}`);
    // The kind fixes the type.
    return existing.metric as M;
  }
}
