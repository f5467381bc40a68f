import {
  CODE_BASE64,
  COLUMNS_AT,
  NOTE_BITS,
  NO_NOTE,
  RESULTS_AT,
  SHUFFLES_AT,
} from './column-kernel-code.ts';

export { NOTE_BITS, NO_NOTE };

/** What schemas/wasm/column-kernel.mjs exports. All but lengths and `all` are addresses. */
interface Module {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  outside(count: number, ...columnsLowHighList: number[]): number;
  note(count: number, ...columnsAll: number[]): number;
  pack(slots: number, length: number, notes: number, gathered: number, out: number): number;
  columns(gathered: number, out: number): number;
}

/** What is used of WebAssembly, which Node's types leave out. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Module };
};

const LEAST = -(2 ** 31);
const MOST = 2 ** 31 - 1;
const PAGE_BYTES = 65_536;
const LANES = 4;
const COLUMNS = 7;
/** What is read behind the notes gathered, and written behind what is packed. */
export const OVERRUN_BYTES = 32;

/**
 * The memory and the loops of {@link MoveNotes} in WebAssembly, whose vectors take four entities at a time. One for all
 * tables of a process: what is in it holds while one frame is encoded. Growing it replaces every array here.
 */
export class ColumnKernel {
  static #shared: ColumnKernel | null = null;
  readonly #module: Module;
  /** Entities that there is room for in a column, and places in an order. */
  #columnLength = 0;
  #placeCount = 0;
  #placesAt = COLUMNS_AT;
  #gatheredAt = COLUMNS_AT;
  #outAt = COLUMNS_AT;
  #results: Int32Array = new Int32Array(0);
  x: Int32Array = new Int32Array(0);
  y: Int32Array = new Int32Array(0);
  shownX: Int32Array = new Int32Array(0);
  shownY: Int32Array = new Int32Array(0);
  room: Int32Array = new Int32Array(0);
  notes: Int32Array = new Int32Array(0);
  unsure: Int32Array = new Int32Array(0);
  /** A CellOrder's slots. */
  places: Int32Array = new Int32Array(0);
  /** Where a frame's groups are written. */
  bytes: Uint8Array = new Uint8Array(0);

  private constructor() {
    // Browsers have no Buffer, Node has both.
    const code = Uint8Array.from(atob(CODE_BASE64), (letter) => letter.charCodeAt(0));
    this.#module = new WebAssembly.Instance(new WebAssembly.Module(code)).exports;
    this.#reserve(PAGE_BYTES);
    writeShuffles(new Uint8Array(this.#module.memory.buffer, SHUFFLES_AT));
  }

  static get shared(): ColumnKernel {
    return (this.#shared ??= new ColumnKernel());
  }

  /** Farthest move of the last note(), all zigzag numbers' bits together. */
  get farthest(): number {
    return this.#results[0];
  }

  /** How many notes the last pack() gathered. */
  get gathered(): number {
    return this.#results[1];
  }

  /** Makes room for columns of so many entities. What was in the memory before means nothing then. */
  reserveColumns(length: number): void {
    if (length <= this.#columnLength) return;
    this.#columnLength = Math.ceil(length / LANES) * LANES;
    this.#reserve(PAGE_BYTES);
  }

  /**
   * Lists in `unsure` who of the first `count` of a table's columns is outside of a box of whole quanta, limits included.
   * @param lanes x, y and perhaps z
   * @returns how many
   */
  listOutside(
    lanes: readonly Int32Array[],
    count: number,
    [lowX, lowY, lowZ]: readonly number[],
    [highX, highY, highZ]: readonly number[],
  ): number {
    this.reserveColumns(lanes[0].length);
    this.x.set(firstOf(lanes[0], count));
    this.y.set(firstOf(lanes[1], count));
    const flat = lanes.length === 2;
    if (!flat) this.shownX.set(firstOf(lanes[2], count));
    const list = this.unsure.byteOffset;
    const [x, y, z] = [this.x, this.y, flat ? this.x : this.shownX].map((each) => each.byteOffset);
    const [from, to] = flat ? [LEAST, MOST] : [lowZ, highZ];
    const end = this.#module.outside(count, x, y, z, lowX, lowY, from, highX, highY, to, list);
    let listed = (end - list) >> 2;
    // Of the last vector's rest nobody is meant.
    while (listed > 0 && this.unsure[listed - 1] >= count) listed--;
    return listed;
  }

  /** Takes the slots of an order. The notes stay; what was written to `bytes` does not. */
  takePlaces(slots: Int32Array, end: number): void {
    if (end > this.#placeCount) {
      this.#placeCount = end + (end >> 2);
      this.#reserve(PAGE_BYTES);
    }
    this.places.set(end === slots.length ? slots : slots.subarray(0, end));
  }

  /** Lengthens `bytes` to hold so many at least; what they hold stays. */
  lengthen(byteCount: number): Uint8Array {
    this.#reserve(byteCount + OVERRUN_BYTES);
    return this.bytes;
  }

  /**
   * Notes how far the first `count` of the columns have moved, and takes it from their room.
   * @param all 1: those who stand have a note, too
   * @returns how many are listed in `unsure`: whose room is used up, or who went farther than a note holds
   */
  note(count: number, all: 0 | 1): number {
    // The last vector's rest: nobody there is unsure.
    for (let at = count; at % LANES !== 0; at++) {
      this.x[at] = this.y[at] = this.shownX[at] = this.shownY[at] = 0;
      this.room[at] = 1;
    }
    return this.#module.note(
      count,
      this.x.byteOffset,
      this.y.byteOffset,
      this.shownX.byteOffset,
      this.shownY.byteOffset,
      this.room.byteOffset,
      this.notes.byteOffset,
      this.unsure.byteOffset,
      all,
    );
  }

  /**
   * Writes the columns of those of `places`[start, start + length) who have a note to `bytes`, and a few bytes beyond.
   * @returns where they end
   */
  pack(start: number, length: number, position: number): number {
    const { byteOffset } = this.bytes;
    const places = this.#placesAt + start * 4;
    const notes = this.notes.byteOffset;
    const out = byteOffset + position;
    return this.#module.pack(places, length, notes, this.#gatheredAt, out) - byteOffset;
  }

  /** Writes once more what the last pack() gathered. @returns where it ends */
  packAgain(position: number): number {
    const { byteOffset } = this.bytes;
    return this.#module.columns(this.#gatheredAt, byteOffset + position) - byteOffset;
  }

  /** Lays out the memory, so that `bytes` has so many at least, and makes every array anew. */
  #reserve(byteCount: number): void {
    const length = this.#columnLength;
    this.#placesAt = COLUMNS_AT + COLUMNS * length * 4;
    this.#gatheredAt = this.#placesAt + this.#placeCount * 4;
    this.#outAt = this.#gatheredAt + this.#placeCount * 4 + OVERRUN_BYTES;
    const { memory } = this.#module;
    const missing = this.#outAt + byteCount - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    const { buffer } = memory;
    const column = (at: number): Int32Array =>
      new Int32Array(buffer, COLUMNS_AT + at * length * 4, length);
    this.#results = new Int32Array(buffer, RESULTS_AT, 2);
    this.x = column(0);
    this.y = column(1);
    this.shownX = column(2);
    this.shownY = column(3);
    this.room = column(4);
    this.notes = column(5);
    this.unsure = column(6);
    this.places = new Int32Array(buffer, this.#placesAt, this.#placeCount);
    this.bytes = new Uint8Array(buffer, this.#outAt);
  }
}

/** Of eight two-byte values, which bytes are written: the second where its bit is set. */
function writeShuffles(table: Uint8Array): void {
  for (let seconds = 0; seconds < 256; seconds++) {
    let at = seconds * 16;
    for (let value = 0; value < 8; value++) {
      table[at++] = value * 2;
      if (((seconds >> value) & 1) === 1) table[at++] = value * 2 + 1;
    }
  }
}

/** A column's first so many. */
export function firstOf(column: Int32Array, count: number): Int32Array {
  return count === column.length ? column : column.subarray(0, count);
}
