import { cellCoordinates } from '../codec/cell-geometry.ts';
import { ChangeEncoder } from '../codec/change-encoder.ts';
import { WholeEncoder } from '../codec/whole-encoder.ts';
import type { EncodedGroup } from '../codec/packed-groups.ts';
import type { RegionId } from '../ids.ts';
import { decodeMessage, encodeMessage, interlinkMessages } from '../records/messages.ts';
import type { Departure, FrameSlice, SubscriptionStart } from '../records/messages.ts';
import { EntityTable, GONE_DEPARTED, GONE_DESTROYED } from '../table/entity-table.ts';
import { defineWorld } from '../world/define-world.ts';
import { field } from '../world/field.ts';
import { compileWorld } from '../world/world-schema.ts';
import type { CompiledComponent, WorldSchema } from '../world/world-schema.ts';

const base = {
  name: 'readers',
  dimensions: 2 as const,
  bounds: { min: [0, 0], max: [100, 10] },
  tickHz: 20,
  cellSizeM: 10,
};
const count = field.integer({ min: 0, max: 1e6 });
/** What is next to each other is of one kind: by another declaration's numbers, one reads as the other. */
const components = { age: count, bounty: count, label: field.text({ lengthMax: 8 }) };

/** A world of cells of 10 m in a row; `age` counts the ticks that an entity was simulated. */
export const modelSchema = compileWorld(defineWorld({ ...base, components }));

/** The same world when it has grown: other numbers for everything but positions. */
const grownSchema = compileWorld(
  defineWorld({
    ...base,
    components: { ...components, abode: count },
  }),
);

function ageOf(schema: WorldSchema): CompiledComponent {
  const found = schema.components.find(({ name }) => name === 'age');
  if (!found) throw new Error('it is declared');
  return found;
}

export const ageLane = ageOf(modelSchema).firstLane;

interface Message {
  readonly id: number;
  readonly x: number;
  readonly age: number;
  readonly from: number;
  readonly number: number;
  readonly sinceTick: number;
}

/** A subscriber's stream: what the owner said and the reader has not taken yet. */
export interface ModelStream {
  cells: ReadonlySet<number> | null;
  readonly queue: { readonly start?: SubscriptionStart; readonly slice?: FrameSlice }[];
}

/**
 * A region's owner as its subscribers see it: it ticks, hands entities over and publishes slices.
 */
export class ModelRegion {
  readonly region: RegionId;
  table = new EntityTable(modelSchema);
  readonly inbox = new Map<number, number>();
  readonly streams: ModelStream[] = [];
  readonly waiting: Message[] = [];
  tick = 0;
  #offset = 0;
  #n = 0;
  #epoch = 1;
  readonly #numbers = new Map<number, number>();
  #encoder = new ChangeEncoder(modelSchema);
  #age = ageOf(modelSchema);
  #departures: Departure[] = [];
  #applied = new Set<number>();

  constructor(region: number) {
    this.region = region as RegionId;
  }

  spawn(id: number, x: number): void {
    const slot = this.table.add(id);
    this.table.addComponent(slot, this.#age.index);
    this.table.addComponent(slot, this.#age.index + 1);
    this.table.writeValue(slot, 0, { x, y: 5 });
  }

  move(id: number, x: number): void {
    const slot = this.table.slotOf(id);
    if (slot >= 0) this.table.writeValue(slot, 0, { x, y: 5 });
  }

  destroy(id: number): boolean {
    const slot = this.table.slotOf(id);
    if (slot >= 0) this.table.remove(slot, GONE_DESTROYED);
    return slot >= 0;
  }

  /** Puts an entity into the outbox of the tick that {@link endTick} ends; `tick` is its number. */
  handOff(id: number, to: ModelRegion, tick: number): boolean {
    const slot = this.table.slotOf(id);
    if (slot < 0) return false;
    const number = (this.#numbers.get(to.region) ?? 0) + 1;
    this.#numbers.set(to.region, number);
    const x = this.table.lanes[0][slot] * modelSchema.positionQuantumM;
    const age = this.ageAt(slot);
    to.waiting.push({ id, x, age, from: this.region, number, sinceTick: tick });
    const cellX = Math.floor(x / 10);
    this.#departures.push({ entity: id, to: to.region, number, cellX, cellY: 0, cellZ: 0 });
    this.table.remove(slot, GONE_DEPARTED);
    return true;
  }

  /** Applies at most `most` waiting messages that may come by now, in order (M1). */
  receive(tick: number, most: number): void {
    for (let i = 0; i < most && this.waiting.length > 0; i++) {
      const message = this.waiting[0];
      if (message.sinceTick >= tick || this.table.slotWithGone(message.id) >= 0) return;
      this.waiting.shift();
      this.spawn(message.id, message.x);
      this.#setAge(this.table.slotOf(message.id), message.age);
      this.inbox.set(message.from, message.number);
      this.#applied.add(message.from);
    }
  }

  /** Simulates the entities and publishes the frame. */
  endTick(tick: number, parts = 1): void {
    this.tick = tick;
    this.#offset += parts;
    this.#n += parts;
    const { slots, length } = this.table.slotsById();
    for (let i = 0; i < length; i++) {
      this.#setAge(slots[i], this.ageAt(slots[i]) + 1);
    }
    const groups = this.#encoder.encode(this.table).map(copyGroup);
    const applied = Array.from(this.#applied, (region) => ({
      region,
      number: this.inbox.get(region) ?? 0,
    }));
    for (const { cells, queue } of this.streams) {
      const slice = {
        region: this.region,
        ...this.#position(),
        parts,
        groups: groups.filter(({ cell }) => cells === null || cells.has(cell)),
        departures: this.#departures,
        applied,
        holdsNothing: this.table.count === 0,
        worldSchemaHash: this.#n === parts ? this.table.schema.hash : 0,
      };
      const bytes = encodeMessage(interlinkMessages.FrameSlice, slice);
      queue.push({ slice: decodeMessage(interlinkMessages.FrameSlice, bytes, 'slice') });
    }
    this.table.commit();
    this.#departures = [];
    this.#applied = new Set();
  }

  ageAt(slot: number): number {
    return this.table.lanes[this.#age.firstLane][slot];
  }

  #setAge(slot: number, age: number): void {
    this.table.writeLane(slot, this.#age.index, this.#age.firstLane, age);
  }

  /** The owner died; another goes on under a higher epoch, `grows`: and under the grown declaration. */
  recover(grows = false): void {
    this.#epoch += 1;
    this.#offset += 1;
    this.#n = 0;
    if (!grows || this.table.schema === grownSchema) return;
    const before = this.table;
    const { slots, length } = before.slotsById();
    const ages = Array.from({ length }, (_, i) => this.ageAt(slots[i]));
    this.table = new EntityTable(grownSchema);
    this.#age = ageOf(grownSchema);
    for (let i = 0; i < length; i++) {
      this.spawn(before.ids[slots[i]], before.lanes[0][slots[i]] * before.schema.positionQuantumM);
      const slot = this.table.slotOf(before.ids[slots[i]]);
      this.#setAge(slot, ages[i]);
      this.table.cell[slot] = before.cell[slots[i]];
    }
    this.table.commit();
    this.#encoder = new ChangeEncoder(grownSchema);
  }

  subscribe(stream: ModelStream, cells: ReadonlySet<number> | null): void {
    const before = stream.cells;
    if (!this.streams.includes(stream)) this.streams.push(stream);
    else if (before === null) return;
    stream.cells = cells;
    const fresh = cells === null ? null : [...cells].filter((cell) => !before?.has(cell));
    this.startStream(stream, fresh);
  }

  /** Sends the state of these cells (null: of all). */
  startStream(stream: ModelStream, cells: readonly number[] | null): void {
    const wanted = cells === null ? undefined : (cell: number) => cells.includes(cell);
    const start = {
      region: this.region,
      ...this.#position(),
      worldSchema: this.table.schema === modelSchema ? null : encoded(grownSchema),
      groups: new WholeEncoder(this.table.schema).encodeTable(this.table, wanted).map(copyGroup),
      cells: (cells ?? []).map((cell) => cellCoordinates(modelSchema, cell)),
      whole: cells === null,
      inbox: Array.from(this.inbox, ([region, number]) => ({ region, number })),
    };
    const bytes = encodeMessage(interlinkMessages.SubscriptionStart, start);
    stream.queue.push({
      start: decodeMessage(interlinkMessages.SubscriptionStart, bytes, 'start'),
    });
  }

  #position(): { offset: number; tick: number; epoch: number; n: number; mapVersion: number } {
    return { offset: this.#offset, tick: this.tick, epoch: this.#epoch, n: this.#n, mapVersion: 1 };
  }
}

function encoded({ json }: WorldSchema): Uint8Array {
  return new TextEncoder().encode(json);
}

function copyGroup({ cell, x, y, z, columns }: EncodedGroup): EncodedGroup {
  return { cell, x, y, z, columns: columns.slice() };
}
