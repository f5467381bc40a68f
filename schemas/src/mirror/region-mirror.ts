import { cellIndex } from '../codec/cell-geometry.ts';
import { applyCellGroup } from '../codec/change-decoder.ts';
import { AtlasError } from '../errors.ts';
import type { RegionId } from '../ids.ts';
import type { CellGroup, FrameSlice, SubscriptionStart } from '../records/messages.ts';
import { DIRTY_GONE, DIRTY_WHOLE, EntityTable, GONE_MOVED } from '../table/entity-table.ts';
import type { WorldSchema } from '../world/world-schema.ts';
import { compileWorldJson } from '../world/world-schema.ts';
import { ForeignColumns } from './foreign-columns.ts';

/**
 * What became of a message for a mirror. `ignored`: nothing new. `resubscribe`: something is
 * missing or does not decode; subscribe again from {@link RegionMirror.resumeOffset}.
 */
export type MirrorVerdict = 'applied' | 'ignored' | 'resubscribe';

/**
 * The subscribed cells of one region, rebuilt from its stream (V1). What an update changed shows as
 * dirty in `table` until commit(); between two updates the table must be committed. A slice that
 * continues the stream cannot be told from one after a gap except by n, which is checked (O3).
 */
export class RegionMirror {
  readonly region: RegionId;
  readonly schema: WorldSchema;
  readonly table: EntityTable;
  /** Of the newest counted frame seen; 0 before the first start. */
  offset = 0;
  tick = 0;
  epoch = 0;
  n = 0;
  mapVersion = 0;
  /** P3: no entity, session or job, and an empty outbox. */
  holdsNothing = false;
  /** M2, V2: the highest number applied there, per sending region. */
  readonly inbox = new Map<number, number>();
  /** Cells whose state is here; meaningless when `whole`. */
  readonly #cells = new Set<number>();
  #whole = false;
  /** What is wanted: null is every cell. */
  #wanted: ReadonlySet<number> | null = new Set();
  #broken = false;
  /** The declaration that the region's groups are packed by. */
  #packedBy: WorldSchema;
  /** Where that is not the reader's. */
  #foreign: ForeignColumns | null = null;

  constructor(schema: WorldSchema, region: RegionId) {
    this.schema = schema;
    this.#packedBy = schema;
    this.region = region;
    this.table = new EntityTable(schema, undefined, false);
  }

  /** What to name in Subscribe.from_offset to go on: 0 when the state must come anew. */
  get resumeOffset(): number {
    return this.#broken ? 0 : this.offset;
  }

  /** Whether the state of a cell is here. */
  reads(cell: number): boolean {
    return this.#whole || this.#cells.has(cell);
  }

  /** Whether the state of a cell is here, or was asked for. */
  wants(cell: number): boolean {
    return this.#wanted === null || this.#wanted.has(cell);
  }

  /** Whether everything that is wanted is here. */
  get complete(): boolean {
    if (this.#broken || this.offset === 0) return false;
    if (this.#whole) return true;
    if (this.#wanted === null) return false;
    for (const cell of this.#wanted) if (!this.#cells.has(cell)) return false;
    return true;
  }

  /**
   * Sets the cells that are wanted (null: all). Entities in cells that are wanted no more go at
   * once; those in new ones come with a start.
   */
  want(cells: ReadonlySet<number> | null): void {
    this.#wanted = cells;
    if (cells === null) return;
    if (this.#whole) {
      this.#whole = false;
      for (const cell of cells) this.#cells.add(cell);
    }
    for (const cell of this.#cells) if (!cells.has(cell)) this.#cells.delete(cell);
    const { cell } = this.#columns;
    this.#removeWhere((slot) => !cells.has(cell[slot]));
    this.#foreign?.bringInto(this.table);
  }

  /** Takes the state of newly subscribed cells; those not wanted any more are left out. */
  applyStart(start: SubscriptionStart): MirrorVerdict {
    if (start.offset < this.offset) return 'resubscribe';
    const whole = start.whole && this.#wanted === null;
    const covered = this.#coveredBy(start);
    const packedBy = this.#declared(start);
    if (packedBy === null) return 'resubscribe';
    // Slices between were missed: only a start for everything here makes up for them.
    const isOther = packedBy.hash !== this.#packedBy.hash;
    const missed = this.#broken || isOther || (this.offset !== 0 && start.offset > this.offset);
    if (missed && !this.#coversAll(covered, whole)) {
      this.#broken ||= isOther;
      return 'resubscribe';
    }
    if (isOther) this.#readAs(packedBy);
    this.#clearWholeMarks();
    if (!this.#applyGroups(start.groups, (cell) => whole || covered.has(cell))) {
      return 'resubscribe';
    }
    const table = this.#columns;
    this.#removeWhere(
      (slot) => (table.dirty[slot] & DIRTY_WHOLE) === 0 && (whole || covered.has(table.cell[slot])),
    );
    if (isOther) this.#foreign?.replaceIn(this.table);
    this.#foreign?.bringInto(this.table);
    this.#whole ||= whole;
    if (!this.#whole) for (const cell of covered) this.#cells.add(cell);
    this.#broken = false;
    this.#moveTo(start);
    if (start.inbox.length > 0) this.inbox.clear();
    for (const { region, number } of start.inbox) this.inbox.set(region, number);
    return 'applied';
  }

  /** Takes the next counted frame's part for this reader. */
  applySlice(slice: FrameSlice): MirrorVerdict {
    if (this.offset === 0 || slice.offset <= this.offset) return 'ignored';
    if (this.#broken || slice.epoch < this.epoch) return 'resubscribe';
    const before = slice.epoch === this.epoch ? this.n : 0;
    if (slice.n !== before + Math.max(1, slice.parts)) return 'resubscribe';
    if (slice.worldSchemaHash !== 0 && slice.worldSchemaHash !== this.#packedBy.hash) {
      // Its owner's declaration is another from here on: the state comes anew.
      this.#broken = true;
      return 'resubscribe';
    }
    if (!slice.empty && !this.#applyGroups(slice.groups, (cell) => this.reads(cell))) {
      return 'resubscribe';
    }
    this.#foreign?.bringInto(this.table);
    this.#moveTo(slice);
    if (!slice.empty) this.holdsNothing = slice.holdsNothing;
    for (const { region, number } of slice.applied) this.inbox.set(region, number);
    return 'applied';
  }

  /** Ends an update: its dirty marks go, and what is gone frees its slot. */
  commit(): void {
    this.table.commit();
  }

  /** The columns that groups are decoded into. */
  get #columns(): EntityTable {
    return this.#foreign?.table ?? this.table;
  }

  /** The declaration that a start is packed by: the reader's, unless it says so. */
  #declared({ worldSchema }: SubscriptionStart): WorldSchema | null {
    if (worldSchema.length === 0) return this.schema;
    try {
      return compileWorldJson(new TextDecoder().decode(worldSchema));
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      this.#broken = true;
      return null;
    }
  }

  #readAs(packedBy: WorldSchema): void {
    this.#packedBy = packedBy;
    const isOwn = packedBy.hash === this.schema.hash;
    this.#foreign = isOwn ? null : new ForeignColumns(packedBy, this.schema);
  }

  #moveTo(at: SubscriptionStart | FrameSlice): void {
    this.offset = at.offset;
    this.tick = at.tick;
    this.epoch = at.epoch;
    this.n = at.n;
    this.mapVersion = at.mapVersion;
  }

  #coveredBy(start: SubscriptionStart): Set<number> {
    const covered = new Set<number>();
    for (const { x, y, z } of start.cells) {
      const cell = cellIndex(this.schema, x, y, z);
      if (this.#wanted === null || this.#wanted.has(cell)) covered.add(cell);
    }
    if (start.whole && this.#wanted !== null) for (const cell of this.#wanted) covered.add(cell);
    return covered;
  }

  #coversAll(covered: ReadonlySet<number>, whole: boolean): boolean {
    if (whole) return true;
    if (this.#whole) return false;
    for (const cell of this.#cells) if (!covered.has(cell)) return false;
    return true;
  }

  #applyGroups(groups: readonly CellGroup[], takes: (cell: number) => boolean): boolean {
    if (this.#foreign?.isReadable === false) return true;
    const columns = this.#columns;
    try {
      for (const group of groups) {
        if (takes(cellIndex(this.schema, group.x, group.y, group.z))) {
          applyCellGroup(columns, group);
        }
      }
      return true;
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      this.#broken = true;
      return false;
    }
  }

  /** After a broken update marks are left over; only those of this start may count as whole. */
  #clearWholeMarks(): void {
    const { dirty, dirtySlots, dirtyCount, present } = this.#columns;
    for (let i = 0; i < dirtyCount; i++) {
      const slot = dirtySlots[i];
      if ((dirty[slot] & DIRTY_WHOLE) === 0) continue;
      dirty[slot] = (dirty[slot] & ~DIRTY_WHOLE) | present[slot];
    }
  }

  #removeWhere(gone: (slot: number) => boolean): void {
    const table = this.#columns;
    const { slots, length } = table.slotsById();
    for (let i = 0; i < length; i++) {
      const slot = slots[i];
      if ((table.dirty[slot] & DIRTY_GONE) === 0 && gone(slot)) table.remove(slot, GONE_MOVED);
    }
  }
}
