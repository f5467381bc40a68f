import type { Clock, LoadCell, RegionLoad } from '@atlasnet/schemas';
import type { Stopwatch } from '../core/neighbourhood-port.ts';
import type { ProducedFrame, RegionRuntime } from '../core/region-runtime.ts';
import { isAway } from '../core/session-state.ts';

/** P0: edge of the cells of a load record, metres. */
const LOAD_CELL_M = 25;
/** More cells than any axis has: a world that wide is thousands of kilometres. */
const CELL_SPAN = 2 ** 17;
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
    const load: RegionLoad = {
      region: state.region,
      epoch,
      n,
      tick: state.tick,
      mapVersion: state.mapVersion,
      entities: state.table.count,
      costMicros: cost,
      frameBytes: this.#bytes / ticks.length,
      cellSizeM: LOAD_CELL_M,
      cells: loadCells(runtime, cost),
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

/** Entities per cell; a cell's cost is its share of the region's mean tick time. */
function loadCells(runtime: RegionRuntime, costMicros: number): LoadCell[] {
  const { schema, table } = runtime.state;
  const counts = new Map<number, LoadCell>();
  const { slots, length } = table.slotsById();
  const share = length === 0 ? 0 : costMicros / length;
  const at = [0, 0, 0];
  for (let i = 0; i < length; i++) {
    for (let axis = 0; axis < schema.dimensions; axis++) {
      const metres = table.lanes[axis][slots[i]] * schema.positionQuantumM;
      at[axis] = Math.floor((metres - schema.boundsMin[axis]) / LOAD_CELL_M);
    }
    const key = (at[0] * CELL_SPAN + at[1]) * CELL_SPAN + at[2];
    let cell = counts.get(key);
    if (!cell) {
      cell = { x: at[0], y: at[1], z: at[2], entities: 0, costMicros: 0 };
      counts.set(key, cell);
    }
    cell.entities++;
    cell.costMicros += share;
  }
  return Array.from(counts.values());
}
