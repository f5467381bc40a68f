import { AtlasError, ByteReader, addViewLaneDelta, fromViewLane } from '@atlasnet/schemas';
import type { HeapValue, ViewComponent, ViewSchema } from '@atlasnet/schemas';
import {
  FLAG_DESPAWNS,
  FLAG_SPAWNS,
  FLAG_WHOLE_TICK,
  MASK_OTHER,
  MASK_SAME,
} from './view-format.ts';

/** States kept per entity to be told differences against; far above a round trip's worth. */
const HISTORY_MAX = 128;
/** Messages that come later than this many ticks are taken for lost by the sender. */
const HISTORY_TICKS = 40;

/** An entity as a client sees it. */
export interface ViewEntity {
  readonly id: number;
  readonly handle: number;
  /** Tick of the newest whole word about it. */
  born: number;
  /** The tick as of which it is shown. */
  tick: number;
  /** Components by their view bits. */
  present: number;
  /** Values by lane, in view quanta and the schema's form (angles in full steps: see readLane). */
  lanes: Int32Array;
  readonly heaps: (HeapValue | undefined)[];
  history: { readonly tick: number; readonly lanes: Int32Array }[];
}

export interface ViewHandlers {
  spawned(entity: ViewEntity): void;
  /** `mask`: view bits of the components that may have changed. */
  updated(entity: ViewEntity, mask: number): void;
  despawned(entity: ViewEntity): void;
}

/**
 * Reads view messages, whatever is lost between them or comes late; the client's half of a view.
 */
export class ViewReader {
  /** Newest tick of any message. */
  tick = -1;
  /** A difference could not be understood: ask for the view anew, then clear this. */
  lostTrack = false;
  /** Updates read, for statistics. */
  updates = 0;
  readonly schema: ViewSchema;
  readonly #handlers: ViewHandlers;
  readonly #flags: number;
  readonly #byHandle = new Map<number, ViewEntity>();
  readonly #byId = new Map<number, ViewEntity>();
  /** When handles were last despawned: older word does not bring their entities back. */
  readonly #goneTick = new Map<number, number>();

  /** @param flags messages without these are of another view, and not read */
  constructor(schema: ViewSchema, handlers: ViewHandlers, flags = 0) {
    this.schema = schema;
    this.#handlers = handlers;
    this.#flags = flags;
  }

  entities(): IterableIterator<ViewEntity> {
    return this.#byId.values();
  }

  entity(id: number): ViewEntity | undefined {
    return this.#byId.get(id);
  }

  /** Takes one message. False when it is garbage, or another view's; what was read of it until there stays. */
  read(bytes: Uint8Array): boolean {
    return unlessGarbage(() => this.#read(new ByteReader(bytes, 'view'))) ?? false;
  }

  /** As of which tick a message is; −1 when it is garbage. */
  tickOf(bytes: Uint8Array): number {
    return unlessGarbage(() => this.#readHead(new ByteReader(bytes, 'view')).tick) ?? -1;
  }

  #readHead(reader: ByteReader): { readonly flags: number; readonly tick: number } {
    const flags = reader.byte();
    return { flags, tick: this.#readTick(reader, (flags & FLAG_WHOLE_TICK) !== 0) };
  }

  #read(reader: ByteReader): boolean {
    const { flags, tick } = this.#readHead(reader);
    if ((flags & this.#flags) !== this.#flags) return false;
    if (tick > this.tick) this.tick = tick;
    if ((flags & FLAG_DESPAWNS) !== 0) this.#readDespawns(reader, tick);
    if ((flags & FLAG_SPAWNS) !== 0) this.#readSpawns(reader, tick);
    while (reader.remaining > 0) this.#readGroup(reader, tick);
    return true;
  }

  #readTick(reader: ByteReader, whole: boolean): number {
    if (whole) return reader.varint53();
    const low = reader.byte() + reader.byte() * 256;
    if (this.tick < 0) reader.fail('the first message lacks its whole tick');
    const difference = ((low - (this.tick % 65_536)) << 16) >> 16;
    return this.tick + difference;
  }

  #readDespawns(reader: ByteReader, tick: number): void {
    let handle = -1;
    for (let step = reader.varint(); step !== 0; step = reader.varint()) {
      handle += step;
      const entity = this.#byHandle.get(handle);
      if (entity && entity.born > tick) continue;
      this.#goneTick.set(handle, Math.max(tick, this.#goneTick.get(handle) ?? 0));
      if (entity) this.#drop(entity);
    }
  }

  #drop(entity: ViewEntity): void {
    this.#byHandle.delete(entity.handle);
    if (this.#byId.get(entity.id) !== entity) return;
    this.#byId.delete(entity.id);
    this.#handlers.despawned(entity);
  }

  #readSpawns(reader: ByteReader, tick: number): void {
    let handle = -1;
    for (let step = reader.varint(); step !== 0; step = reader.varint()) {
      handle += step;
      const id = reader.varint53();
      const present = reader.varint();
      const lanes = new Int32Array(this.schema.laneCount);
      const heaps: (HeapValue | undefined)[] = [];
      for (const component of this.schema.components) {
        if (((present >>> component.bit) & 1) === 0) continue;
        if (component.heap >= 0) heaps[component.heap] = readHeap(reader, component);
        for (let i = 0; i < component.laneCount; i++) {
          lanes[component.firstLane + i] = reader.zigzag();
        }
      }
      this.#spawn(handle, id, tick, present, lanes, heaps);
    }
  }

  #spawn(
    handle: number,
    id: number,
    tick: number,
    present: number,
    lanes: Int32Array,
    heaps: (HeapValue | undefined)[],
  ): void {
    const before = this.#byHandle.get(handle);
    if (before ? tick < before.born : tick <= (this.#goneTick.get(handle) ?? -1)) return;
    const history = [{ tick, lanes }];
    if (before && before.id === id) {
      before.born = tick;
      before.history = history;
      if (tick < before.tick) return;
      before.tick = tick;
      before.present = present;
      before.lanes = lanes;
      for (let heap = 0; heap < this.schema.heapCount; heap++) before.heaps[heap] = heaps[heap];
      if (this.#byId.get(id) === before) this.#handlers.updated(before, present);
      return;
    }
    if (before) this.#drop(before);
    const entity = { id, handle, born: tick, tick, present, lanes, heaps, history };
    const elsewhere = this.#byId.get(id);
    this.#byHandle.set(handle, entity);
    // An entity that changes its handle (an avatar does) is told of under the newer one only.
    if (elsewhere && elsewhere.tick > tick) return;
    this.#byId.set(id, entity);
    if (elsewhere) this.#handlers.updated(entity, present);
    else this.#handlers.spawned(entity);
  }

  #readGroup(reader: ByteReader, tick: number): void {
    const head = reader.varint();
    const baseline = tick - Math.floor(head / 2);
    const exact = head % 2 === 1;
    let handle = -1;
    let mask = 0;
    let other = 0;
    while (reader.remaining > 0) {
      const ref = reader.varint();
      if (ref === 0) return;
      handle += ref >>> 2;
      const which = ref & 3;
      if (which !== MASK_SAME) {
        const before = mask;
        mask = which === MASK_OTHER ? other : reader.varint();
        other = before;
      }
      if (mask >>> this.schema.components.length !== 0) reader.fail('unknown components');
      this.#readChange(reader, handle, mask, tick, baseline, exact);
    }
  }

  #readChange(
    reader: ByteReader,
    handle: number,
    mask: number,
    tick: number,
    baseline: number,
    exact: boolean,
  ): void {
    this.updates++;
    const entity = this.#byHandle.get(handle);
    const from = entity && tick > entity.born ? findState(entity, baseline, exact) : -1;
    const lanes =
      entity && from >= 0
        ? entity.history[from].lanes.slice()
        : new Int32Array(this.schema.laneCount);
    const newest = entity !== undefined && from >= 0 && tick > entity.tick;
    for (const component of this.schema.components) {
      if (((mask >>> component.bit) & 1) === 0) continue;
      if (component.heap >= 0) {
        const value = readHeap(reader, component);
        if (newest) entity.heaps[component.heap] = value;
      }
      const end = component.firstLane + component.laneCount;
      for (let lane = component.firstLane; lane < end; lane++) {
        lanes[lane] = addViewLaneDelta(component.kind, lanes[lane], reader.zigzag());
      }
    }
    if (!entity || tick <= entity.born) return;
    if (from < 0) {
      if (!exact && tick > entity.tick) this.lostTrack = true;
      return;
    }
    remember(entity, from, tick, lanes);
    if (!newest) return;
    const changed = mask | this.#differing(entity.lanes, lanes);
    entity.tick = tick;
    entity.lanes = lanes;
    if (this.#byId.get(entity.id) === entity) this.#handlers.updated(entity, changed);
  }

  #differing(before: Int32Array, now: Int32Array): number {
    let mask = 0;
    for (const { bit, firstLane, laneCount } of this.schema.components) {
      for (let lane = firstLane; lane < firstLane + laneCount; lane++) {
        if (before[lane] !== now[lane]) mask |= 1 << bit;
      }
    }
    return mask;
  }
}

/** A component's lanes in the form of the schema's field readers. */
export function readLane(component: ViewComponent, entity: ViewEntity, lane: number): number {
  return fromViewLane(component, entity.lanes[component.firstLane + lane]);
}

function readHeap(reader: ByteReader, { field }: ViewComponent): HeapValue {
  const length = field.lengthMax ?? 0;
  return field.kind === 'text' ? reader.text(length) : reader.blob(length);
}

/** The newest state at or before a tick, or exactly of it; −1 when there is none. */
function findState(entity: ViewEntity, tick: number, exact: boolean): number {
  for (let i = entity.history.length - 1; i >= 0; i--) {
    const at = entity.history[i].tick;
    if (at <= tick) return exact && at !== tick ? -1 : i;
  }
  return -1;
}

/**
 * Keeps a state in order of ticks. Those older than `from` may still be what a message on its way
 * counts from; they go once no baseline of the last {@link HISTORY_TICKS} can mean them.
 */
function remember(entity: ViewEntity, from: number, tick: number, lanes: Int32Array): void {
  const { history } = entity;
  let at = history.length;
  while (at > 0 && history[at - 1].tick > tick) at--;
  if (at === history.length) history.push({ tick, lanes });
  else history.splice(at, 0, { tick, lanes });
  let unused = 0;
  while (unused < from && history[unused + 1].tick < entity.tick - HISTORY_TICKS) unused++;
  if (unused > 0) history.splice(0, unused);
  if (history.length > HISTORY_MAX) history.shift();
}

/** What a reading came to; null when it met garbage. */
function unlessGarbage<T>(reading: () => T): T | null {
  try {
    return reading();
  } catch (error) {
    if (error instanceof AtlasError) return null;
    throw error;
  }
}
