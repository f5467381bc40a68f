/** Entities listed by square cells of the plane, rebuilt once a tick by a counting sort. */
export class EntityGrid {
  /** Slots by bucket: `slots[starts[b] … starts[b + 1])`. */
  slots: Int32Array = new Int32Array(0);
  readonly #cellSize: number;
  #cellX: Int32Array = new Int32Array(0);
  #cellY: Int32Array = new Int32Array(0);
  #starts: Int32Array = new Int32Array(65);
  #bucketOf: Int32Array = new Int32Array(0);
  #mask = 63;

  /** `cellSize` in the unit of the positions. */
  constructor(cellSize: number) {
    this.#cellSize = cellSize;
  }

  /** Lists `from[0…length)` at their positions. */
  rebuild(from: Int32Array, length: number, x: Int32Array, y: Int32Array): void {
    this.#reserve(length);
    const starts = this.#starts;
    const buckets = this.#bucketOf;
    starts.fill(0);
    for (let i = 0; i < length; i++) {
      const slot = from[i];
      const bucket = this.#bucket(
        Math.floor(x[slot] / this.#cellSize),
        Math.floor(y[slot] / this.#cellSize),
      );
      buckets[i] = bucket;
      starts[bucket + 1]++;
    }
    for (let b = 0; b <= this.#mask; b++) starts[b + 1] += starts[b];
    for (let i = length - 1; i >= 0; i--) {
      const slot = from[i];
      const at = --starts[buckets[i] + 1];
      this.slots[at] = slot;
      this.#cellX[at] = Math.floor(x[slot] / this.#cellSize);
      this.#cellY[at] = Math.floor(y[slot] / this.#cellSize);
    }
    // Each start was moved down to its own bucket's first entry, one place further on.
    starts.copyWithin(0, 1);
    starts[this.#mask + 1] = length;
  }

  /** Writes the slots in cells within `radius` of a point into `into`; some are farther. */
  near(x: number, y: number, radius: number, into: Int32Array): number {
    const size = this.#cellSize;
    const fromX = Math.floor((x - radius) / size);
    const toX = Math.floor((x + radius) / size);
    const fromY = Math.floor((y - radius) / size);
    const toY = Math.floor((y + radius) / size);
    let count = 0;
    for (let cy = fromY; cy <= toY; cy++) {
      for (let cx = fromX; cx <= toX; cx++) {
        const bucket = this.#bucket(cx, cy);
        const end = this.#starts[bucket + 1];
        for (let i = this.#starts[bucket]; i < end; i++) {
          if (this.#cellX[i] === cx && this.#cellY[i] === cy) into[count++] = this.slots[i];
        }
      }
    }
    return count;
  }

  #bucket(cx: number, cy: number): number {
    const hash = Math.imul(cx, 0x9e3779b1) ^ Math.imul(cy, 0x85ebca6b);
    return (hash ^ (hash >>> 15)) & this.#mask;
  }

  #reserve(length: number): void {
    if (length <= this.slots.length) return;
    let size = 64;
    while (size < length * 2) size *= 2;
    this.slots = new Int32Array(size);
    this.#cellX = new Int32Array(size);
    this.#cellY = new Int32Array(size);
    this.#bucketOf = new Int32Array(size);
    this.#starts = new Int32Array(size + 2);
    this.#mask = size - 1;
  }
}
