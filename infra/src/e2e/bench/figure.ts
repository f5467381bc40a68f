/** What a figure is held against. */
export interface Limit {
  readonly is: 'at most' | 'at least';
  readonly value: number;
}

/** One measured number, beside the limit that it is measured against. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** None for figures that only explain another. */
  readonly limit?: Limit;
  readonly note?: string;
}

/** A benchmark: what it measures, and its figures. */
export interface Bench {
  /** What it measures, and the back-of-envelope reason for its limits. */
  readonly what: string;
  /** Seconds that it takes unless told; 5 if it does not say. */
  readonly seconds?: number;
  run(context: BenchContext): Promise<readonly Figure[]> | readonly Figure[];
}

export interface BenchContext {
  /** Seconds that a measurement may take; a short one is noisier. */
  readonly seconds: number;
  /** From the last client's join until what is measured begins, seconds; the bench's own by default. */
  readonly warmSeconds?: number;
  /** How often what is measured once is repeated; the bench's own number by default. */
  readonly rounds?: number;
  /** One of the bench's measurements alone. */
  readonly only?: string;
  /** On real Kafka and Valkey instead of the embedded log, for a bench that can do both. */
  readonly kafka?: boolean;
  /** Numbers of clients to try, instead of the benchmark's own. */
  readonly clients?: readonly number[] | undefined;
  /** Configuration keys for the cluster that is measured. */
  readonly flags?: Readonly<Record<string, string>>;
  /** A movement trace for those that play one; empty: the one that ships with the example. */
  readonly trace: string;
  /** Second of the trace at which they begin. */
  readonly fromS: number;
  /** The same object for all benchmarks of one call: some share a run. */
  readonly shared: object;
  /** Prints what figures alone do not show; nothing of it with --json. */
  readonly table: (lines: readonly string[]) => void;
  /** Tells a person who waits what is being done. */
  readonly progress: (text: string) => void;
}

/** Whether a figure is within its limit; true for one without. */
export function isMet({ value, limit }: Figure): boolean {
  if (!limit) return true;
  return limit.is === 'at most' ? value <= limit.value : value >= limit.value;
}

/** The p-th quantile of unsorted samples by the nearest rank; NaN of none. */
export function quantile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * p) - 1)] ?? NaN;
}

/** A figure as a line for people. */
export function figureLine(figure: Figure): string {
  const { name, value, unit, limit, note } = figure;
  const verdict = limit
    ? `${limit.is} ${readable(limit.value)} ${unit}: ${isMet(figure) ? 'met' : 'MISSED'}`
    : '';
  const line = `  ${name.padEnd(44)} ${readable(value).padStart(12)} ${unit.padEnd(10)} ${verdict}`;
  return note === undefined ? line.trimEnd() : `${line.trimEnd()}  (${note})`;
}

function readable(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
