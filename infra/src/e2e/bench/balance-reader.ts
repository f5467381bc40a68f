import type { WorldLog } from '@atlasnet/replay';
import type { EntityTable, Frame, PartitionMap, RegionId } from '@atlasnet/schemas';
import type { FrameReader } from './cluster-run.ts';

/** Entities that a new map puts on the wrong side have gone over within this, seconds. */
const MIGRATION_S = 5;

/** What a second (or another span) of the world was like. */
export interface BalanceSpan {
  /** The first after it. */
  readonly tick: number;
  readonly entities: number;
  /** max/mean over the regions of the map: entities owned, and what their ticks cost. */
  readonly imbalance: number;
  readonly costImbalance: number;
  /** Entities handed off because a border moved over them. */
  readonly moved: number;
  readonly handoffs: number;
}

interface RegionNow {
  entities: number;
  costMicros: number;
}

/** Reads a world span by span: who owns how much, and what borders moved. */
export class BalanceReader implements FrameReader {
  readonly spans: BalanceSpan[] = [];
  readonly #source: WorldLog;
  readonly #tickHz: number;
  readonly #regions = new Map<RegionId, RegionNow>();
  readonly #spanTicks: number;
  #span = -1;
  #moved = 0;
  #handoffs = 0;

  /** @param spanS length of a span, seconds */
  constructor(source: WorldLog, spanS = 1) {
    this.#source = source;
    this.#tickHz = source.incarnation.tickHz;
    this.#spanTicks = Math.round(spanS * this.#tickHz);
  }

  frame(region: RegionId, _offset: number, table: EntityTable, frame: Frame): void {
    if (frame.empty) return;
    const span = Math.floor(frame.tick / this.#spanTicks);
    if (span > this.#span) this.#close(span);
    const now = this.#regions.get(region) ?? { entities: 0, costMicros: 0 };
    this.#regions.set(region, now);
    now.entities = frame.entities;
    now.costMicros += frame.timings?.tickMicros ?? 0;
    this.#handoffs += frame.departures.length;
    const before = this.#mapBefore(frame);
    if (!before?.has(region)) return;
    const { positionQuantumM, handoffMarginM } = table.schema;
    const left = new Set(frame.departures.map(({ entity }) => entity));
    for (let i = 0; i < table.dirtyCount && left.size > 0; i++) {
      const slot = table.dirtySlots[i];
      // Gone from the index, but its last place is still in its slot.
      if (!left.delete(table.ids[slot])) continue;
      const x = table.lanes[0][slot] * positionQuantumM;
      const y = table.lanes[1][slot] * positionQuantumM;
      if (before.distanceToBorder(region, x, y) >= -handoffMarginM) this.#moved++;
    }
  }

  /** The map before the one of a frame, while entities migrate from one to the other. */
  #mapBefore({ mapVersion, tick }: Frame): PartitionMap | null {
    const history = this.#source.control.mapHistory;
    const at = history.findIndex(({ map }) => map.version === mapVersion);
    if (at < 1 || tick >= history[at].fromTick + MIGRATION_S * this.#tickHz) return null;
    return history[at - 1].map;
  }

  #close(next: number): void {
    const tick = (this.#span + 1) * this.#spanTicks;
    const map = this.#source.control.mapAt(tick - 1);
    const regions = map?.regions.map((each) => this.#regions.get(each)) ?? [];
    const counts = regions.map((each) => each?.entities ?? 0);
    const costs = regions.map((each) => each?.costMicros ?? 0);
    const entities = counts.reduce((sum, each) => sum + each, 0);
    if (this.#span >= 0 && entities > 0) {
      this.spans.push({
        tick,
        entities,
        imbalance: maxOverMean(counts),
        costImbalance: maxOverMean(costs),
        moved: this.#moved,
        handoffs: this.#handoffs,
      });
    }
    for (const each of this.#regions.values()) each.costMicros = 0;
    this.#span = next;
    this.#moved = this.#handoffs = 0;
  }
}

function maxOverMean(values: readonly number[]): number {
  const sum = values.reduce((total, each) => total + each, 0);
  return sum === 0 ? 1 : (Math.max(...values) * values.length) / sum;
}
