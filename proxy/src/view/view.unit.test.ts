import { expect, test } from '@jest/globals';
import { compileViewSchema } from '@atlasnet/schemas';
import fc from 'fast-check';
import { ViewBenchWorld, viewWorld } from '../testing/view-bench-world.ts';
import { SeededRandom } from '../testing/lossy-wire.ts';
import { ClientView } from './client-view.ts';
import { ViewScratch } from './view-scratch.ts';
import { HANDLE_LIVING } from './view-handles.ts';
import { ViewReader } from './view-reader.ts';
import { ViewSource } from './view-source.ts';

interface Flying {
  readonly message: number;
  readonly bytes: Uint8Array;
  readonly arrives: number;
  /** When the sender is told; that it arrived, or (perhaps wrongly) that it did not. */
  readonly told: number;
  readonly fate: 'delivered' | 'lost' | 'lost but arrives';
}

/**
 * One client's view over a wire that loses, delays and reorders, and is at times wrong about it.
 */
class Wire {
  readonly world: ViewBenchWorld;
  readonly source: ViewSource;
  readonly view: ClientView;
  readonly reader: ViewReader;
  readonly shown = new Map<number, number>();
  /** Values by id and tick, as they were. */
  readonly truth = new Map<string, string>();
  readonly #random: SeededRandom;
  #flying: Flying[] = [];
  #messages = 0;
  now = 0;
  bytes = 0;
  /** Whether every value shown is compared with what was. */
  checked = true;

  constructor(seed: number, extentM: number, radiusM = 60) {
    this.#random = new SeededRandom(seed);
    this.world = new ViewBenchWorld(seed, extentM);
    this.source = new ViewSource(this.world.table, radiusM);
    this.view = new ClientView(new ViewScratch(this.source), radiusM);
    this.reader = new ViewReader(compileViewSchema(viewWorld), {
      spawned: (entity) => {
        if (this.shown.has(entity.id)) throw new Error(`entity ${entity.id} came twice`);
        this.shown.set(entity.id, entity.tick);
      },
      updated: (entity) => {
        const before = this.shown.get(entity.id) ?? Infinity;
        if (entity.tick < before) throw new Error(`entity ${entity.id} went back`);
        this.shown.set(entity.id, entity.tick);
      },
      despawned: (entity) => {
        if (!this.shown.delete(entity.id)) throw new Error(`entity ${entity.id} went twice`);
      },
    });
  }

  tick(loss: number, budgetBytes = 8000): void {
    this.now++;
    this.source.update(65_500 + this.now);
    if (this.checked) this.remember();
    this.view.build(budgetBytes, (bytes, length) => {
      this.bytes += length;
      const message = this.#messages++;
      const roll = this.#random.next();
      const arrives = this.now + (loss === 0 ? 1 : this.#random.below(5));
      const fate = roll >= loss ? 'delivered' : roll < loss * 0.8 ? 'lost' : 'lost but arrives';
      const told = Math.max(arrives + 1, this.now + this.#random.below(6));
      this.#flying.push({ message, bytes: bytes.slice(0, length), arrives, told, fate });
      return message;
    });
    this.#deliver();
    if (this.checked) this.check();
  }

  /** The world moves on, and the newest tick that is known is one that was shown already. */
  tickAgain(): void {
    this.source.update(65_500 + this.now);
    this.source.update(65_500 + this.now - 1);
  }

  /** What is shown is what was, and nothing else. */
  check(): void {
    for (const entity of this.reader.entities()) {
      const was = this.truth.get(`${entity.id}@${entity.tick}`);
      const shown = Array.from(entity.lanes).join() + (entity.heaps[0] ?? '');
      if (was !== shown) throw new Error(`${entity.id}@${entity.tick}: ${shown}, not ${was}`);
    }
  }

  remember(): void {
    const { slots, length } = this.world.table.slotsById();
    for (let i = 0; i < length; i++) {
      const slot = slots[i];
      const lanes = this.source.lanes.map((lane) => lane[slot]).join();
      const label = this.world.table.heaps[0][slot] ?? '';
      this.truth.set(
        `${this.world.table.ids[slot]}@${this.source.tick}`,
        `${lanes}${String(label)}`,
      );
    }
  }

  #deliver(): void {
    for (const { arrives, bytes, fate } of this.#flying) {
      if (arrives !== this.now || fate === 'lost') continue;
      if (!this.reader.read(bytes)) throw new Error('a view did not decode');
      if (this.reader.lostTrack && this.checked) throw new Error('the reader lost track');
    }
    for (const { told, message, fate } of this.#flying) {
      if (told !== this.now) continue;
      if (fate === 'delivered') this.view.delivered(message);
      else this.view.lost(message);
    }
    this.#flying = this.#flying.filter(
      ({ arrives, told }) => arrives > this.now || told > this.now,
    );
  }

  expectSame(): void {
    const { handles } = this.view;
    const living = new Map<number, string>();
    for (let handle = 0; handle < handles.end; handle++) {
      if (handles.state(handle) !== HANDLE_LIVING) continue;
      const slot = handles.slot(handle);
      living.set(handles.id(handle), this.source.lanes.map((lane) => lane[slot]).join());
    }
    const seen = new Map<number, string>();
    for (const entity of this.reader.entities()) {
      seen.set(entity.id, Array.from(entity.lanes).join());
    }
    expect(seen).toEqual(living);
  }
}

test('[I10] over a wire that loses, delays and reorders, a client shows only what was, never goes backwards, and has it all in the end', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0, max: 0.6, noNaN: true }), (seed, loss) => {
      const wire = new Wire(seed, 150);
      for (let id = 1; id <= 40; id++) wire.world.spawn(id);
      wire.view.avatar = 1;
      for (let step = 0; step < 150; step++) {
        const id = 2 + wire.world.random.below(40);
        const roll = wire.world.random.next();
        if (roll < 0.1) wire.world.destroy(id);
        else if (roll < 0.3) wire.world.hurt(id);
        else if (roll < 0.35) wire.world.name(id, `name ${step}`);
        else if (roll < 0.4) wire.world.spawn(100 + step);
        if (step === 90) wire.view.avatar = 3;
        wire.world.step(0.5, 2);
        wire.tick(loss, step % 3 === 0 ? 150 : 8000);
      }
      for (let step = 0; step < 40; step++) wire.tick(0);
      wire.expectSame();
    }),
    {
      numRuns: 60,
      // An older whole entity was confirmed while a newer one was lost.
      examples: [
        [-57553413, 0.5999999999999988],
        [1340694883, 0.5999999999999985],
      ],
    },
  );
});

test('[I10] when the newest tick falls back, as with a region that is read no more, a client shows only what was', () => {
  const wire = new Wire(9, 100);
  for (let id = 1; id <= 10; id++) wire.world.spawn(id);
  wire.view.avatar = 1;
  for (let step = 0; step < 40; step++) {
    wire.world.step(1);
    wire.tick(0);
    if (step % 4 !== 0) continue;
    wire.world.step(1);
    wire.tickAgain();
  }
  for (let step = 0; step < 10; step++) wire.tick(0);
  wire.expectSame();
});

test('an update of a walker costs at most six bytes, everything above UDP counted', () => {
  const wire = new Wire(7, 85);
  for (let id = 1; id <= 30; id++) wire.world.spawn(id);
  wire.view.avatar = 1;
  for (let step = 0; step < 40; step++) {
    wire.world.step(1);
    wire.tick(0);
  }
  const before = { bytes: wire.bytes, updates: wire.reader.updates };
  for (let step = 0; step < 100; step++) {
    wire.world.step(1);
    wire.tick(0);
  }
  const updates = wire.reader.updates - before.updates;
  // Sealing 19, packet with acknowledgement 8, message head 1.
  const messagesOverhead = 100 * 28;
  expect(updates).toBeGreaterThan(1000);
  expect((wire.bytes - before.bytes + messagesOverhead) / updates).toBeLessThanOrEqual(6);
});

test('a crowd over the byte budget is thinned: the own avatar every tick, everybody at 2 Hz', () => {
  const wire = new Wire(3, 80, 200);
  wire.checked = false;
  for (let id = 1; id <= 1000; id++) wire.world.spawn(id);
  wire.view.avatar = 500;
  for (let step = 0; step < 200; step++) {
    wire.world.step(1);
    wire.tick(0, 1600);
  }
  expect(wire.shown.size).toBe(1000);
  let oldest = Infinity;
  for (const tick of wire.shown.values()) oldest = Math.min(oldest, tick);
  expect(wire.source.tick - (wire.shown.get(500) ?? 0)).toBeLessThanOrEqual(2);
  expect(wire.source.tick - oldest).toBeLessThanOrEqual(12);
});

test('hidden fields are in no view, and a reader of garbage counts it and stays whole', () => {
  expect(compileViewSchema(viewWorld).components.map(({ name }) => name)).not.toContain('secret');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const reader = new ViewReader(compileViewSchema(viewWorld), {
        spawned: () => undefined,
        updated: () => undefined,
        despawned: () => undefined,
      });
      expect(typeof reader.read(bytes)).toBe('boolean');
    }),
    { numRuns: 2000 },
  );
});

test('a client that lost track is sent everything whole', () => {
  const wire = new Wire(5, 100);
  for (let id = 1; id <= 10; id++) wire.world.spawn(id);
  wire.view.avatar = 1;
  for (let step = 0; step < 20; step++) {
    wire.world.step(1);
    wire.tick(0);
  }
  for (const entity of wire.reader.entities()) entity.history = [];
  wire.world.step(1);
  expect(() => wire.tick(0)).toThrow('lost track');
  wire.checked = false;
  wire.view.reset(0);
  for (let step = 0; step < 10; step++) wire.tick(0);
  wire.expectSame();
});

test('a client that says in every tick, and often, that it lost track is sent everything four times a second', () => {
  const wire = new Wire(6, 20);
  for (let id = 1; id <= 10; id++) wire.world.spawn(id);
  wire.view.avatar = 1;
  for (let step = 0; step < 10; step++) wire.tick(0);
  const settled = wire.bytes;
  wire.view.reset(0);
  for (let step = 0; step < 10; step++) wire.tick(0);
  const whole = wire.bytes - settled;
  expect(whole).toBeGreaterThan(60);
  for (let step = 0; step < viewWorld.tickHz; step++) {
    for (let times = 0; times < 50; times++) wire.view.reset(0);
    wire.tick(0);
  }
  expect(wire.bytes - settled - whole).toBeLessThanOrEqual(4 * whole);
  expect(wire.bytes - settled - whole).toBeGreaterThan(3 * whole);
  for (let step = 0; step < 10; step++) wire.tick(0);
  wire.expectSame();
});
