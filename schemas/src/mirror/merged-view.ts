import { cellIndex } from '../codec/cell-geometry.ts';
import { invariant } from '../errors.ts';
import type { RegionId } from '../ids.ts';
import type { Departure, FrameSlice } from '../records/messages.ts';
import {
  DIRTY_GONE,
  DIRTY_WHOLE,
  EntityTable,
  GONE_DEPARTED,
  GONE_DESTROYED,
  GONE_MOVED,
} from '../table/entity-table.ts';
import type { WorldSchema } from '../world/world-schema.ts';
import { ALL_COMPONENTS, copyEntity } from './copy-entity.ts';
import type { RegionMirror } from './region-mirror.ts';
import { Tombstones } from './tombstones.ts';

/** Despawns are remembered this much longer than needed, for regions that are read only then. */
const TOMBSTONE_SECONDS = 5;

/** An entity between two regions: shown as it left until the target's stream shows the number. */
interface Flight {
  readonly from: number;
  readonly to: number;
  readonly number: number;
  /** The last tick that simulated it. */
  readonly tick: number;
}

const NO_DEPARTURES: readonly Departure[] = [];

/**
 * One seamless table over the mirrors of several regions (V2): per entity the owner with the newest
 * tick, whatever order their streams come in. Consumers look at the dirty bits of `table` (WHOLE:
 * came, or its components changed; GONE: went; else the components that changed) and commit it.
 */
export class MergedView {
  readonly schema: WorldSchema;
  readonly table: EntityTable;
  readonly tombstones: Tombstones;
  readonly #mirrors = new Map<number, RegionMirror>();
  readonly #isOwn: (id: number) => boolean;
  /** By slot: the region whose word is shown. */
  #owners: Int32Array;
  readonly #flights = new Map<number, Flight>();
  /** Entities whose word a tombstone silenced, and the mirrors' regions that still hold them. */
  readonly #silenced = new Map<number, number>();

  /** `isOwn` names entities that are shown by somebody else: own beats ghost. */
  constructor(schema: WorldSchema, isOwn: (id: number) => boolean = () => false) {
    this.schema = schema;
    this.table = new EntityTable(schema, undefined, false);
    this.tombstones = new Tombstones(Math.ceil(schema.tickHz * TOMBSTONE_SECONDS));
    this.#isOwn = isOwn;
    this.#owners = new Int32Array(this.table.capacity);
  }

  /** Entities that are shown as they left one region and have not come up in the next. */
  get inFlight(): number {
    return this.#flights.size;
  }

  mirrors(): IterableIterator<RegionMirror> {
    return this.#mirrors.values();
  }

  mirrorOf(region: number): RegionMirror | undefined {
    return this.#mirrors.get(region);
  }

  /** The region whose word about a living entity is shown. */
  ownerOf(slot: number): RegionId {
    return this.#owners[slot] as RegionId;
  }

  /** The tick as of which an entity is shown. */
  tickOf(slot: number): number {
    const flight = this.#flights.get(this.table.ids[slot]);
    return flight ? flight.tick : (this.#mirrors.get(this.#owners[slot])?.tick ?? 0);
  }

  /** The regions' newest tick. */
  get newestTick(): number {
    let newest = 0;
    for (const { tick } of this.#mirrors.values()) if (tick > newest) newest = tick;
    return newest;
  }

  addRegion(mirror: RegionMirror): void {
    invariant(!this.#mirrors.has(mirror.region), `region ${mirror.region} is read once`);
    this.#mirrors.set(mirror.region, mirror);
  }

  /** Stops reading a region: its entities go, unless another mirror knows them later. */
  removeRegion(region: number): void {
    const mirror = this.#mirrors.get(region);
    if (!mirror) return;
    this.#mirrors.delete(region);
    for (const [id, from] of this.#silenced) if (from === region) this.#silenced.delete(id);
    const { slots, length } = this.table.slotsById();
    for (let i = 0; i < length; i++) {
      const slot = slots[i];
      if ((this.table.dirty[slot] & DIRTY_GONE) !== 0) continue;
      const flight = this.#flights.get(this.table.ids[slot]);
      const concerned = flight ? flight.to === region : this.#owners[slot] === region;
      if (concerned) this.#end(slot, this.#wordTick(slot, mirror.tick), region, GONE_MOVED);
    }
  }

  /**
   * Takes in what a mirror's newest update changed, then commits the mirror. `slice` is the slice
   * that was applied; null after a start or a change of the wanted cells.
   */
  merge(mirror: RegionMirror, slice: FrameSlice | null): void {
    invariant(this.#mirrors.get(mirror.region) === mirror, 'a mirror is added before it is merged');
    const departures = slice?.departures ?? NO_DEPARTURES;
    const leaving = departures.length === 0 ? null : byEntity(departures);
    const { dirty, dirtySlots, dirtyCount } = mirror.table;
    for (let i = 0; i < dirtyCount; i++) {
      const slot = dirtySlots[i];
      const bits = dirty[slot];
      if (bits === 0 || mirror.table.ids[slot] < 0) continue;
      if ((bits & DIRTY_GONE) !== 0) this.#takeGone(mirror, slot, leaving, slice !== null);
      else this.#takeWord(mirror, slot, bits);
    }
    for (const departure of departures) this.#takeForwarded(mirror, departure);
    mirror.commit();
    if (this.#flights.size > 0) this.#landFlights(mirror);
    if (this.#silenced.size > 0) this.#hearSilenced(mirror);
    if (this.tombstones.size > 0) this.#prune();
  }

  /** An own entity was handed off in `tick`: from now on it is a ghost in flight (V2). */
  hold(from: EntityTable, slot: number, region: RegionId, tick: number, to: Departure): void {
    const id = from.ids[slot];
    this.tombstones.bury(id, tick, region);
    if (!this.#mayFly(to, region)) {
      this.#showNewer(id, tick);
      return;
    }
    let target = this.table.slotOf(id);
    if (target < 0) target = this.#show(id);
    this.#owners[target] = region;
    this.#flights.set(id, { from: region, to: to.to, number: to.number, tick });
    copyEntity(from, slot, this.table, target, ALL_COMPONENTS);
  }

  /** An own entity came to its end in `tick`, or came to be: older word of others is void. */
  bury(id: number, region: RegionId, tick: number): void {
    this.tombstones.bury(id, tick, region);
    const slot = this.table.slotOf(id);
    if (slot >= 0) this.#remove(slot, GONE_DESTROYED);
  }

  #takeWord(mirror: RegionMirror, slot: number, bits: number): void {
    const id = mirror.table.ids[slot];
    let target = this.table.slotOf(id);
    if (this.#isOwn(id)) {
      if (target >= 0) this.#remove(target, GONE_MOVED);
      return;
    }
    if (target < 0) {
      if (this.tombstones.silences(id, mirror.tick, mirror.region)) {
        this.#silenced.set(id, mirror.region);
        return;
      }
      target = this.#show(id);
      this.#owners[target] = mirror.region;
      copyEntity(mirror.table, slot, this.table, target, ALL_COMPONENTS);
      return;
    }
    const flight = this.#flights.size === 0 ? undefined : this.#flights.get(id);
    if (this.#owners[target] === mirror.region && !flight) {
      const mask = (bits & DIRTY_WHOLE) === 0 ? bits : ALL_COMPONENTS;
      copyEntity(mirror.table, slot, this.table, target, mask);
      return;
    }
    if (mirror.tick <= this.#wordTick(target, 0)) return;
    if (flight) this.#flights.delete(id);
    this.#owners[target] = mirror.region;
    copyEntity(mirror.table, slot, this.table, target, ALL_COMPONENTS);
  }

  #takeGone(
    mirror: RegionMirror,
    slot: number,
    leaving: ReadonlyMap<number, Departure> | null,
    inSlice: boolean,
  ): void {
    const id = mirror.table.ids[slot];
    const reason = inSlice ? mirror.table.goneReason[slot] : GONE_MOVED;
    const target = this.table.slotOf(id);
    if (target < 0) {
      if (inSlice && !this.#isOwn(id)) this.tombstones.bury(id, mirror.tick, mirror.region);
      return;
    }
    const shownByIt = this.#owners[target] === mirror.region && !this.#flights.has(id);
    // A copy that a start or a narrower subscription ends says nothing of where the entity is now.
    if (!shownByIt && (!inSlice || mirror.tick <= this.#wordTick(target, 0))) return;
    const departure = reason === GONE_DEPARTED ? leaving?.get(id) : undefined;
    if (departure && this.#mayFly(departure, mirror.region)) {
      copyEntity(mirror.table, slot, this.table, target, ALL_COMPONENTS);
      this.#fly(target, mirror, departure);
      return;
    }
    this.#end(target, mirror.tick, mirror.region, reason);
  }

  /** A region that passed a handoff on without taking the entity in: it flies on. */
  #takeForwarded(mirror: RegionMirror, departure: Departure): void {
    const flight = this.#flights.get(departure.entity);
    if (!flight || flight.to !== mirror.region || mirror.tick <= flight.tick) return;
    if ((mirror.inbox.get(flight.from) ?? 0) < flight.number) return;
    const slot = this.table.slotOf(departure.entity);
    if (this.#mayFly(departure, mirror.region)) this.#fly(slot, mirror, departure);
  }

  #fly(slot: number, mirror: RegionMirror, departure: Departure): void {
    this.#owners[slot] = mirror.region;
    this.#flights.set(departure.entity, {
      from: mirror.region,
      to: departure.to,
      number: departure.number,
      tick: mirror.tick,
    });
  }

  /** Whether the arrival will be seen: the target's cell is read and has not shown it yet. */
  #mayFly(departure: Departure, from: number): boolean {
    const target = this.#mirrors.get(departure.to);
    if (!target || (target.inbox.get(from) ?? 0) >= departure.number) return false;
    const { cellX, cellY, cellZ } = departure;
    return target.wants(cellIndex(this.schema, cellX, cellY, cellZ));
  }

  /** Ends flights whose number this mirror shows: those that arrived are shown by their target. */
  #landFlights(mirror: RegionMirror): void {
    for (const [id, { from, to, number, tick }] of this.#flights) {
      if (to !== mirror.region || (mirror.inbox.get(from) ?? 0) < number) continue;
      const slot = this.table.slotOf(id);
      invariant(slot >= 0, `entity ${id} in flight is shown`);
      this.#end(slot, tick, from, GONE_MOVED);
    }
  }

  /** What a tombstone silenced is shown once the mirror that holds it has passed it. */
  #hearSilenced(mirror: RegionMirror): void {
    for (const [id, region] of this.#silenced) {
      if (region !== mirror.region) continue;
      const slot = mirror.table.slotOf(id);
      if (slot >= 0 && this.tombstones.silences(id, mirror.tick, region)) continue;
      this.#silenced.delete(id);
      if (slot >= 0) this.#takeWord(mirror, slot, ALL_COMPONENTS);
    }
  }

  /** The word that is shown is over, as of a tick: another mirror's newer one is shown, or none. */
  #end(slot: number, tick: number, region: number, reason: number): void {
    const id = this.table.ids[slot];
    this.tombstones.bury(id, tick, region);
    this.#flights.delete(id);
    const other = reason === GONE_DESTROYED ? null : this.#newerMirror(id, tick);
    if (other) {
      this.#owners[slot] = other.region;
      copyEntity(other.table, other.table.slotOf(id), this.table, slot, ALL_COMPONENTS);
      return;
    }
    this.#remove(slot, reason === GONE_DESTROYED ? GONE_DESTROYED : GONE_MOVED);
  }

  #showNewer(id: number, tick: number): void {
    const slot = this.table.slotOf(id);
    if (slot >= 0) {
      if (this.#wordTick(slot, 0) <= tick) this.#end(slot, tick, this.#owners[slot], GONE_MOVED);
      return;
    }
    const mirror = this.#newerMirror(id, tick);
    if (!mirror) return;
    const target = this.#show(id);
    this.#owners[target] = mirror.region;
    copyEntity(mirror.table, mirror.table.slotOf(id), this.table, target, ALL_COMPONENTS);
  }

  #newerMirror(id: number, tick: number): RegionMirror | null {
    let best: RegionMirror | null = null;
    for (const mirror of this.#mirrors.values()) {
      if (mirror.tick <= Math.max(tick, best?.tick ?? 0)) continue;
      if (mirror.table.slotOf(id) >= 0) best = mirror;
    }
    return best;
  }

  #wordTick(slot: number, unread: number): number {
    const flight = this.#flights.get(this.table.ids[slot]);
    return flight ? flight.tick : (this.#mirrors.get(this.#owners[slot])?.tick ?? unread);
  }

  #show(id: number): number {
    const gone = this.table.slotWithGone(id);
    if (gone >= 0) {
      this.table.restore(gone);
      this.table.markDirty(gone, DIRTY_WHOLE);
      return gone;
    }
    const slot = this.table.add(id);
    if (this.#owners.length < this.table.capacity) {
      const owners = new Int32Array(this.table.capacity);
      owners.set(this.#owners);
      this.#owners = owners;
    }
    return slot;
  }

  #remove(slot: number, reason: typeof GONE_MOVED | typeof GONE_DESTROYED): void {
    this.#flights.delete(this.table.ids[slot]);
    this.table.remove(slot, reason);
  }

  #prune(): void {
    let oldest = Infinity;
    for (const { tick, offset } of this.#mirrors.values()) {
      if (offset !== 0 && tick < oldest) oldest = tick;
    }
    this.tombstones.prune(oldest, this.newestTick);
  }
}

function byEntity(departures: readonly Departure[]): ReadonlyMap<number, Departure> {
  return new Map(departures.map((departure) => [departure.entity, departure]));
}
