import {
  ByteWriter,
  WholeEncoder,
  addEntityToHash,
  encodeMessage,
  logMessages,
  slotsByCell,
} from '@atlasnet/schemas';
import type { EntityTable, RegionSnapshot, StateHash, TableColumns } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { SNAPSHOT_GROUPS_FIELD, writeCellGroups } from './frame-groups.ts';
import type { RegionState } from './region-state.ts';

/**
 * One cut of a region's state (C1), taken right after a tick and encoded while later ticks run. Taking
 * it copies columns, which is a few bytes an entity and memory's speed; hashing and encoding, ten times
 * that, goes in steps between ticks.
 */
export class SnapshotCut {
  readonly #table: TableColumns;
  /** Lists the slots by cell, and by id within a cell. */
  readonly #listSlots: () => Int32Array;
  readonly #hashSlice: Uint8Array;
  readonly #slice: number;
  readonly #rest: RegionSnapshot;
  readonly #whole: StateHash;
  readonly #part: StateHash;
  readonly #encoder: WholeEncoder;

  /** @param slice the slice of the rolling hash that the frame at the cut carries (C2) */
  constructor(state: RegionState, slice: number) {
    const { table } = state;
    this.#encoder = new WholeEncoder(state.schema);
    this.#slice = slice;
    this.#listSlots = shownByCell(table);
    this.#table = copyColumns(table);
    this.#hashSlice = table.hashSlice.slice(0, table.slotsUsed);
    this.#rest = state.snapshotWithoutEntities();
    this.#whole = state.hashRest(-1);
    this.#part = state.hashRest(slice);
  }

  /** Encodes the cut, yielding after every piece of it: the caller decides when to go on. */
  *encode(piecesMax: number = LIMITS.checkpointPiecesMax): Generator<void, Uint8Array> {
    const { schema } = this.#table;
    const slots = this.#listSlots();
    const writer = new ByteWriter(4096 + slots.length * (12 + schema.laneCount * 3));
    yield;
    const step = Math.max(LIMITS.checkpointPieceEntities, Math.ceil(slots.length / piecesMax));
    for (let from = 0; from < slots.length; from += step) {
      const to = Math.min(slots.length, from + step);
      this.#hash(slots, from, to);
      const packed = this.#encoder.encodePiece(this.#table, slots, from, to);
      writeCellGroups(schema, packed, SNAPSHOT_GROUPS_FIELD, writer);
      yield;
    }
    const rest = encodeMessage(logMessages.RegionSnapshot, {
      ...this.#rest,
      hashLow: this.#whole.low >>> 0,
      hashHigh: this.#whole.high >>> 0,
      sliceHashLow: this.#part.low >>> 0,
      sliceHashHigh: this.#part.high >>> 0,
    });
    writer.ensure(rest.length);
    writer.bytes.set(rest, writer.position);
    return writer.bytes.subarray(0, writer.position + rest.length);
  }

  /** Encodes it at once: for whoever has nothing else to do. */
  encodeNow(): Uint8Array {
    const steps = this.encode();
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  #hash(slots: Int32Array, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const slot = slots[i];
      addEntityToHash(this.#whole, this.#table, slot);
      if (this.#hashSlice[slot] === this.#slice) addEntityToHash(this.#part, this.#table, slot);
    }
  }
}

function copyColumns(table: EntityTable): TableColumns {
  const used = table.slotsUsed;
  const lanes = table.lanes.map((lane) => lane.slice(0, used));
  return {
    schema: table.schema,
    ids: table.ids.slice(0, used),
    present: table.present.slice(0, used),
    cell: table.cell.slice(0, used),
    lanes,
    // Whole entities are not compared with anything, and none of them is gone.
    base: lanes,
    dirty: new Int32Array(0),
    goneReason: new Uint8Array(0),
    heaps: table.heaps.map((heap) => heap.slice()),
  };
}

/** Those that a frame has shown. A writer has the order, and sorting takes longer than a cut may. */
function shownByCell(table: EntityTable): () => Int32Array {
  if (table.cellOrder !== null) return table.cellOrder.listLater();
  const { slots, length } = table.slotsById();
  const sorted = slotsByCell(table.cell, slots.subarray(0, length));
  return () => sorted;
}
