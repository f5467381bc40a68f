import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { entityId, regionId } from '../ids.ts';
import { DIRTY_GONE, DIRTY_WHOLE } from '../table/entity-table.ts';
import { ModelRegion, ageLane, modelSchema } from '../testing/reader-model.ts';
import type { ModelStream } from '../testing/reader-model.ts';
import { MergedView } from './merged-view.ts';
import { RegionMirror } from './region-mirror.ts';

/** What happens in one tick of one region, or the reader takes so many messages of one stream. */
const stepOf = (grows: fc.Arbitrary<boolean>) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('tick' as const), region: fc.nat(2) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('handOff' as const),
        region: fc.nat(2),
        id: fc.integer({ min: 1, max: 8 }),
        to: fc.nat(2),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('destroy' as const),
        region: fc.nat(2),
        id: fc.integer({ min: 1, max: 8 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('move' as const),
        region: fc.nat(2),
        id: fc.integer({ min: 1, max: 8 }),
        x: fc.nat(99),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('read' as const),
        region: fc.nat(2),
        count: fc.integer({ min: 1, max: 4 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('recover' as const),
        region: fc.nat(2),
        grows,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('want' as const),
        region: fc.nat(2),
        from: fc.nat(9),
        size: fc.integer({ min: 1, max: 10 }),
      }),
    },
  );
const step = stepOf(fc.constant(false));
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Three owners, one reader, and what it must see. */
class Bench {
  readonly regions = [new ModelRegion(0), new ModelRegion(1), new ModelRegion(2)];
  readonly view = new MergedView(modelSchema);
  readonly mirrors = this.regions.map(({ region }) => new RegionMirror(modelSchema, region));
  readonly streams: ModelStream[] = this.regions.map(() => ({ cells: null, queue: [] }));
  readonly destroyed = new Set<number>();
  readonly shownTick = new Map<number, number>();
  readonly shownAge = new Map<number, number>();
  /** Entities that consumers of the view know, from its dirty bits alone. */
  readonly known = new Set<number>();
  readonly vanished = new Set<number>();
  /** Regions whose state was asked for anew and has not come. */
  readonly asked = new Set<number>();
  whole = true;
  #now = 1;

  constructor(cells: ReadonlySet<number> | null) {
    for (let id = 1; id <= 8; id++) this.regions[id % 3].spawn(id, id * 11);
    this.regions.forEach((region, i) => {
      region.endTick(this.#now);
      this.mirrors[i].want(cells);
      this.view.addRegion(this.mirrors[i]);
      region.subscribe(this.streams[i], cells);
    });
  }

  apply(each: Step): void {
    const region = this.regions[each.region];
    // A region's word on an entity goes into its next frame: one change of the kind a tick.
    const next = Math.max(region.tick + 1, this.#now);
    if (each.kind === 'read') this.read(each.region, each.count);
    else if (each.kind === 'tick') this.tick(region);
    else if (each.kind === 'recover') {
      region.recover(each.grows);
      this.tick(region);
    } else if (each.kind === 'move') region.move(each.id, each.x);
    else if (each.kind === 'destroy') {
      if (region.destroy(each.id)) this.destroyed.add(each.id);
      this.tick(region);
    } else if (each.kind === 'handOff') {
      if (each.to !== each.region) region.handOff(each.id, this.regions[each.to], next);
      this.tick(region);
    } else if (!this.whole) {
      const cells = new Set(Array.from({ length: each.size }, (_, i) => (each.from + i) % 10));
      this.mirrors[each.region].want(cells);
      this.view.merge(this.mirrors[each.region], null);
      this.check();
      region.subscribe(this.streams[each.region], cells);
    }
  }

  tick(region: ModelRegion): void {
    const next = Math.max(region.tick + 1, this.#now);
    this.#now = next;
    region.receive(next, 2);
    region.endTick(next, next % 5 === 0 ? 3 : 1);
  }

  read(index: number, count: number): void {
    const mirror = this.mirrors[index];
    for (let i = 0; i < count; i++) {
      const message = this.streams[index].queue.shift();
      if (!message) return;
      const verdict = message.start
        ? mirror.applyStart(message.start)
        : message.slice
          ? mirror.applySlice(message.slice)
          : 'ignored';
      // Under another declaration from here on: its state is asked for anew, and comes.
      if (verdict === 'resubscribe' && this.#askAnew(index, message)) continue;
      this.asked.delete(index);
      demand(verdict === 'applied', `a ${verdict} update of region ${index}`);
      this.view.merge(mirror, message.slice ?? null);
      this.check();
    }
  }

  #askAnew(index: number, { slice }: (typeof this.streams)[number]['queue'][number]): boolean {
    if (this.asked.has(index)) return true;
    if (!slice || slice.worldSchemaHash === 0) return false;
    this.asked.add(index);
    const { cells } = this.streams[index];
    this.regions[index].startStream(this.streams[index], cells && [...cells]);
    return true;
  }

  check(): void {
    const { table } = this.view;
    for (let i = 0; i < table.dirtyCount; i++) {
      const slot = table.dirtySlots[i];
      const id = table.ids[slot];
      if ((table.dirty[slot] & DIRTY_GONE) !== 0) {
        this.known.delete(id);
        if (!this.destroyed.has(id)) this.vanished.add(id);
      } else if ((table.dirty[slot] & DIRTY_WHOLE) !== 0) this.known.add(id);
    }
    table.commit();
    const { slots, length } = table.slotsById();
    demand(length === this.known.size, 'the dirty bits told of every entity shown');
    for (let i = 0; i < length; i++) {
      const id = table.ids[slots[i]];
      const tick = this.view.tickOf(slots[i]);
      const age = table.lanes[ageLane][slots[i]];
      demand(this.known.has(id), `entity ${id} came with a dirty bit`);
      demand(tick >= (this.shownTick.get(id) ?? 0), `entity ${id} went back to tick ${tick}`);
      demand(age >= (this.shownAge.get(id) ?? 0), `entity ${id} grew younger`);
      this.shownTick.set(id, tick);
      this.shownAge.set(id, age);
    }
  }

  /** Lets everything that is under way arrive. */
  settle(): void {
    for (let round = 0; round < 12; round++) for (const region of this.regions) this.tick(region);
    for (let i = 0; i < 3; i++) this.read(i, Infinity);
  }

  /** Age by id, as the owners have it. */
  truth(cells: (region: number) => ReadonlySet<number> | null): Map<number, number> {
    const ages = new Map<number, number>();
    for (const owner of this.regions) {
      const { table, region } = owner;
      const read = cells(region);
      const { slots, length } = table.slotsById();
      for (let i = 0; i < length; i++) {
        if (read !== null && !read.has(table.cell[slots[i]])) continue;
        ages.set(table.ids[slots[i]], owner.ageAt(slots[i]));
      }
    }
    return ages;
  }

  shown(): Map<number, number> {
    const { table } = this.view;
    const { slots, length } = table.slotsById();
    return new Map(
      Array.from({ length }, (_, i) => [table.ids[slots[i]], table.lanes[ageLane][slots[i]]]),
    );
  }
}

test('[V2] whatever order three regions’ streams come in, an entity that lives is shown once, never vanishes and never ages backwards, and one destroyed stays away', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const bench = new Bench(null);
      for (const each of steps) bench.apply(each);
      bench.settle();
      expect(bench.shown()).toEqual(bench.truth(() => null));
      expect([...bench.vanished].filter((id) => !bench.destroyed.has(id))).toEqual([]);
      expect([...bench.destroyed].filter((id) => bench.known.has(id))).toEqual([]);
      expect(bench.view.inFlight).toBe(0);
    }),
    { numRuns: 400 },
  );
});

test.each([
  ['the whole', null],
  ['some cells', new Set([2, 3, 4, 5])],
])(
  '[V1] [V2] a reader of %s of regions that go over to a grown declaration shows in the end what they hold',
  (_, cells) => {
    fc.assert(
      fc.property(fc.array(stepOf(fc.boolean()), { maxLength: 80 }), (steps) => {
        const bench = new Bench(cells);
        bench.whole = cells === null;
        for (const each of steps) bench.apply(each);
        // Who left while a region's state was asked for anew is shown a tick later.
        for (let i = 0; i < 2; i++) bench.settle();
        expect(bench.shown()).toEqual(bench.truth((region) => bench.streams[region].cells));
        expect([...bench.destroyed].filter((id) => bench.known.has(id))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  },
);

test('[V1] [V2] a reader of some cells, which change, shows in the end what these cells hold', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const bench = new Bench(new Set([2, 3, 4, 5]));
      bench.whole = false;
      for (const each of steps) bench.apply(each);
      bench.settle();
      const truth = bench.truth((region) => bench.streams[region].cells);
      expect(bench.shown()).toEqual(truth);
      expect(bench.view.inFlight).toBe(0);
    }),
    { numRuns: 400 },
  );
});

test('[V2] an entity in flight stays until the target shows its number, and goes at once when the target’s cell is not read', () => {
  for (const reads of [true, false]) {
    const bench = new Bench(null);
    for (let i = 0; i < 3; i++) bench.read(i, 9);
    if (!reads) {
      bench.mirrors[1].want(new Set([9]));
      bench.view.merge(bench.mirrors[1], null);
      bench.check();
    }
    bench.apply({ kind: 'handOff', region: 0, id: 3, to: 1 });
    bench.read(0, 9);
    expect(bench.known.has(3)).toBe(reads);
    expect(bench.view.inFlight).toBe(reads ? 1 : 0);
    bench.tick(bench.regions[1]);
    bench.tick(bench.regions[1]);
    bench.read(1, 9);
    expect(bench.known.has(3)).toBe(reads);
    expect(bench.view.inFlight).toBe(0);
  }
});

test('[V2] own beats ghost: an own entity is shown again only as the ghost that it becomes', () => {
  const own = new Set([3]);
  const owner = new ModelRegion(7);
  const neighbour = new ModelRegion(0);
  neighbour.spawn(3, 20);
  neighbour.endTick(1);
  const view = new MergedView(modelSchema, (id) => own.has(id));
  const mirror = new RegionMirror(modelSchema, neighbour.region);
  const stream: ModelStream = { cells: null, queue: [] };
  mirror.want(null);
  view.addRegion(mirror);
  neighbour.subscribe(stream, null);
  const read = (): void => {
    for (const { start, slice } of stream.queue.splice(0)) {
      expect(start ? mirror.applyStart(start) : slice && mirror.applySlice(slice)).toBe('applied');
      view.merge(mirror, slice ?? null);
    }
    view.table.commit();
  };
  read();
  expect(view.table.slotOf(3)).toBe(-1);

  owner.spawn(3, 25);
  const slot = owner.table.slotOf(3);
  owner.table.writeLane(slot, 1, ageLane, 77);
  const departure = { entity: 3, to: 0, number: 1, cellX: 2, cellY: 0, cellZ: 0 };
  own.delete(3);
  view.hold(owner.table, slot, owner.region, 50, departure);
  expect(view.table.lanes[ageLane][view.table.slotOf(3)]).toBe(77);
  expect(view.tickOf(view.table.slotOf(3))).toBe(50);

  neighbour.endTick(2); // an old copy, from before the neighbour handed it over
  read();
  expect(view.table.lanes[ageLane][view.table.slotOf(3)]).toBe(77);
  view.bury(3, owner.region, 60);
  view.table.commit();
  neighbour.endTick(3);
  read();
  expect(view.table.slotOf(3)).toBe(-1);
});

test('[O3] [L6] a slice that n does not continue asks for a new subscription, and a start heals it', () => {
  const owner = new ModelRegion(0);
  owner.spawn(1, 5);
  owner.endTick(1);
  const mirror = new RegionMirror(modelSchema, regionId(0));
  const stream: ModelStream = { cells: null, queue: [] };
  mirror.want(null);
  owner.subscribe(stream, null);
  owner.endTick(2);
  owner.endTick(3, 4);
  owner.destroy(1);
  owner.spawn(2, 15);
  owner.endTick(4);
  const [start, first, inParts, last] = stream.queue;
  expect(mirror.applyStart(start.start ?? fail())).toBe('applied');
  mirror.commit();
  const slice = first.slice ?? fail();
  expect(mirror.applySlice(slice)).toBe('applied');
  mirror.commit();
  expect(mirror.applySlice(slice)).toBe('ignored');
  expect(mirror.applySlice(last.slice ?? fail())).toBe('resubscribe');
  expect(mirror.applySlice(inParts.slice ?? fail())).toBe('applied');
  mirror.commit();
  const broken = { ...(last.slice ?? fail()) };
  broken.groups = [{ x: 1, y: 0, z: 0, columns: Uint8Array.of(9, 9, 9) }];
  const resumeOffset = mirror.offset;
  expect(mirror.resumeOffset).toBe(resumeOffset);
  expect(mirror.applySlice(broken)).toBe('resubscribe');
  expect(mirror.resumeOffset).toBe(0);
  owner.startStream(stream, null);
  const again = stream.queue.at(-1)?.start ?? fail();
  expect(mirror.applyStart(again)).toBe('applied');
  mirror.commit();
  expect([mirror.table.slotOf(1), mirror.table.count]).toEqual([-1, 1]);
  expect(mirror.table.slotOf(entityId(2))).toBeGreaterThanOrEqual(0);
  expect(mirror.resumeOffset).toBe(again.offset);
});

/** As expect(), which is too slow for what is asked at every step. */
function demand(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

function fail(): never {
  throw new Error('the message is not there');
}
