import type { Clock, RegionLoad } from '@atlasnet/schemas';
import type { Stopwatch } from '../core/neighbourhood-port.ts';
import type { ProducedFrame, RegionRuntime } from '../core/region-runtime.ts';
import { isAway } from '../core/session-state.ts';
import { LoadHistogram } from './load-histogram.ts';

/** Tick times kept for the percentile. */
const SAMPLES_MAX = 256;

/** What a region times its ticks with. */
export function stopwatches(clock: Clock): {
  stopwatch: Stopwatch;
  processorStopwatch?: Stopwatch;
} {
  const { processorMs } = clock;
  return {
    stopwatch: () => clock.monotonicMs() * 1000,
    processorStopwatch: processorMs && (() => processorMs() * 1000),
  };
}

/** Measures a region's ticks between two load records (rule P0). */
export class LoadMeter {
  #ticks: number[] = [];
  #bytes = 0;
  #handoffs = 0;
  #histogram: LoadHistogram | null = null;

  add(frame: ProducedFrame): void {
    if (this.#ticks.length < SAMPLES_MAX) this.#ticks.push(frame.tickMicros);
    for (const record of frame.records) this.#bytes += record.length;
    this.#handoffs += frame.frame.departures.length;
  }

  /** The record of the time since the last one; null when no tick ran. */
  take(runtime: RegionRuntime, epoch: number, n: number, process: Uint8Array): RegionLoad | null {
    const ticks = this.#ticks;
    if (ticks.length === 0) return null;
    const sorted = [...ticks].sort((a, b) => a - b);
    const cost = ticks.reduce((sum, each) => sum + each, 0) / ticks.length;
    const { state } = runtime;
    this.#histogram ??= new LoadHistogram(state.schema);
    const load: RegionLoad = {
      region: state.region,
      epoch,
      n,
      tick: state.tick,
      mapVersion: state.mapVersion,
      entities: state.table.count,
      costMicros: cost,
      frameBytes: this.#bytes / ticks.length,
      ...this.#histogram.count({ lanes: state.table.lanes, ...state.table.slotsById() }),
      sessions: Array.from(state.sessions.values()).filter((each) => !isAway(each)).length,
      process,
      tickP99Micros: Math.round(sorted[Math.floor((sorted.length - 1) * 0.99)]),
      handoffsOut: this.#handoffs,
    };
    this.#ticks = [];
    this.#bytes = 0;
    this.#handoffs = 0;
    return load;
  }
}
