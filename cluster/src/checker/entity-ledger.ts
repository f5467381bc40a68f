import {
  DIRTY_GONE,
  GONE_DEPARTED,
  GONE_DESTROYED,
  GONE_MOVED,
  splitEntityId,
} from '@atlasnet/schemas';
import type {
  AppliedMessage,
  EntityId,
  EntityTable,
  Frame,
  Handoff,
  OutboxMessage,
} from '@atlasnet/schemas';
import type { RegionState } from '../core/region-state.ts';
import { InvariantCheck } from './invariant-check.ts';
import type { Place } from './invariant-check.ts';
import { Lifespans } from './lifespans.ts';
import { Transfers } from './transfers.ts';

/** One region's entities, as its log tells them. */
interface Book {
  readonly living: Set<number>;
  readonly parked: Map<number, Handoff | null>;
  readonly inbox: Map<number, number>;
  /** Highest numbers given before the reading began, per target: their frames were not read. */
  readonly givenBefore: Map<number, number>;
  readonly takenBefore: Map<number, number>;
  nextEntity: number;
  tick: number;
}

/** What one frame did to the entities of its region, for checks that build on it. */
export interface Movements {
  /** Handoffs taken into the region in this frame; null where the sender was not read yet. */
  readonly entered: (Handoff | null)[];
  readonly departed: Handoff[];
  /** Entities were made or destroyed, seen or unseen. */
  disturbed: boolean;
}

interface FrameView {
  readonly region: number;
  readonly book: Book;
  readonly frame: Frame;
  readonly place: Place;
  readonly came: ReadonlySet<number>;
  readonly gone: ReadonlyMap<number, number>;
  readonly entering: Set<number>;
  readonly departing: Set<number>;
  readonly movements: Movements;
}

/**
 * I2, I3 and I4: follows every entity through spawn, handoffs and despawn, over all regions. Each life
 * is a chain: a spawn under an id given once, then pairs of a departure and one arrival, then at most
 * one end. A chain without a fork or a gap is an entity that is neither lost nor doubled.
 */
export class EntityLedger {
  readonly lives = new InvariantCheck('I2', 'no entity is lost: spawned − despawned = living');
  readonly once = new InvariantCheck('I3', 'no entity lives in two regions');
  readonly ticks = new InvariantCheck('I4', 'ticks increase, entities arrive as they left');
  readonly transfers = new Transfers(this.lives, this.ticks);
  readonly #lifespans = new Lifespans(this.once);
  readonly #books = new Map<number, Book>();
  #fromStart = true;
  spawned = 0;
  destroyed = 0;

  /** Begins a region at a cut; without this, at its first record. */
  begin(region: number, state: RegionState, place: Place): void {
    this.#fromStart = false;
    const book = this.#book(region);
    const { slots, length } = state.table.slotsById();
    for (let i = 0; i < length; i++) {
      const entity = state.table.ids[slots[i]];
      book.living.add(entity);
      this.#lifespans.begin(entity, region, state.tick, place);
    }
    for (const [entity, { handoff }] of state.parked) book.parked.set(entity, handoff);
    for (const [from, number] of state.inbox) {
      book.inbox.set(from, number);
      book.takenBefore.set(from, number);
    }
    for (const [to, number] of state.outboxNumbers) book.givenBefore.set(to, number);
    book.nextEntity = state.counter.nextEntity;
    book.tick = state.tick;
    for (const { to, number, message } of Array.from(state.outbox.values()).flat()) {
      const handoff = message?.handoff;
      if (handoff)
        this.transfers.depart({ from: region, to, number }, handoff, handoff.sinceTick, place);
    }
  }

  /** A frame of an empty tick (T2): it repeats the last one. */
  emptyFrame(region: number, frame: Frame, place: Place): void {
    const { tick } = this.#book(region);
    this.ticks.expect(frame.tick === tick, place, () => {
      return `an empty frame names tick ${frame.tick} after ${tick}`;
    });
  }

  /** Takes a frame while its changes are dirty in `table`. */
  frame(region: number, frame: Frame, table: EntityTable, place: Place): Movements {
    const book = this.#book(region);
    this.ticks.expect(frame.tick > book.tick, place, () => {
      return `region ${region} runs tick ${frame.tick} after ${book.tick}`;
    });
    const { came, gone } = changesOf(book, table);
    const movements: Movements = { entered: [], departed: [], disturbed: false };
    const entering = new Set<number>();
    const departing = new Set<number>();
    const view: FrameView = {
      region,
      book,
      frame,
      place,
      came,
      gone,
      entering,
      departing,
      movements,
    };
    for (const message of frame.inputs?.messages ?? []) this.#message(view, message);
    for (const entity of frame.unparked) this.#unpark(view, entity);
    for (const entry of frame.outbox) this.#send(view, entry);
    this.#departures(view);
    this.#goings(view);
    this.#comings(view);
    this.#close(view);
    this.#join();
    return movements;
  }

  #join(): void {
    for (const { entity, departed, arrived } of this.transfers.takeMatched()) {
      this.#lifespans.join(entity, departed, arrived);
    }
  }

  /** Handoffs kept as bytes, where their bytes are known (M3). */
  *parked(): IterableIterator<Handoff> {
    for (const { parked } of this.#books.values()) {
      for (const handoff of parked.values()) if (handoff) yield handoff;
    }
  }

  /** Counts everybody once all regions were read. */
  finish(): void {
    this.#lifespans.finish();
    const flying = this.#finishTransfers();
    const where = new Map<number, number>();
    let parked = 0;
    for (const [region, book] of this.#books) {
      for (const entity of book.living) {
        const other = where.get(entity) ?? (book.parked.has(entity) ? region : undefined);
        this.once.expect(other === undefined, { region, entity, tick: book.tick }, () => {
          return `entity ${entity} lives in region ${region} and in region ${other}`;
        });
        where.set(entity, region);
      }
      parked += book.parked.size;
    }
    if (!this.#fromStart) return;
    const expected = this.spawned - this.destroyed;
    const found = where.size + flying + parked;
    this.lives.expect(expected === found, {}, () => {
      return `${this.spawned} were spawned and ${this.destroyed} despawned, ${found} are there`;
    });
  }

  #finishTransfers(): number {
    let flying = 0;
    for (const { name, handoff, place } of this.transfers.inFlight()) {
      const reached = this.#books.get(name.to)?.inbox.get(name.from) ?? 0;
      const unread = name.number <= (this.#books.get(name.to)?.takenBefore.get(name.from) ?? 0);
      if (reached < name.number) flying += 1;
      else if (!unread) {
        const { entity } = handoff;
        const problem = `entity ${entity} was handed to region ${name.to}, which took number ${name.number} as something else`;
        this.lives.violated(problem, { ...place, entity });
      }
    }
    for (const { name, entity, place } of this.transfers.unexplained()) {
      const before = this.#books.get(name.from)?.givenBefore.get(name.to) ?? 0;
      if (name.number <= before) continue;
      const problem = `entity ${entity} arrives as number ${name.number} of region ${name.from}, which sent no such handoff`;
      this.lives.violated(problem, { ...place, entity });
    }
    return flying;
  }

  #message(view: FrameView, applied: AppliedMessage): void {
    const { book, frame, place, region } = view;
    const { from, number, arrived, stateHash } = applied;
    const before = book.inbox.get(from) ?? 0;
    this.once.expect(number === before + 1, place, () => {
      return `number ${number} from region ${from} is applied after ${before}`;
    });
    book.inbox.set(from, number);
    if (applied.message) return;
    const kept = frame.parked.find((each) => each.from === from && each.number === number);
    const entity = arrived === 0 ? (kept?.handoff?.entity ?? 0) : arrived;
    const at = { ...place, entity };
    const name = { from, to: region, number };
    const handoff = this.transfers.arrive(name, { entity, stateHash, tick: frame.tick, place: at });
    this.once.expect(!book.living.has(entity) && !view.entering.has(entity), at, () => {
      return `entity ${entity} arrives in region ${region}, where it lives already`;
    });
    if (arrived === 0) book.parked.set(entity, kept?.handoff ?? null);
    else {
      view.entering.add(entity);
      view.movements.entered.push(handoff);
    }
  }

  #unpark(view: FrameView, entity: number): void {
    const { book, place } = view;
    this.lives.expect(book.parked.has(entity), { ...place, entity }, () => {
      return `entity ${entity} is taken out of the parked ones and was not there`;
    });
    view.movements.entered.push(book.parked.get(entity) ?? null);
    book.parked.delete(entity);
    view.entering.add(entity);
  }

  #send(view: FrameView, { to, number, message }: OutboxMessage): void {
    const handoff = message?.handoff;
    if (!handoff) return;
    const { frame, region, place } = view;
    const { entity } = handoff;
    const at = { ...place, entity };
    const named = frame.departures.some((each) => each.entity === entity && each.number === number);
    this.lives.expect(named, at, () => `entity ${entity} is handed off without a departure`);
    this.transfers.depart({ from: region, to, number }, handoff, frame.tick, at);
    view.movements.departed.push(handoff);
  }

  #departures(view: FrameView): void {
    const { book, frame, place, gone, region } = view;
    for (const { entity, to, number } of frame.departures) {
      const at = { ...place, entity };
      const sent = frame.outbox.some(
        (each) =>
          each.to === to && each.number === number && each.message?.handoff?.entity === entity,
      );
      this.lives.expect(sent, at, () => {
        return `entity ${entity} departs to region ${to} without a handoff in the outbox`;
      });
      const fresh = this.#isNew(view, entity);
      const present = book.living.has(entity) || view.entering.has(entity) || fresh;
      this.once.expect(present && !view.departing.has(entity), at, () => {
        return `entity ${entity} departs from region ${region}, where it does not live`;
      });
      if (fresh && !book.living.has(entity)) {
        this.spawned += 1;
        view.movements.disturbed = true;
      }
      const stays = book.living.has(entity)
        ? gone.get(entity) !== GONE_DEPARTED
        : view.came.has(entity);
      this.once.expect(!stays, at, () => {
        return `entity ${entity} departs to region ${to} and goes on living in region ${region}`;
      });
      view.departing.add(entity);
    }
  }

  #goings({ region, frame, book, place, gone, departing, movements }: FrameView): void {
    for (const [entity, reason] of gone) {
      const at = { ...place, entity };
      if (reason === GONE_DESTROYED) {
        this.destroyed += 1;
        movements.disturbed = true;
      }
      this.lives.expect(
        reason !== GONE_MOVED && (reason !== GONE_DEPARTED || departing.has(entity)),
        at,
        () =>
          reason === GONE_MOVED
            ? `entity ${entity} moves to a cell that does not show it`
            : `entity ${entity} is gone as departed and was handed to nobody`,
      );
      book.living.delete(entity);
      this.#lifespans.end(entity, region, frame.tick);
    }
  }

  #comings(view: FrameView): void {
    const { book, place, came, entering, region, frame } = view;
    let shown = 0;
    for (const entity of came) {
      const at = { ...place, entity };
      const fresh = this.#isNew(view, entity);
      this.lives.expect(fresh || entering.has(entity), at, () => {
        return `entity ${entity} appears in region ${region}, neither spawned nor handed over`;
      });
      if (fresh) {
        this.spawned += 1;
        shown += 1;
        view.movements.disturbed = true;
      }
      this.#lifespans.begin(entity, region, frame.tick, at);
      book.living.add(entity);
    }
    for (const entity of entering) {
      if (came.has(entity) || view.departing.has(entity) || book.living.has(entity)) continue;
      // It came and died within the tick: a frame shows only those that are there at its end.
      this.destroyed += 1;
      view.movements.disturbed = true;
    }
    if (frame.nextEntity - book.nextEntity > shown) view.movements.disturbed = true;
  }

  #close({ book, frame, place, region }: FrameView): void {
    this.once.expect(frame.nextEntity >= book.nextEntity, place, () => {
      return `region ${region} gives entity numbers from ${frame.nextEntity} on again, after ${book.nextEntity}`;
    });
    this.lives.expect(frame.entities === book.living.size, place, () => {
      return `the frame counts ${frame.entities} entities, its log has ${book.living.size}`;
    });
    book.nextEntity = Math.max(frame.nextEntity, book.nextEntity);
    book.tick = frame.tick;
  }

  #isNew({ region, book, frame }: FrameView, entity: number): boolean {
    const made = splitEntityId(entity as EntityId);
    return (
      made.region === region && made.counter >= book.nextEntity && made.counter < frame.nextEntity
    );
  }

  #book(region: number): Book {
    let book = this.#books.get(region);
    if (!book) {
      book = {
        living: new Set(),
        parked: new Map(),
        inbox: new Map(),
        givenBefore: new Map(),
        takenBefore: new Map(),
        nextEntity: 1,
        tick: 0,
      };
      this.#books.set(region, book);
    }
    return book;
  }
}

function changesOf(
  { living }: Book,
  table: EntityTable,
): { came: Set<number>; gone: Map<number, number> } {
  const came = new Set<number>();
  const gone = new Map<number, number>();
  const { dirtySlots, dirtyCount, dirty, ids } = table;
  for (let i = 0; i < dirtyCount; i++) {
    const slot = dirtySlots[i];
    const id = ids[slot];
    if (id < 0 || dirty[slot] === 0) continue;
    if ((dirty[slot] & DIRTY_GONE) === 0) {
      if (!living.has(id)) came.add(id);
    } else if (living.has(id)) gone.set(id, table.goneReason[slot]);
  }
  return { came, gone };
}
