import {
  AtlasError,
  DIRTY_GONE,
  EntityTable,
  decodeEntity,
  readFieldLanes,
} from '@atlasnet/schemas';
import type { CompiledComponent, EventLog, Frame, WorldSchema } from '@atlasnet/schemas';
import { WorldWalk, applyObserved, openWorldLog } from '@atlasnet/replay';

/** Half an odometer's quantum, and of both coordinates' at both ends, in a tick: what may be rounded. */
const TICK_TOLERANCE_M = 0.001;
/** What left this long before the log's end and did not arrive is lost, ticks. */
const FLIGHT_TICKS_MAX = 200;

/** What the log says about counters that exist nowhere else. */
export interface OdometerAudit {
  readonly frames: number;
  /** Entities that ever lived; those that live at the end, are on their way, and were destroyed. */
  readonly entities: number;
  readonly living: number;
  readonly inFlight: number;
  readonly destroyed: number;
  /** Entities that left a region and arrived nowhere, and those that lived in two at once. */
  readonly lost: number;
  readonly doubled: number;
  /** Ticks lived whose counter moved by exactly one, and those where it did not. */
  readonly ticks: number;
  readonly ticksWrong: number;
  /** Odometers compared with the way moved, tick by tick, and those that differ. */
  readonly odometersWrong: number;
  readonly metres: number;
  readonly handoffs: number;
  /** Handoffs by how many ticks the new region ran without the entity. */
  readonly missed: ReadonlyMap<number, number>;
  /** 0…1: handoffs that missed a tick. */
  readonly missedShare: number;
  readonly missedMax: number;
  /** The first few things that are wrong, with their place. */
  readonly problems: readonly string[];
}

/** Counters of an entity as of a tick. */
interface Counters {
  readonly tick: number;
  readonly ticks: number;
  readonly odometer: number;
  readonly x: number;
  readonly y: number;
}

interface Columns {
  readonly ticks: CompiledComponent;
  readonly odometer: CompiledComponent;
}

/**
 * Reads a whole log and checks every entity's tick counter and odometer against its frames: one more at
 * each tick that it lived, the metres that it moved, nothing lost or doubled on its way.
 * @param names the integer component that counts ticks, and the number that adds up metres
 * @throws AtlasError ATLAS_RECORD_MALFORMED when the world has no such components, or no log
 */
export async function auditOdometers(
  log: EventLog,
  world: string,
  names = { ticks: 'ticks', odometer: 'odometer' },
): Promise<OdometerAudit> {
  const auditor = new OdometerAuditor(names);
  const observed = applyObserved((region, offset) => (table, frame) => {
    auditor.frame(region, offset, table, frame);
  });
  const walk = await WorldWalk.open(await openWorldLog(log, world), 0, observed);
  while ((await walk.next()) !== null);
  return auditor.finish(walk.tick);
}

/** The audit itself, for those who walk a log for more than one reason. */
export class OdometerAuditor {
  readonly #names: { readonly ticks: string; readonly odometer: string };
  readonly #livesIn = new Map<number, number>();
  readonly #flying = new Map<number, Counters>();
  /** The ticks that each region ran. */
  readonly #ran = new Map<number, number[]>();
  readonly #missed = new Map<number, number>();
  readonly #problems: string[] = [];
  #columns: { readonly schema: WorldSchema; readonly columns: Columns } | null = null;
  #frames = 0;
  #entities = 0;
  #destroyed = 0;
  #doubled = 0;
  #ticks = 0;
  #ticksWrong = 0;
  #odometersWrong = 0;
  #metres = 0;
  #handoffs = 0;

  constructor(names: { readonly ticks: string; readonly odometer: string }) {
    this.#names = names;
  }

  frame(region: number, offset: number, table: EntityTable, frame: Frame): void {
    if (frame.empty) return;
    this.#frames++;
    const ran = this.#ran.get(region);
    if (ran) ran.push(frame.tick);
    else this.#ran.set(region, [frame.tick]);
    const columns = this.#columnsOf(table.schema);
    const place = `region ${region}, offset ${offset}, tick ${frame.tick}`;
    const left = this.#departed(table.schema, columns, frame);
    let moved = 0;
    for (let i = 0; i < table.dirtyCount; i++) {
      const slot = table.dirtySlots[i];
      const id = table.ids[slot];
      const after = left.get(id);
      const gone = (table.dirty[slot] & DIRTY_GONE) !== 0;
      if (gone && !after) {
        this.#destroyed++;
        this.#livesIn.delete(id);
        continue;
      }
      const now = after ?? countersAt(table, table.lanes, columns, slot, frame.tick);
      if (this.#livesIn.get(id) !== region) this.#appeared(id, region, now, place);
      else this.#compare(id, countersAt(table, table.base, columns, slot, 0), now, place);
      if (!gone) moved++;
      if (!after) continue;
      this.#livesIn.delete(id);
      this.#flying.set(id, after);
    }
    // Made and handed off in one tick: the region's table never had it.
    for (const [id, after] of left) if (!this.#flying.has(id)) this.#passed(id, after, place);
    // Nor what arrived and was destroyed in one.
    for (const { arrived } of frame.inputs?.messages ?? []) {
      if (!left.has(arrived)) this.#ended(arrived, region, frame.tick);
    }
    // An entity that nothing changed of has not counted this tick.
    const still = table.count - moved;
    if (still > 0) this.#wrongTick(`${still} entities did not count a tick`, place, still);
  }

  finish(lastTick: number): OdometerAudit {
    let lost = 0;
    for (const [id, { tick }] of this.#flying) {
      if (tick > lastTick - FLIGHT_TICKS_MAX) continue;
      lost++;
      this.#problem(`entity ${id} left at tick ${tick} and did not arrive`, 'the log’s end');
    }
    const missing = this.#handoffs - (this.#missed.get(0) ?? 0);
    return {
      frames: this.#frames,
      entities: this.#entities,
      living: this.#livesIn.size,
      inFlight: this.#flying.size - lost,
      destroyed: this.#destroyed,
      lost,
      doubled: this.#doubled,
      ticks: this.#ticks,
      ticksWrong: this.#ticksWrong,
      odometersWrong: this.#odometersWrong,
      metres: this.#metres,
      handoffs: this.#handoffs,
      missed: this.#missed,
      missedShare: this.#handoffs === 0 ? 0 : missing / this.#handoffs,
      missedMax: Math.max(0, ...this.#missed.keys()),
      problems: this.#problems,
    };
  }

  #columnsOf(schema: WorldSchema): Columns {
    if (this.#columns?.schema === schema) return this.#columns.columns;
    const [ticks, odometer] = [this.#names.ticks, this.#names.odometer].map((name) => {
      const component = schema.components.find((each) => each.name === name);
      if (component) return component;
      throw new AtlasError('ATLAS_RECORD_MALFORMED', `the world has no component ${name}`);
    });
    const columns = { ticks, odometer };
    this.#columns = { schema, columns };
    return columns;
  }

  /** The counters of what left in this frame, as its handoff carries them. */
  #departed(schema: WorldSchema, columns: Columns, frame: Frame): Map<number, Counters> {
    const left = new Map<number, Counters>();
    for (const { message } of frame.outbox) {
      if (!message?.handoff) continue;
      const table = new EntityTable(schema, 1);
      const slot = decodeEntity(table, message.handoff.state);
      const counters = countersAt(table, table.lanes, columns, slot, frame.tick);
      left.set(message.handoff.entity, counters);
    }
    return left;
  }

  /** It arrived or was made: its first tick here. */
  #appeared(id: number, region: number, now: Counters, place: string): void {
    const before = this.#flying.get(id);
    if (this.#livesIn.has(id)) {
      this.#doubled++;
      this.#problem(`entity ${id} lives in region ${this.#livesIn.get(id)} already`, place);
    }
    this.#livesIn.set(id, region);
    if (!before) return this.#began(id, now, place);
    this.#flying.delete(id);
    this.#arrived(region, before.tick, now.tick);
    this.#compare(id, before, now, place);
  }

  #arrived(region: number, leftTick: number, tick: number): void {
    this.#handoffs++;
    const missed = this.#ticksBetween(region, leftTick, tick);
    this.#missed.set(missed, (this.#missed.get(missed) ?? 0) + 1);
  }

  #ended(id: number, region: number, tick: number): void {
    const before = this.#flying.get(id);
    if (!before) return;
    this.#flying.delete(id);
    this.#destroyed++;
    this.#arrived(region, before.tick, tick);
  }

  #passed(id: number, after: Counters, place: string): void {
    this.#began(id, after, place);
    this.#flying.set(id, after);
  }

  #began(id: number, { ticks }: Counters, place: string): void {
    this.#entities++;
    if (ticks > 1) this.#wrongTick(`entity ${id} begins with ${ticks} ticks`, place);
    else this.#ticks += ticks;
  }

  /** Ticks that the region ran after one and before another: those that a late arrival missed. */
  #ticksBetween(region: number, from: number, to: number): number {
    let count = 0;
    const ran = this.#ran.get(region) ?? [];
    for (let i = ran.length - 1; i >= 0 && ran[i] > from; i--) if (ran[i] < to) count++;
    return count;
  }

  #compare(id: number, before: Counters, now: Counters, place: string): void {
    if (now.ticks === before.ticks + 1) this.#ticks++;
    else this.#wrongTick(`entity ${id} counted from ${before.ticks} to ${now.ticks}`, place);
    const way = Math.hypot(now.x - before.x, now.y - before.y);
    const driven = now.odometer - before.odometer;
    this.#metres += driven;
    if (Math.abs(way - driven) <= TICK_TOLERANCE_M) return;
    this.#odometersWrong++;
    this.#problem(`entity ${id} moved ${way} m, its odometer says ${driven}`, place);
  }

  #wrongTick(what: string, place: string, count = 1): void {
    this.#ticksWrong += count;
    this.#problem(what, place);
  }

  #problem(what: string, place: string): void {
    if (this.#problems.length < 10) this.#problems.push(`${what} (${place})`);
  }
}

function countersAt(
  table: EntityTable,
  lanes: readonly Int32Array[],
  { ticks, odometer }: Columns,
  slot: number,
  tick: number,
): Counters {
  const { positionQuantumM } = table.schema;
  return {
    tick,
    ticks: readFieldLanes(ticks.field, lanes, ticks.firstLane, slot) as number,
    odometer: readFieldLanes(odometer.field, lanes, odometer.firstLane, slot) as number,
    x: lanes[0][slot] * positionQuantumM,
    y: lanes[1][slot] * positionQuantumM,
  };
}
