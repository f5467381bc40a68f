import {
  CODE_BASE64,
  COLUMNS_AT,
  NOTE_BITS,
  NO_NOTE,
  PIECE,
  RESULTS_AT,
  SHUFFLES_AT,
} from './column-kernel-code.ts';

export { NOTE_BITS, NO_NOTE };

/** What schemas/wasm/column-kernel.mjs exports. All but numbers of entities, limits and `all` are addresses. */
interface Module {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  outside(from: number, count: number, ...columnsLowHighList: number[]): number;
  note(from: number, count: number, ...columnsNotesListAll: number[]): number;
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
/** Of a piece: x and y now and as shown, and room; in 3D also z. */
const COLUMNS = 5;
const PIECE_BYTES = PIECE * 4;
const NOTES_AT = COLUMNS_AT + COLUMNS * PIECE_BYTES;
/** What is read behind the notes gathered, and written behind what is packed. */
export const OVERRUN_BYTES = 32;

/** What notes are made of: columns of one table, and each entity's room. */
export interface Moves {
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly shownX: Int32Array;
  readonly shownY: Int32Array;
  /** Less by how far it went, afterwards. */
  readonly room: Int32Array;
}

/**
 * The memory and the loops of {@link MoveNotes} in WebAssembly, whose vectors take four entities at a time. One for all
 * tables of a process: what is in it holds while one frame is encoded. Columns are copied in piece by piece, so that
 * a piece is in a core's own cache when it is read. Growing the memory replaces every array here.
 */
export class ColumnKernel {
  static #shared: ColumnKernel | null = null;
  readonly #module: Module;
  /** Entities of the largest table, places of the largest order, and of the largest group. */
  #entities = 0;
  #placeCount = 0;
  #groupLength = 0;
  #placesAt = NOTES_AT;
  #gatheredAt = NOTES_AT;
  #columns: readonly Int32Array[] = [];
  #results: Int32Array = new Int32Array(0);
  /** By slot. */
  notes: Int32Array = new Int32Array(0);
  /** Whom the last look at a table has listed. */
  listed: Int32Array = new Int32Array(0);
  /** All zigzag numbers' bits of the last notes together. */
  farthest = 0;
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

  /** How many notes the last pack() gathered. */
  get gathered(): number {
    return this.#results[1];
  }

  /**
   * Lists in `listed` who of the first `count` of a table's columns is outside of a box of whole quanta, limits included.
   * @param lanes x, y and perhaps z
   * @returns how many
   */
  listOutside(
    lanes: readonly Int32Array[],
    count: number,
    low: readonly number[],
    high: readonly number[],
  ): number {
    this.#reserveEntities(count);
    const flat = lanes.length === 2;
    const addresses = [0, 1, flat ? 0 : 2].map((axis) => this.#columns[axis].byteOffset);
    const limits = [low, high].map((limit, i) =>
      flat ? [limit[0], limit[1], i === 0 ? LEAST : MOST] : limit,
    );
    const first = this.listed.byteOffset;
    let end = first;
    for (let from = 0; from < count; from += PIECE) {
      const to = Math.min(count, from + PIECE);
      lanes.forEach((lane, axis) => this.#columns[axis].set(lane.subarray(from, to)));
      end = this.#module.outside(from, to - from, ...addresses, ...limits[0], ...limits[1], end);
    }
    let listed = (end - first) >> 2;
    // Of the last vector's rest nobody is meant.
    while (listed > 0 && this.listed[listed - 1] >= count) listed--;
    return listed;
  }

  /**
   * Notes how far the first `count` entities have moved, and takes it from their room.
   * @param all 1: those who stand have a note, too
   * @returns how many are in `listed`: whose room is used up, or who went farther than a note holds
   */
  note({ x, y, shownX, shownY, room }: Moves, count: number, all: 0 | 1): number {
    this.#reserveEntities(count);
    const [pieceX, pieceY, pieceShownX, pieceShownY, pieceRoom] = this.#columns;
    const first = this.listed.byteOffset;
    const notes = this.notes.byteOffset;
    let end = first;
    this.farthest = 0;
    for (let from = 0; from < count; from += PIECE) {
      const to = Math.min(count, from + PIECE);
      pieceX.set(x.subarray(from, to));
      pieceY.set(y.subarray(from, to));
      pieceShownX.set(shownX.subarray(from, to));
      pieceShownY.set(shownY.subarray(from, to));
      pieceRoom.set(room.subarray(from, to));
      // The last vector's rest: nobody there is listed.
      for (let at = to - from; at % LANES !== 0; at++) {
        pieceX[at] = pieceY[at] = pieceShownX[at] = pieceShownY[at] = 0;
        pieceRoom[at] = 1;
      }
      end = this.#module.note(
        from,
        to - from,
        pieceX.byteOffset,
        pieceY.byteOffset,
        pieceShownX.byteOffset,
        pieceShownY.byteOffset,
        pieceRoom.byteOffset,
        notes + from * 4,
        end,
        all,
      );
      this.farthest |= this.#results[0];
      room.set(to - from === PIECE ? pieceRoom : pieceRoom.subarray(0, to - from), from);
    }
    return (end - first) >> 2;
  }

  /** Takes an order: its slots, and how long its largest group is. The notes stay; what was written to `bytes` does not. */
  takePlaces(slots: Int32Array, end: number, groupLength: number): void {
    if (end > this.#placeCount || groupLength > this.#groupLength) {
      this.#placeCount = Math.max(this.#placeCount, end);
      this.#groupLength = Math.max(this.#groupLength, groupLength + (groupLength >> 2));
      this.#reserve(PAGE_BYTES);
    }
    this.places.set(end === slots.length ? slots : slots.subarray(0, end));
  }

  /** Lengthens `bytes` to hold so many at least; what they hold stays. */
  lengthen(byteCount: number): Uint8Array {
    // Not twice as many: a region's first frame, in which everybody is whole, is its longest by far.
    this.#reserve(byteCount + (byteCount >> 3) + PAGE_BYTES);
    return this.bytes;
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

  /** Room for notes of so many entities. What was in the memory before means nothing then. */
  #reserveEntities(count: number): void {
    if (count <= this.#entities) return;
    this.#entities = Math.ceil(count / LANES) * LANES;
    this.#reserve(PAGE_BYTES);
  }

  /** Lays out the memory, so that `bytes` has so many at least, and makes every array anew. */
  #reserve(byteCount: number): void {
    const listedAt = NOTES_AT + this.#entities * 4;
    this.#placesAt = listedAt + (this.#entities + LANES) * 4;
    this.#gatheredAt = this.#placesAt + this.#placeCount * 4;
    const bytesAt = this.#gatheredAt + this.#groupLength * 4 + OVERRUN_BYTES;
    const { memory } = this.#module;
    const missing = bytesAt + byteCount - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    const { buffer } = memory;
    this.#columns = Array.from(
      { length: COLUMNS },
      (_, i) => new Int32Array(buffer, COLUMNS_AT + i * PIECE_BYTES, PIECE),
    );
    this.#results = new Int32Array(buffer, RESULTS_AT, 2);
    this.notes = new Int32Array(buffer, NOTES_AT, this.#entities);
    this.listed = new Int32Array(buffer, listedAt, this.#entities + LANES);
    this.places = new Int32Array(buffer, this.#placesAt, this.#placeCount);
    this.bytes = new Uint8Array(buffer, bytesAt);
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
