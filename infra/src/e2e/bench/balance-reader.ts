import type { WorldLog } from '@atlasnet/replay';
import type { EntityTable, Frame, PartitionMap, RegionId } from '@atlasnet/schemas';
import type { FrameReader } from './cluster-run.ts';

/** What a second (or another span) of the world was like. */
export interface BalanceSpan {
  /** The first after it. */
  readonly tick: number;
  readonly entities: number;
  /** max/mean over the regions of the map: entities owned, and what their ticks cost. */
  readonly imbalance: number;
  readonly costImbalance: number;
  /** Entities that a border moved over: where they are, the map before would have kept them. */
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
  readonly #regions = new Map<RegionId, RegionNow>();
  readonly #spanTicks: number;
  readonly #maps = new Map<RegionId, PartitionMap>();
  #span = -1;
  #moved = 0;
  #handoffs = 0;

  /** @param spanS length of a span, seconds */
  constructor(source: WorldLog, spanS = 1) {
    this.#source = source;
    this.#spanTicks = Math.round(spanS * source.incarnation.tickHz);
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
    this.#moved += this.#overtaken(region, table, frame);
  }

  /** At a region's first frame under a new map: entities that the map before keeps and the new one does not. */
  #overtaken(region: RegionId, table: EntityTable, frame: Frame): number {
    const last = this.#maps.get(region);
    const map = last?.version === frame.mapVersion ? last : this.#mapOf(frame);
    if (map) this.#maps.set(region, map);
    if (!last || !map || map === last) return 0;
    const { positionQuantumM, handoffMarginM } = table.schema;
    const stays = (on: PartitionMap, slot: number): boolean => {
      const x = table.lanes[0][slot] * positionQuantumM;
      const y = table.lanes[1][slot] * positionQuantumM;
      return on.has(region) && on.distanceToBorder(region, x, y) >= -handoffMarginM;
    };
    const overtaken = (slot: number): boolean => stays(last, slot) && !stays(map, slot);
    // Those that went in this very frame are still in the order.
    const { slots, length } = table.slotsById();
    let count = 0;
    for (let i = 0; i < length; i++) if (overtaken(slots[i])) count++;
    return count;
  }

  #mapOf({ mapVersion }: Frame): PartitionMap | null {
    const { mapHistory } = this.#source.control;
    return mapHistory.find(({ map }) => map.version === mapVersion)?.map ?? null;
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
