import { MergedView, RegionMirror, cellCoordinates, cellsInBox } from '@atlasnet/schemas';
import type {
  Announcement,
  Clock,
  Departure,
  EntityTable,
  Frame,
  FrameSlice,
  NeighbourRead,
  PartitionMap,
  RegionId,
  SubscriptionStart,
  WorldSchema,
} from '@atlasnet/schemas';
import type { Neighbourhood } from '../core/neighbourhood-port.ts';
import { LIMITS } from '../limits.ts';
import { Announced } from './announced.ts';
import type { LinkBody } from './link-hub.ts';

/** A subscription that brings nothing for this long is asked for again, milliseconds. */
const SILENCE_MS = 1500;
/** A region that nothing waits for any more is read on for this long, milliseconds. */
const LEAVE_MS = 5000;

const NO_CELLS: ReadonlySet<number> = new Set();

interface Reading {
  readonly mirror: RegionMirror;
  readonly cells: ReadonlySet<number>;
  /** Monotonic milliseconds of the newest word; −Infinity before the first. */
  heardMs: number;
  askedMs: number;
  neededMs: number;
  /** The newest message by which it said that an entity left for here. */
  departed: number;
}

export interface RegionNeighbourhoodOptions {
  readonly schema: WorldSchema;
  readonly region: RegionId;
  readonly clock: Clock;
  /** Sends to the owner of a region; false when there is no link to it yet. */
  readonly send: (region: RegionId, body: LinkBody) => boolean;
  /** The highest number up to which every message of a region has come. */
  readonly reached: (region: RegionId) => number;
  readonly isOwn: (entity: number) => boolean;
  /** Every slice that comes in (P3). */
  readonly heard: (slice: FrameSlice) => void;
}

/**
 * What a region reads of the others: ghosts near its borders, how far its messages were applied (M2),
 * and whether they are up. It reads its neighbours' border cells, and of any other region that it has
 * messages for the headers alone.
 */
export class RegionNeighbourhood implements Neighbourhood {
  readonly #options: RegionNeighbourhoodOptions;
  readonly #view: MergedView;
  readonly #readings = new Map<RegionId, Reading>();
  readonly #announced = new Announced();
  /** The newest tick in which somebody left for a region, by region. */
  readonly #departed = new Map<number, number>();
  #borders: {
    readonly map: PartitionMap;
    readonly cells: ReadonlyMap<RegionId, ReadonlySet<number>>;
  } | null = null;

  constructor(options: RegionNeighbourhoodOptions) {
    this.#options = options;
    this.#view = new MergedView(options.schema, options.isOwn);
  }

  /** Several regions of a process share a link. */
  get #reader(): number {
    return this.#options.region + 1;
  }

  get ghosts(): EntityTable {
    return this.#view.table;
  }

  ownerOf(entity: number): number {
    const slot = this.#view.table.slotOf(entity);
    return slot < 0 ? -1 : this.#view.ownerOf(slot);
  }

  isUp(region: RegionId): boolean {
    const heard = this.#readings.get(region)?.heardMs ?? -Infinity;
    return this.#options.clock.monotonicMs() - heard < LIMITS.neighbourFreshMs;
  }

  /**
   * Whether a region next to this one is up and has not yet said that it ran the tick before, or not
   * yet sent what left in what it has shown; or one from which somebody came a while ago has not said it.
   * One that is further behind is waited for by nobody (T2).
   */
  isBehind(tick: number): boolean {
    const { reached, schema, clock } = this.#options;
    const oldest = tick - 1 - schema.tickHz;
    const sinceMs = clock.monotonicMs() - LIMITS.neighbourFreshMs;
    if (this.#announced.isBehind(tick - 1, oldest, sinceMs)) return true;
    for (const region of this.#borders?.cells.keys() ?? []) {
      const reading = this.#readings.get(region);
      if (!reading || !this.isUp(region) || reading.mirror.tick < oldest) continue;
      const ran = Math.max(reading.mirror.tick, this.#announced.tickOf(region));
      if (ran < tick - 1 || reached(region) < reading.departed) return true;
    }
    return false;
  }

  /** Whether an entity that left before a tick was announced, not long ago, and has not come (T2). */
  isExpecting(tick: number): boolean {
    const { clock, reached } = this.#options;
    const sinceMs = clock.monotonicMs() - LIMITS.neighbourFreshMs;
    return this.#announced.isMissing(tick, sinceMs, (region) => reached(region as RegionId));
  }

  announced(announcement: Announcement): void {
    this.#announced.heard(announcement, this.#options.clock.monotonicMs());
  }

  /**
   * Tells of a tick whose frame goes to the log: the neighbours, whoever gets an entity, and for a while
   * (departedTicks) whoever got one.
   */
  announce({ tick, departures }: Frame): void {
    const { region, send } = this.#options;
    const numbers = new Map<number, number>();
    for (const neighbour of this.#borders?.cells.keys() ?? []) numbers.set(neighbour, 0);
    for (const [to, departedTick] of this.#departed) {
      if (tick - departedTick <= LIMITS.departedTicks) numbers.set(to, 0);
      else this.#departed.delete(to);
    }
    for (const { to, number } of departures) {
      numbers.set(to, number);
      this.#departed.set(to, tick);
    }
    for (const [to, number] of numbers) {
      send(to as RegionId, { announcement: { from: region, to, tick, number } });
    }
  }

  reads(): NeighbourRead[] {
    const reads: NeighbourRead[] = [];
    for (const [region, { mirror }] of this.#readings) {
      if (mirror.offset > 0) reads.push({ region, offset: mirror.offset, tick: mirror.tick });
    }
    return reads;
  }

  confirmedBy(region: number): number {
    const { mirror } = this.#readings.get(region as RegionId) ?? {};
    return mirror?.inbox.get(this.#options.region) ?? 0;
  }

  hold(table: EntityTable, slot: number, tick: number, departure: Departure): void {
    this.#view.hold(table, slot, this.#options.region, tick, departure);
  }

  bury(entity: number, tick: number): void {
    // Who reads nobody hears no older word.
    if (this.#readings.size > 0) this.#view.bury(entity, this.#options.region, tick);
  }

  /** Called before each tick: what went since the last one is dropped, the rest stays readable. */
  beginTick(): void {
    this.#view.table.commit();
  }

  /** Sets what must be read under a map, and asks again where nothing comes. */
  update(map: PartitionMap, headersOf: Iterable<number>): void {
    const now = this.#options.clock.monotonicMs();
    const wanted = new Map(this.#cellsOfNeighbours(map));
    for (const other of headersOf) {
      if (!wanted.has(other as RegionId)) wanted.set(other as RegionId, NO_CELLS);
    }
    for (const [other, cells] of wanted) this.#want(other, cells, now);
    for (const [other, reading] of this.#readings) {
      if (!wanted.has(other) && now - reading.neededMs > LEAVE_MS) this.#leave(other);
    }
  }

  /** Under one map they are always the same. */
  #cellsOfNeighbours(map: PartitionMap): ReadonlyMap<RegionId, ReadonlySet<number>> {
    if (this.#borders?.map === map) return this.#borders.cells;
    const { schema, region } = this.#options;
    const cells = new Map<RegionId, ReadonlySet<number>>();
    const bounds = map.boundsOf(region);
    for (const other of bounds ? map.neighbours(region, schema.ghostDistanceM) : []) {
      cells.set(other, this.#borderCells(map, other));
    }
    this.#borders = { map, cells };
    return cells;
  }

  /** The other region's cells that lie within ghost distance of this one. */
  #borderCells(map: PartitionMap, other: RegionId): ReadonlySet<number> {
    const { schema, region } = this.#options;
    const own = map.boundsOf(region);
    const theirs = map.boundsOf(other);
    if (!own || !theirs) return new Set();
    const reach = schema.ghostDistanceM;
    const min = own.min.map((edge, axis) => Math.max(edge - reach, theirs.min[axis]));
    const max = own.max.map((edge, axis) => Math.min(edge + reach, theirs.max[axis]));
    return new Set(cellsInBox(schema, min, max));
  }

  #want(other: RegionId, cells: ReadonlySet<number>, now: number): void {
    let reading = this.#readings.get(other);
    if (!reading || (reading.cells !== cells && !sameCells(reading.cells, cells))) {
      const mirror = reading?.mirror ?? new RegionMirror(this.#options.schema, other);
      if (!reading) this.#view.addRegion(mirror);
      mirror.want(cells);
      if (reading) this.#view.merge(mirror, null);
      const heardMs = reading?.heardMs ?? -Infinity;
      const departed = reading?.departed ?? 0;
      reading = { mirror, cells, heardMs, askedMs: -Infinity, neededMs: now, departed };
      this.#readings.set(other, reading);
    }
    reading.neededMs = now;
    const quiet = now - Math.max(reading.heardMs, reading.askedMs) > SILENCE_MS;
    const incomplete = !reading.mirror.complete && now - reading.askedMs > SILENCE_MS / 3;
    if (quiet || incomplete) this.#ask(other, reading, now);
  }

  #ask(other: RegionId, reading: Reading, now: number): void {
    const { schema } = this.#options;
    const cells = Array.from(reading.cells, (cell) => cellCoordinates(schema, cell));
    const fromOffset = reading.mirror.resumeOffset;
    const reader = this.#reader;
    const worldSchemaHash = schema.hash;
    const what = { region: other, cells, whole: false, fromOffset, replace: true };
    const subscribe = { ...what, reader, worldSchemaHash };
    if (this.#options.send(other, { subscribe })) reading.askedMs = now;
  }

  #leave(other: RegionId): void {
    this.#options.send(other, { unsubscribe: { region: other, reader: this.#reader } });
    this.#view.removeRegion(other);
    this.#readings.delete(other);
  }

  start(start: SubscriptionStart): void {
    const reading = this.#readings.get(start.region as RegionId);
    if (!reading) return;
    reading.heardMs = this.#options.clock.monotonicMs();
    const verdict = reading.mirror.applyStart(start);
    if (verdict === 'applied') this.#view.merge(reading.mirror, null);
    if (verdict === 'resubscribe') reading.askedMs = -Infinity;
  }

  slice(slice: FrameSlice): void {
    const reading = this.#readings.get(slice.region as RegionId);
    if (!reading) return;
    for (const { to, number } of slice.departures) {
      if (to === this.#options.region) reading.departed = Math.max(reading.departed, number);
    }
    reading.heardMs = this.#options.clock.monotonicMs();
    this.#options.heard(slice);
    const verdict = reading.mirror.applySlice(slice);
    if (verdict === 'applied') this.#view.merge(reading.mirror, slice);
    if (verdict === 'resubscribe') reading.askedMs = -Infinity;
  }

  /** A process that was asked does not own the region: asked again at the next update. */
  refused(region: RegionId): void {
    const reading = this.#readings.get(region);
    if (reading) reading.askedMs = -Infinity;
  }

  /** The owner of a region changed or its link closed: ask the new one at the next update. */
  lost(region: RegionId): void {
    this.#announced.forget(region);
    const reading = this.#readings.get(region);
    if (reading) reading.askedMs = -Infinity;
    if (reading) reading.heardMs = -Infinity;
  }

  /** The regions that are read. */
  regions(): Iterable<RegionId> {
    return this.#readings.keys();
  }
}

function sameCells(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  if (a.size !== b.size) return false;
  for (const cell of a) if (!b.has(cell)) return false;
  return true;
}
