import { AtlasError, PartitionMap, gridRegions } from '@atlasnet/schemas';
import type { Bounds } from '@atlasnet/schemas';
import type { HeuristicConfig } from '../heuristic-config.ts';
import { HEURISTIC_DEFAULTS } from '../heuristic-config.ts';
import { TraceCluster } from './trace-cluster.ts';
import type { SecondResult } from './trace-cluster.ts';
import type { TraceRow } from './trace-row.ts';

/** What is measured against, beside the trace itself. */
export interface EvaluateOptions {
  readonly config?: Partial<HeuristicConfig>;
  readonly world: Bounds;
  /** Of the first map, a grid. */
  readonly regions: number;
  readonly tickHz?: number;
  readonly cellSizeM?: number;
  /** From a load's second to the decision that can use it, s. */
  readonly loadDelayS?: number;
  /** From a decision to the tick from which its map holds, s. */
  readonly activationDelayS?: number;
  /** Over so long the entities on the wrong side migrate, s. */
  readonly migrationS?: number;
  /** An entity this far beyond its border is handed off, metres. */
  readonly handoffMarginM?: number;
  /** Seconds left out of the statistics. */
  readonly warmUpS?: number;
}

export interface Distribution {
  readonly mean: number;
  readonly p99: number;
  readonly max: number;
}

/** How a config would have done on a trace. */
export interface Evaluation {
  /** max/mean of entities owned, over the seconds after the warm-up. */
  readonly imbalance: Distribution;
  /** Entities moved by border changes a minute / entities living, over all after the warm-up. */
  readonly movedPerMinute: number;
  /** The same of the first minutes too. */
  readonly movedPerMinuteWhole: number;
  readonly proposals: number;
  readonly seconds: number;
  readonly entitiesMax: number;
  readonly perSecond: readonly SecondResult[];
}

const DEFAULTS = {
  tickHz: 20,
  // Regions of up to a thousand entities.
  cellSizeM: 3.125,
  loadDelayS: 0.5,
  activationDelayS: 1.5,
  migrationS: 1,
  handoffMarginM: 2,
  warmUpS: 60,
};

/**
 * Plays a trace against the heuristic with the delays of a running cluster, second by second, and
 * measures the balance of owned entities. Keeps one second of rows at a time.
 * @throws AtlasError ATLAS_TRACE_INVALID when time runs backwards or there is no row.
 */
export async function evaluateTrace(
  rows: AsyncIterable<TraceRow> | Iterable<TraceRow>,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const settings = { ...DEFAULTS, ...withoutUndefined(options) };
  const config = { ...HEURISTIC_DEFAULTS, ...options.config };
  const first = new PartitionMap(1, gridRegions(options.regions, options.world));
  const cluster = new TraceCluster(first, config, settings);
  const perSecond: SecondResult[] = [];
  let second: TraceRow[] = [];
  for await (const row of rows) {
    const current = second[0]?.timeS ?? row.timeS;
    if (row.timeS < current) {
      throw new AtlasError(
        'ATLAS_TRACE_INVALID',
        `time goes back from ${current} to ${row.timeS}`,
        {
          hint: 'sort the rows by time_s',
        },
      );
    }
    if (row.timeS > current) {
      perSecond.push(cluster.step(current, second));
      second = [];
    }
    second.push(row);
  }
  if (second.length === 0) {
    throw new AtlasError('ATLAS_TRACE_INVALID', 'the trace has no row', { hint: 'check the file' });
  }
  perSecond.push(cluster.step(second[0].timeS, second));
  return summarise(perSecond, settings.warmUpS);
}

function summarise(perSecond: readonly SecondResult[], warmUpS: number): Evaluation {
  const start = perSecond[0].timeS + warmUpS;
  const warm = perSecond.filter((each) => each.timeS >= start);
  const measured = warm.length > 0 ? warm : perSecond;
  return {
    imbalance: distribution(measured.map((each) => each.imbalance)),
    movedPerMinute: movedPerMinute(measured),
    movedPerMinuteWhole: movedPerMinute(perSecond),
    proposals: perSecond.filter((each) => each.proposal !== null).length,
    seconds: perSecond.length,
    entitiesMax: Math.max(...perSecond.map((each) => each.entities)),
    perSecond,
  };
}

function movedPerMinute(seconds: readonly SecondResult[]): number {
  const moved = seconds.reduce((total, each) => total + each.moved, 0);
  const living = seconds.reduce((total, each) => total + each.entities, 0);
  return living > 0 ? (moved / living) * 60 : 0;
}

function distribution(values: readonly number[]): Distribution {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    mean: sorted.reduce((a, b) => a + b, 0) / sorted.length,
    p99: sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.99) - 1)],
    max: sorted[sorted.length - 1],
  };
}

function withoutUndefined(options: EvaluateOptions): EvaluateOptions {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as unknown as EvaluateOptions;
}
